"""The view painted here, for a browser that should not hold all columns: counts, and dots as an image.

Few dots in view are sent as rows instead, so that the browser paints them as crisply as its own; for
the other styles the cells are sent (``geo.layers.cells.count_cells``).
Arrays of the payload: ``png`` (u1), or of each of few dots ``x``, ``y`` (f4, normalised Web Mercator),
``kind``, ``slot``, ``part`` (u1) and ``row`` (u4); for part i ``n<i>`` and ``s<i>`` (u4, u1): how many
incidents each of its areas holds, and the slot of all of them (254 where they differ). Header:
``by_kind`` and ``by_slot`` counts, ``unmapped``, ``in_view``, ``mode``, ``ordered``, ``legend``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.layers.cells import STYLES, View, count_cells, grid_of
from geo.layers.mercator import project
from geo.layers.packing import pack
from geo.layers.png import Colour, write_png
from geo.layers.slots import HIDDEN, Slots
from geo.layers.stamps import masks, variants
from geo.model.codes import WherePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.columns import Columns

FEW = 2500
MIXED, NO_SLOT = 254, 255
PAD = 8
NOT_A_DOT = WherePrecision.ADM_2
NO_AREAS: dict[str, np.ndarray] = {"row": np.empty(0, np.uint32), "area": np.empty(0, np.uint32), "x": np.empty(0)}
"""In place of a part's areas where their counts are not wanted."""
HOLLOW = 11
"""Palette number of the middle of a hollow dot: all but transparent."""


@dataclass(frozen=True, eq=False)
class Shown:
    """A part's columns, which of its rows are shown, and the areas of its imprecise rows as ``encode_areas`` says."""

    columns: Columns
    rows: np.ndarray
    areas: dict[str, np.ndarray]


def encode_painted(parts: Sequence[Shown], view: View, slots: Slots, palette: Sequence[str]) -> bytes:
    """Count and paint; ``palette`` has the colour of each slot as ``#rrggbb``."""
    by_kind, by_slot = np.zeros(256, np.int64), np.zeros(256, np.int64)
    arrays: dict[str, np.ndarray] = {}
    dots, unmapped = [], 0
    for number, (part, slot) in enumerate(zip(parts, slots.by_part, strict=True)):
        shown = part.rows & (slot != HIDDEN)
        mapped = np.flatnonzero(shown & part.columns.has_geometry)
        unmapped += int(np.count_nonzero(shown)) - len(mapped)
        kind = _kind(part.columns, mapped)
        by_kind += np.bincount(kind, minlength=256)
        by_slot += np.bincount(slot[mapped], minlength=256)
        dots.append(Dots(number, part.columns, mapped[(kind & 7) < NOT_A_DOT], slot))
        arrays |= _area_counts(part, slot, number)
    drawn, in_view = _cells(dots, view) if view.style in STYLES else _dots(dots, view, palette)
    header: dict[str, Any] = {"by_kind": by_kind.tolist(), "by_slot": by_slot[:10].tolist(), "unmapped": unmapped}
    header |= {"in_view": in_view, "mode": slots.mode, "ordered": slots.ordered, "legend": list(slots.legend)}
    return pack(header, arrays | drawn)


@dataclass(frozen=True, eq=False)
class Dots:
    """The rows of a part that are drawn as dots, with the slots of all its rows."""

    number: int
    columns: Columns
    rows: np.ndarray
    slots: np.ndarray


def _cells(dots: list[Dots], view: View) -> tuple[dict[str, np.ndarray], int]:
    grid = grid_of(view)
    found: list[tuple[np.ndarray, ...]] = []
    for part in dots:
        px, py = _pixels(part.columns, view)
        inside = (px >= -grid.reach) & (px <= view.width + grid.reach)
        inside &= (py >= -grid.reach) & (py <= view.height + grid.reach)
        cell = np.full(len(px), -1, np.int64)
        cell[inside] = grid.cell(px[inside], py[inside])
        spot = part.columns.spots.codes[part.rows]
        kept = cell[spot] >= 0
        rows, spot = part.rows[kept], spot[kept]
        deaths = np.maximum(part.columns.fatalities_best[rows], 0)
        found.append((cell[spot], px[spot], py[spot], part.slots[rows], deaths))
    cells, x, y, slots, deaths = (np.concatenate(c) for c in zip(*found, strict=True))
    if view.style == "clusters":
        return count_cells(grid, cells, np.column_stack([x, y]), slots), len(cells)
    return count_cells(grid, cells, weights=deaths if view.style == "deaths" else None), len(cells)


def _dots(dots: list[Dots], view: View, palette: Sequence[str]) -> tuple[dict[str, np.ndarray], int]:
    seen = [(d.number, d.columns, *_placed(d.columns, d.rows, view), d.slots) for d in dots]
    in_view = sum(len(rows) for _, _, rows, _, _ in seen)
    return (_few(seen) if in_view <= FEW else _image(seen, view, palette)), in_view


