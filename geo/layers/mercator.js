// Normalised Web Mercator, as geo/layers/mercator.py: 0 to 1, x eastwards, y southwards.

const LIMIT = 85.051129;
export const EARTH_M = 40075016.686;

/** @param {number} longitude degrees */
export function mercatorX(longitude) {
  return longitude / 360 + 0.5;
}

/** @param {number} latitude degrees */
export function mercatorY(latitude) {
  const bounded = Math.max(-LIMIT, Math.min(LIMIT, latitude));
  return 0.5 - Math.asinh(Math.tan((bounded * Math.PI) / 180)) / (2 * Math.PI);
}

/** @param {number} x @param {number} y @returns {[number, number]} latitude, longitude in degrees, as Leaflet takes them */
export function toLatLng(x, y) {
  return [(Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI, (x - 0.5) * 360];
}

/** @param {number} metres @param {number} y where @returns {number} the same length in normalised units */
export function mercatorLength(metres, y) {
  return (metres / EARTH_M) * Math.cosh((0.5 - y) * 2 * Math.PI);
}
