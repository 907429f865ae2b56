// One pass over the rows in the window: counts them, and collects those in view while they are few.

import { HIDDEN } from "./palette.js";

export const FEW = 4000;

/**
 * @typedef {object} Scan
 * @property {number} shown dots and areas that pass, in view or not
 * @property {number} dots of them, drawn as dots
 * @property {number} unmapped
 * @property {Uint32Array} bySlot counts of each colour slot, areas included
 * @property {Record<string, number>} byClass counts of each event class
 * @property {number} few rows collected, or -1 where there are more than FEW in view
 */

/** The rows collected by the last scan: number of the part, and row. */
export const found = { part: new Uint8Array(FEW), row: new Uint32Array(FEW) };

/**
 * @param {import("./model.js").Model} model
 * @param {import("./surface.js").View} view
 * @param {number} reach device pixels that a dot reaches beyond its point
 * @returns {Scan}
 */
export function scan(model, view, reach) {
  const bySlot = new Uint32Array(256);
  const byKind = new Uint32Array(256);
  let [unmapped, few] = [0, 0];
  const [left, right] = [(view.ox - reach) / view.s, (view.ox + view.width + reach) / view.s];
  const [top, bottom] = [(view.oy - reach) / view.s, (view.oy + view.height + reach) / view.s];
  model.parts.forEach((part, number) => {
    if (part.none) return;
    const { lo, strict, hi, from } = model.range(part);
    const { x, y, day, duration, kind, mask, slots } = part;
    const code = part.colours?.code;
    for (let i = lo; i < hi; i++) {
      if (mask !== null && !(mask[i >> 3] & (1 << (i & 7)))) continue;
      if (i < strict && day[i] + duration[i] < from) continue;
      const slot = code ? slots[code[i]] : 0;
      if (slot === HIDDEN) continue;
      const px = x[i];
      if (px !== px) {
        unmapped += 1;
        continue;
      }
      const k = kind[i];
      bySlot[slot] += 1;
      byKind[k] += 1;
      if ((k & 7) > 2) continue;
      if (few < 0 || px < left || px > right) continue;
      const py = y[i];
      if (py < top || py > bottom) continue;
      if (few === FEW) {
        few = -1;
        continue;
      }
      found.part[few] = number;
      found.row[few] = i;
      few += 1;
    }
  });
  return { ...summed(model, { bySlot, byKind, unmapped }), few };
}

/** @param {import("./model.js").Model} model @param {{bySlot: Uint32Array, byKind: Uint32Array, unmapped: number}} tally */
export function summed(model, { bySlot, byKind, unmapped }) {
  /** @type {Record<string, number>} */ const byClass = {};
  let [shown, dots] = [0, 0];
  for (let k = 0; k < 256; k++) {
    if (!byKind[k]) continue;
    shown += byKind[k];
    if ((k & 7) < 3) dots += byKind[k];
    byClass[model.classOf[k >> 3]] = (byClass[model.classOf[k >> 3]] ?? 0) + byKind[k];
  }
  return { shown, dots, unmapped, bySlot, byClass };
}
