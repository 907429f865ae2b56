// The mark around the incident whose card is open.

import { getJson } from "./net.js";

export class SelectedMark {
  /** @param {L.Map} map */
  constructor(map) {
    this.map = map;
    map.createPane("atlas-selected").style.zIndex = "420";
    map.getPane("atlas-selected").style.pointerEvents = "none";
    this.ring = L.circleMarker([0, 0], { pane: "atlas-selected", radius: 11, weight: 2.5, fill: false, color: "#111418", interactive: false });
    this.uid = null;
  }

  /** @param {string|null} uid @param {boolean} look bring it into view where it is not */
  async show(uid, look) {
    if (uid === this.uid && !look) return;
    this.uid = uid;
    if (!uid) {
      this.ring.remove();
      return;
    }
    const spot = await getJson(`locate/${encodeURIComponent(uid)}`);
    if (uid !== this.uid) return;
    if (spot.longitude === null) {
      this.ring.remove();
      return;
    }
    const at = L.latLng(spot.latitude, spot.longitude);
    if (spot.where_precision > 2) this.ring.remove();
    else this.ring.setLatLng(at).addTo(this.map);
    if (look && !this.map.getBounds().pad(-0.1).contains(at)) this.map.panTo(at, { animate: false });
  }

  /** @param {string} colour */
  recolour(colour) {
    this.ring.setStyle({ color: colour });
  }
}
