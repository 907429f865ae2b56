// Joins the pieces; Streamlit calls the default export again after each rerun with the same element.

const HEIGHT = 92;

/** @type {WeakMap<Node, {update: Function, close: Function}>} one timeline for each place on the page */
const timelines = new WeakMap();

export default function render({ parentElement, data, setTriggerValue }) {
  let timeline = timelines.get(parentElement);
  if (!timeline) {
    timeline = makeTimeline(parentElement);
    timelines.set(parentElement, timeline);
  }
  timeline.update(data, setTriggerValue);
  return () => {
    timelines.delete(parentElement);
    timeline.close();
  };
}

/** @param {ShadowRoot|HTMLElement} root */
function makeTimeline(root) {
  const parts = Object.fromEntries([...root.querySelectorAll("[data-part]")].map((e) => [e.dataset.part, e]));
  const gone = new AbortController();
  let [data, trigger, channel] = [null, null, null]; // what the page says, and the ways to answer
  let [palette, begun, over, fetching] = [null, null, null, null];
  let [asked, paced] = ["", false]; // the last question to the server; whether a speed was proposed
  /** @type {import("./paint.js").Counts|null} */ let counts = null;
  /** @type {import("./paint.js").Scale|null} */ let scale = null;
  /** @type {import("./window.js").Window} the days zoomed to */ let view = null;
  /** @type {import("./window.js").Window} the range as it stands */ let chosen = null;
  /** @type {import("./window.js").Window} the range the page was told last */ let released = null;

  const sent = makeSent();
  const shown = {
    scale: () => scale,
    edges: () => counts.edges,
    window: () => chosen && closed(chosen, counts),
    change,
    hover,
  };
  const brush = attachBrush(parts, shown, gone.signal);
  const player = makePlayer({
    bounds: () => counts && extent(counts, view),
    choice: () => ({ span: parts.span.value, speed: Number(parts.speed.value), loop: parts.loop.ariaPressed === "true" }),
    window: () => chosen,
    show: (window) => change(window, false),
    turned,
  });
  attachTools(parts, root, { player, release: (window) => change(window, true), zoom, window: () => chosen }, gone.signal);
  const resize = new ResizeObserver(() => {
    if (counts && Math.round(parts.plot.clientWidth) !== scale?.width) load();
    draw();
  });
  resize.observe(parts.plot);

  /** Take over what the page says, but never while a hand or the playback moves the window. */
  function update(next, setTriggerValue) {
    const moved = (!data || data.start !== next.start || data.end !== next.end) && sent.isNews(`${next.start} ${next.end}`);
    if (data?.session !== next.session) {
      channel?.close();
      channel = new BroadcastChannel(`incident-atlas-${next.session}`);
    }
    [data, trigger] = [next, setTriggerValue];
    if (moved && !brush.busy() && !player.playing()) {
      chosen = released = windowOf(data);
      if (view && chosen && (chosen.end < view.start || chosen.start > view.end)) view = null;
    }
    load();
    draw();
  }

  /** @param {import("./window.js").Window} window @param {boolean} done the hand has let go */
  function change(window, done) {
    if (!counts) return;
    chosen = clipped(window, counts);
    announce({ type: "window", ...isoWindow(chosen), playing: player.playing(), busy: !done, asks: done && !same(chosen, released) });
    place();
    if (!done || same(chosen, released)) return;
    released = chosen;
    parts.aloud.textContent = sentence();
    const { start, end } = isoWindow(chosen);
    sent.add(`${start} ${end}`);
    trigger("window", { start, end });
  }

  /** Tell the map by an event, which it hears within this very frame, and all others by the channel. */
  function announce(message) {
    const told = { ...message, told: performance.now() };
    document.dispatchEvent(new CustomEvent(`incident-atlas-${data.session}`, { detail: told }));
    channel?.postMessage(told);
  }

  function turned(playing, undone) {
    parts.play.ariaPressed = String(playing);
    parts.play.ariaLabel = parts.play.title = playing ? "Pause (space)" : "Play (space)";
    if (!playing) change(undone ? released : chosen, true);
    offerTools();
  }

  /** A click before the counts are here would be lost. */
  function offerTools() {
    const nothing = !counts || counts.edges.length < 2;
    for (const tool of [parts.back, parts.play, parts.forward]) tool.disabled = nothing && !player.playing();
  }

  function zoom(next) {
    view = next;
    load();
  }

  async function load() {
    const width = Math.round(parts.plot.clientWidth);
    if (!width) return;
    const query = new URLSearchParams(data.query);
    query.delete("datetime");
    query.set("bars", String(Math.max(24, Math.floor(width / 4))));
    if (view) query.set("from", isoOf(view.start));
    if (view) query.set("to", isoOf(view.end));
    const path = `timeline?${query}`;
    if (`${path} ${data.serial}` === asked) return;
    asked = `${path} ${data.serial}`;
    fetching?.abort();
    fetching = new AbortController();
    try {
      const [answer, module] = await Promise.all([ask(data, path, fetching.signal), borrow(data, "palette.js")]);
      [counts, begun, over, palette] = [answer, sumsOf(answer.begun), sumsOf(answer.over), module];
      pace();
      say("");
      draw();
    } catch (error) {
      if (error.name === "AbortError") return;
      asked = "";
      say(error.message, load);
    }
  }

  /** Until the reader chooses, playback takes less than a minute and moves a window that can be followed. */
  function pace() {
    if (paced || counts.first === null) return;
    paced = true;
    const days = counts.last - counts.first + 1;
    parts.speed.value = [...parts.speed.options].map((o) => o.value).find((speed) => days / speed <= 60) ?? parts.speed.value;
    parts.span.value = days > 730 ? "month" : days > 90 ? "week" : "day";
  }

  function draw() {
    const width = Math.round(parts.plot.clientWidth);
    if (!counts || !width) return;
    const style = getComputedStyle(parts.plot);
    const ink = { paper: style.getPropertyValue("--st-background-color"), line: style.getPropertyValue("--st-border-color") };
    const colours = palette.slotColours(isDark(ink.paper) ? "dark" : "light", false);
    for (const series of counts.series) series.colour = colours[series.slot];
    const empty = counts.edges.length < 2;
    offerTools();
    scale = empty ? null : { first: counts.edges[0], last: counts.edges.at(-1) - 1, width };
    root.querySelector(".timeline").classList.toggle("empty", empty);
    if (empty) {
      const undated = counts.undated ? ` ${counts.undated.toLocaleString("en")} without a date.` : "";
      fitCanvas(parts.canvas, width, HEIGHT);
      say(`No dated incident passes these filters.${undated} Reset a filter to see more.`);
    } else {
      paintBars(parts.canvas, counts, scale, HEIGHT, ink);
    }
    const top = empty ? 0 : Math.max(...totalsOf(counts));
    parts.top.textContent = top ? `${top.toLocaleString("en")} a ${counts.bin}` : "";
    parts.bin.textContent = empty ? "" : `Each bar: one ${counts.bin}, by first day`;
    if (scale) paintAxis(parts.axis, scale);
    else parts.axis.replaceChildren();
    paintLegend(parts.legend, counts);
    place();
  }

  /** Put the window where it belongs; cheap enough for every frame. */
  function place() {
    if (!counts) return;
    parts.count.textContent = sentence();
    parts.window.hidden = !chosen || !scale;
    parts.clear.hidden = !chosen;
    parts.zoom.hidden = !chosen || same(view, padded(chosen));
    parts.whole.hidden = !view;
    if (!chosen || !scale) return;
    const [left, right] = [xOf(scale, chosen.start), xOf(scale, chosen.end + 1)].map((x) => Math.min(scale.width, Math.max(0, x)));
    const wide = Math.max(2, right - left);
    parts.window.style.left = `${Math.min(left, scale.width - wide)}px`;
    parts.window.style.width = `${wide}px`;
    const { start, end } = closed(chosen, counts);
    describe(parts.start, start, dayWords(start));
    describe(parts.end, end, dayWords(end));
    describe(parts.body, start, spanWords(start, end));
  }

  function describe(handle, day, words) {
    handle.setAttribute("aria-valuemin", String(Math.min(day, counts.edges[0])));
    handle.setAttribute("aria-valuemax", String(Math.max(day, counts.edges.at(-1) - 1)));
    handle.setAttribute("aria-valuenow", String(day));
    handle.setAttribute("aria-valuetext", words);
  }

  function sentence() {
    const n = countIn(begun, over, chosen?.start ?? null, chosen?.end ?? null);
    const all = `${n.toLocaleString("en")} ${n === 1 ? "incident" : "incidents"}`;
    if (counts.first === null) return all;
    const { start, end } = closed(chosen ?? { start: -Infinity, end: Infinity }, counts);
    return `${all}, ${spanWords(start, end)}`;
  }

  function hover(x) {
    parts.tip.hidden = x === null || !scale;
    if (parts.tip.hidden) return;
    const i = barOf(counts.edges, dayAt(scale, Math.min(scale.width - 0.01, Math.max(0, x))));
    parts.tip.replaceChildren(...tipLines(counts, i));
    const left = x > scale.width / 2 ? x - parts.tip.offsetWidth - 12 : x + 12;
    parts.tip.style.left = `${Math.max(0, Math.min(left, scale.width - parts.tip.offsetWidth))}px`;
  }

  function say(text, retry = null) {
    parts.state.hidden = !text;
    parts.state.replaceChildren(node("span", "", text));
    if (!retry) return;
    const again = parts.state.appendChild(node("button", "text", "Try again"));
    again.addEventListener("click", () => retry());
  }

  function close() {
    player.stop(true);
    gone.abort();
    fetching?.abort();
    resize.disconnect();
    channel?.close();
  }
  return { update, close };
}

/** @returns {HTMLElement[]} what one bar holds */
function tipLines(counts, i) {
  const lines = [node("b", "", spanWords(counts.edges[i], counts.edges[i + 1] - 1))];
  counts.series.forEach((series, s) => {
    if (!counts.counts[s][i]) return;
    const line = node("span", "line");
    line.appendChild(node("span", "swatch")).style.background = series.colour;
    line.append(node("span", "", series.name), node("span", "n", counts.counts[s][i].toLocaleString("en")));
    lines.push(line);
  });
  const vague = counts.imprecise.reduce((sum, series) => sum + series[i], 0);
  if (vague) lines.push(node("span", "note", `${vague.toLocaleString("en")} on a day not exactly known`));
  if (lines.length === 1) lines.push(node("span", "note", "none"));
  return lines;
}
