// From a point on the map to incidents: hover, click, and the list for the keyboard.

import { rowsInView } from "./hits.js";
import { attachHover } from "./hover.js";
import { mercatorX, mercatorY } from "./mercator.js";
import { MOST } from "./popup.js";

/**
 * @param {L.Map} map
 * @param {{model: import("./model.js").Model, styles: import("./styles.js").Styles, areas: import("./areas.js").AreaPainter,
 *   popup: import("./popup.js").IncidentPopup, close: any, wide: any, show: {incidents: boolean},
 *   remote: import("./remote.js").Remote, busy: () => boolean, attempt: (work: () => Promise<void>) => void, say: (text: string) => void,
 *   pointing: () => boolean, point: (at: L.LatLng) => void}} pieces while `pointing` a click gives its point and opens nothing
 */
export function attachPicking(map, { model, styles, areas, popup, close, wide, show, remote, busy, attempt, say, pointing, point }) {
  async function under(event, reach = 9) {
    if (!show.incidents || busy()) return { hits: [], total: 0, heading: "" };
    const view = close.view();
    const [x, y] = [(event.containerPoint.x - view.left) * view.dpr, (event.containerPoint.y - view.top) * view.dpr];
    const found = remote.active ? await far(view, x, y, reach) : styles.at(view, x, y, reach, MOST);
    if (found.total) return found;
    const [area] = areas.at(wide._ctx, wide.view(), x, y);
    if (!area) return found;
    if (remote.active) return { ...(await remote.inside(view, area.part.id, areas.members(area))), heading: areas.name(area) };
    const hits = areas.rows(area, MOST).map((row) => ({ part: area.part, row }));
    return { hits, total: area.n, heading: areas.name(area) };
  }

  async function far(view, x, y, reach) {
    const { hits, total } = await remote.under(view, x, y, reach * view.dpr);
    return { hits, total, heading: styles.heading(total) };
  }

  async function clicked(event) {
    const touch = matchMedia("(pointer: coarse)").matches;
    const { hits, total, heading } = await under(event, touch ? 16 : 9);
    if (!total) return;
    const dot = heading || remote.active ? null : hits[0];
    const at = dot ? { x: dot.part.x[dot.row], y: dot.part.y[dot.row] } : { x: mercatorX(event.latlng.lng), y: mercatorY(event.latlng.lat) };
    await popup.open(hits, total, at, heading);
  }

  async function openView() {
    const centre = map.getCenter();
    const size = map.getSize();
    const view = close.view();
    const middle = [(size.x / 2 - view.left) * view.dpr, (size.y / 2 - view.top) * view.dpr, Math.max(size.x, size.y) / 2];
    const { hits, total } = remote.active ? await far(view, ...middle) : rowsInView(model, map.getBounds(), (lat, lng) => [mercatorX(lng), mercatorY(lat)], MOST);
    if (total) await popup.open(hits, total, { x: mercatorX(centre.lng), y: mercatorY(centre.lat) }, "In view");
    else say("No incident in view.");
  }

  attachHover(map, under);
  map.on("click", (event) => (pointing() ? point(event.latlng.wrap()) : attempt(() => clicked(event))));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && pointing() && event.target === map.getContainer()) point(map.getCenter().wrap());
  });
  return { openView: () => attempt(openView) };
}
