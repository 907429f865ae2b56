// The map: a bundled ground, dots for places that are known, areas and dashed rings for those that are not.

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const map = L.map("map", { preferCanvas: true, worldCopyJump: true, zoomSnap: 0.5, minZoom: 1.5, maxZoom: 14 });
map.createPane("areas").style.zIndex = 410;
map.createPane("dots").style.zIndex = 420;
const AREA_CANVAS = L.canvas({ pane: "areas", padding: 0.5 });
const DOT_CANVAS = L.canvas({ pane: "dots", padding: 0.5, tolerance: 4 });
const drawn = L.layerGroup().addTo(map);
const BOUNDS = boundsOf(INCIDENTS);

function drawGround() {
  const flat = { interactive: false, renderer: L.canvas({ padding: 0.5 }) };
  const country = { ...flat, style: { color: css("--border"), weight: 0.8, fillColor: css("--land"), fillOpacity: 1 } };
  const province = { ...flat, style: { color: css("--province"), weight: 0.7, fill: false } };
  L.geoJSON(GROUND.world, country).addTo(map);
  L.geoJSON(GROUND.provinces, province).addTo(map);
  L.geoJSON(GROUND.world, { ...flat, style: { ...country.style, fill: false } }).addTo(map);
  map.attributionControl.setPrefix(false).addAttribution(GROUND.attribution);
  L.control.scale({ imperial: false }).addTo(map);
  const cities = L.layerGroup().addTo(map);
  const draw = () => drawCities(cities);
  map.on("zoomend", draw);
  return draw;
}

/** Name the towns that have room at this zoom, the greater ones first. */
function drawCities(cities) {
  cities.clearLayers();
  if (map.getZoom() < 4) return;
  const taken = [];
  for (const [name, longitude, latitude] of GROUND.cities) {
    const { x, y } = map.project([latitude, longitude]);
    const right = x + 14 + 6.4 * name.length;
    if (taken.some((t) => x < t.right && right > t.x && Math.abs(y - t.y) < 16)) continue;
    taken.push({ x, y, right });
    const icon = L.divIcon({ className: "city", html: element("span", "", `· ${name}`), iconSize: null, iconAnchor: [2, 9] });
    L.marker([latitude, longitude], { icon, interactive: false, keyboard: false }).addTo(cities);
  }
}

function boundsOf(incidents) {
  const bounds = L.latLngBounds([]);
  for (const i of incidents) if (i.longitude !== null) bounds.extend([i.latitude, i.longitude]);
  for (const shape of SHAPES) bounds.extend(L.geoJSON(shape).getBounds());
  return bounds.isValid() ? bounds : L.latLngBounds([[-50, -140], [65, 160]]);
}

function wholeExtent() {
  map.fitBounds(BOUNDS, { padding: [30, 30], maxZoom: 9, animate: false });
}

/** Draw these rows; places that several share are one mark that says how many. */
function drawIncidents(rows) {
  drawn.clearLayers();
  const marks = new Map();
  for (const row of rows) {
    const key = markOf(INCIDENTS[row]);
    if (key) (marks.get(key) ?? marks.set(key, []).get(key)).push(row);
  }
  const rings = [...marks.values()].filter((group) => sizeOf(INCIDENTS[group[0]]) > 0).length;
  const layers = [...marks.values()].map((group) => [group, layerOf(group, Math.max(0.2, Math.min(1, 60 / rings)))]);
  layers.sort((a, b) => sizeOf(INCIDENTS[b[0][0]]) - sizeOf(INCIDENTS[a[0][0]]));
  for (const [group, layer] of layers) {
    layer.bindTooltip(() => tipOf(group), { sticky: true });
    layer.on("click", (event) => { L.DomEvent.stop(event); choose(group); });
    layer.addTo(drawn);
  }
  document.body.dataset.drawn = String(layers.length);
}

/** @returns {string | null} incidents with the same mark share one layer */
function markOf(i) {
  if (i.shape !== null) return `s${i.shape}`;
  if (i.longitude === null) return null;
  return [i.longitude, i.latitude, isArea(i), i.where_precision === 2, isArea(i) ? i.uncertainty_m : ""].join();
}

/** @returns {boolean} whether only an area is known: such an incident is never a dot */
function isArea(i) {
  return (i.where_precision ?? 0) >= 3;
}

function sizeOf(i) {
  if (i.shape !== null) return 1e9 - i.shape;
  return isArea(i) ? i.uncertainty_m ?? 1e5 : 0;
}

/** @param {number} strength 0 to 1: where many areas overlap, each is drawn fainter */
function layerOf(group, strength) {
  const i = INCIDENTS[group[0]];
  const color = colourOf(i);
  if (i.shape !== null) {
    return L.geoJSON(SHAPES[i.shape], { pane: "areas", renderer: AREA_CANVAS, style: { color, weight: 1.4, dashArray: "5 4", fillColor: color, opacity: Math.max(0.5, strength), fillOpacity: 0.12 * strength } });
  }
  const at = [i.latitude, i.longitude];
  if (isArea(i)) {
    return L.circle(at, { pane: "areas", renderer: AREA_CANVAS, radius: i.uncertainty_m ?? 1e5, color, weight: 1.2, dashArray: "5 4", opacity: strength, fill: strength > 0.5, fillOpacity: 0.06 });
  }
  const radius = Math.min(4.5 + 1.6 * Math.log2(group.length), 16);
  const hollow = i.where_precision === 2;
  return L.circleMarker(at, { pane: "dots", renderer: DOT_CANVAS, radius, color, weight: hollow ? 2.2 : 1, fillColor: color, fillOpacity: hollow ? 0.08 : 0.82 });
}

function tipOf(group) {
  const i = INCIDENTS[group[0]];
  const tip = element("div");
  tip.append(element("b", "", group.length > 1 ? `${group.length} incidents` : nameOf(i)));
  tip.append(element("div", "soft", [i.place_name, i.where_precision_words].filter(Boolean).join(": ")));
  return tip;
}

function drawLegend() {
  const legend = field("legend");
  const used = new Set(INCIDENTS.map((i) => ABOUT.classes[i.event_type]));
  for (const [name, words] of Object.entries(ABOUT.class_words)) {
    if (used.has(name)) legend.append(legendRow(words, (mark) => { mark.style.background = COLOURS[name]; }));
  }
  legend.append(legendRow("within about 25 km", (mark) => { mark.style.borderColor = css("--soft"); }));
  legend.append(legendRow("only the area is known", (mark) => { mark.style.border = `1.5px dashed ${css("--soft")}`; }));
}

function legendRow(words, paint) {
  const row = element("div");
  const mark = element("i");
  paint(mark);
  row.append(mark, element("span", "", words));
  return row;
}
