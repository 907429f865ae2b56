"""Newline-delimited GeoJSON: one feature of ``geo.exporters.geojson`` a line, no collection around them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from geo.exporters.ahead import map_ahead
from geo.exporters.base import Exporter, Meta
from geo.exporters.geojson import features

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa


def write(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes | memoryview]:  # noqa: ARG001 - a line is one feature
    """Give the lines of each table as one piece."""
    yield from map_ahead(partial(features, end="\n"), tables)


EXPORTER = Exporter(
    "geojsonl", "Newline-delimited GeoJSON", ".geojsonl", "application/geo+json-seq", write, sidecar=True
)
