// Paints incidents whose place is a point: few as crisp glyphs, very many pixel by pixel.

import { CLASSES, Sprites, paintCandidate, paintCount, stampMasks } from "./glyphs.js";
import { mercatorLength } from "./mercator.js";
import { GROUND, HIDDEN, faded, toPixel } from "./palette.js";
import { FEW, summed, visitRows } from "./scan.js";
import { PAD, Spots, UNMAPPED, spotOf } from "./spots.js";

const NEAR_RING_M = 25000;
const NO_CODES = new Uint8Array(0);

/** @param {number} zoom @param {boolean} few @returns {number} radius of a dot in CSS pixels */
export function dotRadius(zoom, few) {
  if (few) return Math.max(4, Math.min(6.5, 3.2 + zoom * 0.3));
  return Math.max(1.3, Math.min(4, zoom * 0.42));
}

export class Dots {
  /** @param {import("./model.js").Model} model */
  constructor(model) {
    this.model = model;
    this.sprites = new Sprites();
    /** @type {ImageData|null} */ this.image = null;
    this.stamps = { key: "", masks: [] };
    this.many = false;
    this.spots = new Spots();
  }

  /**
   * @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view
   * @param {{theme: "light"|"dark", colours: string[]}} look
   * @returns {import("./scan.js").Tally}
   */
  paint(ctx, view, look) {
    if (this.many) {
      const result = this.#stampAll(ctx, view, look);
      this.many = result.inView > FEW;
      if (this.many) return result;
    }
    /** @type {{part: any, row: number, x: number, y: number}[]} */ const few = [];
    const result = visitRows(this.model, view, 10 * view.dpr, (part, row, x, y) => {
      if (few.length < FEW) few.push({ part, row, x, y });
    });
    this.many = result.inView > FEW;
    if (this.many) return this.#stampAll(ctx, view, look);
    ctx.clearRect(0, 0, view.width, view.height);
    this.paintFew(ctx, view, look, few);
    return result;
  }

  /** @param {{part: any, row: number, x: number, y: number}[]} few device pixels, in order of days */
  paintFew(ctx, view, { theme, colours }, few) {
    const r = dotRadius(view.zoom, true);
    /** @type {Map<number, {part: any, row: number, n: number, x: number, y: number, candidate: boolean}>} */ const spots = new Map();
    for (const { part, row, x, y } of few) {
      const key = Math.round(x * 2) * 65536 + Math.round(y * 2);
      const spot = spots.get(key);
      const candidate = part.candidates?.has(row) ?? false;
      if (!spot) spots.set(key, { part, row, n: 1, x, y, candidate });
      else Object.assign(spot, { part, row, n: spot.n + 1, candidate: candidate || spot.candidate });
    }
    const halo = GROUND[theme].halo;
    for (const { part, row, x, y } of spots.values()) {
      if ((part.kind[row] & 7) === 2) this.#nearRing(ctx, view, part, row, x, y, colours);
    }
    for (const { part, row, x, y } of spots.values()) {
      const hollow = (part.kind[row] & 7) !== 1;
      const colour = colours[this.model.slot(part, row)];
      const sprite = this.sprites.get(this.model.eventClass(part, row), colour, halo, hollow, r, view.dpr);
      ctx.drawImage(sprite, Math.round(x - sprite.width / 2), Math.round(y - sprite.height / 2));
    }
    for (const { x, y, candidate } of spots.values()) if (candidate) paintCandidate(ctx, x, y, 1.9 * r * view.dpr, theme, view.dpr);
    for (const { n, x, y } of spots.values()) if (n > 1) paintCount(ctx, n, x + 1.9 * r * view.dpr, y - 1.7 * r * view.dpr, theme, view.dpr);
  }

