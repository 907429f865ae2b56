// Layers, full screen, the whole extent, scale, and a way in for the keyboard.

import { element } from "./lines.js";

/**
 * @param {L.Map} map
 * @param {{layers: {name: string, on: boolean, set: (on: boolean) => void, note?: string}[], extent: () => void, list: () => void, picture: () => void}} act
 */
export function makeControls(map, { layers, extent, list, picture }) {
  L.control.scale({ position: "bottomright", maxWidth: 110, imperial: false }).addTo(map);
  map.attributionControl?.setPrefix(false).addAttribution("Natural Earth, GeoNames");
  addBar(map, [
    { title: "Whole extent", path: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M3 10h14M10 3c-4 4-4 10 0 14M10 3c4 4 4 10 0 14", act: extent },
    { title: "Full screen", path: "M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5", act: () => fullScreen() },
    { title: "List the incidents in view", path: "M4 5h12M4 10h12M4 15h12", act: list, name: "atlas-reach" },
    { title: "Save a picture of the map", path: "M3 6h3l2-2h4l2 2h3v10H3zM10 8a3 3 0 1 0 0 6a3 3 0 1 0 0-6", act: picture },
  ]);
  addLayers(map, layers);
}

function addBar(map, buttons) {
  const control = new L.Control({ position: "topleft" });
  control.onAdd = () => {
    const bar = element("div", "leaflet-bar atlas-bar");
    for (const { title, path, act, name } of buttons) bar.append(iconButton(title, path, act, name));
    L.DomEvent.disableClickPropagation(bar);
    return bar;
  };
  control.addTo(map);
}

/** @param {string} title @param {string} path of a 20 by 20 icon @param {() => void} act @param {string} [name] class */
export function iconButton(title, path, act, name = "") {
  const button = element("button", name);
  button.type = "button";
  button.title = button.ariaLabel = title;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  button.append(svg);
  button.addEventListener("click", act);
  return button;
}

/** Where the browser refuses (a frame without permission), nothing happens and nothing breaks. */
function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

function addLayers(map, layers) {
  const control = new L.Control({ position: "topright" });
  control.onAdd = () => {
    const box = element("details", "atlas-box atlas-layers");
    box.append(element("summary", "", "Layers"));
    for (const { name, on, set, note } of layers) {
      const label = element("label", "row");
      const tick = Object.assign(element("input", ""), { type: "checkbox", checked: on });
      tick.addEventListener("change", () => set(tick.checked));
      label.append(tick, element("span", "name", name));
      if (note) label.append(element("span", "note", note));
      box.append(label);
    }
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  control.addTo(map);
}

/** A line at the top of the map: progress, or what went wrong. @param {L.Map} map */
export function makeNotice(map) {
  const box = element("div", "atlas-notice");
  box.setAttribute("role", "status");
  box.hidden = true;
  map.getContainer().append(box);
  return {
    /** @param {string} text "" takes it away @param {number|null} share of the whole, 0 to 1 */
    progress(text, share) {
      box.hidden = !text;
      box.className = "atlas-notice";
      box.textContent = share === null ? text : `${text} ${Math.round(100 * share)} %`;
    },
    /** @param {string} text @param {() => void} retry */
    fault(text, retry) {
      box.hidden = false;
      box.className = "atlas-notice fault";
      const again = element("button", "", "Try again");
      again.type = "button";
      again.addEventListener("click", retry);
      box.replaceChildren(element("span", "", text), again);
    },
  };
}
