// The legend: what the colours and shapes say, how many of each are shown; a click leaves one out.

import { brief } from "./clusters.js";
import { paintCandidate, traceGlyph } from "./glyphs.js";
import { GROUND, slotColours } from "./palette.js";
import { element } from "./lines.js";
import { STYLE_WORDS } from "./styles.js";

export const MODE_WORDS = {
  auto: "Automatic", initiator: "Initiator", actor: "First actor", type: "Event type", dataset: "Dataset",
  precision: "Place precision", date_precision: "Date precision", fatalities: "Deaths",
};
const CLASS_WORDS = {
  battle: "Battle", remote_violence: "Explosion or remote violence", violence_against_civilians: "Violence against civilians",
  demonstration: "Demonstration or riot", strategic: "Strategic development", unspecified: "Violence, unspecified",
};

const grouped = new Intl.NumberFormat("en");

/**
 * @param {L.Map} map
 * @param {{toggle: (name: string) => void, mode: (name: string) => void, style: (name: string) => void}} act
 */
export function makeLegend(map, act) {
  const control = new L.Control({ position: "topright" });
  const box = element("details", "atlas-box atlas-legend");
  box.open = map.getSize().x > 560;
  const title = element("summary", "", "Legend");
  const choice = select("Colour by", MODE_WORDS, act.mode);
  const drawn = select("Draw as", STYLE_WORDS, act.style);
  const names = element("div", "names");
  const shapes = element("div", "shapes");
  const steps = element("div", "steps");
  box.append(title, drawn, choice, names, steps, shapes);
  control.onAdd = () => box;
  control.addTo(map);
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
  /** @type {Record<string, string>} what stands there */ const before = {};

  /**
   * @param {import("./model.js").Model} model @param {{bySlot: ArrayLike<number>, byClass: Record<string, number>}} counts
   * @param {{theme: "light"|"dark", colours: string[]}} look @param {{mode: "auto"|string, style: string, scale?: {most: number, measure: string}}} drawing
   */
  function update(model, counts, { theme, colours }, { mode, style, scale }) {
    if (!model.legend.length) return;
    const rows = rowsOf(model, counts);
    const classes = Object.keys(CLASS_WORDS).filter((name) => counts.byClass[name]);
    write(title, MODE_WORDS[model.mode] ?? "Legend");
    [choice.value, drawn.value] = [mode, style];
    writeSteps(steps, scale, theme);
    shapes.hidden = style === "heat" || scale !== undefined;
    if (isNew("names", [rows.map((r) => r.name), theme, model.mode])) names.replaceChildren(...rows.map((row) => entry(row, colours[row.slot], act.toggle)));
    rows.forEach((row, i) => writeState(names.children[i], row));
    if (isNew("shapes", [classes, theme, model.hasCandidates])) {
      shapes.replaceChildren(...classes.map((name) => shapeRow(name, CLASS_WORDS[name], theme)), hollowRow(theme), ...(model.hasCandidates ? [candidateRow(theme)] : []));
    }
  }

  function isNew(what, content) {
    const text = JSON.stringify(content);
    if (before[what] === text) return false;
    before[what] = text;
    return true;
  }

  /** @returns {number} CSS pixels that the open legend covers of a wide map */
  const width = () => (box.open && map.getSize().x > 640 ? box.offsetWidth : 0);
  return { update, width };
}

/** Slots may hold several names of a scale; counts are the slot's, shared with the first of them. */
function rowsOf(model, counts) {
  return model.legend.map(({ name, slot }) => {
    const off = model.off.has(name);
    return { name, slot, off, n: off ? 0 : counts.bySlot[slot] };
  });
}

function select(label, options, act) {
  const made = element("select", "");
  made.ariaLabel = label;
  for (const [value, words] of Object.entries(options)) made.append(Object.assign(element("option", "", `${label}: ${words.toLowerCase()}`), { value }));
  made.addEventListener("change", () => act(made.value));
  return made;
}

/** The scale of hexagons, from the least to the most of one cell. */
function writeSteps(node, scale, theme) {
  node.hidden = !scale;
  if (!scale) return;
  const text = `${scale.most} ${scale.measure} ${theme}`;
  if (node.dataset.shown === text) return;
  node.dataset.shown = text;
  const bar = element("i", "bar");
  bar.style.background = `linear-gradient(90deg, ${slotColours(theme, true).slice(1, 9).join(", ")})`;
  const words = scale.measure === "deaths" ? "deaths a hexagon" : "a hexagon";
  node.replaceChildren(bar, element("span", "", "1"), element("span", "", words), element("span", "", brief(scale.most)));
}

function entry({ name, slot }, colour, toggle) {
  const button = element("button", "row");
  button.type = "button";
  const swatch = element("i", "swatch");
  swatch.style.background = colour;
  button.append(swatch, element("span", "name", name), element("span", "n"));
  button.dataset.slot = String(slot);
  button.addEventListener("click", () => toggle(name));
  return button;
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The button stays, so that it keeps the focus. */
function writeState(button, { off, n }) {
  write(button.lastChild, off ? "off" : grouped.format(n));
  if (button.ariaPressed === String(!off)) return;
  button.ariaPressed = String(!off);
  button.title = off ? "Show again" : "Leave out";
}

function shapeRow(name, words, theme) {
  const row = element("div", "row");
  row.append(glyph(theme, (ctx) => {
    traceGlyph(ctx, name, 16, 16, 9);
    ctx.fill();
  }), element("span", "name", words));
  return row;
}

function hollowRow(theme) {
  const row = element("div", "row");
  row.append(glyph(theme, (ctx) => {
    traceGlyph(ctx, "unspecified", 16, 16, 9);
    ctx.lineWidth = 4;
    ctx.stroke();
  }), element("span", "name", "Hollow: near a place; areas: less exact"));
  return row;
}

function candidateRow(theme) {
  const row = element("div", "row");
  row.append(glyph(theme, (ctx) => {
    traceGlyph(ctx, "unspecified", 16, 16, 5);
    ctx.fill();
    paintCandidate(ctx, 16, 16, 12, theme, 2);
  }), element("span", "name", "Dashed ring or ?: candidate, not reviewed"));
  return row;
}

function glyph(theme, paint) {
  const canvas = Object.assign(element("canvas", "glyph"), { width: 32, height: 32 });
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = ctx.strokeStyle = GROUND[theme].ink;
  paint(ctx);
  return canvas;
}
