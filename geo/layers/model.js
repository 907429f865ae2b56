// What is known of the incidents: columns of each part, which rows pass, and the window of days.

import { HIDDEN, OTHER_SLOT } from "./palette.js";

/**
 * @typedef {object} Areas
 * @property {Uint32Array} row @property {Uint32Array} area pairs, in the order of rows
 * @property {Float64Array} x @property {Float64Array} y @property {Float32Array} radius
 * @property {Uint8Array} precision @property {Uint32Array} ring_from @property {Uint32Array} point_from
 * @property {Float32Array} px @property {Float32Array} py @property {(string|null)[]} names
 *
 * @typedef {object} Part
 * @property {string} id @property {string} dataset @property {number} rows
 * @property {Float32Array} x @property {Float32Array} y
 * @property {Uint16Array|Uint32Array} day @property {Uint16Array} duration @property {Uint8Array} kind
 * @property {number|null} firstDay @property {number|null} lastDay @property {number} longest
 * @property {number} dated rows with a day; the rest follow them
 * @property {Uint8Array|null} mask bits of the rows that pass, null where all do
 * @property {boolean} none no row passes, or it is not yet known which do
 * @property {{mode: string, code: Uint8Array, names: (string|null)[], totals: number[], ordered: boolean}|null} colours
 * @property {Uint8Array} slots the slot of each colour code
 * @property {Areas|null} areas
 * @property {{n: Uint32Array, slots: Uint8Array}|null} counted incidents of each area where the server counts
 * @property {number[]|null} box left, top, right, bottom, normalised
 * @property {Set<number>} [candidates] rows that nobody has reviewed yet
 * @property {Uint16Array|null} deaths best estimates, 65535 where not reported; brought when first needed
 *
 * @typedef {{start: number|null, end: number|null}} Window days since 1970-01-01, both included; null is open
 */

export class Model {
  constructor() {
    /** @type {Part[]} */ this.parts = [];
    /** @type {Window} */ this.window = { start: null, end: null };
    /** @type {{name: string, slot: number, total: number}[]} */ this.legend = [];
    /** @type {Set<string>} names switched off in the legend */ this.off = new Set();
    this.ordered = false;
    this.mode = "initiator";
    /** @type {string[]} event class of each type number */ this.classOf = [];
  }

  /** True where a date filter is set, which undated rows fail. */
  get isDated() {
    return this.window.start !== null || this.window.end !== null;
  }

  /**
   * Rows of a part that may lie in the window: [lo, hi); those before `strict` must end at `from` or later.
   * @param {Part} part
   */
  range(part) {
    if (!this.isDated) return { lo: 0, strict: 0, hi: part.rows, from: 0 };
    if (part.firstDay === null) return { lo: 0, strict: 0, hi: 0, from: 0 };
    const from = this.window.start === null ? 0 : this.window.start - part.firstDay;
    const hi = this.window.end === null ? part.dated : lowerBound(part.day, this.window.end - part.firstDay + 1, part.dated);
    const strict = Math.min(hi, lowerBound(part.day, from, part.dated));
    return { lo: Math.min(strict, lowerBound(part.day, from - part.longest, part.dated)), strict, hi, from };
  }

  /** @param {Part} part @param {number} row @param {{lo: number, strict: number, hi: number, from: number}} range of the part */
  admits(part, row, { lo, strict, hi, from } = this.range(part)) {
    if (part.none || row < lo || row >= hi || (row < strict && part.day[row] + part.duration[row] < from)) return false;
    if (part.mask && !(part.mask[row >> 3] & (1 << (row & 7)))) return false;
    return this.slot(part, row) !== HIDDEN;
  }

  /** @param {Part} part @param {number} row */
  slot(part, row) {
    return part.colours ? part.slots[part.colours.code[row]] : 0;
  }

  /** True where any incident is a candidate that nobody has reviewed yet. */
  get hasCandidates() {
    return this.parts.some((part) => part.candidates?.size);
  }

  /** @param {Part} part @param {number} row @returns {string} event class */
  eventClass(part, row) {
    return this.classOf[part.kind[row] >> 3];
  }

  /** Give every name its slot: the same name the same one in all parts, by frequency and not by what is filtered. */
  assignSlots() {
    const totals = new Map();
    const coloured = this.parts.filter((p) => p.colours);
    this.ordered = coloured[0]?.colours.ordered ?? false;
    for (const { colours } of coloured) {
      colours.names.forEach((name, code) => {
        if (code && name !== null && code !== 255) totals.set(name, (totals.get(name) ?? 0) + colours.totals[code]);
      });
    }
    const names = [...totals.keys()];
    if (!this.ordered) names.sort((a, b) => totals.get(b) - totals.get(a) || (a < b ? -1 : 1));
    const slotOf = new Map(names.slice(0, this.ordered ? names.length : 8).map((name, i) => [name, Math.min(8, i + 1)]));
    let [others, unstated] = [0, 0];
    for (const part of coloured) {
      part.slots = new Uint8Array(256);
      part.colours.names.forEach((name, code) => {
        const slot = code === 0 ? 0 : slotOf.get(name) ?? OTHER_SLOT;
        part.slots[code] = this.off.has(legendName(slot, name)) ? HIDDEN : slot;
        if (slot === 0) unstated += part.colours.totals[code];
        if (slot === OTHER_SLOT) others += part.colours.totals[code] ?? 0;
      });
    }
    this.legend = [...slotOf].map(([name, slot]) => ({ name, slot, total: totals.get(name) })).filter((row) => row.total);
    if (others) this.legend.push({ name: "other", slot: OTHER_SLOT, total: others });
    if (unstated) this.legend.push({ name: "not stated", slot: 0, total: unstated });
  }
}

/** @param {number} slot @param {string|null} name */
function legendName(slot, name) {
  return slot === 0 ? "not stated" : slot === OTHER_SLOT ? "other" : name;
}

/** @param {ArrayLike<number>} sorted @param {number} value @param {number} length @returns {number} first place with a value not below */
export function lowerBound(sorted, value, length = sorted.length) {
  let [lo, hi] = [0, length];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (sorted[mid] < value) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
