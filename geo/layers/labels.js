// Names on the basemap: the important first, none over another.

/**
 * @typedef {object} Label
 * @property {string} text @property {number} x @property {number} y device pixels
 * @property {number} size CSS pixels @property {string} colour @property {string} halo
 * @property {boolean} [italic] @property {boolean} [strong] @property {boolean} [spaced]
 * @property {number} [dot] radius in CSS pixels of a town's mark; the name then stands beside it
 */

export class Labels {
  /** @param {CanvasRenderingContext2D} ctx @param {import("./surface.js").View} view */
  constructor(ctx, view) {
    this.ctx = ctx;
    this.view = view;
    /** @type {number[][]} */ this.taken = [];
  }

  /** Write a label where there is room. @param {Label} label @returns {boolean} */
  put(label) {
    const { ctx, view } = this;
    const { dpr } = view;
    if (label.x < -20 || label.y < -20 || label.x > view.width + 20 || label.y > view.height + 20) return false;
    ctx.font = `${label.italic ? "italic " : ""}${label.strong ? "600 " : ""}${label.size * dpr}px system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif`;
    ctx.letterSpacing = label.spaced ? `${label.size * 0.12 * dpr}px` : "0px";
    const half = ctx.measureText(label.text).width / 2;
    const tall = label.size * dpr * 0.62;
    const gap = label.dot ? (label.dot + 3.5) * dpr : 0;
    const places = label.dot
      ? [[half + gap, 0], [-half - gap, 0], [0, -tall - gap], [0, tall + gap]]
      : [[0, 0]];
    for (const [dx, dy] of places) {
      const box = [label.x + dx - half - 3 * dpr, label.y + dy - tall, label.x + dx + half + 3 * dpr, label.y + dy + tall];
      if (this.#isFree(box)) {
        this.taken.push(box);
        if (label.dot) this.#mark(label);
        this.#write(label, label.x + dx, label.y + dy);
        return true;
      }
    }
    return false;
  }

  /** Keep names off a spot. @param {number} x @param {number} y @param {number} r CSS pixels */
  keep(x, y, r) {
    const reach = r * this.view.dpr;
    this.taken.push([x - reach, y - reach, x + reach, y + reach]);
  }

  #isFree([left, top, right, bottom]) {
    return !this.taken.some((b) => left < b[2] && right > b[0] && top < b[3] && bottom > b[1]);
  }

  #mark({ x, y, dot, colour, halo, strong }) {
    const { ctx } = this;
    const r = dot * this.view.dpr;
    ctx.beginPath();
    if (strong) ctx.rect(x - r, y - r, 2 * r, 2 * r);
    else ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fillStyle = halo;
    ctx.fill();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.1 * this.view.dpr;
    ctx.stroke();
    this.taken.push([x - r, y - r, x + r, y + r]);
  }

  #write({ text, colour, halo }, x, y) {
    const { ctx } = this;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.strokeStyle = halo;
    ctx.lineWidth = 2.6 * this.view.dpr;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  }
}
