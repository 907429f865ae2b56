// Cells over the map in which incidents are counted: squares for clusters and heat, hexagons.
// Cells are fixed to the ground, so that panning does not reshuffle them.

/** @param {import("./surface.js").View} view @returns {number} device pixels of a CSS pixel at the nearest whole zoom */
function stretch(view) {
  return view.dpr * 2 ** (view.zoom - Math.round(view.zoom));
}

/** @param {import("./surface.js").View} view @param {number} css size of a cell in CSS pixels at the nearest whole zoom */
export function squares(view, css) {
  const size = css * stretch(view);
  const [left, top] = [Math.floor(view.ox / size), Math.floor(view.oy / size)];
  const columns = Math.ceil((view.ox + view.width) / size) - left + 1;
  const rows = Math.ceil((view.oy + view.height) / size) - top + 1;
  const [dx, dy] = [view.ox / size - left, view.oy / size - top];
  return {
    size, columns, rows, count: columns * rows,
    /** @param {number} px @param {number} py device pixels on the canvas */
    cell: (px, py) => Math.floor(py / size + dy) * columns + Math.floor(px / size + dx),
    /** @param {number} cell @returns {[number, number]} its corner in device pixels */
    corner: (cell) => [((cell % columns) - dx) * size, (Math.floor(cell / columns) - dy) * size],
  };
}

/** Pointy-topped hexagons. @param {import("./surface.js").View} view @param {number} css distance from centre to corner */
export function hexagons(view, css) {
  const r = css * stretch(view);
  const [wide, high] = [Math.sqrt(3) * r, 1.5 * r];
  const [left, top] = [Math.floor(view.ox / wide) - 1, 2 * Math.floor(view.oy / high / 2) - 2];
  const columns = Math.ceil(view.width / wide) + 4;
  const rows = Math.ceil(view.height / high) + 6;
  const [dx, dy] = [view.ox - left * wide, view.oy - top * high];
  const centre = (column, row) => [(column + (row & 1) / 2) * wide - dx, row * high - dy];
  return {
    size: r, columns, rows, count: columns * rows,
    cell(px, py) {
      const row = Math.round((py + dy) / high);
      const column = Math.round((px + dx) / wide - (row & 1) / 2);
      const rise = (py + dy) / high - row;
      const other = row + (rise < 0 ? -1 : 1);
      const beside = Math.round((px + dx) / wide - (other & 1) / 2);
      const far = (beside + (other & 1) / 2) * wide - dx - px;
      const near = (column + (row & 1) / 2) * wide - dx - px;
      const [up, down] = [other * high - dy - py, row * high - dy - py];
      return far * far + up * up < near * near + down * down ? other * columns + beside : row * columns + column;
    },
    /** @returns {[number, number]} its centre in device pixels */
    corner: (cell) => centre(cell % columns, Math.floor(cell / columns)),
  };
}
