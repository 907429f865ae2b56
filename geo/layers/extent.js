// Which part of the world the map looks at, where nobody has moved it yet.

export class Extent {
  /**
   * @param {L.Map} map
   * @param {{model: import("./model.js").Model, areas: import("./areas.js").AreaPainter, remote: import("./remote.js").Remote, legend: {width: () => number}}} parts
   */
  constructor(map, parts) {
    this.map = map;
    this.parts = parts;
    this.fitted = false;
    /** @type {any} where the map looked at first; areas move it once more while nobody else did */ this.begun = null;
  }

  /** Look at what the first filter shows, once. @param {number[]|null} box left, top, right, bottom, normalised */
  begin(box) {
    if (!this.fitted && box) this.#fit(box);
    if (!this.fitted) this.begun = this.map.getCenter();
    this.fitted = true;
  }

  /** All is here: look at all of it, where the reader has not moved the map. */
  settle() {
    if (this.begun && this.map.getCenter().equals(this.begun)) this.fitShown();
    this.begun = null;
  }

  /** Look at everything that is shown. */
  fitShown() {
    const { model, areas, remote } = this.parts;
    let box = [1, 1, 0, 0];
    const widen = (other) => {
      box = [Math.min(box[0], other[0]), Math.min(box[1], other[1]), Math.max(box[2], other[2]), Math.max(box[3], other[3])];
    };
    for (const part of model.parts) {
      if (remote.active && part.box) widen(part.box);
      for (let i = 0; i < part.x.length; i++) {
        if (part.x[i] === part.x[i] && model.admits(part, i)) widen([part.x[i], part.y[i], part.x[i], part.y[i]]);
      }
    }
    areas.count(this.map.getZoom());
    for (const shown of areas.shown) widen(areas.box(shown));
    if (box[2] >= box[0]) this.#fit(box);
  }

  #fit([left, top, right, bottom]) {
    const { map, parts } = this;
    const corner = (x, y) => map.unproject([x * 256, y * 256], 0);
    const padding = { paddingTopLeft: [70, 60], paddingBottomRight: [parts.legend.width() + 70, 60] };
    map.fitBounds(L.latLngBounds(corner(left, bottom), corner(right, top)), { ...padding, maxZoom: 9, animate: false });
  }
}
