"""FlatGeobuf; its spatial index cannot hold unmapped incidents and is left out when there are any.

Names in lists are joined as ``geo.exporters.flat`` says.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from geo.exporters.base import Exporter, Meta
from geo.exporters.flat import through_file
from geo.exporters.gdal import write_layer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa


def write(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes]:
    """Give the file once it is whole: its head holds the number of rows and the extent."""
    return through_file(".fgb", partial(_make, tables, meta))


def _make(tables: Iterator[pa.Table], meta: Meta, path: Path) -> None:
    index = "NO" if meta.counts.get("unmapped", 1) else "YES"
    options = {"SPATIAL_INDEX": index, "TITLE": "Incidents", "DESCRIPTION": "\n".join(meta.lines)}
    write_layer(path, "FlatGeobuf", tables, layer_options=options)


EXPORTER = Exporter("fgb", "FlatGeobuf", ".fgb", "application/vnd.flatgeobuf", write, sidecar=True, make=_make)
