// Colours. Eight hues that people with any of the common colour vision deficiencies tell apart,
// one set for light and one for dark ground, and a scale for modes that have an order.

/** Slots of a row's colour: 0 not stated, 1 to 8 the hues, 9 any other name; 255 is hidden. */
export const OTHER_SLOT = 9;
export const HIDDEN = 255;

const HUES = {
  light: ["#0067a5", "#d1495b", "#12805c", "#e08e0b", "#7b3fa0", "#3aa6c9", "#8a4b1f", "#5b6b1e"],
  dark: ["#5aaeff", "#ff6f78", "#3fc79a", "#ffb545", "#c08cf0", "#7fdcf5", "#d9915a", "#b9cc5a"],
};
const SCALE = {
  light: ["#c9d3a3", "#a2c08f", "#73ab84", "#4a947e", "#2b7a78", "#1d5f6e", "#17445e", "#152a47"],
  dark: ["#3c4f6b", "#3d6781", "#3f8190", "#4f9c98", "#72b697", "#a1cd95", "#d5e29b", "#fff3b0"],
};
const NONE = { light: "#737c86", dark: "#98a2ae" };
const OTHER = { light: "#4b4f57", dark: "#c3c7ce" };

export const GROUND = {
  light: {
    sea: "#d3e0e8", shore: "#e3ecf1", land: "#f6f3ec", border: "#a79c8c", coast: "#8fa3b0", province: "#cfc6b8",
    city: "#5a554d", label: "#4a463f", country: "#857b6c", provinceLabel: "#948b7d", halo: "#fbf9f4", seaLabel: "#7d97a8",
    area: "#8a5a00", paper: "#ffffff", ink: "#22262b", strip: "#8c6d1f", base: "#3b4048", select: "#111418", limit: "#0f766e",
  },
  dark: {
    sea: "#0f171e", shore: "#16212a", land: "#232a31", border: "#5c6670", coast: "#45545f", province: "#39424b",
    city: "#a8adb3", label: "#c9cdd2", country: "#8d959e", provinceLabel: "#77808a", halo: "#1c2228", seaLabel: "#4f6473",
    area: "#e2b04a", paper: "#1b2127", ink: "#e8eaed", strip: "#cfae5b", base: "#c3c8ce", select: "#ffffff", limit: "#5eead4",
  },
};

/**
 * @param {"light"|"dark"} theme
 * @param {boolean} ordered
 * @param {number} steps how many of the scale's steps are used
 * @returns {string[]} the colour of each slot
 */
export function slotColours(theme, ordered, steps = 8) {
  const inner = ordered
    ? Array.from({ length: 8 }, (_, i) => SCALE[theme][Math.min(7, Math.round((i * 7) / Math.max(1, steps - 1)))])
    : HUES[theme];
  return [NONE[theme], ...inner, OTHER[theme]];
}

/** @param {string} hex @returns {number} ABGR as a little-endian canvas keeps it */
export function toPixel(hex) {
  const [r, g, b] = toRgb(hex);
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** @param {string} hex @returns {[number, number, number]} */
export function toRgb(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

/** @param {string} hex @param {number} alpha 0 to 1 */
export function faded(hex, alpha) {
  return `rgba(${toRgb(hex).join(",")},${alpha})`;
}
