// Talk with the other parts of the page: the timeline and the panel, in this session only.

export class Channel {
  /** @param {Record<string, (message: any, within?: boolean) => void>} handlers by type; `within` the frame in which it was told */
  constructor(handlers) {
    this.handlers = handlers;
    this.session = "";
    /** @type {BroadcastChannel|null} */ this.open = null;
    /** When the message was told that came last by the page's own event, which is sooner than the channel. */
    this.told = -1;
  }

  /** @param {string} session */
  join(session) {
    if (session === this.session) return;
    this.open?.close();
    this.session = session;
    const name = `incident-atlas-${session}`;
    this.open = new BroadcastChannel(name);
    this.open.onmessage = ({ data }) => {
      if (!(data?.told <= this.told)) this.handlers[data?.type]?.(data);
    };
    this.listen(name, session);
  }

  /** Hear the page around this frame at once, where it may be reached. @param {string} name @param {string} session */
  listen(name, session) {
    const around = pageAround();
    const heard = ({ detail }) => {
      if (!window.frameElement || this.session !== session) return around.removeEventListener(name, heard);
      this.told = detail.told;
      this.handlers[detail.type]?.(detail, true);
    };
    around?.addEventListener(name, heard);
  }

  /** @param {any} message */
  post(message) {
    this.open?.postMessage(message);
  }
}

/** @returns {Document|null} the page that holds this frame, null where there is none or it is another's */
function pageAround() {
  try {
    return window.parent === window ? null : window.parent.document;
  } catch {
    return null;
  }
}

/** Tell the page's script, which runs anew with it. @param {Record<string, any>} value */
export function tellPage(value) {
  const component = { last_active_drawing: { ...value, told: Date.now() } };
  const state = window.__GLOBAL_DATA__;
  if (state) {
    state.last_active_drawing = component.last_active_drawing;
    state.previous_data = component;
  }
  window.Streamlit?.setComponentValue(component);
}

/**
 * Tell when the page is connected to its server again: a rerun that is asked for sooner is lost.
 * @param {() => void} back
 */
export function whenPageReturns(back) {
  let away = false;
  window.addEventListener("message", ({ data }) => {
    if (data?.type !== "streamlit:render") return;
    const returned = away && !data.disabled;
    away = Boolean(data.disabled);
    if (returned) back();
  });
}

/** @param {string} iso @returns {number} days since 1970-01-01 */
export function dayOf(iso) {
  return Math.round(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) / 86400000);
}

/** @param {string|null} interval a filter's datetime @returns {import("./model.js").Window} */
export function windowOf(interval) {
  if (!interval) return { start: null, end: null };
  const parts = interval.split("/");
  const [start, end] = parts.length === 1 ? [parts[0], parts[0]] : parts;
  const day = (text) => (text === "" || text === ".." ? null : dayOf(text));
  return { start: day(start), end: day(end) };
}

/** @param {string} text a filter's query @returns {[string, import("./model.js").Window]} the filter without its days, and those */
export function split(text) {
  const query = new URLSearchParams(text);
  const window = windowOf(query.get("datetime"));
  query.delete("datetime");
  return [String(query), window];
}

const SETTLE_MS = 3000;

/** Who moves the window: a hand or the playback goes before what the page says, which may be of earlier. */
export class Hand {
  constructor() {
    this.busy = false;
    this.let = { key: "", at: -SETTLE_MS };
  }

  /** @param {{start: string|null, end: string|null, busy?: boolean, asks?: boolean}} told `asks`: the page is asked and will answer @returns {import("./model.js").Window} */
  moved({ start, end, busy, asks }) {
    const window = { start: start ? dayOf(start) : null, end: end ? dayOf(end) : null };
    this.busy = Boolean(busy);
    this.let = asks ? { key: `${window.start} ${window.end}`, at: performance.now() } : { key: "", at: -SETTLE_MS };
    return window;
  }

  /** @param {import("./model.js").Window} window what the page says @returns {import("./model.js").Window|null} null where the hand's own holds */
  settled(window) {
    if (this.busy) return null;
    const [recent, same] = [performance.now() - this.let.at < SETTLE_MS, this.let.key === `${window.start} ${window.end}`];
    if (recent && !same) return null;
    this.let.at = -SETTLE_MS;
    return window;
  }
}

/** @param {string} query a filter's @param {import("./model.js").Window} window @returns {string} the filter with those days instead */
export function withWindow(query, { start, end }) {
  const params = new URLSearchParams(query);
  const iso = (day) => (day === null ? ".." : new Date(day * 86400000).toISOString().slice(0, 10));
  params.delete("datetime");
  if (start !== null || end !== null) params.set("datetime", `${iso(start)}/${iso(end)}`);
  return String(params);
}
