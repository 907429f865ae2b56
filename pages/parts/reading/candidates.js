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
  node.addEventListener("click", act);
  return node;
}

const MADE = { human: ["✓", "set by a person"], rule: ["⚙", "read by a rule"], model: ["⚙", "read by a language model"] };

/** The sign of who made a value, with its words for those who hover or listen. @param {string} method */
function sign(method) {
  const [mark, words] = MADE[method] ?? ["", ""];
  const node = make("span", `made ${method}`, mark);
  node.title = words;
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", words);
  return node;
}

/** How a value was made, in words. @param {any} claim */
function origin(claim) {
  const sure = claim.confidence === null ? "" : `, ${Math.round(claim.confidence * 100)} % of such values prove right`;
  return `${MADE[claim.method]?.[1] ?? claim.method}${claim.rule ? ` (${claim.rule})` : ""}${sure}`;
}

/** @param {any} claim @param {{show: (start: number, end: number) => void, act: (act: any) => void}} hands */
function claimRow(claim, hands) {
  const item = make("li", "claim");
  const seen = claim.start !== null;
  const row = seen || claim.to ? button("", "row", () => {
    if (seen) hands.show(claim.start, claim.end);
    else hands.act({ do: "choose", uid: claim.to });
  }) : make("div", "row");
  row.append(make("span", "field", claim.field), make("span", "value", claim.value || "—"), sign(claim.method));
  if (claim.by) row.append(make("span", "by", `says ${claim.by}`));
  row.title = origin(claim);
  if (seen) Object.assign(item.dataset, { start: String(claim.start), end: String(claim.end) });
  item.append(row);
  return item;
}

/** Ask why, then reject. @param {any} candidate @param {(act: any) => void} act */
function rejection(candidate, act) {
  const form = /** @type {HTMLFormElement} */ (make("form", "why"));
  const field = /** @type {HTMLInputElement} */ (make("input", ""));
  field.setAttribute("aria-label", "Why is it rejected?");
  field.placeholder = "Why is it rejected?";
  field.required = true;
  const send = /** @type {HTMLButtonElement} */ (make("button", "primary", "Reject with this reason"));
  form.append(field, send);
  form.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) act({ do: "reject", uid: candidate.uid, why: field.value.trim() });
  });
  return form;
}

/** @param {any} candidate @param {boolean} editable @param {(act: any) => void} act */
function decisions(candidate, editable, act) {
  const box = make("div", "decisions");
  const form = rejection(candidate, act);
  const offers = [
    ["accepted", "Accept", "primary", () => act({ do: "accept", uid: candidate.uid })],
    ["disputed", "Disputed", "", () => act({ do: "dispute", uid: candidate.uid })],
    ["rejected", "Reject", "", () => { form.hidden = !form.hidden; form.querySelector("input")?.focus(); }],
    ["candidate", "Back to candidate", "", () => act({ do: "reopen", uid: candidate.uid })],
  ];
  for (const [state, words, className, work] of offers) {
    if (state === candidate.state) continue;
    const made = button(/** @type {string} */ (words), /** @type {string} */ (className), /** @type {() => void} */ (work));
    made.disabled = !editable;
    box.append(made);
  }
  return [box, form];
}

/**
 * @param {any} candidate @param {boolean} open @param {boolean} editable
 * @param {{act: (act: any) => void, show: (start: number, end: number) => void}} hands
 */
function candidateItem(candidate, open, editable, hands) {
  const item = make("li", `candidate ${candidate.state}${open ? " open" : ""}`);
  const head = button("", "head", () => hands.act({ do: "choose", uid: candidate.uid }));
  head.setAttribute("aria-expanded", String(open));
  head.append(make("span", "title", candidate.title), make("span", "state", candidate.state));
  const facts = make("dl", "facts");
  for (const [label, value, method] of candidate.facts) {
    const said = make("dd", "", value);
    if (method) said.append(" ", sign(method));
    facts.append(make("dt", "", label), said);
  }
  item.append(head, facts);
  if (!open) return item;
  const claims = make("ul", "claims");
  for (const claim of candidate.claims) claims.append(claimRow(claim, hands));
  const hint = make("p", "hint", "Each value and who says it: ⚙ read by a machine, ✓ set by a person. Choose one to see its words.");
  item.append(...decisions(candidate, editable, hands.act), hint, claims);
  return item;
}

/** Names that could not be placed, each with its reason. @param {any[]} unresolved @param {(start: number, end: number) => void} show */
function unresolvedItem(unresolved, show) {
  const item = make("li", "unresolved");
  const box = make("details", "");
  const names = make("ul", "claims");
  for (const { name, reason, start, end } of unresolved) {
    const line = make("li", "claim");
    const row = start === null ? make("div", "row") : button("", "row", () => show(start, end));
    row.append(make("span", "value", name), make("span", "by", reason));
    line.append(row);
    names.append(line);
  }
  box.append(make("summary", "", `${unresolved.length} not placed or dated, with the reason`), names);
  item.append(box);
  return item;
}
