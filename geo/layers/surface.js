// A canvas that covers the map and a margin around it, follows it, and paints when asked. A lazy one
// is left as it is while its margin still covers the map.

/** Share of the map's size that a canvas reaches beyond it on each side: so far a drag needs no paint. */
const MARGIN = 0.25;

/**
 * @typedef {object} View device pixels of a point are x * s - ox, y * s - oy
 * @property {number} s @property {number} ox @property {number} oy
 * @property {number} width @property {number} height device pixels of the canvas
 * @property {number} dpr device pixels a CSS pixel
 * @property {number} zoom
 * @property {number} left @property {number} top CSS pixels from the map's corner to the canvas's corner
 */

/**
 * @param {L.Map} map
 * @param {{pane: string, z: number, lazy?: boolean, paint: (ctx: CanvasRenderingContext2D, view: View) => void}} options
 */
export function makeSurface(map, { pane, z, lazy = false, paint }) {
  const element = map.createPane(pane);
  element.style.zIndex = String(z);
  element.style.pointerEvents = "none";
  const Surface = L.Renderer.extend({
    _initContainer() {
      this._container = document.createElement("canvas");
      this._ctx = this._container.getContext("2d");
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _updatePaths() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      const standing = [map.getPixelOrigin(), map.getZoom(), map.getSize(), window.devicePixelRatio].join();
      if (lazy && standing === this._standing && this._bounds.contains(seen())) return;
      this._standing = standing;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const dpr = window.devicePixelRatio || 1;
      const [width, height] = [Math.round(size.x * dpr), Math.round(size.y * dpr)];
      L.DomUtil.setPosition(this._container, this._bounds.min);
      if (this._container.width !== width || this._container.height !== height) {
        Object.assign(this._container, { width, height });
        Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
      }
      this.repaint();
    },
    /** Paint now, where the canvas stands. */
    repaint() {
      if (this._container?.width) paint(this._ctx, this.view());
    },
    /** @returns {View} */
    view() {
      const dpr = window.devicePixelRatio || 1;
      const origin = map.getPixelOrigin().add(this._bounds.min);
      const corner = map.layerPointToContainerPoint(this._bounds.min);
      const { width, height } = this._container;
      const s = 256 * 2 ** this._zoom * dpr;
      return { s, ox: origin.x * dpr, oy: origin.y * dpr, width, height, dpr, zoom: this._zoom, left: corner.x, top: corner.y };
    },
  });
  const surface = new Surface({ pane, padding: MARGIN });
  surface.addTo(map);
  map.on("move", () => {
    if (map._animatingZoom || !surface._bounds) return;
    if (!surface._bounds.contains(seen())) surface._update();
  });
  return surface;

  /** What of the canvas's plane is in the map's frame. */
  function seen() {
    const corner = map.containerPointToLayerPoint([0, 0]);
    return L.bounds(corner, corner.add(map.getSize()));
  }
}
