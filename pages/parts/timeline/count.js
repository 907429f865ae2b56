// How many incidents a window holds, without asking the server.

/**
 * @typedef {{first: number, begun: Float64Array, over: Float64Array, total: number}} Sums
 * `begun[i]` began before day first+i, `over[i]` ended before it
 * @param {import("./paint.js").Counts["days"]} days @returns {Sums}
 */
function sumsOf(days) {
  const n = days.started.length;
  const [begun, over] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let i = 0; i < n; i += 1) {
    begun[i + 1] = begun[i] + days.started[i];
    over[i + 1] = over[i] + days.ended[i];
  }
  return { first: days.first, begun, over, total: begun[n] };
}

/**
 * @param {Sums} sums @param {number|null} start @param {number|null} end both included
 * @returns {number} incidents that share a day with the window
 */
function countIn(sums, start, end) {
  const at = (list, day) => list[Math.min(list.length - 1, Math.max(0, day - sums.first))];
  const begun = end === null ? sums.total : at(sums.begun, end + 1);
  return begun - (start === null ? 0 : at(sums.over, start));
}
