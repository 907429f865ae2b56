// Polygons of the basemap as paths that are quick to paint at every scale.

import { mercatorX, mercatorY } from "./mercator.js";

/** Paths are in units of 2^-22 of the world around the shape's own centre, so that float32 suffices. */
export const UNIT = 2 ** 22;
const LEVELS = [1, 3, 5, 7, 10];

/**
 * @typedef {object} Outline
 * @property {string|null} code @property {string} name @property {string[]} names
 * @property {number} cx @property {number} cy @property {[number, number, number, number]} box normalised
 * @property {[number, number]|null} label normalised @property {number} size of the label's area in degrees
 * @property {Float64Array[]} rings x, y alternating, around the centre
 * @property {Map<number, Path2D>} paths by level
 */

/** @param {any} feature GeoJSON, longitude first @returns {Outline} */
export function toOutline(feature) {
  const { type, coordinates } = feature.geometry;
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const rings = polygons.flat().map((ring) => {
    const flat = new Float64Array(ring.length * 2);
    ring.forEach(([longitude, latitude], i) => {
      const [x, y] = [mercatorX(longitude), mercatorY(latitude)];
      flat[2 * i] = x;
      flat[2 * i + 1] = y;
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    });
    return flat;
  });
  const [cx, cy] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  for (const flat of rings) {
    for (let i = 0; i < flat.length; i += 2) {
      flat[i] = (flat[i] - cx) * UNIT;
      flat[i + 1] = (flat[i + 1] - cy) * UNIT;
    }
  }
  const { code = null, name, names = [], label, size } = feature.properties;
  const at = label ? /** @type {[number, number]} */ ([mercatorX(label[0]), mercatorY(label[1])]) : null;
  return { code, name, names, cx, cy, box, label: at, size: size ?? (box[2] - box[0]) * 200, rings, paths: new Map() };
}

/** @param {Outline} outline @param {number} zoom @returns {Path2D} with bends smaller than half a pixel left out */
function pathAt(outline, zoom) {
  const level = LEVELS.find((l) => zoom <= l) ?? 22;
  let path = outline.paths.get(level);
  if (path) return path;
  path = new Path2D();
  const least = level === 22 ? 0 : (UNIT / 256 / 2 ** level) * 0.6;
  for (const flat of outline.rings) {
    let [x0, y0, n] = [flat[0], flat[1], 0];
    path.moveTo(x0, y0);
    for (let i = 2; i < flat.length; i += 2) {
      if (Math.abs(flat[i] - x0) < least && Math.abs(flat[i + 1] - y0) < least) continue;
      [x0, y0] = [flat[i], flat[i + 1]];
      path.lineTo(x0, y0);
      n += 1;
    }
    if (n > 1 || level > 5) path.closePath();
  }
  outline.paths.set(level, path);
  return path;
}

/** @param {Outline} outline @param {import("./surface.js").View} view */
export function isInView({ box }, { s, ox, oy, width, height }) {
  return box[2] * s >= ox && box[0] * s <= ox + width && box[3] * s >= oy && box[1] * s <= oy + height;
}

/**
 * Paint outlines that are in view.
 * @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view @param {Outline[]} outlines
 * @param {{fill?: string, stroke?: string, width?: number, dash?: number[]}} style CSS pixels
 */
export function paintOutlines(ctx, view, outlines, { fill, stroke, width = 1, dash = [] }) {
  const k = view.s / UNIT;
  for (const outline of outlines) {
    ctx.setTransform(k, 0, 0, k, outline.cx * view.s - view.ox, outline.cy * view.s - view.oy);
    const path = pathAt(outline, view.zoom + Math.log2(view.dpr));
    if (fill) {
      ctx.fillStyle = fill;
      ctx.fill(path, "evenodd");
    }
    if (stroke) {
      ctx.strokeStyle = stroke;
      ctx.lineJoin = view.zoom < 5 ? "bevel" : "round";
      ctx.lineWidth = (width * view.dpr) / k;
      ctx.setLineDash(dash.map((d) => (d * view.dpr) / k));
      ctx.stroke(path);
    }
  }
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.setLineDash([]);
}
