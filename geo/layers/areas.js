// Paints incidents whose place is an area: polygons of divisions and countries, dashed rings, counts. Never dots.

import { paintCount } from "./glyphs.js";
import { lowerBound } from "./model.js";
import { GROUND, HIDDEN, faded } from "./palette.js";
import { groupsOf } from "./rings.js";

const MIXED = 254;
const UNIT = 2 ** 22;
/** CSS pixels; a ring is never so small that it could be taken for a dot. */
const LEAST_RING = 10;

/**
 * @typedef {object} Shown one group of areas with incidents in it
 * @property {import("./model.js").Part} part @property {import("./rings.js").Groups} groups @property {number} g
 * @property {number} n @property {number} slot colour slot of all its incidents, or MIXED
 */

export class AreaPainter {
  /** @param {import("./model.js").Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Shown[]} */ this.shown = [];
    /** @type {WeakMap<object, {level: number, of: Map<number, Path2D>}>} */ this.paths = new WeakMap();
    /** @type {WeakMap<object, Uint32Array>} */ this.bare = new WeakMap();
    /** @type {number|null} the zoom for which `shown` holds */ this.counted = null;
    /** Of what is counted, and of what stands on the canvas. */
    this.sum = this.painted = 0;
  }

  /** Which incidents are shown has changed: who asks next has them counted anew. */
  forget() {
    this.counted = null;
  }

  /** Whether the canvas shows what was counted last. */
  get isPainted() {
    return this.painted === this.sum;
  }

  /** Count incidents per area, unless that is known. @param {number} zoom */
  count(zoom) {
    if (this.counted === zoom) return;
    this.counted = zoom;
    this.shown = [];
    let sum = 1;
    this.model.parts.forEach((part, number) => {
      if (!part.areas || part.none || !(part.areas.row || part.counted)) return;
      const groups = groupsOf(part.areas, zoom);
      this.#countPart(part, groups);
      const { n, slots, open } = groups;
      for (let g = 0; g < n.length; g++) {
        if (!n[g]) continue;
        this.shown.push({ part, groups, g, n: n[g], slot: slots[g] });
        sum = (Math.imul(sum, 31) + Math.imul(n[g], 64007) + slots[g] + 8191 * open[g] + Math.imul(g, 257) + number) | 0;
      }
    });
    this.sum = sum;
  }

  /**
   * Add to a tally the incidents that are mapped by an outline only and have no point.
   * @param {{bySlot: ArrayLike<number>, byClass: Record<string, number>}} tally @returns {number} how many
   */
  addFootprints({ bySlot, byClass }) {
    let n = 0;
    for (const part of this.model.parts) {
      if (!part.areas?.row || part.none) continue;
      const range = this.model.range(part);
      for (const row of this.#bareRows(part)) {
        if (!this.model.admits(part, row, range)) continue;
        const name = this.model.eventClass(part, row);
        bySlot[this.model.slot(part, row)] += 1;
        byClass[name] = (byClass[name] ?? 0) + 1;
        n += 1;
      }
    }
    return n;
  }

  /** @returns {Uint32Array} rows with an area and no point */
  #bareRows({ areas, x }) {
    if (!this.bare.has(areas)) this.bare.set(areas, areas.row.filter((row) => x[row] !== x[row]));
    return this.bare.get(areas);
  }

  #countPart(part, groups) {
    const { of, n, slots, open } = groups;
    open.fill(0);
    if (part.counted) {
      this.#takeCounts(part.counted, groups);
      return;
    }
    const { row, area } = part.areas;
    const { mask, day, duration } = part;
    const code = part.colours?.code;
    const candidates = part.candidates?.size ? part.candidates : null;
    const { lo, strict, hi, from } = this.model.range(part);
    n.fill(0);
    slots.fill(255);
    for (let j = lowerBound(row, lo); j < row.length && row[j] < hi; j++) {
      const i = row[j];
      if (mask !== null && !(mask[i >> 3] & (1 << (i & 7)))) continue;
      if (i < strict && day[i] + duration[i] < from) continue;
      const slot = code ? part.slots[code[i]] : 0;
      if (slot === HIDDEN) continue;
      const g = of[area[j]];
      n[g] += 1;
      if (candidates?.has(i)) open[g] = 1;
      slots[g] = slots[g] === 255 || slots[g] === slot ? slot : MIXED;
    }
  }

  /** Bring together what the server counted. */
  #takeCounts(counted, { of, n, slots }) {
    n.fill(0);
    slots.fill(255);
    for (let a = 0; a < of.length; a++) {
      if (!counted.n[a]) continue;
      const g = of[a];
      n[g] += counted.n[a];
      slots[g] = slots[g] === 255 || slots[g] === counted.slots[a] ? counted.slots[a] : MIXED;
    }
  }

  /** Take everything off the canvas. @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view */
  clear(ctx, view) {
    this.painted = 0;
    ctx.clearRect(0, 0, view.width, view.height);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view
   * @param {{theme: "light"|"dark", colours: string[]}} look
   */
  paint(ctx, view, { theme, colours }) {
    this.count(view.zoom);
    this.painted = this.sum;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, view.width, view.height);
    const most = this.shown.reduce((n, s) => Math.max(n, s.groups.precision[s.g] === 6 ? 0 : s.n), 12);
    const seen = this.shown.map((shown) => ({ shown, path: this.#trace(view, shown) })).filter(({ path }) => path);
    const calm = seen.length > 40;
    for (const { shown, path } of seen.sort((a, b) => rank(b.shown) - rank(a.shown))) {
      const colour = shown.slot === MIXED ? GROUND[theme].area : colours[shown.slot];
      const precision = shown.groups.precision[shown.g];
      const ring = shown.groups.polygon[shown.g] < 0;
      const share = Math.sqrt(Math.min(1, shown.n / most));
      ctx.fillStyle = faded(colour, precision === 6 ? 0.05 : ring ? (calm ? 0.02 : 0.04) + 0.08 * share : 0.06 + 0.3 * share);
      ctx.fill(path);
      ctx.strokeStyle = faded(colour, calm ? 0.5 : 0.85);
      ctx.lineWidth = (calm ? 1 : 1.4) * view.dpr;
      ctx.setLineDash(dashes(precision, ring).map((d) => d * view.dpr));
      ctx.stroke(path);
    }
    ctx.setLineDash([]);
    this.#counts(ctx, view, theme, seen);
  }

  /** Numbers, the greatest first, none over another. */
  #counts(ctx, view, theme, seen) {
    /** @type {{x: number, y: number}[]} */ const placed = [];
    for (const { groups, g, n } of seen.map(({ shown }) => shown).sort((a, b) => b.n - a.n)) {
      const [x, y] = [groups.x[g] * view.s - view.ox, groups.y[g] * view.s - view.oy];
      if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
      if (placed.some((p) => Math.abs(p.x - x) < 30 * view.dpr && Math.abs(p.y - y) < 16 * view.dpr)) continue;
      placed.push({ x, y });
      paintCount(ctx, n, x, y, theme, view.dpr, "area", groups.open[g] ? "?" : "");
    }
  }

  /** @returns {Path2D|null} the outline in device pixels, null where it is out of view */
  #trace(view, { part, groups, g }) {
    const [x, y] = [groups.x[g] * view.s - view.ox, groups.y[g] * view.s - view.oy];
    const r = Math.max(groups.radius[g] * view.s, LEAST_RING * view.dpr);
    if (groups.polygon[g] < 0 && (x + r < 0 || y + r < 0 || x - r > view.width || y - r > view.height)) return null;
    const path = new Path2D();
    if (groups.polygon[g] >= 0) {
      const k = view.s / UNIT;
      path.addPath(this.#outline(part.areas, groups.polygon[g], Math.ceil(Math.log2(view.s))), new DOMMatrix([k, 0, 0, k, x, y]));
      return path;
    }
    path.arc(x, y, r, 0, 2 * Math.PI);
    return path;
  }

  /**
   * @param {import("./model.js").Areas} areas @param {number} area
   * @param {number} level the world is 2^level device pixels wide; vertices nearer than a pixel are drawn as one
   * @returns {Path2D} in units of 2^-22 around its label
   */
  #outline(areas, area, level) {
    let known = this.paths.get(areas);
    if (known?.level !== level) this.paths.set(areas, (known = { level, of: new Map() }));
    let path = known.of.get(area);
    if (path) return path;
    path = new Path2D();
    for (let r = areas.ring_from[area]; r < areas.ring_from[area + 1]; r++) {
      traceRing(path, areas, area, areas.point_from[r], areas.point_from[r + 1], 2 ** -level);
    }
    known.of.set(area, path);
    return path;
  }

  /** @param {Shown} shown @returns {number[]} left, top, right, bottom, normalised */
  box({ part, groups, g }) {
    const [x, y, r] = [groups.x[g], groups.y[g], groups.radius[g]];
    const box = [x - r, y - r, x + r, y + r];
    const { areas } = part;
    const polygon = groups.polygon[g];
    if (polygon < 0) return box;
    for (let i = areas.point_from[areas.ring_from[polygon]]; i < areas.point_from[areas.ring_from[polygon + 1]]; i++) {
      box[0] = Math.min(box[0], areas.px[i]);
      box[1] = Math.min(box[1], areas.py[i]);
      box[2] = Math.max(box[2], areas.px[i]);
      box[3] = Math.max(box[3], areas.py[i]);
    }
    return box;
  }

  /** Areas at a point, the smallest first. @param {import("./surface.js").View} view @param {number} x @param {number} y device pixels */
  at(ctx, view, x, y) {
    this.count(view.zoom);
    const inside = this.shown.filter((shown) => {
      const path = this.#trace(view, shown);
      return path && ctx.isPointInPath(path, x, y);
    });
    return inside.sort((a, b) => rank(a) - rank(b));
  }

  /** The numbers of a group's areas. @param {Shown} shown */
  members({ groups, g }) {
    const areas = [];
    groups.of.forEach((group, a) => {
      if (group === g) areas.push(a);
    });
    return areas;
  }

  /** The rows of a group that pass, newest first. @param {Shown} shown @param {number} most */
  rows({ part, groups, g }, most) {
    const rows = [];
    for (let j = part.areas.row.length - 1; j >= 0 && rows.length < most; j--) {
      if (groups.of[part.areas.area[j]] === g && this.model.admits(part, part.areas.row[j])) rows.push(part.areas.row[j]);
    }
    return rows;
  }

  /** @param {Shown} shown @returns {string} */
  name({ part, groups, g }) {
    const polygon = groups.polygon[g];
    return (polygon >= 0 && part.areas.names[polygon]) || (polygon >= 0 ? "In this area" : "Somewhere in this ring");
  }
}

/** Add a ring without the vertices nearer to the last one than `least`; one too small to be seen is left out, but never an area's first. */
function traceRing(path, { px, py, x, y, ring_from, point_from }, area, from, to, least) {
  const kept = [];
  let [lastX, lastY] = [Infinity, Infinity];
  for (let i = from; i < to; i++) {
    if (Math.abs(px[i] - lastX) < least && Math.abs(py[i] - lastY) < least) continue;
    [lastX, lastY] = [px[i], py[i]];
    kept.push(i);
  }
  if (kept.length < 3 && from > point_from[ring_from[area]]) return;
  kept.forEach((i, k) => path[k ? "lineTo" : "moveTo"]((px[i] - x[area]) * UNIT, (py[i] - y[area]) * UNIT));
  path.closePath();
}

/** Countries lie below rings and divisions, large rings below small ones. @param {Shown} shown */
function rank({ groups, g }) {
  return (groups.precision[g] === 6 ? 10 : groups.polygon[g] >= 0 ? 2 : 1) + groups.radius[g];
}

function dashes(precision, ring) {
  if (!ring) return [];
  return precision === 7 ? [2, 4] : precision === 5 ? [8, 4] : [5, 4];
}
