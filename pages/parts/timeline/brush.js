// The window over the bars: pointer, touch and keyboard.

/**
 * @typedef {object} BrushHost what the brush needs to know and whom it tells
 * @property {() => import("./paint.js").Scale|null} scale
 * @property {() => number[]} edges of the bars
 * @property {() => import("./window.js").Window} window without open ends
 * @property {(window: import("./window.js").Window, done: boolean) => void} change
 * @property {(x: number|null) => void} hover
 */

const HANDLES = ["start", "end", "body"];

/** @param {number[]} edges @param {number} day @returns {number} index of the bar that holds the day */
function barOf(edges, day) {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (edges[middle] <= day) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** @param {Record<string, HTMLElement>} parts @param {BrushHost} host @param {AbortSignal} signal ends all listening */
function attachBrush(parts, host, signal) {
  let drag = null;
  let [click, keys] = [0, 0];
  const listen = (type, act) => parts.plot.addEventListener(type, act, { signal });

  const day = (event) => {
    const box = parts.plot.getBoundingClientRect();
    return dayAt(host.scale(), Math.min(box.width - 0.01, Math.max(0, event.clientX - box.left)));
  };

  listen("pointerdown", (event) => {
    if (event.button || !host.scale() || event.target.closest("button")) return;
    const kind = event.target.dataset.part;
    const window = host.window();
    const held = window && HANDLES.includes(kind);
    drag = { from: day(event), x: event.clientX, window, kind: held ? kind : "new", moved: false };
    parts.plot.setPointerCapture(event.pointerId);
    host.hover(null);
  });
  listen("pointermove", (event) => {
    if (!host.scale()) return;
    if (!drag) {
      host.hover(event.clientX - parts.plot.getBoundingClientRect().left);
      return;
    }
    if (!drag.moved && Math.abs(event.clientX - drag.x) < 4) return;
    drag.moved = true;
    host.change(dragged(drag, day(event), host.edges()), false);
  });
  const release = (event) => {
    if (!drag) return;
    const { moved, kind, window } = drag;
    const at = drag.from;
    drag = null;
    if (event.type === "pointercancel") host.change(window, false);
    else if (moved) host.change(host.window(), true);
    else if (kind === "new" || kind === "body") {
      clearTimeout(click);
      click = setTimeout(() => signal.aborted || host.change(barWindow(host.edges(), at), true), 260);
    }
  };
  listen("pointerup", release);
  listen("pointercancel", release);
  listen("pointerleave", () => host.hover(null));
  listen("dblclick", () => {
    clearTimeout(click);
    host.change(null, true);
  });
  listen("keydown", (event) => {
    const next = keyed(event, host.window(), host.edges());
    if (next === undefined) return;
    event.preventDefault();
    host.change(next, false);
    clearTimeout(keys);
    keys = setTimeout(() => {
      keys = 0;
      if (!signal.aborted) host.change(host.window(), true);
    }, 250);
  });
  return { busy: () => drag !== null || keys !== 0 };
}

/** @param {number[]} edges @param {number} day @returns {import("./window.js").Window} the bar under the day */
function barWindow(edges, day) {
  const i = barOf(edges, day);
  return { start: edges[i], end: edges[i + 1] - 1 };
}

/** @returns {import("./window.js").Window} where a drag has led; the ends snap to the bars */
function dragged(drag, day, edges) {
  if (drag.kind === "body") {
    const shift = Math.round(day - drag.from);
    return { start: drag.window.start + shift, end: drag.window.end + shift };
  }
  const fixed = { start: drag.window?.end, end: drag.window?.start, new: drag.from }[drag.kind];
  const [a, b] = [barWindow(edges, Math.min(fixed, day)), barWindow(edges, Math.max(fixed, day))];
  if (drag.kind === "new") return { start: a.start, end: b.end };
  return fixed <= day ? { start: fixed, end: b.end } : { start: a.start, end: fixed };
}

/**
 * @param {KeyboardEvent} event on a handle: arrows move by a bar, with shift by a day; Home and End go to the ends
 * @returns {import("./window.js").Window|undefined} undefined where the key means nothing
 */
function keyed(event, window, edges) {
  const kind = event.target.dataset?.part;
  if (!window || !HANDLES.includes(kind)) return undefined;
  const [first, last] = [edges[0], edges[edges.length - 1] - 1];
  const forward = { ArrowRight: 1, ArrowUp: 1, PageUp: 10, ArrowLeft: -1, ArrowDown: -1, PageDown: -10 }[event.key];
  const length = window.end - window.start;
  const toFirst = { body: { start: first, end: first + length }, start: { ...window, start: first }, end: { ...window, end: window.start } };
  const toLast = { body: { start: last - length, end: last }, start: { ...window, start: window.end }, end: { ...window, end: last } };
  if (event.key === "Home") return toFirst[kind];
  if (event.key === "End") return toLast[kind];
  if (!forward) return undefined;
  if (kind === "body") {
    const shift = event.shiftKey ? forward : forward * Math.max(1, length + 1);
    return { start: window.start + shift, end: window.end + shift };
  }
  const moved = event.shiftKey ? window[kind] + forward : movedByBars(edges, kind, window[kind], forward);
  if (kind === "start") return { start: Math.min(moved, window.end), end: window.end };
  return { start: window.start, end: Math.max(moved, window.start) };
}

/** @returns {number} the first (start) or last (end) day of the bar that many bars on */
function movedByBars(edges, kind, day, bars) {
  const i = Math.min(edges.length - 2, Math.max(0, barOf(edges, day) + bars));
  return kind === "start" ? edges[i] : edges[i + 1] - 1;
}
