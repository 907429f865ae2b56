// From a point on the map to incidents: hover, click, and the list for the keyboard.

import { rowsInView } from "./hits.js";
import { attachHover } from "./hover.js";
import { mercatorX, mercatorY } from "./mercator.js";
import { MOST } from "./popup.js";

/**
 * @param {L.Map} map
 * @param {{model: import("./model.js").Model, styles: import("./styles.js").Styles, areas: import("./areas.js").AreaPainter,
 *   popup: import("./popup.js").IncidentPopup, close: any, wide: any, show: {incidents: boolean},
 *   busy: () => boolean, attempt: (work: () => Promise<void>) => void, say: (text: string) => void}} pieces
 */
export function attachPicking(map, { model, styles, areas, popup, close, wide, show, busy, attempt, say }) {
  function under(event, reach = 9) {
    if (!show.incidents || busy()) return { hits: [], total: 0, heading: "" };
    const view = close.view();
    const [x, y] = [(event.containerPoint.x - view.left) * view.dpr, (event.containerPoint.y - view.top) * view.dpr];
    const found = styles.at(view, x, y, reach, MOST);
    if (found.total) return found;
    const [area] = areas.at(wide._ctx, wide.view(), x, y);
    if (!area) return found;
    const hits = areas.rows(area, MOST).map((row) => ({ part: area.part, row }));
    return { hits, total: area.n, heading: areas.name(area) };
  }

  function clicked(event) {
    const touch = matchMedia("(pointer: coarse)").matches;
    const { hits, total, heading } = under(event, touch ? 16 : 9);
    if (!total) return;
    const dot = heading ? null : hits[0];
    const at = dot ? { x: dot.part.x[dot.row], y: dot.part.y[dot.row] } : { x: mercatorX(event.latlng.lng), y: mercatorY(event.latlng.lat) };
    attempt(() => popup.open(hits, total, at, heading));
  }

  function openView() {
    const centre = map.getCenter();
    const { hits, total } = rowsInView(model, map.getBounds(), (lat, lng) => [mercatorX(lng), mercatorY(lat)], MOST);
    if (total) attempt(() => popup.open(hits, total, { x: mercatorX(centre.lng), y: mercatorY(centre.lat) }, "In view"));
    else say("No incident in view.");
  }

  attachHover(map, under);
  map.on("click", clicked);
  return { openView };
}
