// Days are whole numbers since 1970-01-01, as in the server's columns; no clock and no time zone is involved.

const DAY_MS = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** @param {string} iso year-month-day @returns {number} the day */
function dayOf(iso) {
  return Math.round(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / DAY_MS);
}

/** @param {number} day @returns {Date} midnight UTC of that day */
function dateOf(day) {
  return new Date(day * DAY_MS);
}

/** @param {number} day @returns {string} year-month-day */
function isoOf(day) {
  return dateOf(day).toISOString().slice(0, 10);
}

/** @param {number} day @returns {string} such as 24 Jan 2024 */
function dayWords(day) {
  const date = dateOf(day);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** @param {number} start @param {number} end @returns {string} the span, without saying anything twice */
function spanWords(start, end) {
  if (start === end) return dayWords(start);
  const [a, b] = [dateOf(start), dateOf(end)];
  if (a.getUTCFullYear() !== b.getUTCFullYear()) return `${dayWords(start)} – ${dayWords(end)}`;
  const month = a.getUTCMonth() === b.getUTCMonth() ? "" : ` ${MONTHS[a.getUTCMonth()]}`;
  return `${a.getUTCDate()}${month} – ${dayWords(end)}`;
}

/** @param {number} day @param {number} months @returns {number} the first of the month that many months later */
function monthStart(day, months = 0) {
  const date = dateOf(day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / DAY_MS;
}

/** @param {number} day @returns {number} days in its month */
function monthLength(day) {
  return monthStart(day, 1) - monthStart(day);
}

/**
 * @typedef {{day: number, upper: string, lower: string}} Tick
 * @param {number} first @param {number} last the span shown
 * @param {number} width pixels
 * @returns {Tick[]} about as many as fit; `lower` is said where it changes
 */
function ticksOf(first, last, width) {
  const room = Math.max(2, Math.floor(width / 62));
  const days = last - first + 1;
  const step = [1, 2, 7, 14].find((n) => days / n <= room);
  if (step) return dayTicks(first, last, step);
  const months = [1, 3, 6, 12, 24, 60, 120, 240, 600].find((n) => days / (n * 30.44) <= room) ?? 1200;
  return monthTicks(first, last, months);
}

/** @param {number} first @param {number} last @param {number} step @returns {Tick[]} */
function dayTicks(first, last, step) {
  const ticks = [];
  const sinceMonday = (((first + 3) % 7) + 7) % 7;
  for (let day = first + (step < 7 ? 0 : (7 - sinceMonday) % 7); day <= last; day += step) {
    const date = dateOf(day);
    const upper = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
    ticks.push({ day, upper, lower: String(date.getUTCFullYear()) });
  }
  return onChange(ticks);
}

/** @param {number} first @param {number} last @param {number} step months @returns {Tick[]} */
function monthTicks(first, last, step) {
  const ticks = [];
  const date = dateOf(first);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
  for (let n = Math.ceil(months / step) * step; ; n += step) {
    const day = Date.UTC(Math.floor(n / 12), n % 12, 1) / DAY_MS;
    if (day > last) break;
    if (day < first) continue;
    const year = String(Math.floor(n / 12));
    ticks.push(step >= 12 ? { day, upper: year, lower: "" } : { day, upper: MONTHS[n % 12], lower: year });
  }
  return onChange(ticks);
}

/** @param {Tick[]} ticks @returns {Tick[]} with `lower` kept only where it differs from the tick before */
function onChange(ticks) {
  return ticks.map((tick, i) => (i && ticks[i - 1].lower === tick.lower ? { ...tick, lower: "" } : tick));
}
