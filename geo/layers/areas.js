// Paints incidents whose place is an area: polygons of divisions and countries, dashed rings, counts. Never dots.

import { paintCount } from "./dots.js";
import { GROUND, HIDDEN, faded } from "./palette.js";

const MIXED = 254;
const UNIT = 2 ** 22;

/**
 * @typedef {object} Shown one area with incidents in it
 * @property {import("./model.js").Part} part @property {number} area @property {number} n
 * @property {number} slot colour slot of all its incidents, or MIXED
 */

export class AreaPainter {
  /** @param {import("./model.js").Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Shown[]} */ this.shown = [];
    /** @type {WeakMap<object, Map<number, Path2D>>} */ this.paths = new WeakMap();
    /** @type {{slot: number, type: number}[]} incidents that are mapped by an outline and have no point */
    this.footprints = [];
    this.signature = "";
  }

  /** Count incidents per area. @returns {boolean} whether anything changed */
  count() {
    this.shown = [];
    this.footprints = [];
    for (const part of this.model.parts) {
      if (!part.areas || part.none) continue;
      const { row, area, x } = part.areas;
      const n = new Uint32Array(x.length);
      const slots = new Uint8Array(x.length).fill(255);
      const { lo, strict, hi, from } = this.model.range(part);
      for (let j = firstFrom(row, lo); j < row.length && row[j] < hi; j++) {
        const i = row[j];
        if (part.mask !== null && !(part.mask[i >> 3] & (1 << (i & 7)))) continue;
        if (i < strict && part.day[i] + part.duration[i] < from) continue;
        const slot = this.model.slot(part, i);
        if (slot === HIDDEN) continue;
        const a = area[j];
        n[a] += 1;
        slots[a] = slots[a] === 255 || slots[a] === slot ? slot : MIXED;
        if (part.x[i] !== part.x[i]) this.footprints.push({ slot, type: part.kind[i] >> 3 });
      }
      for (let a = 0; a < n.length; a++) if (n[a]) this.shown.push({ part, area: a, n: n[a], slot: slots[a] });
    }
    const signature = this.shown.map((s) => `${s.part.id}${s.area}:${s.n}:${s.slot}`).join();
    const changed = signature !== this.signature;
    this.signature = signature;
    return changed;
  }

  /**
   * @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view
   * @param {{theme: "light"|"dark", colours: string[]}} look
   */
  paint(ctx, view, { theme, colours }) {
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, view.width, view.height);
    const most = this.shown.reduce((n, s) => Math.max(n, s.part.areas.precision[s.area] === 6 ? 0 : s.n), 12);
    const order = [...this.shown].sort((a, b) => rank(b) - rank(a));
    for (const shown of order) {
      const colour = shown.slot === MIXED ? GROUND[theme].area : colours[shown.slot];
      const { precision, radius } = shown.part.areas;
      const share = Math.sqrt(Math.min(1, shown.n / most));
      if (!this.#trace(ctx, view, shown)) continue;
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.fillStyle = faded(colour, precision[shown.area] === 6 ? 0.05 : radius[shown.area] ? 0.04 + 0.1 * share : 0.06 + 0.3 * share);
      ctx.fill(this.path);
      ctx.strokeStyle = faded(colour, 0.85);
      ctx.lineWidth = (radius[shown.area] ? 1.3 : 1.5) * view.dpr;
      ctx.setLineDash(dashes(precision[shown.area], radius[shown.area] > 0).map((d) => d * view.dpr));
      ctx.stroke(this.path);
    }
    ctx.setLineDash([]);
    this.#counts(ctx, view, theme);
  }

  #counts(ctx, view, theme) {
    /** @type {{x: number, y: number, n: number}[]} */ const placed = [];
    for (const { part, area, n } of [...this.shown].sort((a, b) => b.n - a.n)) {
      const [x, y] = [part.areas.x[area] * view.s - view.ox, part.areas.y[area] * view.s - view.oy];
      if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
      const near = placed.find((p) => Math.abs(p.x - x) < 26 * view.dpr && Math.abs(p.y - y) < 15 * view.dpr);
      if (near && view.zoom < 9) near.n += n;
      else placed.push({ x, y: near ? near.y + 17 * view.dpr : y, n });
    }
    for (const { x, y, n } of placed) paintCount(ctx, n, x, y, theme, view.dpr, true);
  }

  /** Make `this.path` the outline in device pixels. @returns {boolean} false where it is out of view */
  #trace(ctx, view, { part, area }) {
    const { x, y, radius } = part.areas;
    this.path = new Path2D();
    const [cx, cy] = [x[area] * view.s - view.ox, y[area] * view.s - view.oy];
    if (radius[area]) {
      const r = radius[area] * view.s;
      if (cx + r < 0 || cy + r < 0 || cx - r > view.width || cy - r > view.height) return false;
      this.path.arc(cx, cy, r, 0, 2 * Math.PI);
      return true;
    }
    const k = view.s / UNIT;
    this.path.addPath(this.#outline(part.areas, area), new DOMMatrix([k, 0, 0, k, cx, cy]));
    return true;
  }

  /** @param {import("./model.js").Areas} areas @param {number} area @returns {Path2D} in units of 2^-22 around its label */
  #outline(areas, area) {
    let known = this.paths.get(areas);
    if (!known) this.paths.set(areas, (known = new Map()));
    let path = known.get(area);
    if (path) return path;
    path = new Path2D();
    for (let r = areas.ring_from[area]; r < areas.ring_from[area + 1]; r++) {
      for (let i = areas.point_from[r]; i < areas.point_from[r + 1]; i++) {
        const [x, y] = [(areas.px[i] - areas.x[area]) * UNIT, (areas.py[i] - areas.y[area]) * UNIT];
        if (i === areas.point_from[r]) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
      path.closePath();
    }
    known.set(area, path);
    return path;
  }

  /** @param {import("./model.js").Areas} areas @param {number} area @returns {number[]} left, top, right, bottom */
  box(areas, area) {
    const [x, y, r] = [areas.x[area], areas.y[area], areas.radius[area]];
    const box = [x - r, y - r, x + r, y + r];
    for (let i = areas.point_from[areas.ring_from[area]]; i < areas.point_from[areas.ring_from[area + 1]]; i++) {
      box[0] = Math.min(box[0], areas.px[i]);
      box[1] = Math.min(box[1], areas.py[i]);
      box[2] = Math.max(box[2], areas.px[i]);
      box[3] = Math.max(box[3], areas.py[i]);
    }
    return box;
  }

  /** Areas at a point, the smallest first. @param {import("./surface.js").View} view @param {number} x @param {number} y device pixels */
  at(ctx, view, x, y) {
    const inside = this.shown.filter((shown) => this.#trace(ctx, view, shown) && ctx.isPointInPath(this.path, x, y));
    return inside.sort((a, b) => rank(a) - rank(b));
  }

  /** The rows of one area that pass, newest first. @param {Shown} shown @param {number} most */
  rows({ part, area }, most) {
    const rows = [];
    for (let j = part.areas.row.length - 1; j >= 0 && rows.length < most; j--) {
      if (part.areas.area[j] === area && this.model.admits(part, part.areas.row[j])) rows.push(part.areas.row[j]);
    }
    return rows;
  }
}

/** Countries lie below rings and divisions, large rings below small ones. */
function rank({ part, area }) {
  const { precision, radius } = part.areas;
  return (precision[area] === 6 ? 10 : radius[area] ? 1 : 2) + radius[area];
}

function dashes(precision, ring) {
  if (!ring) return [];
  return precision === 7 ? [2, 4] : precision === 5 ? [8, 4] : [5, 4];
}

function firstFrom(rows, value) {
  let [lo, hi] = [0, rows.length];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (rows[mid] < value) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
