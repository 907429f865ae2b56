// Bars on a canvas, labels as text nodes.

/**
 * @typedef {object} Counts what /atlas/timeline answers; days as whole numbers since 1970-01-01
 * @property {string} bin day, week, month or year
 * @property {number[]} edges first days of the bars, and the day after the last bar
 * @property {{name: string, slot: number, colour: string}[]} series slot of the map's palette; the colour is put here
 * @property {number[][]} counts incidents that begin in each bar, by series
 * @property {number[][]} imprecise those of them whose day is not exactly known
 * @property {number|null} first first day of the data @property {number|null} last
 * @property {number} undated @property {number} total
 * @property {import("./count.js").ByDay} begun by first day @property {import("./count.js").ByDay} over by last day
 */

/**
 * @typedef {{first: number, last: number, width: number}} Scale the days shown, over so many pixels
 * @param {Scale} scale @param {number} day @returns {number} pixels from the left
 */
function xOf(scale, day) {
  return ((day - scale.first) / (scale.last + 1 - scale.first)) * scale.width;
}

/** @param {Scale} scale @param {number} x pixels @returns {number} the day, fractional */
function dayAt(scale, x) {
  return scale.first + (x / scale.width) * (scale.last + 1 - scale.first);
}

/** @param {Counts} counts @returns {number[]} all series of each bar together */
function totalsOf(counts) {
  return counts.edges.slice(1).map((_, i) => counts.counts.reduce((sum, series) => sum + series[i], 0));
}

/** @param {HTMLCanvasElement} canvas @param {number} width @param {number} height CSS pixels */
function fitCanvas(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** @param {CanvasRenderingContext2D} context @param {string} paper @returns {CanvasPattern} strokes in the paper's colour */
function hatch(context, paper) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 5;
  const pen = tile.getContext("2d");
  pen.strokeStyle = paper;
  pen.lineWidth = 1.6;
  pen.beginPath();
  for (const x of [-5, 0, 5]) {
    pen.moveTo(x - 1, 6);
    pen.lineTo(x + 6, -1);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat");
}

/**
 * Paint the bars; the height of each series is its share of the fullest bar.
 * @param {HTMLCanvasElement} canvas @param {Counts} counts @param {Scale} scale
 * @param {number} height pixels @param {{paper: string, line: string}} ink
 */
function paintBars(canvas, counts, scale, height, ink) {
  const context = fitCanvas(canvas, scale.width, height);
  const top = Math.max(1, ...totalsOf(counts));
  const strokes = hatch(context, ink.paper);
  context.fillStyle = ink.line;
  context.fillRect(0, height - 1, scale.width, 1);
  for (let i = 0; i + 1 < counts.edges.length; i += 1) {
    const left = xOf(scale, counts.edges[i]);
    const room = xOf(scale, counts.edges[i + 1]) - left;
    const width = Math.max(1, Math.min(room - Math.min(1, room * 0.2), 36));
    paintBar(context, counts, i, left + Math.max(0, (room - width) / 2), width, (height - 4) / top, height - 1, strokes);
  }
}

/** Paint one bar from the bottom up: first what is known to the day, then hatched what is not. */
function paintBar(context, counts, i, x, width, unit, bottom, strokes) {
  const total = counts.counts.reduce((sum, series) => sum + series[i], 0);
  if (!total) return;
  const tall = Math.max(2, total * unit) / total;
  let y = bottom;
  const put = (n, ink) => {
    context.fillStyle = ink;
    context.fillRect(x, y - n * tall, width, n * tall);
  };
  counts.series.forEach(({ colour }, s) => {
    const exact = counts.counts[s][i] - counts.imprecise[s][i];
    put(exact, colour);
    y -= exact * tall;
  });
  counts.series.forEach(({ colour }, s) => {
    const vague = counts.imprecise[s][i];
    if (!vague) return;
    put(vague, colour);
    put(vague, strokes);
    y -= vague * tall;
  });
}

/** @param {HTMLElement} axis @param {Scale} scale labels are shifted to stay inside, and left out where they would touch */
function paintAxis(axis, scale) {
  axis.replaceChildren();
  let free = 0;
  for (const tick of ticksOf(scale.first, scale.last, scale.width)) {
    const x = Math.round(xOf(scale, tick.day));
    const label = axis.appendChild(node("span", "tick", node("b", "", tick.upper), node("i", "", tick.lower)));
    const wide = label.offsetWidth;
    const left = Math.min(Math.max(0, x), scale.width - wide);
    if (left < free) {
      label.remove();
      continue;
    }
    label.style.left = `${left}px`;
    axis.appendChild(node("span", left < x - 3 ? "stroke short" : "stroke")).style.left = `${x}px`;
    free = left + wide + 6;
  }
}

/** @param {HTMLElement} list @param {Counts} counts */
function paintLegend(list, counts) {
  list.replaceChildren();
  counts.series.forEach((series, s) => {
    const item = list.appendChild(node("li"));
    item.appendChild(node("span", "swatch")).style.background = series.colour;
    const n = counts.counts[s].reduce((sum, count) => sum + count, 0);
    item.append(node("span", "", series.name), node("span", "n", n.toLocaleString("en")));
  });
  if (counts.imprecise.some((series) => series.some(Boolean))) {
    const item = list.appendChild(node("li"));
    item.append(node("span", "swatch hatched"), node("span", "", "day not exactly known"));
  }
}
