// Join the parts: a change of any filter draws map, timeline, list and counts anew.

function update() {
  const { shown, counts } = chosen();
  drawIncidents(shown);
  drawTimeline(shown);
  drawList(shown);
  const parts = [["on the map", "on_map"], ["unmapped", "unmapped"], ["undated", "undated"], ["hidden by filter", "hidden"]];
  const sum = parts.map(([words, key]) => `${counts[key].toLocaleString("en")} ${words}`).join(" + ");
  field("counts").textContent = `${sum} = ${INCIDENTS.length.toLocaleString("en")}`;
}

function drawAbout() {
  const datasets = ABOUT.datasets.map((d) =>
    `${d.dataset}: ${d.rows} rows; licence ${[d.licence ?? "not stated", d.attribution, d.provider, d.release, d.url].filter(Boolean).join("; ")}`);
  const made = `Made by ${ABOUT.made_by} at ${ABOUT.made_at}; query: ${ABOUT.filter.query || "(none)"}`;
  field("about").append(...[made, ...datasets, ...ABOUT.notices].map((line) => element("p", "", line)));
}

fillFilters();
const nameCities = drawGround();
wholeExtent();
nameCities();
drawLegend();
drawAbout();
listenToTimeline();
for (const id of ["from", "to", "type", "actor", "role", "dataset"]) field(id).addEventListener("change", update);
field("words").addEventListener("input", update);
field("more").addEventListener("click", () => { length += PAGE; paintList(); });
field("reset").addEventListener("click", () => {
  for (const id of ["from", "to", "words", "type", "actor", "role", "dataset"]) field(id).value = "";
  choose([]);
  wholeExtent();
  update();
});
new ResizeObserver(() => map.invalidateSize()).observe(field("map"));
update();
