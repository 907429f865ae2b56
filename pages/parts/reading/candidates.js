// @ts-check
/** The incidents read from the report, each with its values and the decisions on it. */

/** @param {string} tag @param {string} className @param {string} [text] */
function make(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  if (text) node.textContent = text;
  return node;
}

/** @param {string} words @param {string} className @param {() => void} act */
function button(words, className, act) {
  const node = /** @type {HTMLButtonElement} */ (make("button", className, words));
  node.type = "button";
  node.addEventListener("click", (event) => {
    event.stopPropagation();
    act();
  });
  return node;
}

/** How a value was made, in words. @param {any} claim */
function origin(claim) {
  const who = claim.method === "human" ? "by a person" : claim.method === "model" ? "by a language model" : "by rule";
  const sure = claim.confidence === null ? "" : `, ${Math.round(claim.confidence * 100)} % of such values prove right`;
  return `${who}${claim.rule ? ` ${claim.rule}` : ""}${sure}`;
}

/** @param {any} claim @param {(start: number, end: number) => void} show */
function claimRow(claim, show) {
  const row = make("li", `claim ${claim.method}`);
  const words = make("span", "value", claim.value || "—");
  row.append(make("span", "field", claim.field), words);
  if (claim.by) row.append(make("span", "by", `says ${claim.by}`));
  row.title = origin(claim);
  if (claim.start === null) return row;
  row.tabIndex = 0;
  row.setAttribute("role", "button");
  row.addEventListener("click", (event) => {
    event.stopPropagation();
    show(claim.start, claim.end);
  });
  row.addEventListener("keydown", (event) => {
    if (event.key === "Enter") show(claim.start, claim.end);
  });
  return row;
}

const DECISIONS = [
  ["accept", "Accept", "primary"],
  ["dispute", "Disputed", ""],
  ["reject", "Reject", ""],
];

/**
 * @param {any} candidate @param {boolean} open
 * @param {{act: (act: any) => void, show: (start: number, end: number) => void}} hands
 */
function candidateItem(candidate, open, hands) {
  const item = make("li", `candidate ${candidate.state}${open ? " open" : ""}`);
  const head = button("", "head", () => hands.act({ do: "choose", uid: candidate.uid }));
  head.setAttribute("aria-expanded", String(open));
  head.append(make("span", "title", candidate.title), make("span", "state", candidate.state));
  item.append(head);
  const facts = make("dl", "facts");
  for (const [label, value] of candidate.facts) facts.append(make("dt", "", label), make("dd", "", value));
  item.append(facts);
  if (!open) return item;
  const decisions = make("div", "decisions");
  for (const [act, words, className] of DECISIONS) {
    decisions.append(button(words, className, () => hands.act({ do: act, uid: candidate.uid })));
  }
  const claims = make("ul", "claims");
  for (const claim of candidate.claims) claims.append(claimRow(claim, hands.show));
  item.append(decisions, make("p", "hint", "Values and who says them; choose one to see its words."), claims);
  return item;
}
