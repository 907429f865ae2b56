// The ground: sea, land, borders, provinces and towns from files of this server. No tiles.

import { Labels } from "./labels.js";
import { getJson } from "./net.js";
import { mercatorX, mercatorY } from "./mercator.js";
import { isInView, paintOutlines, toOutline } from "./outlines.js";
import { GROUND } from "./palette.js";

/** Below this zoom the outlines of the whole world serve; from it on a country brings its own. */
const DETAIL_ZOOM = 5;
const MOST_DETAIL = 24;
/** Least zoom of towns by rank. */
const TOWN_ZOOM = [3.2, 4.6, 5.6, 6.4, 7.6, 9];
const MOST_LABELS = 140;

export class Basemap {
  /** @param {() => void} changed called when more of the ground has arrived */
  constructor(changed) {
    this.changed = changed;
    /** @type {import("./outlines.js").Outline[]} */ this.world = [];
    /** @type {Map<string, {land: any, divisions: any[]}|null>} null while it is on its way */ this.detail = new Map();
    this.index = {};
    this.cities = null;
    this.show = { provinces: true, cities: true };
  }

  async load() {
    const world = await getJson("basemap/world.json");
    this.world = world.features.map(toOutline);
    this.changed();
    const [index, cities] = await Promise.all([getJson("basemap/index.json"), getJson("basemap/cities.json")]);
    this.index = index.countries;
    this.cities = { ...cities, x: cities.longitude.map(mercatorX), y: cities.latitude.map(mercatorY) };
    this.changed();
  }

  /** @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view @param {"light"|"dark"} theme @param {import("./places.js").Places} places @param {boolean} bare over tiles: places only */
  paint(ctx, view, theme, places, bare = false) {
    const ground = GROUND[theme];
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, view.width, view.height);
    if (bare) {
      places.paint(ctx, view, theme, new Labels(ctx, view));
      return;
    }
    ctx.fillStyle = ground.sea;
    ctx.fillRect(0, 0, view.width, view.height);
    const seen = this.world.filter((o) => isInView(o, view));
    const near = view.zoom >= DETAIL_ZOOM ? this.#detailOf(view) : new Map();
    const land = seen.map((o) => near.get(o.code)?.land ?? o);
    const divisions = this.show.provinces ? [...near.values()].flatMap((d) => d.divisions.filter((o) => isInView(o, view))) : [];
    if (view.zoom >= DETAIL_ZOOM) paintOutlines(ctx, view, land, { stroke: ground.shore, width: 5 });
    paintOutlines(ctx, view, land, { fill: ground.land });
    paintOutlines(ctx, view, divisions, { stroke: ground.province, width: 0.8 });
    paintOutlines(ctx, view, land, { stroke: ground.border, width: view.zoom < 4 ? 0.6 : 1 });
    const labels = new Labels(ctx, view);
    places.paint(ctx, view, theme, labels);
    this.#names(labels, view, ground, seen, divisions);
  }

  /** The countries in view in detail; those that are missing are asked for. */
  #detailOf(view) {
    const [west, east] = [view.ox / view.s, (view.ox + view.width) / view.s];
    const [north, south] = [view.oy / view.s, (view.oy + view.height) / view.s];
    const codes = Object.entries(this.index).filter(([, { bbox, parts }]) =>
      (parts ?? [bbox]).some((b) => mercatorX(b[0]) <= east && mercatorX(b[2]) >= west && mercatorY(b[3]) <= south && mercatorY(b[1]) >= north));
    const near = new Map();
    for (const [code] of codes.slice(0, MOST_DETAIL)) {
      if (!this.detail.has(code)) this.#fetch(code);
      const known = this.detail.get(code);
      if (known) near.set(code, known);
    }
    return near;
  }

  async #fetch(code) {
    this.detail.set(code, null);
    const file = await getJson(`basemap/countries/${code}.json`);
    const [country, ...divisions] = file.features;
    this.detail.set(code, { land: toOutline(country), divisions: divisions.map(toOutline) });
    this.changed();
  }

  #names(labels, view, ground, seen, divisions) {
    const at = ([x, y]) => ({ x: x * view.s - view.ox, y: y * view.s - view.oy, halo: ground.halo });
    const large = [...seen].filter((o) => o.label).sort((a, b) => b.size - a.size);
    const countries = () => {
      for (const o of large) {
        const wide = (o.size / 360) * 256 * 2 ** view.zoom;
        if (wide < 34 + 3 * o.name.length || view.zoom > 7.5) continue;
        const size = Math.max(10, Math.min(15, wide / 14));
        labels.put({ ...at(o.label), text: o.name.toUpperCase(), size, colour: ground.country, strong: true, spaced: true });
      }
    };
    const provinces = () => {
      for (const o of view.zoom >= 6.2 ? divisions : []) {
        if ((o.box[2] - o.box[0]) * view.s < (20 + 6 * o.name.length) * view.dpr || !o.label) continue;
        labels.put({ ...at(o.label), text: o.name, size: 11, colour: ground.provinceLabel, italic: true });
      }
    };
    countries();
    if (this.show.cities) this.#towns(view, ground, labels, at);
    provinces();
  }

  #towns(view, ground, labels, at) {
    if (!this.cities) return;
    const { name, x, y, rank, capital } = this.cities;
    const { s, ox, oy, width, height } = view;
    const seen = [];
    for (let i = 0; i < name.length; i++) {
      if (view.zoom < TOWN_ZOOM[rank[i]]) continue;
      const [px, py] = [x[i] * s - ox, y[i] * s - oy];
      if (px > 0 && py > 0 && px < width && py < height) seen.push(i);
    }
    seen.sort((a, b) => rank[a] - rank[b] || a - b);
    let put = 0;
    for (const i of seen) {
      if (put > MOST_LABELS) break;
      const size = rank[i] <= 1 ? 12.5 : rank[i] <= 3 ? 11.5 : 10.5;
      put += Number(labels.put({ ...at([x[i], y[i]]), text: name[i], size, colour: ground.label, strong: Boolean(capital[i]), dot: rank[i] <= 2 ? 2.4 : 1.8 }));
    }
  }
}
