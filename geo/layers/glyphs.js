// The shape of a dot tells the class of event without colour; a hollow one says "near a known place".

import { GROUND, faded } from "./palette.js";

/** Shapes by event class, each a path around the origin with radius about 1. */
const SHAPES = {
  battle: [[[-1, -0.45], [-0.45, -1], [0, -0.5], [0.45, -1], [1, -0.45], [0.5, 0], [1, 0.45], [0.45, 1], [0, 0.5], [-0.45, 1], [-1, 0.45], [-0.5, 0]]],
  remote_violence: [[[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]]],
  violence_against_civilians: [[[0, -1.15], [1.1, 0.85], [-1.1, 0.85]]],
  demonstration: [[[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]]],
  strategic: [[[-0.38, -1.1], [0.38, -1.1], [0.38, -0.38], [1.1, -0.38], [1.1, 0.38], [0.38, 0.38], [0.38, 1.1], [-0.38, 1.1], [-0.38, 0.38], [-1.1, 0.38], [-1.1, -0.38], [-0.38, -0.38]]],
  unspecified: null,
};
export const CLASSES = Object.keys(SHAPES);

/**
 * Trace a glyph as the current path.
 * @param {CanvasRenderingContext2D} ctx @param {string} name event class
 * @param {number} x @param {number} y @param {number} r
 */
export function traceGlyph(ctx, name, x, y, r) {
  ctx.beginPath();
  const rings = SHAPES[name];
  if (!rings) {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  for (const ring of rings) {
    ring.forEach(([dx, dy], i) => (i ? ctx.lineTo(x + dx * r, y + dy * r) : ctx.moveTo(x + dx * r, y + dy * r)));
    ctx.closePath();
  }
}

/**
 * Paint one glyph: filled for an exact place, hollow otherwise.
 * @param {CanvasRenderingContext2D} ctx
 * @param {{name: string, colour: string, halo: string, hollow: boolean, x: number, y: number, r: number, dpr: number}} glyph
 */
export function paintGlyph(ctx, { name, colour, halo, hollow, x, y, r, dpr }) {
  traceGlyph(ctx, name, x, y, r);
  ctx.lineJoin = "round";
  if (hollow) {
    ctx.fillStyle = ctx.strokeStyle = halo;
    ctx.fill();
    ctx.lineWidth = 4 * dpr;
    ctx.stroke();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.9 * dpr;
    ctx.stroke();
    return;
  }
  ctx.strokeStyle = halo;
  ctx.lineWidth = 2.2 * dpr;
  ctx.stroke();
  ctx.fillStyle = colour;
  ctx.fill();
}

/**
 * Paint the dashed ring that says "candidate, nobody has reviewed it yet".
 * @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} r device pixels
 * @param {"light"|"dark"} theme @param {number} dpr
 */
export function paintCandidate(ctx, x, y, r, theme, dpr) {
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.strokeStyle = GROUND[theme].halo;
  ctx.lineWidth = 3.4 * dpr;
  ctx.stroke();
  ctx.setLineDash([3 * dpr, 2.2 * dpr]);
  ctx.strokeStyle = GROUND[theme].ink;
  ctx.lineWidth = 1.6 * dpr;
  ctx.stroke();
  ctx.restore();
}

/** Sprites by look, so that many dots cost one copy each. */
export class Sprites {
  constructor() {
    /** @type {Map<string, HTMLCanvasElement>} */ this.made = new Map();
  }

  /** @returns {HTMLCanvasElement} the glyph in the middle of a square of 2 * reach device pixels */
  get(name, colour, halo, hollow, r, dpr) {
    const key = `${name} ${colour} ${halo} ${hollow} ${r} ${dpr}`;
    let sprite = this.made.get(key);
    if (!sprite) {
      const reach = Math.ceil(r * dpr * 1.2 + 3 * dpr);
      sprite = Object.assign(document.createElement("canvas"), { width: 2 * reach, height: 2 * reach });
      paintGlyph(sprite.getContext("2d"), { name, colour, halo, hollow, x: reach, y: reach, r: r * dpr, dpr });
      if (this.made.size > 500) this.made.clear();
      this.made.set(key, sprite);
    }
    return sprite;
  }
}

/**
 * Small pixel masks of the glyphs, for very many dots.
 * @param {number} r radius in device pixels
 * @returns {{dx: Int32Array, dy: Int32Array}[]} for each class filled, then for each class hollow
 */
export function stampMasks(r) {
  const reach = Math.ceil(r * 1.2);
  const size = 2 * reach + 1;
  const pad = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const ctx = pad.getContext("2d", { willReadFrequently: true });
  const read = (name, hollow) => {
    ctx.clearRect(0, 0, size, size);
    traceGlyph(ctx, name, reach + 0.5, reach + 0.5, hollow ? r * 0.9 : r);
    ctx.lineWidth = Math.max(1, r * 0.45);
    if (hollow) ctx.stroke();
    else ctx.fill();
    const alpha = ctx.getImageData(0, 0, size, size).data;
    const found = [];
    for (let i = 0; i < size * size; i++) if (alpha[4 * i + 3] > 110) found.push([(i % size) - reach, Math.floor(i / size) - reach]);
    return { dx: Int32Array.from(found, (p) => p[0]), dy: Int32Array.from(found, (p) => p[1]) };
  };
  return [false, true].flatMap((hollow) => CLASSES.map((name) => read(name, hollow)));
}

/** @type {Map<string, HTMLCanvasElement>} pills by their look: text is slow to paint anew each frame */
const pills = new Map();

/**
 * Paint a small number on a pill; that of an area is quieter, so that it is not taken for a cluster.
 * @param {CanvasRenderingContext2D} ctx @param {number} n @param {number} x @param {number} y device pixels of its middle
 * @param {"light"|"dark"} theme @param {number} dpr @param {"spot"|"area"} kind @param {string} mark follows the number
 */
export function paintCount(ctx, n, x, y, theme, dpr, kind = "spot", mark = "") {
  const text = (n < 10000 ? String(n) : `${Math.round(n / 1000)}k`) + mark;
  const key = `${text} ${theme} ${dpr} ${kind}`;
  let pill = pills.get(key);
  if (!pill) {
    if (pills.size > 3000) pills.clear();
    pills.set(key, (pill = makePill(text, GROUND[theme], dpr, kind === "area")));
  }
  ctx.drawImage(pill, Math.round(x - pill.width / 2), Math.round(y - pill.height / 2));
}

function makePill(text, ground, dpr, quiet) {
  const size = (quiet ? 10.5 : 9.5) * dpr;
  const pill = document.createElement("canvas");
  const ctx = pill.getContext("2d");
  const font = `600 ${size}px system-ui, sans-serif`;
  ctx.font = font;
  const half = Math.max(ctx.measureText(text).width / 2 + size * 0.4, size * 0.75);
  Object.assign(pill, { width: Math.ceil(2 * half + 2 * dpr), height: Math.ceil(size * 1.44 + 2 * dpr) });
  const [x, y] = [pill.width / 2, pill.height / 2];
  ctx.beginPath();
  ctx.roundRect(x - half, y - size * 0.72, 2 * half, size * 1.44, size * 0.72);
  ctx.fillStyle = quiet ? faded(ground.paper, 0.72) : ground.paper;
  ctx.fill();
  ctx.strokeStyle = quiet ? ground.provinceLabel : ground.ink;
  ctx.setLineDash(quiet ? [2.5 * dpr, 2 * dpr] : []);
  ctx.lineWidth = 0.8 * dpr;
  ctx.stroke();
  ctx.font = font;
  ctx.fillStyle = ground.ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + size * 0.05);
  return pill;
}
