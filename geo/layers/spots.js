// Where each row falls in the view that stands: found once for a view, so that each filter and each day of it costs less.

/** Instead of a pixel. */
export const UNMAPPED = -2;
const OUTSIDE = -1;
/** A margin of pixels around the canvas, so that no dot is cut off. */
export const PAD = 8;

const REST_MS = 250;
const AT_ONCE = 400000;

/**
 * @typedef {object} Frame a canvas of `wide` by `high` device pixels, its margin included
 * @property {number} wide @property {number} high @property {number} s how wide the world is
 * @property {number} ox @property {number} oy the world's pixel in the corner
 */

/**
 * @param {number} x @param {number} y normalised @param {number} kind its low three bits are the precision
 * @param {Frame} frame
 * @returns {number} the pixel, counted along rows; OUTSIDE where no dot is drawn, UNMAPPED where there is no place
 */
export function spotOf(x, y, kind, { wide, high, s, ox, oy }) {
  if (x !== x) return UNMAPPED;
  const [px, py] = [x * s - ox, y * s - oy];
  if ((kind & 7) > 2 || px < PAD || px >= wide - PAD || py < PAD || py >= high - PAD) return OUTSIDE;
  return (py | 0) * wide + (px | 0);
}

export class Spots {
  constructor() {
    this.key = "";
    /** @type {WeakMap<import("./model.js").Part, Int32Array>} */ this.found = new WeakMap();
    /** Of the search under way; 0 where there is none. */
    this.timer = 0;
  }

  /** Stand on a view, and find the spots of its parts once it has stood for a moment, painted meanwhile or not. @param {Frame} frame @param {import("./model.js").Part[]} parts */
  stand(frame, parts) {
    const key = Object.values(frame).join(" ");
    if (key !== this.key) {
      clearTimeout(this.timer);
      [this.key, this.found, this.timer] = [key, new WeakMap(), 0];
    }
    if (this.timer || parts.every((part) => this.found.has(part))) return;
    const work = this.#find(frame, parts);
    const go = () => {
      this.timer = work.next().done ? 0 : setTimeout(go);
    };
    this.timer = setTimeout(go, REST_MS);
  }

  /** @returns {Int32Array|null} the spot of each row of a part; null while that is not known */
  of(part) {
    return this.found.get(part) ?? null;
  }

  /** A part of the work at a time, so that no input waits for it. */
  *#find(frame, parts) {
    for (const part of parts) {
      if (this.found.has(part)) continue;
      const spots = new Int32Array(part.x.length);
      for (let from = 0; from < spots.length; from += AT_ONCE) {
        fill(spots, part, frame, from, Math.min(spots.length, from + AT_ONCE));
        yield;
      }
      this.found.set(part, spots);
    }
  }
}

function fill(spots, { x, y, kind }, frame, from, to) {
  for (let i = from; i < to; i++) spots[i] = spotOf(x[i], y[i], kind[i], frame);
}
