// Joins the map's pieces: what the page wants shown in, pixels and choices out.

import { AreaPainter } from "./areas.js";
import { Basemap } from "./basemap.js";
import { Channel, Hand, split, tellPage, whenPageReturns, withWindow } from "./channel.js";
import { makeControls, makeNotice } from "./controls.js";
import { makeLegend } from "./legend.js";
import { Extent } from "./extent.js";
import { Live } from "./live.js";
import { Loader, loadDeaths } from "./loading.js";
import { Model } from "./model.js";
import { getJson, useToken } from "./net.js";
import { GROUND, slotColours } from "./palette.js";
import { paced } from "./paced.js";
import { attachPicking } from "./picking.js";
import { Places } from "./places.js";
import { download, makePicture } from "./picture.js";
import { IncidentPopup } from "./popup.js";
import { SelectedMark } from "./selected.js";
import { Remote, whoPaints } from "./remote.js";
import { attachShapes } from "./shapes.js";
import { Styles } from "./styles.js";
import { makeSurface } from "./surface.js";
import { makeTiles } from "./tiles.js";

/** @typedef {{query: string, session: string, theme: "light"|"dark", serial: number, token: string, selected: string|null, pointing?: boolean}} Message */

/** @param {L.Map} map */
export async function attach(map) {
  const model = new Model();
  const notice = makeNotice(map);
  const loader = new Loader(model, notice.progress);
  /** @type {Message|null} */ let message = null;
  /** @type {import("./scan.js").Tally|null} */ let tally = null;
  let rest = null;
  let loading = new AbortController();
  /** True once all that was asked for last is here and shown. */
  let settled = false;
  let look = { theme: /** @type {"light"|"dark"} */ ("light"), colours: slotColours("light", false) };

  const show = { incidents: true };
  let servers = false;
  makeControls(map, {
    extent: () => extent.fitShown(),
    list: () => picking.openView(),
    picture: () => attempt(save),
    layers: [
      { name: "Incidents", on: true, set: (on) => { show.incidents = on; paintIncidents(); } },
      { name: "Bases", on: true, set: (on) => { places.show.bases = on; ground.repaint(); } },
      { name: "Other places", on: false, set: (on) => { places.show.places = on; ground.repaint(); } },
      { name: "Border strips", on: false, set: (on) => { places.show.strips = on; ground.repaint(); } },
      { name: "Provinces", on: true, set: (on) => { basemap.show.provinces = on; ground.repaint(); } },
      { name: "Cities", on: true, set: (on) => { basemap.show.cities = on; ground.repaint(); } },
      { name: "Painted by the server", on: false, set: (on) => { servers = on; loader.serial = null; attempt(() => load(rest, message.serial)); }, note: "for a slow link" },
      { name: "Online map tiles", on: false, set: (on) => tiles.set(on), note: "asks openstreetmap.org" },
    ],
  });
  const legend = makeLegend(map, { toggle, mode, style });
  const channel = new Channel({
    window: (told, within) => moveWindow(hand.moved(told), within),
    focus: ({ uid, ...spot }) => attempt(() => selected.show(uid, true, spot)),
    hover: ({ uid, ...spot }) => attempt(() => selected.show(uid ?? message?.selected ?? null, false, uid ? spot : null)),
  });
  const hand = new Hand();
  const paintAreas = () => {
    areas.count(map.getZoom());
    if (!areas.isPainted || !show.incidents) wide.repaint();
  };
  /** Areas cost far more to rasterise than to record, and do not jump: while the window moves a few times a second will do. */
  const followWithAreas = paced(220, paintAreas);
  const writeLegend = paced(100, (result) => legend.update(model, result, look, { mode: loader.mode, style: styles.name, scale: styles.painter.scale }));
  const styles = new Styles(model);
  const areas = new AreaPainter(model);
  const remote = new Remote(model, styles, {
    query: () => withWindow(message?.query ?? "", model.window),
    mode: () => loader.mode,
    arrived: () => { applyLook(); paintIncidents(); },
    failed: (error) => notice.fault(error.message, () => { notice.progress("", null); close.repaint(); }),
  });
  const basemap = new Basemap(() => ground.repaint());
  const places = new Places();
  const tiles = makeTiles(map, () => ground.repaint(), (text) => notice.progress(text, null));
  const ground = makeSurface(map, { pane: "atlas-ground", z: 200, lazy: true, paint: (ctx, view) => basemap.paint(ctx, view, look.theme, places, tiles.on) });
  const wide = makeSurface(map, { pane: "atlas-areas", z: 400, lazy: true, paint: (ctx, view) => {
    if (show.incidents) areas.paint(ctx, view, look);
    else areas.clear(ctx, view);
  } });
  const close = makeSurface(map, { pane: "atlas-dots", z: 410, paint: paintDots });
  const extent = new Extent(map, { model, areas, remote, legend });
  const live = new Live(overtake);
  whenPageReturns(() => tellPage({})); // a server started anew learns the page from a rerun, not from the next filter
  const selected = new SelectedMark(map);
  const popup = new IncidentPopup(map, model, choose);
  const shapes = attachShapes(map, { drawn: (polygon) => tellPage({ polygon }) });
  const picking = attachPicking(map, {
    model, styles, areas, popup, close, wide, show, remote, attempt, busy: shapes.drawing, say: (text) => notice.progress(text, null),
    pointing: () => Boolean(message?.pointing), point,
  });
  map.getContainer().setAttribute("aria-label", "Map of incidents");
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(document.documentElement);
  for (const load of [() => basemap.load(), () => places.load().then(() => ground.repaint())]) attempt(load);

  function attempt(work) {
    work().catch((error) => {
      if (error.name !== "AbortError") notice.fault(error.message, () => { notice.progress("", null); attempt(work); });
    });
  }

  function paintDots(ctx, view) {
    if (!show.incidents) ctx.clearRect(0, 0, view.width, view.height);
    const painter = remote.active ? remote : styles;
    const result = show.incidents ? painter.paint(ctx, view, look) : { shown: 0, inView: 0, unmapped: 0, bySlot: new Uint32Array(256), byClass: {} };
    if (!result) return;
    const footprints = show.incidents ? areas.addFootprints(result) : 0;
    const shown = result.shown + footprints;
    writeLegend(result);
    tally = result;
    performance.clearMarks("incidents-drawn");
    performance.mark("incidents-drawn", { detail: { shown, inView: result.inView } });
    channel.post({ type: "counts", on_map: shown, unmapped: result.unmapped - footprints, ...model.window });
  }

  /** What changed is which incidents are shown; the ground stays as it is. */
  function paintIncidents(paintWide = paintAreas) {
    areas.forget();
    paintWide();
    close.repaint();
    popup.refresh();
  }

  let [waiting, paintedIn] = [0, /** @type {any} */ (null)];
  /** What is told within a frame is painted in it, once: a callback asked for now would be the next frame's. */
  function moveWindow(window, within = false) {
    model.window = window;
    const frame = document.timeline.currentTime;
    if (!within || frame === paintedIn) {
      waiting ||= requestAnimationFrame(paintMoved);
      return;
    }
    paintedIn = frame;
    cancelAnimationFrame(waiting);
    paintMoved();
  }

  function paintMoved() {
    waiting = 0;
    paintIncidents(followWithAreas);
  }

  function applyLook() {
    const theme = message?.theme === "dark" ? "dark" : "light";
    look = { theme, colours: slotColours(theme, model.ordered, Math.max(0, ...model.legend.map((l) => l.slot % 9))) };
    map.getContainer().classList.toggle("dark", theme === "dark");
    map.getContainer().style.background = GROUND[theme].sea;
  }

  function repaintAll() {
    applyLook();
    areas.forget();
    for (const surface of [ground, wide, close]) surface.repaint();
    selected.recolour(GROUND[look.theme].select);
    shapes.recolour(GROUND[look.theme].limit);
  }

  function toggle(name) {
    if (!model.off.delete(name)) model.off.add(name);
    if (!remote.active) model.assignSlots();
    paintIncidents();
  }

  function mode(name) {
    loader.mode = name;
    model.off.clear();
    attempt(async () => {
      if (!remote.active) await loader.colour();
      repaintAll();
    });
  }

  function style(name) {
    attempt(async () => {
      if (name === "deaths" && !remote.active) await loadDeaths(model.parts);
      styles.name = name;
      close.repaint();
    });
  }

  async function save() {
    const { words, counts, parts } = await getJson(`state?${withWindow(message.query, model.window)}`);
    const line = `${counts.on_map} on the map + ${counts.unmapped} unmapped + ${counts.undated} undated + ${counts.hidden} hidden by filter = ${counts.total}`;
    const credits = parts.filter((p) => p.rows).map((p) => [p.attribution ?? p.dataset, p.licence].filter(Boolean).join(", "));
    const blob = await makePicture({
      map, surfaces: [ground, wide, close], outline: shapes.outline, model, tally, look, scale: styles.painter.scale,
      words: `${words}.`, counts: line, credits: [`Incidents: ${credits.join("; ")}.`],
    });
    download(blob, `incident-atlas-${new Date().toISOString().slice(0, 10)}.png`);
  }

  /** Hand a clicked point to the page, which sets the place of what is edited there. @param {L.LatLng} at */
  function point({ lng, lat }) {
    selected.show(message.selected ?? "", true, { longitude: lng, latitude: lat });
    tellPage({ spot: [lng, lat] });
  }

  function choose(uids) {
    if (uids.length === 1) selected.show(uids[0], false);
    channel.post({ type: "select", uids, uid: uids.length === 1 ? uids[0] : null });
  }

  /** @param {Message} next */
  function apply(next) {
    const before = message;
    message = next;
    useToken(next.token);
    channel.join(next.session);
    live.join(next.session, next.token);
    const [query, window] = split(next.query);
    model.window = hand.settled(window) ?? model.window;
    map.getContainer().style.cursor = next.pointing ? "crosshair" : "";
    if (next.theme !== before?.theme) repaintAll();
    if (next.selected !== before?.selected) attempt(() => selected.show(next.selected, !before));
    const area = new URLSearchParams([...new URLSearchParams(query)].filter(([name]) => ["bbox", "polygon", "within"].includes(name)));
    if (String(area) !== limits) attempt(() => showLimits(String(area)));
    if (query !== rest || next.serial !== loader.serial) attempt(() => load(query, next.serial));
    else if (next.query !== before?.query) paintIncidents();
  }

  /** Show the newest filter before the page's own word of it is here. @param {{query: string, serial: number, parts: any}} header @param {any} arrays */
  function overtake(header, arrays) {
    const [query, window] = split(header.query);
    if (!message || header.serial !== loader.serial) return;
    loading.abort();
    message = { ...message, query: header.query };
    model.window = hand.settled(window) ?? model.window;
    rest = query;
    if (!remote.active) loader.putMask(header, arrays);
    paintIncidents();
    settled = true;
  }

  let limits = "";
  async function showLimits(area) {
    limits = area;
    const geometry = area ? (await getJson(`limits?${area}`)).geometry : null;
    if (limits === area) shapes.show(geometry);
  }

  async function load(query, serial) {
    loading.abort();
    loading = new AbortController();
    settled = false;
    const { signal } = loading;
    const state = loader.serial === serial ? null : await getJson(`state?${message.query}`, signal);
    if (state) extent.begin(state.box);
    const rows = state?.parts.reduce((sum, p) => sum + p.rows, 0);
    const who = !state ? "" : servers ? "server" : whoPaints(rows);
    if (who === "server" || who === "first") {
      await loader.loadStubs(state, () => paintIncidents());
      if (signal.aborted) return;
      if (who === "server") loader.serial = state.serial;
      remote.active = true;
      rest = query;
      paintIncidents();
    }
    if (remote.active && who !== "first" && who !== "browser") {
      rest = query;
      paintIncidents();
      settled = true;
      return;
    }
    const masked = loader.loadMask(query, signal);
    const drawn = async () => {
      (await masked)();
      applyLook();
      paintIncidents();
    };
    if (state) await loader.loadParts(state, signal, remote.active ? null : drawn);
    const putMask = await masked;
    if (signal.aborted) return;
    remote.active = false;
    rest = query;
    putMask();
    notice.progress("", null);
    applyLook();
    paintIncidents();
    extent.settle();
    settled = true;
  }

  return { show: apply, query: () => message?.query, session: () => channel.session, listens: () => live.listens, settled: () => settled, paint: () => close.repaint(), dots: close, wide, ground, areas, styles, model, map };
}
