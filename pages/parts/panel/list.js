// The list: one line of facts for each incident, read by the page.

/**
 * @typedef {object} Summary one line of the route incidents
 * @property {string} uid @property {string} title @property {string} date in words
 * @property {boolean} date_imprecise @property {string} place "" where none is reported @property {boolean} mapped @property {boolean} exact
 * @property {string} precision in words @property {{actor: string, role: string}[]} parties
 * @property {string} fatalities in words @property {string} dataset
 * @property {string} state @property {boolean} machine read from a report by a rule or a model @property {number} sources
 * @property {{class: string, words: string, slot: number}} type
 * @property {number|null} longitude @property {number|null} latitude
 */

const UNSETTLED = ["candidate", "disputed", "rejected"];

/** @param {Summary} row @param {boolean} open @param {(uid: string) => void} choose @returns {HTMLLIElement} */
function listRow(row, open, choose) {
  const item = node("li");
  const line = button("", () => choose(row.uid), "row");
  line.dataset.uid = row.uid;
  line.tabIndex = -1;
  if (open) line.ariaCurrent = "true";
  const body = node(
    "span",
    "row-body",
    node("span", "row-title", row.title),
    whenLine(row),
    row.parties.length > 0 && node("span", "row-who", partiesLine(row.parties)),
    node("span", "row-what", whatLine(row), UNSETTLED.includes(row.state) && mark(row.state, row.state), row.machine && mark(...readBy(row.state))),
  );
  line.append(glyph(row.type, row.mapped, row.exact), body);
  item.append(line);
  return item;
}

/** @param {string} state @returns {[string, string, string]} the mark of what a machine read */
function readBy(state) {
  const reviewed = state === "accepted" || state === "disputed";
  return [reviewed ? "machine-read, reviewed" : "machine-read", "machine", "its values were read from a report by a rule or a model; the card tells which"];
}

/** @param {Summary} row */
function whenLine(row) {
  const vague = row.date_imprecise && mark("≈ day", "vague", "the day is not exactly known");
  const where = row.place && node("span", "row-where", row.place);
  return node("span", "row-when", row.date, vague, where, !row.mapped && mark("not on the map", "vague"));
}

/** @param {Summary} row @returns {string} not reported is not zero */
function whatLine({ type, fatalities }) {
  return `${type.words} · ${fatalities === "not reported" ? "deaths not reported" : `killed: ${fatalities}`}`;
}

/** @param {{actor: string, role: string}[]} parties @returns {string} */
function partiesLine(parties) {
  const by = (role) => parties.filter((p) => p.role === role).map((p) => p.actor).join(", ");
  const [who, whom, says, plain] = ["initiator", "target", "claimant", "unspecified"].map(by);
  const against = whom ? `${who || "not stated"} → ${whom}` : who;
  return [against, says && `claimed by ${says}`, plain].filter(Boolean).join(" · ");
}

/** Arrow keys, Home and End move through the rows; only one of them is a tab stop. */
function attachRowKeys(list, signal) {
  const rows = () => [...list.querySelectorAll(".row")];
  const settle = (row) => {
    for (const other of rows()) other.tabIndex = other === row ? 0 : -1;
  };
  list.addEventListener("focusin", (event) => settle(event.target), { signal });
  list.addEventListener(
    "keydown",
    (event) => {
      const all = rows();
      const at = all.indexOf(event.target);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (to === undefined || at < 0) return;
      event.preventDefault();
      all[Math.min(all.length - 1, Math.max(0, to))].focus();
    },
    { signal },
  );
  return { settle };
}
