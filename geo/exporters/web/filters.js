// The choices on the left, and which incidents pass them.

const field = (id) => document.getElementById(id);
const FOLDED = INCIDENTS.map((i) =>
  [i.title, i.description, i.provider_type, i.place_name, i.adm_1, i.adm_2, ...Object.keys(ROLES).flatMap((r) => i[r] ?? []),
    ...(i.sources ?? []).flatMap((s) => [s.publisher, s.title])].filter(Boolean).join("\n").toLowerCase());

/** Fill a select with "any" and the values, most frequent first. */
function fillSelect(id, any, values, label = (v) => v) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const options = [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])));
  field(id).replaceChildren(new Option(any, ""), ...options.map(([v, n]) => new Option(`${label(v)} (${n})`, v)));
}

function fillFilters() {
  const words = new Map(INCIDENTS.map((i) => [i.event_type, i.event_type_words]));
  fillSelect("type", "Any type", INCIDENTS.map((i) => i.event_type), (v) => words.get(v));
  fillSelect("actor", "Anyone", INCIDENTS.flatMap((i) => [...new Set(Object.keys(ROLES).flatMap((r) => i[r] ?? []))]));
  fillSelect("dataset", "All datasets", INCIDENTS.map((i) => i.dataset));
  field("role").replaceChildren(new Option("Any role", ""), ...Object.entries(ROLES).map(([v, w]) => new Option(w, v)));
}

/** @returns {{shown: number[], counts: Record<string, number>}} rows that pass, and where each of the others went */
function chosen() {
  const want = Object.fromEntries(["from", "to", "type", "actor", "role", "dataset"].map((id) => [id, field(id).value]));
  const words = field("words").value.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = { on_map: 0, unmapped: 0, undated: 0, hidden: 0 };
  const shown = [];
  INCIDENTS.forEach((incident, row) => {
    const fate = fateOf(incident, FOLDED[row], want, words);
    counts[fate] += 1;
    if (fate === "on_map" || fate === "unmapped") shown.push(row);
  });
  return { shown, counts };
}

function fateOf(incident, folded, want, words) {
  const roles = want.role ? [want.role] : Object.keys(ROLES);
  const passes =
    (!want.type || incident.event_type === want.type) &&
    (!want.dataset || incident.dataset === want.dataset) &&
    (want.actor ? roles.some((r) => (incident[r] ?? []).includes(want.actor)) : !want.role || (incident[want.role] ?? []).length) &&
    words.every((word) => folded.includes(word));
  if (!passes) return "hidden";
  if (want.from || want.to) {
    if (!incident.date_start) return "undated";
    const end = incident.date_end ?? incident.date_start;
    if ((want.from && end < want.from) || (want.to && incident.date_start > want.to)) return "hidden";
  }
  return isMapped(incident) ? "on_map" : "unmapped";
}

/** Set the range of dates as the timeline chooses it; empty texts take it away. */
function setDates(from, to) {
  field("from").value = from;
  field("to").value = to;
  update();
}
