// Work that follows something fast, but need not be done for each frame of it.

/**
 * Run at once when the last time is long enough ago, else once when it is.
 * @template {any[]} T
 * @param {number} ms between two runs @param {(...given: T) => void} work given what was said last
 * @returns {(...given: T) => void}
 */
export function paced(ms, work) {
  let [last, timer] = [-Infinity, 0];
  /** @type {T} */ let newest;
  const run = () => {
    timer = 0;
    last = performance.now();
    work(...newest);
  };
  return (...given) => {
    newest = given;
    if (timer) return;
    const left = last + ms - performance.now();
    if (left <= 0) run();
    else timer = setTimeout(run, left);
  };
}
