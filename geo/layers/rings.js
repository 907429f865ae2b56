// Areas brought together for one scale: rings whose centres fall in one cell of the screen are drawn as one.

const CELL_PX = 46;
/** Share of its radius within which the centres of large rings count as one. */
const CLOSE = 0.7;
const MANY = 250;

/**
 * @typedef {object} Groups polygons are groups of their own and come with the number of their area
 * @property {Uint32Array} of the group of each area
 * @property {Float64Array} x @property {Float64Array} y @property {Float32Array} radius normalised, 0 for a polygon
 * @property {Uint8Array} precision @property {Int32Array} polygon its area, -1 for rings
 * @property {Uint32Array} n @property {Uint8Array} slots @property {Uint8Array} open (1: a candidate is among them) filled anew by each count
 */

/** @type {WeakMap<object, Map<number, Groups>>} */ const made = new WeakMap();

/** @param {import("./model.js").Areas} areas @param {number} zoom @returns {Groups} */
export function groupsOf(areas, zoom) {
  const level = areas.x.length > MANY ? Math.round(zoom) : -1;
  let levels = made.get(areas);
  if (!levels) made.set(areas, (levels = new Map()));
  let groups = levels.get(level);
  if (!groups) levels.set(level, (groups = group(areas, level)));
  return groups;
}

function group(areas, level) {
  const count = areas.x.length;
  const least = level < 0 ? 0 : CELL_PX / 256 / 2 ** level;
  const of = new Uint32Array(count);
  /** @type {Map<number, number>} */ const byCell = new Map();
  const [first, members] = [[], []];
  for (let a = 0; a < count; a++) {
    const apart = areas.radius[a] * CLOSE > least;
    const cell = apart ? areas.radius[a] * CLOSE : least;
    const [column, row] = [Math.floor(areas.x[a] / cell), Math.floor(areas.y[a] / cell)];
    const key = least && areas.radius[a] ? (column * 16777216 + row) * 8 + (apart ? areas.precision[a] : 0) : -1;
    let g = key < 0 ? undefined : byCell.get(key);
    if (g === undefined) {
      g = first.push(a) - 1;
      members.push(0);
      if (key >= 0) byCell.set(key, g);
    }
    of[a] = g;
    members[g] += 1;
  }
  const size = first.length;
  const groups = {
    of, x: new Float64Array(size), y: new Float64Array(size), radius: new Float32Array(size), precision: new Uint8Array(size),
    polygon: Int32Array.from(first, (a) => (areas.radius[a] ? -1 : a)), n: new Uint32Array(size), slots: new Uint8Array(size), open: new Uint8Array(size),
  };
  for (let a = 0; a < count; a++) {
    const g = of[a];
    groups.x[g] += areas.x[a] / members[g];
    groups.y[g] += areas.y[a] / members[g];
    groups.radius[g] = Math.max(groups.radius[g], areas.radius[a]);
    groups.precision[g] = Math.max(groups.precision[g], areas.precision[a]);
  }
  return groups;
}