  #nearRing(ctx, view, part, row, x, y, colours) {
    const radius = mercatorLength(NEAR_RING_M, part.y[row]) * view.s;
    if (radius < 14 * view.dpr) return;
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.strokeStyle = faded(colours[this.model.slot(part, row)], 0.75);
    ctx.lineWidth = 1.2 * view.dpr;
    ctx.stroke();
    ctx.fillStyle = faded(colours[this.model.slot(part, row)], 0.05);
    ctx.fill();
  }

  /**
   * Count all rows and paint those in view, newest on top: going backwards, a spot whose middle is
   * painted already needs no more paint.
   * @returns {import("./scan.js").Tally}
   */
  #stampAll(ctx, view, { colours }) {
    const [wide, high] = [view.width + 2 * PAD, view.height + 2 * PAD];
    if (this.image?.width !== wide || this.image.height !== high) this.image = new ImageData(wide, high);
    const pixels = new Uint32Array(this.image.data.buffer);
    pixels.fill(0);
    const masks = this.#masks(dotRadius(view.zoom, false) * view.dpr, wide);
    const inks = new Uint32Array(256);
    colours.forEach((colour, slot) => (inks[slot] = toPixel(colour)));
    const stamps = Array.from({ length: 256 }, (_, k) => stampOf(this.model.classOf[k >> 3], k & 7, masks));
    const tally = { bySlot: new Uint32Array(256), byKind: new Uint32Array(256), unmapped: 0 };
    const frame = { wide, high, s: view.s, ox: view.ox - PAD, oy: view.oy - PAD };
    this.spots.stand(frame, this.model.parts);
    let inView = 0;
    for (let p = this.model.parts.length - 1; p >= 0; p--) {
      const part = this.model.parts[p];
      if (!part.none) inView += stampPart(part, this.model.range(part), this.spots.of(part), frame, { pixels, inks, stamps }, tally);
    }
    ctx.putImageData(this.image, -PAD, -PAD);
    return { ...summed(this.model, tally), inView };
  }

  #masks(r, wide) {
    const key = `${r} ${wide}`;
    if (this.stamps.key !== key) {
      const masks = stampMasks(Math.min(r, PAD / 1.3));
      this.stamps = { key, masks: masks.map(({ dx, dy }) => dx.map((d, i) => dy[i] * wide + d)) };
    }
    return this.stamps.masks;
  }
}

/** @returns {Int32Array} which pixels around its own a dot of that class and precision paints */
function stampOf(name, precision, masks) {
  const shape = Math.max(0, CLASSES.indexOf(name ?? "unspecified"));
  return masks[precision === 1 ? shape : shape + CLASSES.length];
}

/**
 * The loop over very many rows: everything it touches is local.
 * @param {Int32Array|null} spots of its rows, where they are known @param {import("./spots.js").Frame} frame
 * @returns {number} dots in view
 */
function stampPart(part, { lo, strict, hi, from }, spots, frame, { pixels, inks, stamps }, tally) {
  const { x, y, day, duration, kind, mask, slots } = part;
  const { bySlot, byKind } = tally;
  const code = part.colours?.code ?? NO_CODES;
  let [inView, unmapped] = [0, 0];
  for (let i = hi - 1; i >= lo; i--) {
    if (mask !== null && (mask[i >> 3] & (1 << (i & 7))) === 0) continue;
    if (i < strict && day[i] + duration[i] < from) continue;
    const slot = slots[code[i] | 0];
    if (slot === HIDDEN) continue;
    const k = kind[i];
    const at = spots === null ? spotOf(x[i], y[i], k, frame) : spots[i];
    if (at === UNMAPPED) {
      unmapped += 1;
      continue;
    }
    bySlot[slot] += 1;
    byKind[k] += 1;
    if (at < 0) continue;
    inView += 1;
    if (pixels[at] !== 0) continue;
    const ink = inks[slot];
    const stamp = stamps[k];
    pixels[at] = (k & 7) === 1 ? ink : 0x01000000;
    for (let j = 0; j < stamp.length; j++) {
      if (pixels[at + stamp[j]] === 0) pixels[at + stamp[j]] = ink;
    }
  }
  tally.unmapped += unmapped;
  return inView;
}
