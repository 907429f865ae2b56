// One line for an incident, fetched when first asked for, put on the page as text nodes.

import { getJson } from "./net.js";

/** @typedef {import("./hits.js").Hit} Hit */

/** @type {Map<string, any>} */ const known = new Map();

/** @param {Hit[]} hits @param {AbortSignal} [signal] @returns {Promise<any[]>} summaries in the order of the hits */
export async function linesOf(hits, signal) {
  const key = ({ part, row }) => `${part.id} ${row}`;
  const missing = new Map();
  for (const hit of hits) {
    if (!known.has(key(hit))) missing.set(hit.part.id, [...(missing.get(hit.part.id) ?? []), hit.row]);
  }
  if (known.size > 5000) known.clear();
  await Promise.all([...missing].map(async ([id, rows]) => {
    const lines = await getJson(`parts/${id}/rows?rows=${rows.join(",")}`, signal);
    for (const line of lines) known.set(`${id} ${line.row}`, line);
  }));
  return hits.map((hit) => known.get(key(hit)));
}

/** @param {any} line @returns {string} days in words that need no locale */
export function daysOf(line) {
  if (!line.date_start) return "no date";
  return line.date_end && line.date_end !== line.date_start ? `${line.date_start} to ${line.date_end}` : line.date_start;
}

/** @param {any} line @returns {string} the parties in one phrase, "" where none is stated */
export function partiesOf({ actors }) {
  const [initiator, target] = [actors.initiator, actors.target].map((names) => names.join(" and "));
  if (!initiator && !target) return actors.unspecified.join(" and ");
  return [initiator, target && `against ${target}`].filter(Boolean).join(" ");
}

/** @param {any} line @returns {string} deaths in words, "" where not reported */
function deathsOf({ fatalities: { low, best, high } }) {
  const n = best ?? low ?? high;
  if (n === null) return "";
  return n === 0 ? "no deaths reported" : `${n} ${n === 1 ? "death" : "deaths"}`;
}

/** @param {string} tag @param {string} name class @param {string} text @returns {HTMLElement} */
export function element(tag, name, text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

/** Fill a node with one incident's line. @param {HTMLElement} node @param {any} line */
export function writeLine(node, line) {
  const where = [line.place, line.adm_1].filter(Boolean).join(", ");
  const rest = [daysOf(line), where, partiesOf(line), deathsOf(line)].filter(Boolean).join(" · ");
  node.append(element("b", "", line.title), element("span", "rest", rest));
}
