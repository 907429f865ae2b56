// Bars over time, stacked by class of event; dragging over them chooses a range of dates.

const SVG = "http://www.w3.org/2000/svg";
const DAY = 86400000;
const dated = INCIDENTS.filter((i) => i.date_start);
const FIRST = dated.length ? Math.min(...spans((i) => i.date_start)) : 0;
const LAST = dated.length ? Math.max(...spans((i) => i.date_end ?? i.date_start)) : 0;
const STEP = [1, 7, 30, 91, 365].find((days) => (LAST - FIRST) / DAY / days <= 180) ?? 3650;
const BINS = Math.floor((LAST - FIRST) / DAY / STEP) + 1;

function spans(day) {
  return dated.map((i) => Date.parse(day(i))).reduce(([a, b], t) => [Math.min(a, t), Math.max(b, t)], [Infinity, -Infinity]);
}

/** @param {number} time milliseconds UTC @returns {string} the day */
function dayOf(time) {
  return new Date(time).toISOString().slice(0, 10);
}

function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Draw the counts of these rows by the day on which each began. */
function drawTimeline(rows) {
  const holder = field("timeline");
  if (!dated.length) { holder.hidden = true; return; }
  const names = Object.keys(COLOURS);
  const counts = Array.from({ length: BINS }, () => new Array(names.length).fill(0));
  for (const row of rows) {
    const i = INCIDENTS[row];
    if (i.date_start) counts[Math.floor((Date.parse(i.date_start) - FIRST) / DAY / STEP)][names.indexOf(ABOUT.classes[i.event_type])] += 1;
  }
  const most = Math.max(1, ...counts.map((c) => c.reduce((a, b) => a + b, 0)));
  const root = svg("svg", { viewBox: `0 0 1000 92`, preserveAspectRatio: "none" });
  const width = 1000 / BINS;
  counts.forEach((stack, bin) => {
    let y = 72;
    stack.forEach((n, k) => {
      const height = (n / most) * 62;
      if (n) root.append(svg("rect", { x: bin * width + width * 0.08, y: (y -= height), width: width * 0.84, height, fill: COLOURS[names[k]] }));
    });
  });
  const window = windowOf();
  if (window) root.append(svg("rect", { class: "window", x: window[0], y: 4, width: window[1] - window[0], height: 70 }));
  holder.replaceChildren(root, labels());
}

function labels() {
  const layer = svg("svg", { class: "labels" });
  const places = LAST - FIRST < DAY ? [["50%", FIRST, "middle"]] : [["4", FIRST, "start"], ["50%", (FIRST + LAST) / 2, "middle"], ["99.5%", LAST, "end"]];
  for (const [x, time, anchor] of places) {
    const text = svg("text", { x, y: 87, "text-anchor": anchor });
    text.textContent = dayOf(time);
    layer.append(text);
  }
  return layer;
}

function windowOf() {
  const { value: from } = field("from");
  const { value: to } = field("to");
  if (!from && !to) return null;
  const at = (time) => Math.max(0, Math.min(1000, ((time - FIRST) / DAY / STEP / BINS) * 1000));
  return [from ? at(Date.parse(from)) : 0, to ? at(Date.parse(to) + DAY) : 1000];
}

function listenToTimeline() {
  const holder = field("timeline");
  let start = null;
  const timeAt = (event) => {
    const box = holder.getBoundingClientRect();
    const share = Math.max(0, Math.min(0.999999, (event.clientX - box.left) / box.width));
    return FIRST + Math.floor(share * BINS) * STEP * DAY;
  };
  const range = (event) => {
    const [a, b] = [start, timeAt(event)].sort((x, y) => x - y);
    setDates(dayOf(a), dayOf(Math.min(b + (STEP - 1) * DAY, LAST)));
  };
  holder.addEventListener("pointerdown", (event) => { start = timeAt(event); holder.setPointerCapture(event.pointerId); });
  holder.addEventListener("pointermove", (event) => { if (start !== null) range(event); });
  holder.addEventListener("pointerup", (event) => { if (start !== null) range(event); start = null; });
  holder.addEventListener("dblclick", () => setDates("", ""));
}
