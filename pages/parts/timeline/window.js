// Windows of days: from and to what the page says, and laid against the data.

/** @typedef {{start: number, end: number}|null} Window days, both included; infinite where open; null is all dates */

/** @param {{start: string|null, end: string|null}} data an open end reaches as far as the data @returns {Window} */
function windowOf({ start, end }) {
  return !start && !end ? null : { start: start ? dayOf(start) : -Infinity, end: end ? dayOf(end) : Infinity };
}

/** @returns {{start: number, end: number}} with open ends put where the data ends */
function closed({ start, end }, counts) {
  const first = start === -Infinity ? Math.min(counts.first, end) : start;
  return { start: first, end: end === Infinity ? Math.max(counts.last, first) : end };
}

/** @returns {{first: number, last: number}|null} the days that playback runs over: the data's, or those zoomed to */
function extent({ first, last }, view) {
  if (first === null) return null;
  return view ? { first: Math.max(first, view.start), last: Math.min(last, view.end) } : { first, last };
}

/** @returns {Window} moved back so that it still touches the data */
function clipped(window, counts) {
  if (!window || counts.first === null) return window;
  const length = window.end - window.start;
  if (window.end < counts.first) return { start: counts.first - length, end: counts.first };
  if (window.start > counts.last) return { start: counts.last, end: counts.last + length };
  return window;
}

/** @param {Window} window @returns {{start: string|null, end: string|null}} */
function isoWindow(window) {
  const iso = (day) => (Number.isFinite(day) ? isoOf(day) : null);
  return { start: window ? iso(window.start) : null, end: window ? iso(window.end) : null };
}

function same(a, b) {
  return a?.start === b?.start && a?.end === b?.end;
}
