// Brings parts, colours, areas and masks from the server; each is asked for once.

import { getBytes, getJson } from "./net.js";
import { unpack } from "./packing.js";
import { stub } from "./remote.js";

/** @typedef {import("./model.js").Part} Part */

/** @param {string} id @param {(done: number) => void} progress @returns {Promise<Part & {types: any[]}>} */
async function loadPart(id, progress) {
  const { header, arrays } = unpack(await getBytes(`parts/${id}/columns`, progress));
  const undated = arrays.day instanceof Uint32Array ? 0xffffffff : 0xffff;
  let dated = header.rows;
  while (dated > 0 && arrays.day[dated - 1] === undated) dated -= 1;
  return {
    id, dated, dataset: header.dataset, rows: header.rows, types: header.types,
    x: arrays.x, y: arrays.y, day: arrays.day, duration: arrays.duration, kind: arrays.kind,
    firstDay: header.first_day, lastDay: header.last_day, longest: header.longest, candidates: new Set(header.candidates),
    mask: null, none: true, colours: null, slots: new Uint8Array(256), areas: null, deaths: null, counted: null, box: null,
  };
}

/** @param {Part} part @param {string} mode */
export async function loadColours(part, mode) {
  const { header, arrays } = unpack(await getBytes(`parts/${part.id}/colours/${mode}`));
  return { mode, code: arrays.code, names: header.names, totals: header.totals, ordered: header.ordered };
}

/** @param {Part} part @returns {Promise<import("./model.js").Areas>} */
async function loadAreas(part) {
  const { header, arrays } = unpack(await getBytes(`parts/${part.id}/areas${part.x.length ? "" : "?shapes=1"}`));
  return { ...arrays, names: header.names };
}

/** Bring the deaths of every part that lacks them. @param {Part[]} parts */
export async function loadDeaths(parts) {
  await Promise.all(parts.map(async (part) => {
    part.deaths ??= unpack(await getBytes(`parts/${part.id}/deaths`)).arrays.deaths;
  }));
}

export class Loader {
  /** @param {import("./model.js").Model} model @param {(text: string, share: number|null) => void} tell */
  constructor(model, tell) {
    this.model = model;
    this.tell = tell;
    /** @type {Map<string, Part>} */ this.held = new Map();
    /** @type {Map<string, Promise<Part>>} parts on their way */ this.coming = new Map();
    /** @type {"auto"|string} */ this.mode = "auto";
    /** Of the store as it is held here whole; and as its stubs are. */
    this.serial = null;
    this.stubs = null;
  }

  /** Make the model hold only what the server needs to paint by. @param {any} state @param {() => void} drawn called when the areas are here */
  async loadStubs(state, drawn) {
    if (this.stubs === state.serial) return;
    const types = await getJson("types");
    this.model.classOf = types.map((t) => t.class);
    this.model.parts = state.parts.map(stub);
    this.stubs = state.serial;
    const parts = this.model.parts.filter((p) => p.rows);
    Promise.all(parts.map(async (part) => (part.areas = await loadAreas(part)))).then(drawn);
  }

  /** Make the model hold what the store holds now. @param {any} state @param {AbortSignal} signal @param {(() => Promise<void>)|null} drawn called as parts arrive; null leaves what is shown until all are here */
  async loadParts(state, signal, drawn) {
    const wanted = state.parts.filter((p) => p.rows);
    const bytes = wanted.reduce((sum, p) => sum + (this.held.has(p.id) ? 0 : 13 * p.rows), 0);
    const received = new Map();
    const share = (id) => (done) => {
      received.set(id, done);
      if (bytes > 2e6) this.tell("Loading incidents", Math.min(1, [...received.values()].reduce((a, b) => a + b, 0) / bytes));
    };
    for (const { id } of wanted) if (!this.held.has(id) && !this.coming.has(id)) this.#fetch(id, share(id));
    const coming = new Map(this.coming);
    for (const { id, box } of wanted) {
      const part = this.held.get(id) ?? (await coming.get(id));
      part.box = box;
      this.model.classOf = part.types.map((t) => t.class);
      if (signal.aborted) return;
      if (!drawn) continue;
      this.model.parts = wanted.map((p) => this.held.get(p.id)).filter(Boolean);
      await this.colour();
      await drawn();
    }
    if (signal.aborted) return;
    const parts = wanted.map((p) => this.held.get(p.id));
    for (const id of [...this.held.keys()]) if (!wanted.some((p) => p.id === id)) this.held.delete(id);
    await Promise.all(parts.map(async (part) => {
      part.areas ??= await loadAreas(part);
    }));
    if (signal.aborted) return;
    for (const part of parts) part.counted = null;
    this.model.parts = parts;
    await this.colour();
    if (signal.aborted) return;
    this.serial = state.serial; // only now: what comes before this is begun anew by a newer filter
    this.stubs = null;
    this.tell("", null);
  }

  /** Bring a part, once, though newer filters come meanwhile. @param {string} id @param {(received: number) => void} progress */
  #fetch(id, progress) {
    const part = loadPart(id, progress);
    this.coming.set(id, part);
    part.then((p) => this.held.set(id, p), () => {}).finally(() => this.coming.delete(id)); // whoever awaits it hears of a failure
  }

  /** Bring the colours of the mode for every part and share out the slots. */
  async colour() {
    const first = this.mode === "auto" ? "initiator" : this.mode;
    await this.#colourAll(first);
    const parts = this.model.parts;
    const unstated = parts.reduce((sum, p) => sum + p.colours.totals[0], 0);
    const rows = parts.reduce((sum, p) => sum + p.rows, 0);
    this.model.mode = first;
    if (this.mode === "auto" && unstated * 2 > rows) {
      await this.#colourAll("type");
      this.model.mode = "type";
    }
    this.model.assignSlots();
  }

  async #colourAll(mode) {
    const made = await Promise.all(this.model.parts.map((p) => (p.colours?.mode === mode ? p.colours : loadColours(p, mode))));
    this.model.parts.forEach((part, i) => (part.colours = made[i]));
  }

  /** Bring which rows pass the filter. @param {string} query without its date @param {AbortSignal} signal */
  async loadMask(query, signal) {
    const { header, arrays } = unpack(await getBytes(`mask?${query}`, undefined, signal));
    return () => this.putMask(header, arrays);
  }

  /** Take over which rows pass. @param {{parts: Record<string, [string|null, number, number]>}} header @param {Record<string, Uint8Array>} arrays */
  putMask(header, arrays) {
    for (const part of this.model.parts) {
      const [name, , passed] = header.parts[part.id] ?? [null, 0, part.rows];
      part.mask = name ? arrays[name] : null;
      part.none = passed === 0;
    }
  }
}
