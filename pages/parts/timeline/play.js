// A window that moves by itself.

/** Days that a moving window holds; a month has its own length each time. */
const SPAN_DAYS = { day: 1, week: 7, month: 30 };

/**
 * @typedef {object} PlayHost
 * @property {() => {first: number, last: number}|null} bounds days of the data that is shown
 * @property {() => {span: string, speed: number, loop: boolean}} choice speed in days a second
 * @property {() => import("./window.js").Window} window
 * @property {(window: import("./window.js").Window) => void} show
 * @property {(playing: boolean, stopped: boolean) => void} turned stopped: Esc, the window before playback returns
 */

/** @param {PlayHost} host */
function makePlayer(host) {
  let frame = 0;
  let at = 0;
  let before = 0;
  let length = 1;
  let shown = "";

  const windowAt = (day) => {
    const { span } = host.choice();
    const { first, last } = host.bounds();
    if (span === "cumulative") return { start: first, end: Math.min(last, day) };
    if (span === "month") return { start: day, end: day + monthLength(day) - 1 };
    return { start: day, end: day + (SPAN_DAYS[span] ?? length) - 1 };
  };
  const show = (day) => {
    const window = windowAt(day);
    const text = `${window.start} ${window.end}`;
    if (text !== shown) host.show(window);
    shown = text;
  };
  const step = (now) => {
    const { speed, loop } = host.choice();
    const bounds = host.bounds();
    if (!bounds) {
      stop(true); // a filter has come that no dated incident passes
      return;
    }
    const { first, last } = bounds;
    at += (Math.min(250, now - before) / 1000) * speed;
    before = now;
    if (at > last && !loop) {
      show(last);
      stop();
      return;
    }
    if (at > last) at = first;
    show(Math.floor(at));
    frame = requestAnimationFrame(step);
  };
  const stop = (undone = false) => {
    if (!frame) return;
    cancelAnimationFrame(frame);
    frame = 0;
    host.turned(false, undone);
  };
  const start = () => {
    const bounds = host.bounds();
    if (!bounds || frame) return;
    const window = host.window();
    length = window ? window.end - window.start + 1 : SPAN_DAYS.week;
    const whole = !window || (window.start <= bounds.first && window.end >= bounds.last);
    at = whole ? bounds.first : host.choice().span === "cumulative" ? window.end : window.start;
    if (at >= bounds.last) at = bounds.first;
    before = performance.now();
    shown = "";
    host.turned(true, false);
    frame = requestAnimationFrame(step);
  };
  /** @param {number} direction 1 or -1: move the window by its own length */
  const nudge = (direction) => {
    const bounds = host.bounds();
    if (!bounds) return null;
    const { span } = host.choice();
    const window = host.window();
    length = window ? window.end - window.start + 1 : SPAN_DAYS.week;
    if (!window) return windowAt(direction > 0 ? bounds.first : bounds.last);
    if (span === "cumulative") return { start: window.start, end: Math.max(window.start, window.end + direction) };
    if (span === "month") return windowAt(monthStart(window.start, direction));
    return windowAt(window.start + direction * (SPAN_DAYS[span] ?? length));
  };
  return { start, stop, nudge, playing: () => frame !== 0 };
}
