"""Small pixel masks of the dots' shapes, those of ``glyphs.js``."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely

from geo.model import EventClass, EventType

_CROSS = [(-1, -0.45), (-0.45, -1), (0, -0.5), (0.45, -1), (1, -0.45), (0.5, 0)]
_PLUS = [(-0.38, -1.1), (0.38, -1.1), (0.38, -0.38), (1.1, -0.38), (1.1, 0.38), (0.38, 0.38)]
SHAPES = {
    EventClass.BATTLE: _CROSS + [(-x, -y) for x, y in _CROSS],
    EventClass.REMOTE_VIOLENCE: [(0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)],
    EventClass.VIOLENCE_AGAINST_CIVILIANS: [(0, -1.15), (1.1, 0.85), (-1.1, 0.85)],
    EventClass.DEMONSTRATION: [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
    EventClass.STRATEGIC: _PLUS + [(-x, -y) for x, y in _PLUS],
    EventClass.UNSPECIFIED: None,
}
_CLASSES = list(SHAPES)
_FINE = 5
"""Samples a pixel in each direction, to tell how much of it a shape covers."""


def variants() -> np.ndarray:
    """Give for each ``kind`` byte (precision in the lower 3 bits, type above) the row of its mask."""
    classes = [_CLASSES.index(t.event_class) for t in EventType]
    kinds = np.arange(256)
    shape = np.array(classes + [_CLASSES.index(EventClass.UNSPECIFIED)] * (32 - len(classes)))[kinds >> 3]
    return np.asarray(np.where((kinds & 7) == 1, shape, shape + len(_CLASSES)))


@lru_cache(maxsize=64)
def masks(radius: float, width: int) -> np.ndarray:
    """Give for each class filled, then hollow, the pixels around a point as offsets in an image of that width.

    ``radius`` is in pixels. Rows are filled up with offset 0 to the same length.
    """
    found = [_offsets(_outline(c, radius), width) for c in _CLASSES]
    found += [_offsets(_hollow(_outline(c, radius * 0.9), max(1.0, radius * 0.45)), width) for c in _CLASSES]
    table = np.zeros((len(found), max(map(len, found))), np.int64)
    for row, offsets in zip(table, found, strict=True):
        row[: len(offsets)] = offsets
    return table


def _outline(event_class: EventClass, radius: float) -> shapely.Polygon:
    corners = SHAPES[event_class]
    if corners is None:
        return shapely.Point(0, 0).buffer(radius)
    return shapely.Polygon([(x * radius, y * radius) for x, y in corners])


def _hollow(shape: shapely.Polygon, line: float) -> shapely.Geometry:
    return shape.exterior.buffer(line / 2)


def _offsets(shape: shapely.Geometry, width: int) -> np.ndarray:
    reach = int(np.ceil(max(abs(b) for b in shape.bounds)))
    steps = (np.arange((2 * reach + 1) * _FINE) + 0.5) / _FINE - reach - 0.5
    inside = shapely.contains_xy(shape, *np.meshgrid(steps, steps))
    size = 2 * reach + 1
    covered = inside.reshape(size, _FINE, size, _FINE).mean(axis=(1, 3)) > 0.43
    dy, dx = np.nonzero(covered)
    return np.asarray((dy - reach) * width + dx - reach)
