"""GeoParquet 1.1 in WGS 84 with the bbox covering column; lists stay lists.

What an export says of itself stands as JSON under the key ``incident_atlas`` of the file's metadata.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from geo.exporters.base import Exporter, Meta
from geo.exporters.flat import peeked, through_file
from geo.exporters.json_text import literal
from geo.exporters.rows import one
from geo.frames import Extent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GROUP_ROWS = 50_000
_SIDES = ("xmin", "ymin", "xmax", "ymax")
_BBOX = pa.struct([pa.field(side, pa.float64()) for side in _SIDES])


def write(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes]:
    """Give the file once it is whole: extent and kinds of geometry stand at its end."""
    return through_file(".parquet", partial(_make, tables, meta))


def _make(tables: Iterator[pa.Table], meta: Meta, path: Path) -> None:
    schema, tables = peeked(tables)
    extent = Extent()
    with pq.ParquetWriter(path, schema.append(pa.field("bbox", _BBOX)), compression="zstd") as file:
        for group in _grouped(tables):
            extent.add(group["geometry"])
            file.write_table(group.append_column("bbox", _boxes(group)).cast(file.schema))
        file.add_key_value_metadata({"geo": _geo(extent), "incident_atlas": literal(meta.member)})


def _grouped(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    held: list[pa.Table] = []
    for table in tables:
        held.append(table)
        if sum(len(t) for t in held) >= GROUP_ROWS:
            yield pa.concat_tables(held).combine_chunks()
            held = []
    if held:
        yield pa.concat_tables(held).combine_chunks()


def _boxes(table: pa.Table) -> pa.Array:
    """Give the box of each row's geometry in degrees; null where unmapped."""
    if pc.all(pc.equal(table["geometry_kind"], "point")).as_py():
        x, y = (one(table, name) for name in ("longitude", "latitude"))
        return pa.StructArray.from_arrays([x, y, x, y], fields=list(_BBOX), mask=pc.is_null(one(table, "geometry")))
    bounds = shapely.bounds(shapely.from_wkb(one(table, "geometry").to_numpy(zero_copy_only=False)))
    sides = [pa.array(np.ascontiguousarray(bounds[:, i]), from_pandas=True) for i in range(4)]
    return pa.StructArray.from_arrays(sides, fields=list(_BBOX), mask=pa.array(np.isnan(bounds[:, 0])))


def _geo(extent: Extent) -> str:
    """Give the ``geo`` member of GeoParquet 1.1 with the covering; no ``crs`` means OGC:CRS84."""
    said: dict[str, Any] = orjson.loads(extent.metadata()[b"geo"])
    said["columns"]["geometry"]["covering"] = {"bbox": {side: ["bbox", side] for side in _SIDES}}
    return literal(said)


EXPORTER = Exporter("parquet", "GeoParquet", ".parquet", "application/vnd.apache.parquet", write, make=_make)
