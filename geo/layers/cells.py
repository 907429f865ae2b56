"""Incidents counted in cells of the view: squares for clusters and heat, hexagons; the grids of ``grid.js``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class View:
    """Device pixels of a point are ``x * scale - left`` and ``y * scale - top``; ``radius`` is a dot's, in pixels.

    ``pixel`` is the device pixels of a CSS pixel at the nearest whole zoom. ``style`` is "dots" or one of
    ``geo.layers.cells.STYLES``.
    """

    scale: float
    left: float
    top: float
    width: int
    height: int
    radius: float
    pixel: float = 1.0
    style: str = "dots"


@dataclass(frozen=True)
class Grid:
    """How many cells, what gives the cell of device pixels, and how many pixels beyond the view still count."""

    count: int
    cell: Callable[[np.ndarray, np.ndarray], np.ndarray]
    reach: float = 0.0


CLUSTER_PX, HEAT_PX, HEXAGON_PX = 74, 5, 22
STYLES = ("clusters", "heat", "hexagons", "deaths")


def grid_of(view: View) -> Grid:
    """Give the grid of the view's style."""
    if view.style in {"hexagons", "deaths"}:
        return _hexagons(view, HEXAGON_PX * view.pixel)
    return _squares(view, (CLUSTER_PX if view.style == "clusters" else HEAT_PX) * view.pixel)


def _squares(view: View, size: float) -> Grid:
    left, top, width, height = view.left, view.top, view.width, view.height
    first, upper = math.floor(left / size), math.floor(top / size)
    columns = math.ceil((left + width) / size) - first + 1
    rows = math.ceil((top + height) / size) - upper + 1

    def cell(px: np.ndarray, py: np.ndarray) -> np.ndarray:
        row, column = np.floor(py / size + top / size - upper), np.floor(px / size + left / size - first)
        return np.asarray(row * columns + column, dtype=np.int64)

    return Grid(columns * rows, cell)


def _hexagons(view: View, radius: float) -> Grid:
    left, top, width, height = view.left, view.top, view.width, view.height
    wide, high = math.sqrt(3) * radius, 1.5 * radius
    first, upper = math.floor(left / wide) - 1, 2 * math.floor(top / high / 2) - 2
    columns, rows = math.ceil(width / wide) + 4, math.ceil(height / high) + 6

    def cell(px: np.ndarray, py: np.ndarray) -> np.ndarray:
        x, y = (px + left) / wide - first, (py + top) / high - upper
        row = np.floor(y + 0.5).astype(np.int64)
        other = row + np.where(y < row, -1, 1)
        best, least = np.zeros(len(x), np.int64), np.full(len(x), np.inf)
        for near in (row, other):
            half = (near & 1) / 2
            column = np.floor(x - half + 0.5).astype(np.int64)
            distance = ((column + half - x) * wide) ** 2 + ((near - y) * high) ** 2
            closer = distance < least
            best[closer], least[closer] = (near * columns + column)[closer], distance[closer]
        return best

    return Grid(columns * rows, cell, radius)


def count_cells(
    grid: Grid,
    cells: np.ndarray,
    at: np.ndarray | None = None,
    slots: np.ndarray | None = None,
    weights: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """Give for each cell that holds anything its number ``cell`` and its sum ``n`` (u4).

    ``cells`` has the cell of each incident, ``weights`` its deaths (None counts incidents). With ``at``
    (device pixels) and ``slots`` the mean position ``cx``, ``cy`` (f4) and ``shares`` (u4, ten slots a
    cell) are given too.
    """
    n = np.bincount(cells, weights, minlength=grid.count)
    kept = np.flatnonzero(n > 0)
    found = {"cell": kept.astype(np.uint32), "n": n[kept].astype(np.uint32)}
    if at is not None and slots is not None:
        for name, values in (("cx", at[:, 0]), ("cy", at[:, 1])):
            found[name] = (np.bincount(cells, values, minlength=grid.count)[kept] / n[kept]).astype(np.float32)
        shares = np.bincount(cells * 10 + slots, minlength=grid.count * 10).reshape(-1, 10)
        found["shares"] = shares[kept].ravel().astype(np.uint32)
    return found
