// What lies under a point of the map.

/**
 * @typedef {{part: import("./model.js").Part, row: number}} Hit
 */

/**
 * Dots within reach of a point, nearest first, then newest.
 * @param {import("./model.js").Model} model @param {import("./surface.js").View} view
 * @param {number} px @param {number} py device pixels on the canvas @param {number} reach device pixels
 * @param {number} most
 * @returns {{hits: Hit[], total: number}}
 */
export function dotsAt(model, view, px, py, reach, most) {
  const { s, ox, oy } = view;
  const [left, right] = [(px + ox - reach) / s, (px + ox + reach) / s];
  const [top, bottom] = [(py + oy - reach) / s, (py + oy + reach) / s];
  /** @type {(Hit & {d: number})[]} */ const hits = [];
  let total = 0;
  for (const part of model.parts) {
    const { lo, hi } = model.range(part);
    const { x, y, kind } = part;
    for (let i = hi - 1; i >= lo; i--) {
      const at = x[i];
      if (!(at >= left && at <= right) || y[i] < top || y[i] > bottom || (kind[i] & 7) > 2 || !model.admits(part, i)) continue;
      const d = (at * s - ox - px) ** 2 + (y[i] * s - oy - py) ** 2;
      if (d > reach * reach) continue;
      total += 1;
      if (hits.length < 4 * most) hits.push({ part, row: i, d });
    }
  }
  hits.sort((a, b) => Math.round(a.d / 4) - Math.round(b.d / 4));
  return { hits: hits.slice(0, most), total };
}

/**
 * Incidents with a point in the visible map, newest first.
 * @param {import("./model.js").Model} model @param {L.LatLngBounds} bounds @param {(lat: number, lng: number) => [number, number]} project
 * @param {number} most
 */
export function rowsInView(model, bounds, project, most) {
  const [left, top] = project(bounds.getNorth(), bounds.getWest());
  const [right, bottom] = project(bounds.getSouth(), bounds.getEast());
  /** @type {Hit[]} */ const hits = [];
  let total = 0;
  for (const part of model.parts) {
    const { lo, hi } = model.range(part);
    for (let i = hi - 1; i >= lo; i--) {
      if (!(part.x[i] >= left && part.x[i] <= right) || part.y[i] < top || part.y[i] > bottom || !model.admits(part, i)) continue;
      total += 1;
      if (hits.length < most) hits.push({ part, row: i });
    }
  }
  return { hits, total };
}
