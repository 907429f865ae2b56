// Talk with the other parts of the page: the timeline and the panel, in this session only.

export class Channel {
  /** @param {Record<string, (message: any) => void>} handlers by type */
  constructor(handlers) {
    this.handlers = handlers;
    this.session = "";
    /** @type {BroadcastChannel|null} */ this.open = null;
  }

  /** @param {string} session */
  join(session) {
    if (session === this.session) return;
    this.open?.close();
    this.session = session;
    this.open = new BroadcastChannel(`incident-atlas-${session}`);
    this.open.onmessage = ({ data }) => this.handlers[data?.type]?.(data);
  }

  /** @param {any} message */
  post(message) {
    this.open?.postMessage(message);
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

/** @param {string} query a filter's @param {import("./model.js").Window} window @returns {string} the filter with those days instead */
export function withWindow(query, { start, end }) {
  const params = new URLSearchParams(query);
  const iso = (day) => (day === null ? ".." : new Date(day * 86400000).toISOString().slice(0, 10));
  params.delete("datetime");
  if (start !== null || end !== null) params.set("datetime", `${iso(start)}/${iso(end)}`);
  return String(params);
}
