// The view painted by the server: for very many incidents, a slow link, or a small device.

import { dotRadius } from "./dots.js";
import { getBytes, getJson } from "./net.js";
import { unpack } from "./packing.js";
import { summed } from "./scan.js";

const FIRST = 2e6;
const ONLY = 12e6;

/**
 * Who paints: "browser", "server", or "first" (the server until the columns are here).
 * @param {number} rows
 * @returns {"browser"|"server"|"first"}
 */
export function whoPaints(rows) {
  const link = navigator.connection;
  const slow = Boolean(link?.saveData) || /2g|3g/.test(link?.effectiveType ?? "");
  const small = (navigator.deviceMemory ?? 8) <= 2 || matchMedia("(pointer: coarse)").matches;
  if (rows > ONLY || (slow && rows > 5e4) || (small && rows > 5e5)) return "server";
  return rows > FIRST ? "first" : "browser";
}

/** A part of which the browser holds no rows. @param {any} info of the state @returns {import("./model.js").Part} */
export function stub({ id, dataset, rows, box }) {
  const none = new Uint8Array(0);
  return {
    id, dataset, rows, box, x: new Float32Array(0), y: new Float32Array(0), day: new Uint16Array(0), duration: new Uint16Array(0),
    kind: none, firstDay: null, lastDay: null, longest: 0, dated: 0, mask: null, none: false, colours: null,
    slots: new Uint8Array(256), areas: null, deaths: null, counted: null,
  };
}

export class Remote {
  /**
   * @param {import("./model.js").Model} model
   * @param {import("./styles.js").Styles} styles
   * @param {{query: () => string, mode: () => string, arrived: () => void, failed: (error: Error) => void}} host
   */
  constructor(model, styles, host) {
    this.model = model;
    this.styles = styles;
    this.host = host;
    this.active = false;
    /** @type {any} the last answer, with the view it is of */ this.last = null;
    this.wanted = "";
    this.busy = false;
  }

  /** The request for a view. @param {import("./surface.js").View} view @returns {URLSearchParams} */
  #params(view) {
    const params = new URLSearchParams(this.host.query());
    const pixel = view.dpr * 2 ** (view.zoom - Math.round(view.zoom));
    const numbers = { scale: view.s, left: view.ox, top: view.oy, width: view.width, height: view.height, pixel };
    for (const [name, value] of Object.entries(numbers)) params.set(name, String(value));
    params.set("radius", String(dotRadius(view.zoom, false) * view.dpr));
    params.set("style", this.styles.name);
    params.set("mode", this.host.mode());
    if (this.model.parts.some((part) => part.areas)) params.set("areas", "counted");
    for (const name of this.model.off) params.append("off", name);
    return params;
  }

  /**
   * Paint what is known of the view, and ask for the rest.
   * @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view
   * @param {{theme: "light"|"dark", colours: string[]}} look
   * @returns {import("./scan.js").Tally|null} null while the answer is on its way
   */
  paint(ctx, view, look) {
    const params = this.#params(view);
    for (const colour of look.colours) params.append("ink", colour);
    this.wanted = String(params);
    ctx.clearRect(0, 0, view.width, view.height);
    const { last } = this;
    if (last?.key === this.wanted) {
      this.#draw(ctx, view, look, last);
      return last.tally;
    }
    if (last?.picture) {
      const zoomed = view.s / last.view.s;
      ctx.drawImage(last.picture, last.view.ox * zoomed - view.ox, last.view.oy * zoomed - view.oy, last.view.width * zoomed, last.view.height * zoomed);
    }
    if (!this.busy) this.#fetch(view);
    return null;
  }

  async #fetch(view) {
    this.busy = true;
    const key = this.wanted;
    try {
      const { header, arrays } = unpack(await getBytes(`painted?${key}`));
      const picture = arrays.png ? await createImageBitmap(new Blob([arrays.png], { type: "image/png" })) : null;
      const counts = { bySlot: Uint32Array.from({ length: 256 }, (_, s) => header.by_slot[s] ?? 0), byKind: header.by_kind, unmapped: header.unmapped };
      this.model.legend = header.legend;
      Object.assign(this.model, { mode: header.mode, ordered: header.ordered });
      this.model.parts.forEach((part, i) => (part.counted = arrays[`n${i}`].length ? { n: arrays[`n${i}`], slots: arrays[`s${i}`] } : null));
      this.last = { key, view, arrays, picture, tally: { ...summed(this.model, counts), inView: header.in_view } };
      this.busy = false;
      if (this.active) this.host.arrived();
    } catch (error) {
      this.busy = false;
      this.host.failed(error);
    }
  }

  #draw(ctx, view, look, { arrays, picture }) {
    if (this.styles.name !== "dots") {
      this.styles.painter.draw(ctx, view, look, this.styles.painter.received(arrays, view));
    } else if (picture) {
      ctx.drawImage(picture, 0, 0);
    } else {
      const part = { kind: arrays.kind, y: arrays.y, colours: { code: arrays.slot }, slots: Uint8Array.from({ length: 256 }, (_, s) => s) };
      const few = Array.from(arrays.x, (x, row) => ({ part, row, x: x * view.s - view.ox, y: arrays.y[row] * view.s - view.oy }));
      this.styles.painter.paintFew(ctx, view, look, few);
    }
  }

  /** @param {import("./surface.js").View} view @param {number} x @param {number} y @param {number} reach device pixels */
  async under(view, x, y, reach) {
    const params = this.#params(view);
    params.delete("areas");
    for (const [name, value] of Object.entries({ x, y, reach })) params.set(name, String(value));
    return this.#hits(await getJson(`under?${params}`));
  }

  /** @param {import("./surface.js").View} view @param {string} id of the part @param {number[]} areas */
  async inside(view, id, areas) {
    const params = this.#params(view);
    params.set("among", areas.slice(0, 500).join(","));
    return this.#hits(await getJson(`parts/${id}/inside?${params}`));
  }

  #hits({ hits, total }) {
    const parts = new Map(this.model.parts.map((p) => [p.id, p]));
    return { total, hits: hits.map(({ part, row }) => ({ part: parts.get(part), row })) };
  }
}
