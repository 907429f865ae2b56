"""Well-known binary from strangers, looked over before a C library takes it apart."""

from __future__ import annotations

import struct

import shapely

from geo.errors import ValueFault

_CHILD = {4: 1, 5: 2, 6: 3, 7: None}
_DEEPEST = 8
_MOST_VERTICES = 200_000
_POINT_BYTES = 21


class _Walk:
    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.vertices = data, 0, 0

    def number(self, order: str) -> int:
        (number,) = struct.unpack_from(order + "I", self.data, self.at)
        self.at += 4
        return int(number)

    def skip(self, count: int, dimensions: int) -> None:
        self.vertices += count
        self.at += 8 * count * dimensions
        if self.vertices > _MOST_VERTICES:
            raise ValueError(f"the shape has more than {_MOST_VERTICES:,} vertices")
        if self.at > len(self.data):
            raise ValueError("the shape is cut off")

    def shape(self, expected: int | None = None, depth: int = 0) -> None:
        order = "<" if self.data[self.at] == 1 else ">"
        self.at += 1
        code = self.number(order)
        if code & 0x20000000:
            self.at += 4
        dimensions = 2 + bool(code & 0x80000000) + bool(code & 0x40000000)
        plain = code & 0xFFFF
        dimensions += (0, 1, 1, 2)[min(plain // 1000, 3)]
        kind = plain % 1000
        if (expected is not None and kind != expected) or not 1 <= kind <= 7:
            raise ValueError("the shape is no point, line, polygon, or collection of these")
        if depth > _DEEPEST:
            raise ValueError("the shape nests collections too deeply")
        if kind == 1:
            self.skip(1, dimensions)
        elif kind == 2:
            self.skip(self.number(order), dimensions)
        elif kind == 3:
            for _ in range(self.number(order)):
                self.skip(self.number(order), dimensions)
        else:
            for _ in range(self.number(order)):
                self.shape(_CHILD[kind], depth + 1)


def check(data: bytes) -> None:
    """Raise ValueError for WKB that is cut off, deeply nested, of a rare kind, or of more than 200,000 vertices."""
    if len(data) == _POINT_BYTES and data[:5] in (b"\1\1\0\0\0", b"\0\0\0\0\1"):
        return
    walk = _Walk(data)
    try:
        walk.shape()
    except (struct.error, IndexError):
        raise ValueError("the shape is cut off") from None


def from_wkt(text: str) -> bytes:
    """Make WKB of WKT, longitude first; raises ValueFault for what is broken, nested or out of range."""
    depth = deepest = 0
    for mark in (c for c in text if c in "()"):
        depth += 1 if mark == "(" else -1
        deepest = max(deepest, depth)
    if deepest > 4 or "COLLECTION" in text.upper():
        raise ValueFault("the shape is no point, line, polygon, or plain collection of one of these")
    try:
        shape = shapely.force_2d(shapely.from_wkt(text.strip()))
        data = bytes(shapely.to_wkb(shape))
        if not shape.is_empty:
            check(data)
    except shapely.errors.ShapelyError:
        raise ValueFault(f"“{text[:40]}” is no shape in WKT") from None
    except ValueError as error:
        raise ValueFault(str(error)) from None
    west, south, east, north = shape.bounds if not shape.is_empty else (999, 999, 999, 999)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueFault(f"the shape “{text[:40]}” is not within ±180 and ±90 degrees")
    return data
