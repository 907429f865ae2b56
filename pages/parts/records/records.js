// @ts-check
/** A searchable list of records that open in place. All text becomes text nodes. */

const SERIES = ["#0072b2", "#d55e00", "#009e73", "#999999", "#cc79a7"];

/**
 * @param {string} tag @param {string} className @param {string} [text]
 * @returns {HTMLElement}
 */
function make(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  if (text) node.textContent = text;
  return node;
}

/** A link only to http(s) or to this dashboard. @param {string} text @param {string | null} href */
function line(text, href) {
  if (!href || !/^(https?:\/\/|\/|\?|\.)/i.test(href)) return make("span", "item-text", text);
  const link = /** @type {HTMLAnchorElement} */ (make("a", "item-text", text));
  link.href = href;
  if (/^https?:/i.test(href)) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  } else {
    link.target = "_self";
  }
  return link;
}

/** @param {{labels: string[], series: Record<string, number[]>}} chart */
function bars(chart) {
  const box = make("figure", "chart");
  const names = Object.keys(chart.series);
  const totals = chart.labels.map((_, i) => names.reduce((sum, n) => sum + chart.series[n][i], 0));
  const top = Math.max(1, ...totals);
  const plot = make("div", "plot");
  chart.labels.forEach((label, i) => {
    const column = make("div", "column");
    column.title = `${label}: ${names.map((n) => `${n} ${chart.series[n][i]}`).join(", ")}`;
    names.forEach((name, s) => {
      const part = make("div", "part");
      part.style.height = `${(100 * chart.series[name][i]) / top}%`;
      part.style.background = SERIES[s % SERIES.length];
      column.append(part);
    });
    plot.append(column);
  });
  const axis = make("div", "axis");
  axis.append(make("span", "", chart.labels[0]), make("span", "", `most: ${top}`), make("span", "", chart.labels.at(-1)));
  const legend = make("figcaption", "legend");
  names.forEach((name, s) => {
    const swatch = make("i", "swatch");
    swatch.style.background = SERIES[s % SERIES.length];
    const entry = make("span", "entry");
    entry.append(swatch, document.createTextNode(name));
    legend.append(entry);
  });
  box.append(plot, axis, legend);
  return box;
}

/** What a record holds, made when it is first opened. @param {any} record */
function body(record) {
  const inner = make("div", "body");
  const list = make("dl", "fields");
  for (const [label, value] of record.fields) list.append(make("dt", "", label), make("dd", "", value));
  if (record.fields.length) inner.append(list);
  if (record.chart) inner.append(bars(record.chart));
  if (record.items.length) {
    if (record.items_title) inner.append(make("h4", "items-title", record.items_title));
    const items = make("ul", "items");
    for (const item of record.items) {
      const entry = make("li", "");
      entry.append(line(item.text, item.href));
      if (item.detail) entry.append(make("span", "detail", item.detail));
      items.append(entry);
    }
    inner.append(items);
  }
  return inner;
}

/** @param {any} record */
function row(record) {
  const details = /** @type {HTMLDetailsElement} */ (document.createElement("details"));
  details.style.marginInlineStart = `${Math.min(record.depth, 4) * 1.1}rem`;
  const summary = make("summary", "");
  const words = make("span", "words");
  words.append(make("span", "title", record.title));
  if (record.badge) words.append(make("span", "badge", record.badge));
  if (record.subtitle) words.append(make("span", "subtitle", record.subtitle));
  summary.append(words);
  if (record.count) summary.append(make("span", "count", record.count));
  details.append(summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(body(record));
  });
  details.open = record.open;
  return details;
}

/** @param {any} record */
function haystack(record) {
  const texts = [record.title, record.subtitle, record.badge, ...record.fields.map((/** @type {string[]} */ f) => f[1])];
  return texts.join("\n").toLocaleLowerCase();
}

export default function (/** @type {any} */ component) {
  const { parentElement, data } = component;
  const root = parentElement.querySelector(".records");
  const signature = JSON.stringify(data);
  if (root.dataset.signature === signature) return;
  root.dataset.signature = signature;
  root.replaceChildren();
  if (!data.records.length) {
    root.append(make("p", "empty", data.empty));
    return;
  }
  if (!data.search) {
    root.append(...data.records.map(row));
    return;
  }
  const search = /** @type {HTMLInputElement} */ (make("input", "search"));
  search.type = "search";
  search.placeholder = data.search;
  search.setAttribute("aria-label", data.search);
  const none = make("p", "empty", "Nothing matches these words.");
  none.hidden = true;
  const rows = data.records.map((/** @type {any} */ r) => ({ node: row(r), text: haystack(r) }));
  search.addEventListener("input", () => {
    const words = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { node, text } of rows) {
      node.hidden = !words.every((w) => text.includes(w));
      shown += node.hidden ? 0 : 1;
    }
    none.hidden = shown > 0;
  });
  root.append(search, none, ...rows.map((/** @type {any} */ r) => r.node));
}
