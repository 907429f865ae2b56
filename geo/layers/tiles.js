// Tiles from the internet, only when somebody asks for them.

const STREETS = "https://tile.openstreetmap.org/{z}/{x}/{y}.png";

/** @param {L.Map} map @param {() => void} changed @param {(text: string) => void} say */
export function makeTiles(map, changed, say) {
  const pane = map.createPane("atlas-tiles");
  pane.style.zIndex = "190";
  const layer = L.tileLayer(STREETS, {
    pane: "atlas-tiles", maxZoom: 19, attribution: "© OpenStreetMap contributors", referrerPolicy: "origin",
  });
  let failed = false;
  layer.on("loading", () => (failed = false));
  layer.on("tileerror", () => {
    failed = true;
    say("The tile server does not answer.");
  });
  layer.on("load", () => failed || say(""));
  const tiles = {
    on: false,
    /** @param {boolean} on */
    set(on) {
      tiles.on = on;
      if (on) layer.addTo(map);
      else layer.remove();
      say("");
      changed();
    },
  };
  return tiles;
}
