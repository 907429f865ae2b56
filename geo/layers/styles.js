// The ways in which dots are drawn, and what lies under a point in each.

import { Clusters } from "./clusters.js";
import { Dots, dotRadius } from "./dots.js";
import { Heat } from "./heat.js";
import { Hexbins } from "./hexbins.js";
import { dotsAt } from "./hits.js";
import { visitRows } from "./scan.js";

export const STYLE_WORDS = {
  dots: "Dots", clusters: "Clusters", heat: "Heat", hexagons: "Hexagons: incidents", deaths: "Hexagons: deaths",
};

export class Styles {
  /** @param {import("./model.js").Model} model */
  constructor(model) {
    this.model = model;
    this.name = "dots";
    this.painters = {
      dots: new Dots(model), clusters: new Clusters(model), heat: new Heat(model),
      hexagons: new Hexbins(model, "count"), deaths: new Hexbins(model, "deaths"),
    };
  }

  get painter() {
    return this.painters[this.name];
  }

  /**
   * @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view
   * @param {{theme: "light"|"dark", colours: string[]}} look @returns {import("./scan.js").Tally}
   */
  paint(ctx, view, look) {
    if (this.name === "dots") return this.painter.paint(ctx, view, look);
    const { tally, cells } = this.painter.collect(view);
    ctx.clearRect(0, 0, view.width, view.height);
    this.painter.draw(ctx, view, look, cells);
    return tally;
  }

  /**
   * What is under a point: a dot's incidents, or those of the cell.
   * @param {import("./surface.js").View} view @param {number} x @param {number} y device pixels
   * @param {number} reach CSS pixels @param {number} most
   * @returns {{hits: import("./hits.js").Hit[], total: number, heading: string}}
   */
  at(view, x, y, reach, most) {
    if (this.name === "dots" || this.name === "heat") {
      const far = this.name === "heat" ? 12 : Math.max(reach, dotRadius(view.zoom, true));
      return { ...dotsAt(this.model, view, x, y, far * view.dpr, most), heading: "" };
    }
    const grid = this.painter.grid(view);
    const wanted = grid.cell(x, y);
    /** @type {import("./hits.js").Hit[]} */ const hits = [];
    let total = 0;
    visitRows(this.model, view, this.name === "clusters" ? 0 : grid.size, (part, row, px, py) => {
      if (grid.cell(px, py) !== wanted) return;
      hits[total % most] = { part, row };
      total += 1;
    });
    const first = total > most ? total % most : 0;
    const newest = [...hits.slice(first), ...hits.slice(0, first)].reverse();
    return { hits: newest, total, heading: this.heading(total) };
  }

  /** @param {number} total @returns {string} what the cell is called that holds so many */
  heading(total) {
    if (total < 2 || this.name === "dots" || this.name === "heat") return "";
    return this.name === "clusters" ? "In this cluster" : "In this hexagon";
  }
}
