// Where incidents crowd, as a glow.

import { toRgb } from "./palette.js";
import { squares } from "./grid.js";
import { visitRows } from "./scan.js";

const CELL_PX = 5;
const REACH = 3;
const RAMP = {
  light: ["#fff2c9", "#fdc25b", "#f27a2c", "#c7362f", "#6e1236"],
  dark: ["#3a1450", "#8c2369", "#d8514a", "#f79a3e", "#fff3a6"],
};

export class Heat {
  /** @param {import("./model.js").Model} model */
  constructor(model) {
    this.model = model;
    this.buffer = document.createElement("canvas");
  }

  /** @param {import("./surface.js").View} view */
  grid(view) {
    return squares(view, CELL_PX);
  }

  /** @param {import("./surface.js").View} view @returns {{tally: import("./scan.js").Tally, cells: Float32Array}} */
  collect(view) {
    const grid = this.grid(view);
    const n = new Float32Array(grid.count);
    const tally = visitRows(this.model, view, 0, (_part, _row, px, py) => {
      n[grid.cell(px, py)] += 1;
    });
    return { tally, cells: n };
  }

  /** What the server counted. @param {Record<string, any>} arrays @param {import("./surface.js").View} view */
  received({ cell, n }, view) {
    const cells = new Float32Array(this.grid(view).count);
    cell.forEach((c, i) => (cells[c] = n[i]));
    return cells;
  }

  /**
   * @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view
   * @param {{theme: "light"|"dark"}} look @param {Float32Array} cells
   */
  draw(ctx, view, { theme }, cells) {
    const grid = this.grid(view);
    const n = cells.slice();
    for (let pass = 0; pass < 2; pass++) {
      blur(n, grid.columns, grid.rows, 1, grid.columns);
      blur(n, grid.rows, grid.columns, grid.columns, 1);
    }
    this.#colour(n, grid, theme);
    const [left, top] = grid.corner(0);
    ctx.imageSmoothingEnabled = true;
    ctx.imageSmoothingQuality = "high";
    ctx.drawImage(this.buffer, left, top, grid.columns * grid.size, grid.rows * grid.size);
  }

  #colour(n, grid, theme) {
    if (this.buffer.width !== grid.columns || this.buffer.height !== grid.rows) Object.assign(this.buffer, { width: grid.columns, height: grid.rows });
    const image = new ImageData(grid.columns, grid.rows);
    const ramp = RAMP[theme].map(toRgb);
    const most = n.reduce((a, b) => Math.max(a, b), 1e-9);
    for (let i = 0; i < n.length; i++) {
      if (n[i] < 0.002) continue;
      const share = Math.min(0.999, (n[i] / most) ** 0.38) * (ramp.length - 1);
      const [low, high, t] = [ramp[Math.floor(share)], ramp[Math.floor(share) + 1], share % 1];
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = low[c] + (high[c] - low[c]) * t;
      image.data[4 * i + 3] = 215 * Math.min(1, share / 1.3);
    }
    this.buffer.getContext("2d").putImageData(image, 0, 0);
  }
}

/** A running mean over each of `lines` lines of `length` values that stand `step` apart; lines begin `stride` apart. */
function blur(values, length, lines, step, stride) {
  const line = new Float32Array(length);
  for (let l = 0; l < lines; l++) {
    const start = l * stride;
    let sum = 0;
    for (let i = 0; i < length; i++) line[i] = values[start + i * step];
    for (let i = -REACH; i < length; i++) {
      if (i + REACH < length) sum += line[i + REACH];
      if (i - REACH > 0) sum -= line[i - REACH - 1];
      if (i >= 0) values[start + i * step] = sum / (2 * REACH + 1);
    }
  }
}
