// A one-line summary beside the pointer.

import { linesOf, writeLine, element } from "./lines.js";

const REST_MS = 45;

/**
 * @param {L.Map} map
 * @param {(event: L.LeafletMouseEvent) => Promise<{hits: import("./hits.js").Hit[], total: number, heading: string}>} find
 */
export function attachHover(map, find) {
  const tip = element("div", "atlas-tip");
  tip.hidden = true;
  map.getContainer().append(tip);
  let timer = 0;
  let asked = 0;

  function leave() {
    clearTimeout(timer);
    asked += 1;
    tip.hidden = true;
    map.getContainer().classList.remove("atlas-over");
  }

  async function rest(event) {
    const mine = ++asked;
    const { hits, total, heading } = await find(event);
    if (mine !== asked) return;
    map.getContainer().classList.toggle("atlas-over", total > 0);
    if (!total) {
      tip.hidden = true;
      return;
    }
    tip.replaceChildren();
    if (heading || total > 1) tip.append(element("span", "rest", heading ? `${heading}: ${total.toLocaleString("en")}` : `${total.toLocaleString("en")} incidents here`));
    if (hits.length) {
      const [line] = await linesOf(hits.slice(0, 1));
      if (mine !== asked) return;
      const node = element("span", "line");
      writeLine(node, line);
      tip.append(node);
    }
    tip.hidden = false;
    const { x, y } = event.containerPoint;
    const size = map.getSize();
    const left = x + 14 + tip.offsetWidth > size.x ? x - tip.offsetWidth - 14 : x + 14;
    const top = y + 14 + tip.offsetHeight > size.y ? y - tip.offsetHeight - 10 : y + 14;
    tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  map.on("mousemove", (event) => {
    clearTimeout(timer);
    if (event.originalEvent.target.closest?.(".leaflet-control, .leaflet-popup")) {
      leave();
      return;
    }
    timer = setTimeout(() => rest(event), REST_MS);
  });
  map.on("mouseout movestart zoomstart click", leave);
}