def _pixels(columns: Columns, view: View) -> tuple[np.ndarray, np.ndarray]:
    """Give the device pixels of each spot, NaN where unmapped."""
    x, y = project(columns.spots.longitudes, columns.spots.latitudes)
    return x * view.scale - view.left, y * view.scale - view.top


def _kind(columns: Columns, rows: np.ndarray) -> np.ndarray:
    return np.asarray(columns.where_precision[rows] | (columns.event_type[rows] << np.uint8(3)))


def _placed(columns: Columns, rows: np.ndarray, view: View) -> tuple[np.ndarray, np.ndarray]:
    """Give the rows in view and the number of their pixel in the padded image."""
    px, py = (np.floor(p) for p in _pixels(columns, view))
    inside = (px >= 0) & (px < view.width) & (py >= 0) & (py < view.height)
    at = np.full(len(px), -1, np.int64)
    at[inside] = ((py[inside] + PAD) * (view.width + 2 * PAD) + px[inside] + PAD).astype(np.int64)
    pixel = at[columns.spots.codes[rows]]
    return rows[pixel >= 0], pixel[pixel >= 0]


_Seen = list[tuple[int, "Columns", np.ndarray, np.ndarray, np.ndarray]]


def _few(seen: _Seen) -> dict[str, np.ndarray]:
    x, y, kind, slot, part, row = [], [], [], [], [], []
    for number, columns, rows, _, slots in seen:
        spot = columns.spots.codes[rows]
        px, py = project(columns.spots.longitudes[spot], columns.spots.latitudes[spot])
        x.append(px.astype(np.float32))
        y.append(py.astype(np.float32))
        kind.append(_kind(columns, rows))
        slot.append(slots[rows])
        part.append(np.full(len(rows), number, np.uint8))
        row.append(rows.astype(np.uint32))
    named = {"x": x, "y": y, "kind": kind, "slot": slot, "part": part, "row": row}
    return {name: np.concatenate(values) for name, values in named.items()}


def _image(seen: _Seen, view: View, palette: Sequence[str]) -> dict[str, np.ndarray]:
    """Paint the newest row of each pixel, the newer over the older; later parts over earlier ones."""
    wide, high = view.width + 2 * PAD, view.height + 2 * PAD
    top = np.full(wide * high, -1, np.int64)
    before, kinds, slots = 0, [], []
    for _, columns, rows, pixel, slot in seen:
        top[pixel] = np.arange(before, before + len(rows))  # of equal pixels the last row stays
        before += len(rows)
        kinds.append(_kind(columns, rows))
        slots.append(slot[rows])
    pixels = np.flatnonzero(top >= 0)
    pixels = pixels[np.argsort(top[pixels], kind="stable")]
    newest = top[pixels]
    kind, ink = np.concatenate(kinds)[newest], np.concatenate(slots)[newest] + np.uint8(1)
    offsets = masks(min(view.radius, PAD / 1.3), wide)[variants()[kind]]
    image = np.zeros(wide * high, np.uint8)
    image[(pixels[:, None] + offsets).ravel()] = np.repeat(ink, offsets.shape[1])
    image[pixels] = np.where((kind & 7) == 1, ink, HOLLOW)
    cut = image.reshape(high, wide)[PAD:-PAD, PAD:-PAD]
    inks: list[Colour] = [(*bytes.fromhex(c[1:]), 255) for c in palette]
    return {"png": np.frombuffer(write_png(cut, [(0, 0, 0, 0), *inks, (0, 0, 0, 1)]), np.uint8)}


def _area_counts(part: Shown, slot: np.ndarray, number: int) -> dict[str, np.ndarray]:
    row, area, areas = part.areas["row"], part.areas["area"], len(part.areas["x"])
    kept = part.rows[row] & (slot[row] != HIDDEN)
    slot_of = np.full(areas, NO_SLOT, np.uint8)
    slot_of[area[kept]] = slot[row[kept]]
    slot_of[area[kept][slot[row[kept]] != slot_of[area[kept]]]] = MIXED
    return {f"n{number}": np.bincount(area[kept], minlength=areas).astype(np.uint32), f"s{number}": slot_of}


def under(columns: Columns, rows: np.ndarray, view: View, at: tuple[float, float], reach: float) -> np.ndarray:
    """Give those of the rows that lie under a point of the view (device pixels): in its cell, or within reach."""
    (px, py), (x, y) = _pixels(columns, view), at
    if view.style in {"clusters", "hexagons", "deaths"}:
        grid = grid_of(view)
        near = np.zeros(len(px), bool)
        inside = (px >= -grid.reach) & (px <= view.width + grid.reach)
        inside &= (py >= -grid.reach) & (py <= view.height + grid.reach)
        near[inside] = grid.cell(px[inside], py[inside]) == grid.cell(np.array([x]), np.array([y]))
    else:
        near = (px - x) ** 2 + (py - y) ** 2 <= reach**2
    return np.asarray(rows[near[columns.spots.codes[rows]]])
