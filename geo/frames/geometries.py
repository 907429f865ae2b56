"""The table with geometry: as a GeoDataFrame, and what GeoParquet says of it."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.frames.schema import CRS, POINT

_NULLABLE = {pa.int8(): pd.Int8Dtype(), pa.int32(): pd.Int32Dtype()}


def to_geodataframe(table: pa.Table) -> gpd.GeoDataFrame:
    """Give the table as a GeoDataFrame in OGC:CRS84.

    Dates become ``datetime64[ms]``, counts and codes nullable integers, lists NumPy arrays of objects.
    """
    geometry = gpd.GeoSeries.from_wkb(table["geometry"].to_numpy(zero_copy_only=False), crs=CRS)
    frame = table.drop(["geometry"]).to_pandas(date_as_object=False, types_mapper=_NULLABLE.get)
    return gpd.GeoDataFrame(frame, geometry=geometry.to_numpy(), crs=CRS)


class Extent:
    """Kinds and bounds of geometries that come group by group, for a GeoParquet file's metadata."""

    def __init__(self) -> None:
        """Start with none."""
        self._kinds: set[str] = set()
        self._bounds: list[np.ndarray] = []

    def add(self, geometry: pa.ChunkedArray) -> None:
        """Take a column of WKB; nulls are passed over."""
        shapes = pc.drop_null(geometry)
        is_point = pc.equal(pc.binary_length(shapes), POINT.itemsize)
        points, others = shapes.filter(is_point), pc.unique(shapes.filter(pc.invert(is_point)))
        if len(points):
            self._kinds.add("Point")
            self._bounds.append(_point_bounds(points))
        if len(others):
            rest = shapely.from_wkb(np.asarray(others, dtype=object))
            self._kinds.update(s.geom_type for s in rest)
            self._bounds.append(shapely.total_bounds(rest))

    def metadata(self) -> dict[bytes, bytes]:
        """Give the GeoParquet 1.1 file metadata ("geo" key) without bbox covering."""
        column: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(self._kinds)}  # no "crs": OGC:CRS84
        if self._bounds:
            low, high = np.min(self._bounds, axis=0)[:2], np.max(self._bounds, axis=0)[2:]
            column["bbox"] = [float(n) for n in (*low, *high)]
        columns = {"geometry": column}
        return {b"geo": json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": columns}).encode()}


def geo_metadata(table: pa.Table) -> dict[bytes, bytes]:
    """Give the GeoParquet 1.1 file metadata of a conforming table."""
    extent = Extent()
    extent.add(table["geometry"])
    return extent.metadata()


def _point_bounds(shapes: pa.ChunkedArray) -> np.ndarray:
    """Give west, south, east, north of WKB points."""
    joined = pa.concat_arrays(shapes.chunks)
    first = int(np.frombuffer(joined.buffers()[1], dtype="<i4")[joined.offset])
    packed = np.frombuffer(joined.buffers()[2], dtype=POINT, count=len(joined), offset=first)
    if (packed["order"] != 1).any():
        return np.asarray(shapely.total_bounds(shapely.from_wkb(np.asarray(joined, dtype=object))))
    return np.array([packed["x"].min(), packed["y"].min(), packed["x"].max(), packed["y"].max()])
