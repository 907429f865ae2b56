// How many incidents a window holds, without asking the server.

/**
 * @typedef {{steps: number[], counts: number[]}} ByDay the first day, then the distance to each next one
 * @typedef {{days: number[], sums: number[]}} Sums `sums[i]` incidents stand on the first i of the days
 * @param {ByDay} counted @returns {Sums}
 */
function sumsOf({ steps, counts }) {
  let [day, sum] = [0, 0];
  const days = steps.map((step) => (day += step));
  return { days, sums: [0, ...counts.map((n) => (sum += n))] };
}

/** @param {Sums} counted @param {number} day @returns {number} incidents on days before it */
function before({ days, sums }, day) {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] < day) low = middle + 1;
    else high = middle;
  }
  return sums[low];
}

/**
 * @param {Sums} begun @param {Sums} over by first and by last day
 * @param {number|null} start @param {number|null} end both included, null is open
 * @returns {number} incidents that share a day with the window
 */
function countIn(begun, over, start, end) {
  return before(begun, end === null ? Infinity : end + 1) - before(over, start === null ? -Infinity : start);
}
