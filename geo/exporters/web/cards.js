// The list of incidents and the cards of the chosen ones.

const PAGE = 200;
const MOST_CARDS = 40;
let listed = [];
let length = PAGE;

/** List these rows, latest first, undated ones last. */
function drawList(rows) {
  listed = [...rows].sort((a, b) => (INCIDENTS[b].date_start ?? "").localeCompare(INCIDENTS[a].date_start ?? "") || a - b);
  length = PAGE;
  paintList();
}

function paintList() {
  field("list").replaceChildren(...listed.slice(0, length).map(entry));
  field("more").hidden = length >= listed.length;
  field("more").textContent = `Show more of ${listed.length.toLocaleString("en")}`;
}

function entry(row) {
  const i = INCIDENTS[row];
  const item = element("li");
  const button = element("button");
  button.type = "button";
  button.append(element("b", "", nameOf(i)));
  button.append(element("small", "", [daysOf(i), i.place_name ?? i.country, i.event_type_words].filter(Boolean).join(" · ")));
  button.addEventListener("click", () => { choose([row]); goTo(i); });
  item.append(button);
  return item;
}

function goTo(i) {
  if (i.shape !== null) map.fitBounds(L.geoJSON(SHAPES[i.shape]).getBounds(), { maxZoom: 8 });
  else if (i.longitude !== null) map.setView([i.latitude, i.longitude], Math.max(map.getZoom(), isArea(i) ? 5 : 8));
}

/** Show the cards of these rows above the list. */
function choose(rows) {
  const holder = field("cards");
  holder.replaceChildren(...rows.slice(0, MOST_CARDS).map((row) => card(INCIDENTS[row])));
  if (rows.length > 1) holder.prepend(element("p", "soft", `${rows.length} incidents here${rows.length > MOST_CARDS ? `, the first ${MOST_CARDS} shown` : ""}`));
  holder.hidden = rows.length === 0;
  field("side").scrollTop = 0;
}

function card(i) {
  const made = element("article", "card");
  made.style.setProperty("--kind", colourOf(i));
  made.append(element("h2", "", nameOf(i)));
  if (i.description) made.append(element("p", "", i.description));
  const facts = element("dl");
  for (const [name, value] of factsOf(i)) if (value) facts.append(element("dt", "", name), element("dd", "", value));
  made.append(facts, ...sourcesOf(i), ...originalOf(i));
  return made;
}

function factsOf(i) {
  const metres = i.uncertainty_m ? `within about ${(i.uncertainty_m / 1000).toLocaleString("en")} km` : null;
  const where = [i.place_name, i.adm_2, i.adm_1, i.country].filter(Boolean).join(", ");
  return [
    ["When", [daysOf(i), i.time_local, i.time_zone, i.date_precision_words && `(${i.date_precision_words})`].filter(Boolean).join(" ")],
    ["Where", where || "not reported"],
    ["Placed", isMapped(i) ? [i.where_precision_words, metres].filter(Boolean).join("; ") : "not mapped: no coordinates are known"],
    ["Type", [i.event_type_words, i.provider_type && `(${i.provider_type})`].filter(Boolean).join(" ")],
    ...Object.entries(ROLES).map(([role, words]) => [words, (i[role] ?? []).join(", ")]),
    ["Weapon", i.weapon],
    ["Killed", rangeOf(i, "fatalities")],
    ["Injured", rangeOf(i, "injuries")],
    ["Record", `${i.dataset}:${i.dataset_id} (${i.state})`],
    ["Licence", i.licence ?? "not stated"],
  ];
}

function rangeOf(i, name) {
  const [low, best, high] = ["low", "best", "high"].map((part) => i[`${name}_${part}`]);
  if (low === null && best === null && high === null) return "not reported";
  if (low === high && low !== null) return String(low);
  const parts = [low !== null && `low ${low}`, best !== null && `best ${best}`, high !== null && `high ${high}`];
  return parts.filter(Boolean).join(", ");
}

function sourcesOf(i) {
  if (!(i.sources ?? []).length) return [];
  const list = element("ul");
  for (const source of i.sources) {
    const words = [source.publisher, source.title, source.published].filter(Boolean).join(", ");
    const item = element("li");
    if (/^https?:\/\//i.test(source.url ?? "")) {
      const link = element("a", "", words || source.url);
      Object.assign(link, { href: source.url, rel: "noopener noreferrer nofollow", target: "_blank" });
      item.append(link);
    } else item.append(element("span", "", words));
    list.append(item);
  }
  return [element("div", "soft", "According to"), list];
}

function originalOf(i) {
  const entries = Object.entries(i.original ?? {});
  if (!entries.length) return [];
  const more = element("details");
  const facts = element("dl");
  for (const [name, value] of entries) facts.append(element("dt", "", name), element("dd", "", typeof value === "object" ? JSON.stringify(value) : value));
  more.append(element("summary", "soft", "Original columns"), facts);
  return [more];
}
