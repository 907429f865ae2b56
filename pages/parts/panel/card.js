// The card: everything that is known of one incident, and who says so.

/**
 * @param {any} card what the route incidents/{uid} answers
 * @param {{open: (uid: string) => void, permalink: string}} acts
 * @returns {Node[]}
 */
function cardNodes(card, acts) {
  return [
    cardHead(card),
    facts(card),
    card.description && node("p", "prose", card.description),
    section("Who says what", claims(card.claims)),
    section("Sources", sources(card.sources)),
    section("Linked incidents", links(card.links, acts.open)),
    section("Permalink and citation", citation(card, acts.permalink)),
    section("History", history(card.history)),
    section("Dataset and licence", provenance(card)),
    original(card.raw),
  ].filter(Boolean);
}

/** @param {string} title @param {Node|null} content nothing is shown for none */
function section(title, content) {
  return content && node("section", "", node("h3", "", title), content);
}

function cardHead(card) {
  const { type } = card;
  const kind = node("p", "kind", glyph(type, card.place.mapped, card.place.precision === 1), node("span", "", type.words));
  if (type.provider && type.provider !== type.words) kind.append(node("span", "quiet", `“${type.provider}” in the dataset`));
  if (card.state !== "published") kind.append(mark(card.state_words, card.state));
  kind.append(mark(card.method_words, card.machine ? "machine" : "human"));
  return node("header", "card-head", kind, node("h2", "", card.title));
}

/** @param {any} card @returns {HTMLElement} when, where, who, how many */
function facts(card) {
  const list = node("dl", "facts");
  const put = (name, ...content) => list.append(node("dt", "", name), node("dd", "", ...content));
  const { date, place } = card;
  const quiet = (text) => text && node("span", "quiet", text);
  put("When", node("b", "", date.words), quiet(date.precision_words), ...date.time.map(quiet));
  const unmapped = !place.mapped && mark("not on the map", "vague", "no coordinates are published");
  put("Where", node("b", "", place.words || "place not reported"), quiet(place.precision_words), quiet(place.coordinates), unmapped);
  for (const { role_words, actors } of card.parties) put(role_words, ...actors.map((actor) => node("span", "actor", actor)));
  if (!card.parties.length) put("Parties", node("span", "quiet", "not reported"));
  if (card.weapon) put("Weapon", card.weapon);
  put("Killed", people(card.fatalities));
  put("Injured", people(card.injuries));
  return list;
}

/** @param {{words: string, reported: boolean}} range not reported is not zero */
function people({ words, reported }) {
  return reported ? node("b", "", words) : node("span", "quiet", words);
}

/** @param {any[]} groups claims by field; several values stand side by side */
function claims(groups) {
  if (!groups.length) return null;
  const said = groups.flatMap((group) => group.versions.flatMap((version) => version.claims));
  const read = said.filter((claim) => claim.machine).length;
  const human = said.every((claim) => claim.method === "human");
  const marked = read && `${read} of ${said.length} values were read by a machine; they are marked.`;
  const note = marked || (human && "All values were coded by a person.");
  return node("div", "claims", note && node("p", "quiet", note), ...groups.map(claimGroup));
}

function claimGroup(group) {
  const name = node("h4", "", group.field_words, group.disputed && mark("accounts differ", "disputed"));
  return node("div", "claim-group", name, node("div", "versions", ...group.versions.map(version)));
}

/** @param {any} version one value and everyone who says so */
function version({ value, claims: said }) {
  return node("div", "version", node("p", "value", value), ...said.map(claim));
}

function claim(said) {
  const { attributed_to: who, source } = said;
  const how = said.machine && mark(said.method_words, "machine", said.rule ?? "");
  const share = said.machine && said.confidence !== null && `${Math.round(said.confidence * 100)} % of such values proved right`;
  const printed = source && node("span", "quiet", who ? "in " : "", shortSource(source));
  const voice = node("p", "said", who && node("span", "", who), printed, how, share && node("span", "quiet", share));
  return node("div", "claim", voice, said.text && node("p", "quote", said.text));
}

/** Publisher and day; the list of sources has the title. */
function shortSource(source) {
  const name = node("span", "source", outward(source.publisher, source.url), source.published && `, ${source.published}`);
  if (source.title) name.title = source.title;
  return name;
}

/** @param {{publisher: string, title: string|null, published: string|null, url: string|null}} source */
function sourceName(source) {
  const name = [source.publisher, source.title].filter(Boolean).join(", ");
  return node("span", "source", outward(name, source.url), source.published && ` (${source.published})`);
}

function sources(all) {
  if (!all.length) return node("p", "quiet", "No source document is named.");
  const line = (source) =>
    node("li", "", sourceName(source), source.licence && node("span", "quiet", ` ${source.licence}`), source.note && node("p", "quote", source.note));
  return node("ul", "plain", ...all.map(line));
}

function links(all, open) {
  if (!all.length) return null;
  return node(
    "ul",
    "plain links",
    ...all.map((link) =>
      node(
        "li",
        "",
        node("span", "quiet", link.words),
        link.known ? button(link.title, () => open(link.uid), "link") : node("span", "", link.title),
        link.date && node("span", "quiet", link.date),
        link.inferred && mark("inferred", "machine", "no source states this very link"),
        link.note && node("p", "quote", link.note),
        link.source && node("p", "said", sourceName(link.source)),
      ),
    ),
  );
}

function history(revisions) {
  if (!revisions.length) return node("p", "quiet", "Unchanged since it was imported.");
  return node(
    "ol",
    "plain history",
    ...revisions.map((revision) =>
      node(
        "li",
        "",
        node("span", "", `${revision.at}, ${revision.by}: ${revision.what}`),
        revision.why && node("span", "quiet", revision.why),
        ...revision.changes.map(change),
      ),
    ),
  );
}

function change({ field, before, after }) {
  return node("p", "change", node("span", "quiet", field), node("del", "", before), node("ins", "", after));
}

function provenance({ dataset }) {
  const list = node("dl", "facts small");
  for (const [name, value, address] of dataset) list.append(node("dt", "", name), node("dd", "", outward(value, address)));
  return list;
}

function original(raw) {
  if (!raw.length) return null;
  const list = node("dl", "facts small raw");
  for (const [name, value] of raw) list.append(node("dt", "", name), node("dd", "", value));
  return node("details", "", node("summary", "", `Original columns (${raw.length})`), list);
}

function citation(card, permalink) {
  const text = `${card.citation} ${permalink}`;
  const address = node("a", "", permalink);
  address.href = permalink;
  const link = node("p", "", address, copier("Copy link", permalink));
  return node("div", "cite", link, node("blockquote", "", text), node("p", "", copier("Copy citation", text)));
}

/** @param {string} title @param {string} text */
function copier(title, text) {
  const act = button(title, async () => {
    act.textContent = (await copied(text)) ? "Copied" : "Select and copy by hand";
    setTimeout(() => (act.textContent = title), 1800);
  });
  return act;
}

/** @param {string} text @returns {Promise<boolean>} false where the browser does not allow it (plain http) */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
