// Work that follows something fast, but need not be done for each frame of it.

/**
 * Run once the frame that is being made is on the screen, or later where the last time is not long enough ago.
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
    timer = left > 0 ? setTimeout(run, left) : requestAnimationFrame(() => setTimeout(run));
  };
}
