"""GeoParquet 1.1 in WGS 84 with the bbox covering column; lists stay lists.

What an export says of itself stands as JSON under the key ``incident_atlas`` of the file's metadata.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from geo.exporters.base import Exporter, Meta
from geo.exporters.flat import peeked, through_file
from geo.exporters.json_text import literal
from geo.exporters.rows import one

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
    seen = _Seen()
    with pq.ParquetWriter(path, schema.append(pa.field("bbox", _BBOX)), compression="zstd") as file:
        for group in _grouped(tables):
            file.write_table(group.append_column("bbox", seen.boxes(group)).cast(file.schema))
        file.add_key_value_metadata({"geo": literal(seen.metadata), "incident_atlas": literal(meta.member)})


def _grouped(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    held: list[pa.Table] = []
    for table in tables:
        held.append(table)
        if sum(len(t) for t in held) >= GROUP_ROWS:
            yield pa.concat_tables(held).combine_chunks()
            held = []
    if held:
        yield pa.concat_tables(held).combine_chunks()


class _Seen:
    """Extent and kinds of geometry of what was written."""

    def __init__(self) -> None:
        self._kinds: set[str] = set()
        self._extent = np.array([np.inf, np.inf, -np.inf, -np.inf])

    def boxes(self, table: pa.Table) -> pa.Array:
        """Give the box of each row's geometry in degrees; null where unmapped."""
        if pc.all(pc.equal(table["geometry_kind"], "point")).as_py():
            return self._point_boxes(table)
        shapes = shapely.from_wkb(one(table, "geometry").to_numpy(zero_copy_only=False))
        bounds = shapely.bounds(shapes)
        self._kinds |= {shape.geom_type for shape in shapes if shape is not None}
        self._grow(bounds)
        return _boxes(bounds)

    def _point_boxes(self, table: pa.Table) -> pa.Array:
        x, y = (one(table, n).to_numpy(zero_copy_only=False) for n in ("longitude", "latitude"))
        bounds = np.column_stack([x, y, x, y])
        if len(table) > one(table, "geometry").null_count:
            self._kinds.add("Point")
        self._grow(bounds)
        return _boxes(bounds)

    def _grow(self, bounds: np.ndarray) -> None:
        known = bounds[~np.isnan(bounds[:, 0])]
        self._extent[:2] = np.minimum(self._extent[:2], known[:, :2].min(axis=0, initial=np.inf))
        self._extent[2:] = np.maximum(self._extent[2:], known[:, 2:].max(axis=0, initial=-np.inf))

    @property
    def metadata(self) -> dict[str, Any]:
        """Give the ``geo`` member of GeoParquet 1.1; without ``crs`` the coordinates are OGC:CRS84."""
        column: dict[str, Any] = {
            "encoding": "WKB",
            "geometry_types": sorted(self._kinds),
            "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
        }
        if np.isfinite(self._extent).all():
            column["bbox"] = self._extent.tolist()
        return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _boxes(bounds: np.ndarray) -> pa.Array:
    sides = [pa.array(np.ascontiguousarray(bounds[:, i]), from_pandas=True) for i in range(4)]
    return pa.StructArray.from_arrays(sides, fields=list(_BBOX), mask=pa.array(np.isnan(bounds[:, 0])))


EXPORTER = Exporter("parquet", "GeoParquet", ".parquet", "application/vnd.apache.parquet", write)
