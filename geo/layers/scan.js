// Goes over the rows that pass, once a paint: counts them all, and shows those in view to a visitor.

import { HIDDEN } from "./palette.js";

export const FEW = 2500;
const NO_CODES = new Uint8Array(0);

/**
 * @typedef {object} Tally
 * @property {number} shown incidents that are mapped and pass, in view or not
 * @property {number} unmapped
 * @property {Uint32Array} bySlot counts of each colour slot, those of areas included
 * @property {Record<string, number>} byClass counts of each event class
 * @property {number} inView dots in view
 */

/**
 * @param {import("./model.js").Model} model
 * @param {import("./surface.js").View} view
 * @param {number} reach device pixels beyond the canvas that still matter
 * @param {(part: import("./model.js").Part, row: number, px: number, py: number, slot: number) => void} visit
 *   called in order of days for each dot in view, with device pixels
 * @returns {Tally}
 */
export function visitRows(model, view, reach, visit) {
  const bySlot = new Uint32Array(256);
  const byKind = new Uint32Array(256);
  let [unmapped, inView] = [0, 0];
  const { s, ox, oy } = view;
  const [right, bottom] = [view.width + reach, view.height + reach];
  for (const part of model.parts) {
    if (part.none) continue;
    const { lo, strict, hi, from } = model.range(part);
    const { x, y, day, duration, kind, mask, slots } = part;
    const code = part.colours?.code ?? NO_CODES;
    for (let i = lo; i < hi; i++) {
      if (mask !== null && !(mask[i >> 3] & (1 << (i & 7)))) continue;
      if (i < strict && day[i] + duration[i] < from) continue;
      const slot = slots[code[i] | 0];
      if (slot === HIDDEN) continue;
      const px = x[i] * s - ox;
      if (px !== px) {
        unmapped += 1;
        continue;
      }
      const k = kind[i];
      bySlot[slot] += 1;
      byKind[k] += 1;
      if ((k & 7) > 2 || px < -reach || px > right) continue;
      const py = y[i] * s - oy;
      if (py < -reach || py > bottom) continue;
      inView += 1;
      visit(part, i, px, py, slot);
    }
  }
  return { ...summed(model, { bySlot, byKind, unmapped }), inView };
}

/** @param {import("./model.js").Model} model @param {{bySlot: Uint32Array, byKind: Uint32Array, unmapped: number}} tally */
export function summed(model, { bySlot, byKind, unmapped }) {
  /** @type {Record<string, number>} */ const byClass = {};
  let shown = 0;
  for (let k = 0; k < 256; k++) {
    if (!byKind[k]) continue;
    shown += byKind[k];
    byClass[model.classOf[k >> 3]] = (byClass[model.classOf[k >> 3]] ?? 0) + byKind[k];
  }
  return { shown, unmapped, bySlot, byClass };
}
