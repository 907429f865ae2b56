// Saves what the map shows as a PNG with legend, scale, attribution and the filter in words. No request leaves the server.

import { brief } from "./clusters.js";
import { traceGlyph } from "./glyphs.js";
import { MODE_WORDS } from "./legend.js";
import { mercatorLength, mercatorY } from "./mercator.js";
import { GROUND, slotColours } from "./palette.js";

const MARGIN = 14;
const GROUND_CREDIT = "Boundaries: Natural Earth. Towns: GeoNames (CC BY 4.0). Lines on the map state no opinion on any boundary.";

/**
 * @typedef {object} Scene
 * @property {L.Map} map @property {any[]} surfaces from the lowest up @property {any} outline draws the filter's area
 * @property {import("./model.js").Model} model @property {import("./scan.js").Tally} tally
 * @property {{theme: "light"|"dark", colours: string[]}} look
 * @property {{most: number, measure: string}|undefined} scale
 * @property {string} words the filter as a sentence @property {string} counts @property {string[]} credits
 */

/** @param {Scene} scene @returns {Promise<Blob>} */
export function makePicture(scene) {
  const { map, look } = scene;
  const dpr = Math.max(2, window.devicePixelRatio || 1);
  const size = map.getSize();
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d");
  ctx.font = font(12);
  const notes = [...scene.credits, GROUND_CREDIT].flatMap((text) => wrapped(ctx, text, size.x - 2 * MARGIN, 11));
  const title = wrapped(ctx, scene.words, size.x - 2 * MARGIN, 15);
  const head = MARGIN + title.length * 20 + 22;
  const foot = MARGIN + notes.length * 15 + 6;
  Object.assign(canvas, { width: size.x * dpr, height: (head + size.y + foot) * dpr });
  ctx.scale(dpr, dpr);
  const ground = GROUND[look.theme];
  ctx.fillStyle = ground.paper;
  ctx.fillRect(0, 0, size.x, head + size.y + foot);
  write(ctx, title, MARGIN, MARGIN + 8, 15, ground.ink, true);
  write(ctx, [scene.counts], MARGIN, MARGIN + title.length * 20 + 6, 12, ground.label);
  write(ctx, notes, MARGIN, head + size.y + MARGIN + 2, 11, ground.label);
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, head, size.x, size.y);
  ctx.clip();
  ctx.translate(0, head);
  paintMap(ctx, scene);
  paintLegend(ctx, scene, size);
  paintScale(ctx, scene, size);
  ctx.restore();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function paintMap(ctx, { surfaces, outline }) {
  for (const surface of surfaces) {
    const view = surface.view();
    ctx.drawImage(surface._container, view.left, view.top, view.width / view.dpr, view.height / view.dpr);
  }
  outline(ctx);
}

function paintLegend(ctx, { model, tally, look, scale }, size) {
  const rows = scale ? [] : model.legend.filter((row) => tally.bySlot[row.slot] && !model.off.has(row.name));
  const classes = scale ? [] : Object.keys(tally.byClass).filter((name) => tally.byClass[name]);
  const high = 26 + (scale ? 34 : 17 * rows.length + (classes.length > 1 ? 17 * classes.length + 6 : 0)) + 6;
  const ground = GROUND[look.theme];
  const top = size.y - high - 12;
  ctx.fillStyle = ground.paper;
  ctx.globalAlpha = 0.93;
  ctx.beginPath();
  ctx.roundRect(12, top, 224, high, 6);
  ctx.fill();
  ctx.globalAlpha = 1;
  write(ctx, [scale ? `${scale.measure === "deaths" ? "Deaths" : "Incidents"} a hexagon` : MODE_WORDS[model.mode]], 22, top + 15, 12, ground.ink, true);
  if (scale) paintSteps(ctx, look.theme, scale, top + 28);
  rows.forEach((row, i) => {
    const y = top + 34 + 17 * i;
    ctx.fillStyle = look.colours[row.slot];
    ctx.fillRect(22, y - 5, 10, 10);
    write(ctx, [fitted(ctx, row.name, 150)], 38, y, 11, ground.ink);
    ctx.textAlign = "right";
    write(ctx, [tally.bySlot[row.slot].toLocaleString("en")], 228, y, 11, ground.label);
    ctx.textAlign = "left";
  });
  if (classes.length < 2) return;
  classes.forEach((name, i) => {
    const y = top + 40 + 17 * (rows.length + i);
    ctx.fillStyle = ground.ink;
    traceGlyph(ctx, name, 27, y, 4.5);
    ctx.fill();
    write(ctx, [name.replaceAll("_", " ")], 38, y, 11, ground.label);
  });
}

function paintSteps(ctx, theme, scale, y) {
  slotColours(theme, true).slice(1, 9).forEach((colour, i) => {
    ctx.fillStyle = colour;
    ctx.fillRect(22 + 25 * i, y, 25, 10);
  });
  write(ctx, ["1"], 22, y + 19, 11, GROUND[theme].label);
  ctx.textAlign = "right";
  write(ctx, [brief(scale.most)], 222, y + 19, 11, GROUND[theme].label);
  ctx.textAlign = "left";
}

function paintScale(ctx, { map, look }, size) {
  const perPixel = 1 / (mercatorLength(1, mercatorY(map.getCenter().lat)) * 256 * 2 ** map.getZoom());
  const most = perPixel * 110;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
  const wide = metres / perPixel;
  const [x, y] = [size.x - wide - 16, size.y - 14];
  ctx.strokeStyle = GROUND[look.theme].ink;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x, y - 6);
  ctx.lineTo(x, y);
  ctx.lineTo(x + wide, y);
  ctx.lineTo(x + wide, y - 6);
  ctx.stroke();
  ctx.textAlign = "center";
  write(ctx, [metres >= 1000 ? `${metres / 1000} km` : `${metres} m`], x + wide / 2, y - 8, 11, GROUND[look.theme].ink);
  ctx.textAlign = "left";
}

function font(size, strong = false) {
  return `${strong ? "600 " : ""}${size}px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif`;
}

function write(ctx, lines, x, y, size, colour, strong = false) {
  ctx.font = font(size, strong);
  ctx.fillStyle = colour;
  ctx.textBaseline = "middle";
  lines.forEach((line, i) => ctx.fillText(line, x, y + i * size * 1.35));
}

function fitted(ctx, text, width) {
  ctx.font = font(11);
  if (ctx.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && ctx.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
  return `${text.slice(0, end)}…`;
}

/** @returns {string[]} lines no wider than `width` */
function wrapped(ctx, text, width, size) {
  ctx.font = font(size, size > 12);
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (ctx.measureText(longer).width > width && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
