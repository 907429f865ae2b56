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

  /** @typedef {{n: number, x: number, y: number, shares: Uint32Array, part?: any, row?: number}} Cluster */

  /** @param {import("./surface.js").View} view @returns {{tally: import("./scan.js").Tally, cells: Cluster[]}} */
  collect(view) {
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
    /** @type {Cluster[]} */ const cells = [];
    for (let c = 0; c < grid.count; c++) {
      if (n[c]) cells.push({ n: n[c], x: x[c] / n[c], y: y[c] / n[c], shares: shares.subarray(c * SLOTS, (c + 1) * SLOTS), part: parts[c], row: last[c] });
    }
    return { tally, cells };
  }

  /** What the server counted. @param {Record<string, any>} arrays @returns {Cluster[]} */
  received({ n, cx, cy, shares }) {
    return Array.from(n, (count, c) => ({ n: count, x: cx[c], y: cy[c], shares: shares.subarray(c * SLOTS, (c + 1) * SLOTS) }));
  }

  /**
   * @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view
   * @param {{theme: "light"|"dark", colours: string[]}} look @param {Cluster[]} cells
   */
  draw(ctx, view, look, cells) {
    const most = cells.reduce((a, { n }) => Math.max(a, n), 1);
    for (const cell of cells) {
      if (cell.n === 1 && cell.part) this.#single(ctx, view, look, cell);
      else this.#cluster(ctx, view, look, cell, most);
    }
  }

  #single(ctx, view, { theme, colours }, { part, row, x, y }) {
    const hollow = (part.kind[row] & 7) !== 1;
    const sprite = this.sprites.get(this.model.eventClass(part, row), colours[this.model.slot(part, row)], GROUND[theme].halo, hollow, 5, view.dpr);
    ctx.drawImage(sprite, Math.round(x - sprite.width / 2), Math.round(y - sprite.height / 2));
  }

  #cluster(ctx, view, { theme, colours }, { n, x, y, shares }, most) {
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
