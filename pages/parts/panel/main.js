// Joins list and card; Streamlit calls the default export again after each rerun with the same element.

const GONE = "This incident is not in the store. It may have been removed, or its dataset replaced.";
const NO_MATCH = "No incident passes these filters. Widen the dates, or reset a filter.";

/** @type {WeakMap<Node, {update: Function, close: Function}>} one panel for each place on the page */
const panels = new WeakMap();

export default function render({ parentElement, data, setTriggerValue }) {
  let panel = panels.get(parentElement);
  if (!panel) {
    panel = makePanel(parentElement);
    panels.set(parentElement, panel);
  }
  panel.update(data, setTriggerValue);
  return () => {
    panels.delete(parentElement);
    panel.close();
  };
}

/** @param {ShadowRoot|HTMLElement} root */
function makePanel(root) {
  const parts = Object.fromEntries([...root.querySelectorAll("[data-part]")].map((e) => [e.dataset.part, e]));
  const surface = root.querySelector(".panel");
  const gone = new AbortController();
  const state = { open: null, only: null, offset: 0, rows: [], total: 0, card: null };
  let [data, trigger, channel, ground] = [null, null, null, ""];
  let [listing, reading] = [new AbortController(), new AbortController()];
  const sent = makeSent();
  const rowKeys = attachRowKeys(parts.rows, gone.signal);

  const on = (part, type, act) => parts[part].addEventListener(type, act, { signal: gone.signal });
  on("order", "change", () => turn(0));
  on("previous", "click", () => turn(state.offset - data.limit));
  on("next", "click", () => turn(state.offset + data.limit));
  on("all", "click", () => showOnly(null));
  on("close", "click", () => choose(null));
  on("newer", "click", () => step(-1));
  on("older", "click", () => step(1));
  on("rows", "pointerover", (event) => hover(event.target.closest(".row")?.dataset.uid));
  on("rows", "pointerleave", () => hover(null));
  on("card_column", "keydown", (event) => event.key === "Escape" && choose(null));

  /** Take over what the page says; what the reader chose since stays. */
  function update(next, setTriggerValue) {
    const before = data;
    [data, trigger] = [next, setTriggerValue];
    surface.style.setProperty("--height", `${data.height}px`);
    if (before?.session !== data.session) {
      channel?.close();
      channel = new BroadcastChannel(`incident-atlas-${data.session}`);
      channel.addEventListener("message", (event) => heard(event.data));
    }
    const paper = getComputedStyle(surface).getPropertyValue("--st-background-color");
    if (paper !== ground) {
      ground = paper;
      learnLook(data, paper).then(recolour, () => {});
    }
    offerBestMatch(Boolean(new URLSearchParams(data.query).get("q")));
    const other = !before || before.query !== data.query || before.serial !== data.serial;
    if (other) {
      state.offset = 0;
      if (before && before.query !== data.query) state.only = null;
      list();
    }
    const said = (!before || before.selected !== data.selected) && sent.isNews(data.selected ?? "");
    if (said && data.selected !== state.open) show(data.selected);
    else if (other && state.open) read();
  }

  /** @param {boolean} searching "best match" means something only while words are searched for */
  function offerBestMatch(searching) {
    const choice = parts.order.querySelector('[value="relevance"]');
    choice.hidden = choice.disabled = !searching;
    if (!searching && parts.order.value === "relevance") parts.order.value = "newest";
  }

  /** Rows and card stay the same elements: what is focused, opened or being clicked is not taken away. */
  function recolour() {
    for (const picture of root.querySelectorAll("svg.glyph")) ink(picture);
  }

  /** @param {any} message from the map or the timeline */
  function heard(message) {
    if (message?.type === "ready" && state.card) focusMap();
    if (message?.type !== "select") return;
    const uids = message.uids ?? (message.uid ? [message.uid] : []);
    if (uids.length === 1) choose(uids[0], { scroll: true });
    else if (uids.length > 1) showOnly(uids);
  }

  function showOnly(uids) {
    state.only = uids;
    turn(0);
    if (uids) choose(null);
  }

  function turn(offset) {
    state.offset = Math.max(0, offset);
    list().then(() => parts.rows.scrollTo({ top: 0 }));
  }

  async function list() {
    listing.abort();
    listing = new AbortController();
    const query = new URLSearchParams(state.only ? "" : data.query);
    for (const uid of state.only?.slice(state.offset, state.offset + data.limit) ?? []) query.append("uid", uid);
    for (const [name, value] of [["offset", state.offset], ["limit", data.limit], ["order", parts.order.value]]) query.set(name, value);
    try {
      const answer = await ask(data, `incidents?${query}`, listing.signal);
      [state.rows, state.total] = [answer.rows, state.only ? state.only.length : answer.total];
      say(parts.list_state, state.total ? "" : emptyWords());
      drawList();
    } catch (error) {
      if (error.name === "AbortError") return;
      say(parts.list_state, error.message, list);
    }
  }

  const emptyWords = () => (data.query ? NO_MATCH : "There are no incidents yet. Import a file to begin.");

  function drawList() {
    const { rows, total, offset, only } = state;
    parts.total.textContent = only ? `${counted(total, "incident")} chosen on the map` : counted(total, "incident");
    parts.all.hidden = !only;
    const open = (uid) => choose(uid, { focus: true });
    parts.rows.replaceChildren(...rows.map((row) => listRow(row, row.uid === state.open, open)));
    rowKeys.settle(parts.rows.querySelector('[aria-current="true"]') ?? parts.rows.querySelector(".row"));
    parts.pager.hidden = total <= data.limit;
    const [first, last, all] = [offset + 1, offset + rows.length, total].map((n) => n.toLocaleString("en"));
    parts.range.textContent = `${first}–${last} of ${all}`;
    parts.previous.disabled = offset === 0;
    parts.next.disabled = offset + rows.length >= total;
    drawNav();
  }

  /** Open an incident, or close the card with null, and tell the page for the URL. */
  function choose(uid, { focus = false, scroll = false } = {}) {
    if (uid === state.open) return;
    show(uid, { focus, scroll });
    sent.add(uid ?? "");
    trigger("chosen", uid ?? "");
  }

  function show(uid, { focus = false, scroll = false } = {}) {
    const before = state.open;
    state.open = uid || null;
    surface.classList.toggle("reading", Boolean(uid));
    parts.card_column.hidden = !uid;
    for (const row of parts.rows.querySelectorAll(".row")) row.ariaCurrent = row.dataset.uid === uid ? "true" : null;
    if (uid) read({ focus, scroll });
    else {
      state.card = null;
      reading.abort();
      channel?.postMessage({ type: "focus", uid: null });
      if (before && root.activeElement) parts.rows.querySelector(`[data-uid="${CSS.escape(before)}"]`)?.focus();
    }
    drawNav();
  }

  async function read({ focus = false, scroll = false } = {}) {
    reading.abort();
    reading = new AbortController();
    const uid = state.open;
    try {
      state.card = await ask(data, `incidents/${encodeURIComponent(uid)}?${data.query}`, reading.signal);
    } catch (error) {
      if (error.name === "AbortError") return;
      state.card = null;
      parts.card.replaceChildren();
      if (error.status === 404) say(parts.card_state, GONE);
      else say(parts.card_state, error.message, read);
      return;
    }
    drawCard();
    parts.card_column.scrollTo({ top: 0 });
    focusMap();
    if (focus) parts.card.focus({ preventScroll: true });
    if (scroll) surface.scrollIntoView({ block: "nearest", behavior: "auto" });
  }

  function drawCard() {
    const { uid } = state.card;
    say(parts.card_state, state.card.shown ? "" : "The filters hide this incident from the map and the list.");
    const open = (other) => choose(other, { focus: true });
    parts.card.replaceChildren(...cardNodes(state.card, { open, permalink: permalink(uid) }));
  }

  function focusMap() {
    const { uid, place } = state.card;
    const { longitude, latitude, uncertainty_m } = place;
    channel?.postMessage({ type: "focus", uid, longitude, latitude, uncertainty_m });
  }

  function hover(uid) {
    const row = state.rows.find((r) => r.uid === uid);
    const { longitude = null, latitude = null } = row ?? {};
    channel?.postMessage({ type: "hover", uid: row?.uid ?? null, longitude, latitude });
  }

  const neighbour = (by) => {
    const at = state.rows.findIndex((row) => row.uid === state.open);
    return at < 0 ? null : (state.rows[at + by]?.uid ?? null);
  };

  function step(by) {
    const uid = neighbour(by);
    if (uid) choose(uid);
  }

  function drawNav() {
    parts.newer.disabled = !neighbour(-1);
    parts.older.disabled = !neighbour(1);
    parts.close.textContent = state.only ? `‹ The ${state.total} chosen` : "‹ All incidents shown";
  }

  function close() {
    gone.abort();
    listing.abort();
    reading.abort();
    channel?.close();
  }
  return { update, close };
}

/** @param {string} uid @returns {string} the address that opens this incident and nothing else */
function permalink(uid) {
  return `${window.location.origin}${window.location.pathname}?${new URLSearchParams({ incident: uid })}`;
}
