// The area of the filter on the map, and drawing a new one.

import { iconButton } from "./controls.js";
import { element } from "./lines.js";

/**
 * @param {L.Map} map
 * @param {{drawn: (wkt: string|null) => void}} act
 */
export function attachShapes(map, { drawn }) {
  map.createPane("atlas-limits").style.zIndex = "395";
  map.getPane("atlas-limits").style.pointerEvents = "none";
  const style = { pane: "atlas-limits", color: "#0f766e", weight: 2, fillOpacity: 0.06, interactive: false };
  const limits = L.geoJSON(null, { style: () => style, pane: "atlas-limits", interactive: false }).addTo(map);
  const sketch = L.polygon([], { ...style, dashArray: "4 4" });
  const hint = element("div", "atlas-hint");
  hint.hidden = true;
  hint.setAttribute("role", "status");
  map.getContainer().append(hint);
  /** @type {"box"|"polygon"|null} */ let tool = null;
  /** @type {L.LatLng[]} */ let points = [];
  let limited = false;

  const buttons = {
    box: iconButton("Draw a rectangle to filter by", "M4 5h12v10H4z", () => begin(tool === "box" ? null : "box")),
    polygon: iconButton("Draw a polygon to filter by", "M4 8l6-5l6 5l-2 8H6z", () => begin(tool === "polygon" ? null : "polygon")),
    clear: iconButton("Take the area filter away", "M5 5l10 10M15 5L5 15", () => drawn(null)),
  };
  const bar = new L.Control({ position: "topleft" });
  bar.onAdd = () => {
    const box = element("div", "leaflet-bar atlas-bar");
    box.append(...Object.values(buttons));
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  bar.addTo(map);
  buttons.clear.hidden = true;

  const HINTS = {
    box: "Drag from one corner to the other. Esc stops.",
    polygon: "Click the corners; click the first again or press Enter to close. Esc stops.",
  };

  function begin(next) {
    tool = next;
    points = [];
    sketch.setLatLngs([]).remove();
    for (const name of ["box", "polygon"]) buttons[name].ariaPressed = String(tool === name);
    hint.hidden = !tool;
    hint.textContent = tool ? HINTS[tool] : "";
    map.getContainer().classList.toggle("atlas-drawing", Boolean(tool));
    map.dragging[tool === "box" ? "disable" : "enable"]();
    map.doubleClickZoom[tool ? "disable" : "enable"]();
    map.boxZoom[tool ? "disable" : "enable"]();
  }

  function finish(corners) {
    begin(null);
    if (corners.length < 3) return;
    const text = corners.map(({ lng, lat }) => `${round(wrapped(lng))} ${round(lat)}`);
    drawn(`POLYGON ((${[...text, text[0]].join(", ")}))`);
  }

  function rectangle(a, b) {
    return [a, L.latLng(a.lat, b.lng), b, L.latLng(b.lat, a.lng)];
  }

  function press(event) {
    if (tool !== "box") return;
    points = [event.latlng];
    sketch.addTo(map);
  }

  function move(event) {
    if (!tool || !points.length) return;
    sketch.setLatLngs(tool === "box" ? rectangle(points[0], event.latlng) : [...points, event.latlng]);
  }

  function release(event) {
    if (tool !== "box" || !points.length) return;
    const corners = rectangle(points[0], event.latlng);
    const size = map.latLngToContainerPoint(corners[0]).distanceTo(map.latLngToContainerPoint(corners[2]));
    if (size > 8) setTimeout(() => finish(corners));
    else points = [];
  }

  function click(event) {
    if (tool !== "polygon") return;
    const first = points[0] && map.latLngToContainerPoint(points[0]);
    if (points.length > 2 && first.distanceTo(event.containerPoint) < 12) {
      setTimeout(() => finish(points));
      return;
    }
    points.push(event.latlng);
    sketch.addTo(map).setLatLngs(points);
  }

  map.on("mousedown", press).on("mousemove", move).on("mouseup", release).on("click", click);
  for (const [touch, act] of [["touchstart", press], ["touchmove", move], ["touchend", release]]) {
    map.getContainer().addEventListener(touch, (event) => {
      if (tool !== "box" || event.target.closest(".leaflet-control")) return;
      const at = event.changedTouches[0];
      act({ latlng: map.mouseEventToLatLng(at) });
    }, { passive: true });
  }
  document.addEventListener("keydown", (event) => {
    if (!tool) return;
    if (event.key === "Escape") begin(null);
    if (event.key === "Enter" && tool === "polygon") finish(points);
  });

  return {
    drawing: () => tool !== null,
    /** Show the area that the filter is limited to. @param {any} geometry GeoJSON, or null */
    show(geometry) {
      limits.clearLayers();
      if (geometry) limits.addData(geometry);
      limited = Boolean(geometry);
      buttons.clear.hidden = !limited;
    },
    /** Draw the filter's area, for the picture. @param {CanvasRenderingContext2D} ctx in the map's CSS pixels */
    outline(ctx) {
      ctx.strokeStyle = style.color;
      ctx.lineWidth = 2;
      limits.eachLayer((layer) => {
        for (const ring of ringsOf(layer.getLatLngs())) {
          ctx.beginPath();
          ring.forEach((at) => {
            const { x, y } = map.latLngToContainerPoint(at);
            ctx.lineTo(x, y);
          });
          ctx.closePath();
          ctx.stroke();
        }
      });
    },
    /** @param {string} colour */
    recolour(colour) {
      Object.assign(style, { color: colour });
      limits.setStyle({ color: colour });
      sketch.setStyle({ color: colour });
    },
  };
}

/** @param {any} nested lists of lists of points, as deep as the shape @returns {L.LatLng[][]} */
function ringsOf(nested) {
  return Array.isArray(nested[0]) ? nested.flatMap(ringsOf) : [nested];
}

function round(degrees) {
  return Math.round(degrees * 1e4) / 1e4;
}

function wrapped(longitude) {
  return Math.max(-180, Math.min(180, longitude));
}
