// Incidents, or their deaths, summed in hexagons.

import { brief } from "./clusters.js";
import { hexagons } from "./grid.js";
import { slotColours, toRgb } from "./palette.js";
import { visitRows } from "./scan.js";

const RADIUS_PX = 22;
const STEPS = 8;
const UNREPORTED = 65535;

export class Hexbins {
  /** @param {import("./model.js").Model} model @param {"count"|"deaths"} measure */
  constructor(model, measure) {
    this.model = model;
    this.measure = measure;
    /** @type {{most: number, measure: string}|null} */ this.scale = null;
  }

  /** @param {import("./surface.js").View} view */
  grid(view) {
    return hexagons(view, RADIUS_PX);
  }

  /** @param {import("./surface.js").View} view @returns {{tally: import("./scan.js").Tally, cells: Float64Array}} */
  collect(view) {
    const grid = this.grid(view);
    const sums = new Float64Array(grid.count);
    const deaths = this.measure === "deaths";
    const tally = visitRows(this.model, view, grid.size, (part, row, px, py) => {
      const value = deaths ? part.deaths?.[row] ?? 0 : 1;
      if (value && value !== UNREPORTED) sums[grid.cell(px, py)] += value;
    });
    return { tally, cells: sums };
  }

  /** What the server counted. @param {Record<string, any>} arrays @param {import("./surface.js").View} view */
  received({ cell, n }, view) {
    const cells = new Float64Array(this.grid(view).count);
    cell.forEach((c, i) => (cells[c] = n[i]));
    return cells;
  }

  /**
   * @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view
   * @param {{theme: "light"|"dark"}} look @param {Float64Array} sums
   */
  draw(ctx, view, { theme }, sums) {
    const grid = this.grid(view);
    const most = sums.reduce((a, b) => Math.max(a, b), 1);
    this.scale = { most, measure: this.measure };
    const colours = slotColours(theme, true).slice(1, STEPS + 1);
    for (let cell = 0; cell < grid.count; cell++) {
      if (sums[cell]) this.#hexagon(ctx, view, grid, cell, sums[cell], stepOf(sums[cell], most), colours);
    }
  }

  #hexagon(ctx, view, grid, cell, sum, step, colours) {
    const [x, y] = grid.corner(cell);
    ctx.beginPath();
    for (let i = 0; i < 6; i++) {
      const turn = (Math.PI / 3) * i + Math.PI / 6;
      ctx.lineTo(x + grid.size * 0.97 * Math.cos(turn), y + grid.size * 0.97 * Math.sin(turn));
    }
    ctx.closePath();
    ctx.globalAlpha = 0.86;
    ctx.fillStyle = colours[step];
    ctx.fill();
    ctx.globalAlpha = 1;
    const [r, g, b] = toRgb(colours[step]);
    ctx.fillStyle = 0.3 * r + 0.6 * g + 0.1 * b > 140 ? "#14181c" : "#ffffff";
    ctx.font = `600 ${10 * view.dpr}px system-ui, sans-serif`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(brief(sum), x, y);
  }
}

/** @param {number} sum @param {number} most @returns {number} 0 to STEPS - 1, by equal ratios */
function stepOf(sum, most) {
  return most <= 1 ? 0 : Math.min(STEPS - 1, Math.floor((Math.log(sum) / Math.log(most)) * STEPS));
}
