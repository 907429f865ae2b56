// Incidents in clusters: a ring of shares by colour around an honest count of those in the window.

import { Sprites } from "./glyphs.js";
import { squares } from "./grid.js";
import { GROUND } from "./palette.js";
import { visitRows } from "./scan.js";

const CELL_PX = 74;
const SLOTS = 10;

export class Clusters {
  /** @param {import("./model.js").Model} model */
  constructor(model) {
    this.model = model;
    this.sprites = new Sprites();
  }

  /** @param {import("./surface.js").View} view */
  grid(view) {
    return squares(view, CELL_PX);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view
   * @param {{theme: "light"|"dark", colours: string[]}} look @returns {import("./scan.js").Tally}
   */
  paint(ctx, view, look) {
    const grid = this.grid(view);
    const n = new Uint32Array(grid.count);
    const [x, y] = [new Float64Array(grid.count), new Float64Array(grid.count)];
    const shares = new Uint32Array(grid.count * SLOTS);
    const parts = new Array(grid.count);
    const last = new Uint32Array(grid.count);
    const tally = visitRows(this.model, view, 0, (part, row, px, py, slot) => {
      const cell = grid.cell(px, py);
      n[cell] += 1;
      x[cell] += px;
      y[cell] += py;
      shares[cell * SLOTS + slot] += 1;
      if (n[cell] === 1) parts[cell] = part;
      last[cell] = row;
    });
    ctx.clearRect(0, 0, view.width, view.height);
    const most = n.reduce((a, b) => Math.max(a, b), 1);
    for (let cell = 0; cell < grid.count; cell++) {
      const at = { x: x[cell] / n[cell], y: y[cell] / n[cell] };
      if (n[cell] === 1) this.#single(ctx, view, look, parts[cell], last[cell], at);
      else if (n[cell]) this.#cluster(ctx, view, look, n[cell], shares.subarray(cell * SLOTS, (cell + 1) * SLOTS), most, at);
    }
    return tally;
  }

  #single(ctx, view, { theme, colours }, part, row, { x, y }) {
    const hollow = (part.kind[row] & 7) !== 1;
    const sprite = this.sprites.get(this.model.eventClass(part, row), colours[this.model.slot(part, row)], GROUND[theme].halo, hollow, 5, view.dpr);
    ctx.drawImage(sprite, Math.round(x - sprite.width / 2), Math.round(y - sprite.height / 2));
  }

  #cluster(ctx, view, { theme, colours }, n, shares, most, { x, y }) {
    const r = (11 + 15 * Math.sqrt(Math.log(n) / Math.log(Math.max(most, 3)))) * view.dpr;
    let turn = -Math.PI / 2;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (!shares[slot]) continue;
      const next = turn + (2 * Math.PI * shares[slot]) / n;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.arc(x, y, r, turn, next);
      ctx.fillStyle = colours[slot];
      ctx.fill();
      turn = next;
    }
    ctx.beginPath();
    ctx.arc(x, y, r - 4 * view.dpr, 0, 2 * Math.PI);
    ctx.fillStyle = GROUND[theme].paper;
    ctx.fill();
    ctx.fillStyle = GROUND[theme].ink;
    ctx.font = `600 ${11 * view.dpr}px system-ui, sans-serif`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(brief(n), x, y + 0.5 * view.dpr);
  }
}

/** @param {number} n @returns {string} at most four characters */
export function brief(n) {
  if (n < 10000) return String(n);
  return n < 999500 ? `${Math.round(n / 1000)}k` : `${(n / 1e6).toFixed(1)}M`;
}
