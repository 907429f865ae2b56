// Named places of the store: bases, other places, border strips and lines.

import { getJson } from "./net.js";
import { mercatorX, mercatorY } from "./mercator.js";
import { isInView, paintOutlines, toOutline } from "./outlines.js";
import { GROUND, faded } from "./palette.js";

/** Kinds whose outline is in the basemap already. */
const IN_BASEMAP = new Set(["provinces"]);

export class Places {
  constructor() {
    /** @type {{id: string, name: string, words: string, layer: string, x: number, y: number}[]} */ this.points = [];
    /** @type {(import("./outlines.js").Outline & {id: string, layer: string})[]} */ this.polygons = [];
    /** @type {{name: string, layer: string, lines: number[][][]}[]} */ this.lines = [];
    this.show = { bases: true, places: false, strips: false };
  }

  async load() {
    const { features } = await getJson("places");
    const kept = features.filter((f) => !IN_BASEMAP.has(f.properties.layer));
    const ofType = (name) => kept.filter((f) => f.geometry.type.endsWith(name));
    this.points = kept.filter((f) => f.geometry.type === "Point").map(({ id, geometry, properties }) => ({
      id, ...properties, x: mercatorX(geometry.coordinates[0]), y: mercatorY(geometry.coordinates[1]),
    }));
    this.polygons = ofType("Polygon").map((f) => ({ ...toOutline(f), id: f.id, layer: f.properties.layer }));
    this.lines = ofType("LineString").map(({ geometry, properties }) => ({
      name: properties.name, layer: properties.layer,
      lines: (geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates)
        .map((line) => line.map(([lon, lat]) => [mercatorX(lon), mercatorY(lat)])),
    }));
  }

  /** @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view @param {"light"|"dark"} theme @param {import("./labels.js").Labels} labels */
  paint(ctx, view, theme, labels) {
    const ground = GROUND[theme];
    const polygons = this.polygons.filter((p) => this.show[p.layer] && isInView(p, view));
    paintOutlines(ctx, view, polygons, { fill: faded(ground.strip, 0.13), stroke: faded(ground.strip, 0.8), width: 1 });
    for (const { layer, lines } of this.lines) if (this.show[layer]) this.#line(ctx, view, ground, lines);
    for (const p of polygons) if (p.label) this.#name(labels, view, ground, p.label[0], p.label[1], p.name, 0);
    for (const p of this.points) {
      if (!this.show[p.layer] || view.zoom < 4.5) continue;
      const [x, y] = [p.x * view.s - view.ox, p.y * view.s - view.oy];
      if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
      this.#mark(ctx, view, ground, p, x, y);
      labels.keep(x, y, 5);
      if (view.zoom >= 6.5) this.#name(labels, view, ground, p.x, p.y, p.name, 5);
    }
  }

  #line(ctx, view, ground, lines) {
    ctx.beginPath();
    for (const line of lines) {
      line.forEach(([x, y], i) => ctx[i ? "lineTo" : "moveTo"](x * view.s - view.ox, y * view.s - view.oy));
    }
    ctx.strokeStyle = faded(ground.strip, 0.9);
    ctx.lineWidth = 1.6 * view.dpr;
    ctx.stroke();
  }

  /** A base is a small flag-like house shape, any other place a small square: neither looks like an incident. */
  #mark(ctx, view, ground, { layer }, x, y) {
    const r = 4 * view.dpr;
    ctx.beginPath();
    if (layer === "bases") {
      [[-r, r], [-r, -r * 0.2], [0, -r * 1.1], [r, -r * 0.2], [r, r]].forEach(([dx, dy], i) => ctx[i ? "lineTo" : "moveTo"](x + dx, y + dy));
    } else {
      ctx.rect(x - r * 0.6, y - r * 0.6, r * 1.2, r * 1.2);
    }
    ctx.closePath();
    ctx.fillStyle = ground.paper;
    ctx.fill();
    ctx.strokeStyle = ground.base;
    ctx.lineWidth = 1.3 * view.dpr;
    ctx.stroke();
  }

  #name(labels, view, ground, x, y, text, dot) {
    const at = { x: x * view.s - view.ox, y: y * view.s - view.oy };
    const beside = dot ? at.y + 11 * view.dpr : at.y;
    labels.put({ x: at.x, y: beside, text, size: 10.5, colour: ground.base, halo: ground.halo, strong: true });
  }
}
