// The mark around the incident whose card is open, or that the list points at.

import { getJson } from "./net.js";

/** A place known no better than this is marked by its circle, in metres. */
const DOT_M = 25_000;

/** @typedef {{longitude: number|null, latitude: number|null, uncertainty_m?: number|null}} Spot */

export class SelectedMark {
  /** @param {L.Map} map */
  constructor(map) {
    this.map = map;
    map.createPane("atlas-selected").style.zIndex = "420";
    map.getPane("atlas-selected").style.pointerEvents = "none";
    const style = { pane: "atlas-selected", weight: 2.5, fill: false, color: "#111418", interactive: false };
    this.dot = L.circleMarker([0, 0], { ...style, radius: 11 });
    this.circle = L.circle([0, 0], { ...style, dashArray: "6 5", radius: 1 });
    /** @type {string|null} */ this.uid = null;
  }

  /**
   * @param {string|null} uid null takes the mark away
   * @param {boolean} look bring it into view where it is not
   * @param {Spot|null} [spot] where it lies; asked of the server when not given
   */
  async show(uid, look, spot = null) {
    if (uid === this.uid && !look) return;
    this.uid = uid;
    const at = uid ? spot ?? (await this.#locate(uid)) : null;
    if (uid !== this.uid) return;
    this.dot.remove();
    this.circle.remove();
    if (!at || typeof at.longitude !== "number") return;
    const centre = L.latLng(at.latitude, at.longitude);
    if ((at.uncertainty_m ?? 0) > DOT_M) this.circle.setLatLng(centre).setRadius(at.uncertainty_m).addTo(this.map);
    else this.dot.setLatLng(centre).addTo(this.map);
    if (look && !this.map.getBounds().pad(-0.1).contains(centre)) this.map.panTo(centre, { animate: false });
  }

  /** @returns {Promise<Spot|null>} null where there is no such incident (any more) */
  async #locate(uid) {
    try {
      return await getJson(`locate/${encodeURIComponent(uid)}`);
    } catch (error) {
      if (error.status === 404) return null;
      throw error;
    }
  }

  /** @param {string} colour */
  recolour(colour) {
    this.dot.setStyle({ color: colour });
    this.circle.setStyle({ color: colour });
  }
}
