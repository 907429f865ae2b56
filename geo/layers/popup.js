// The popup on the map: one incident's line, or the list of those at one spot.

import { element, linesOf, writeLine } from "./lines.js";
import { toLatLng } from "./mercator.js";

export const MOST = 100;

export class IncidentPopup {
  /** @param {L.Map} map @param {import("./model.js").Model} model @param {(uids: string[]) => void} choose */
  constructor(map, model, choose) {
    this.map = map;
    this.model = model;
    this.choose = choose;
    /** @type {import("./hits.js").Hit[]} */ this.hits = [];
    this.popup = L.popup({ maxWidth: 320, minWidth: 180, autoPanPadding: [24, 24], className: "atlas-popup" });
    this.asked = 0;
  }

  /**
   * @param {import("./hits.js").Hit[]} hits @param {number} total how many there are in all
   * @param {{x: number, y: number}} at normalised @param {string} heading
   */
  async open(hits, total, at, heading = "") {
    const asked = ++this.asked;
    const lines = await linesOf(hits);
    if (asked !== this.asked) return;
    this.hits = hits;
    const box = element("div", "atlas-list");
    if (hits.length > 1 || heading) {
      const count = `${total.toLocaleString("en")} ${total === 1 ? "incident" : "incidents"}`;
      box.append(element("p", "head", heading ? `${heading}: ${count}` : `${count} here`));
    }
    lines.forEach((line) => box.append(this.#entry(line)));
    if (total > hits.length) box.append(element("p", "more", `The newest ${hits.length} are listed. Zoom in or filter to reach the others.`));
    this.popup.setLatLng(toLatLng(at.x, at.y)).setContent(box).openOn(this.map);
    this.choose(hits.length === 1 ? [lines[0].uid] : lines.map((line) => line.uid));
    if (document.activeElement?.closest?.(".atlas-reach")) box.querySelector("button")?.focus();
  }

  #entry(line) {
    const button = element("button", "entry");
    button.type = "button";
    button.dataset.uid = line.uid;
    writeLine(button, line);
    button.addEventListener("click", () => this.choose([line.uid]));
    return button;
  }

  /** Keep the popup while one of its incidents is shown; entries that are filtered out go. */
  refresh() {
    if (!this.popup.isOpen()) return;
    const kept = this.hits.filter(({ part, row }) => !part.x.length || (this.model.parts.includes(part) && this.model.admits(part, row)));
    if (!kept.length) this.map.closePopup(this.popup);
  }

  close() {
    this.asked += 1;
    this.map.closePopup(this.popup);
  }
}
