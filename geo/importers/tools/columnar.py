"""Parquet and GeoParquet as records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import FileContentError, TooLargeError
from geo.importers.base import Fault
from geo.importers.tools import wkb
from geo.importers.tools.header_row import MOST_COLUMNS
from geo.importers.tools.limits import within_limits
from geo.importers.tools.records import Container, Records, unique_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink

_BATCH = 20_000
_MOST_ROWS = 50_000_000
_MOST_BYTES = 16 << 30
GEOMETRY_NAMES = frozenset({"geometry", "geom", "wkb_geometry", "the_geom", "wkb"})
"""Names of columns that hold WKB where no metadata say so."""


def open_parquet(path: Path, options: Options, sink: Sink) -> Container:
    """Open a Parquet file; its geometry column, by GeoParquet's metadata, becomes the records' shapes.

    Raises TooLargeError by what the footer states, before anything is read.
    """
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError):
        raise FileContentError("The file is no Parquet file that can be read.") from None
    size = sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups))
    if file.metadata.num_rows > _MOST_ROWS or size > _MOST_BYTES:
        raise TooLargeError(
            f"The file states {file.metadata.num_rows:,} rows; {_MOST_ROWS:,} is the most that is read."
        )
    if len(file.schema_arrow.names) > MOST_COLUMNS:
        raise TooLargeError(
            f"The file has {len(file.schema_arrow.names):,} columns; {MOST_COLUMNS:,} is the most that is read."
        )
    # Arrow's schema does not show what was added to the file beside it
    shape, crs = _geometry(file.schema_arrow, (file.metadata.metadata or {}).get(b"geo"))
    names = unique_names([n for n in file.schema_arrow.names if n != shape])
    return Container(names, _batches(file, shape, options, sink), crs=crs)


def _geometry(schema: pa.Schema, metadata: bytes | None) -> tuple[str | None, str | None]:
    """Give the geometry column and its coordinate system, by GeoParquet's metadata, else by a plain name.

    Raises FileContentError for metadata that are damaged or of an encoding that is not read.
    """
    if metadata is None:
        named = (f.name for f in schema if f.name.lower() in GEOMETRY_NAMES and _is_bytes(f.type))
        return next(named, None), None
    try:
        about = json.loads(metadata)
        shape = about["primary_column"]
        column = (about.get("columns") or {}).get(shape) or {}
        encoding, crs = column.get("encoding", "WKB"), column.get("crs", "OGC:CRS84")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FileContentError("The GeoParquet metadata of the file are damaged.") from None
    if shape not in schema.names:
        raise FileContentError("The geometry column that the GeoParquet metadata name is missing.")
    if encoding != "WKB" or not _is_bytes(schema.field(shape).type):
        raise FileContentError(f"The geometry is stored as {str(encoding)[:40]}, not as WKB; save the file with WKB.")
    return shape, json.dumps(crs) if isinstance(crs, dict) else crs


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def _batches(file: pq.ParquetFile, shape: str | None, options: Options, sink: Sink) -> Iterator[Records]:
    total = file.metadata.num_rows
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            rows = np.arange(sink.read + 1, sink.read + 1 + len(batch), dtype=np.int64)
            sink.read += len(batch)
            sink.step(sink.read, total)
            names = [n for n in batch.schema.names if n != shape]
            texts = [as_text(batch[batch.schema.names.index(n)]) for n in names]
            cells = dict(zip(unique_names(names), texts, strict=True))
            shapes = batch[batch.schema.names.index(shape)].cast(pa.binary()) if shape in batch.schema.names else None
            records = Records(rows, cells, shapes)
            yield within_limits(checked(records, sink), options, sink, zeros=True)
    except MemoryError:  # Arrow's own is one of its exceptions too
        raise
    except (pa.ArrowException, OSError):
        raise FileContentError(f"The file is damaged after row {sink.read}.") from None


def checked(records: Records, sink: Sink) -> Records:
    """Reject records whose shape is not sound."""
    if records.shapes is None:
        return records
    keep = np.ones(len(records), dtype=bool)
    for at, data in enumerate(records.shapes.to_pylist()):
        try:
            if data is not None:
                wkb.check(data)
        except ValueError as error:
            keep[at] = False
            sink.rejected.append(Fault(int(records.rows[at]), "geometry", str(error)))
    return records if keep.all() else records.take(keep)


def as_text(column: pa.Array) -> pa.Array:
    """Write each value as text: dates in ISO form, lists and structures as JSON; null stays null."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.cast(kind.value_type))
    if pa.types.is_string(kind):
        return column
    if pa.types.is_nested(kind):
        return pa.array([None if v is None else json.dumps(v, default=str) for v in column.to_pylist()], pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([None if v is None else v.hex() for v in column.to_pylist()], pa.string())
    if pa.types.is_timestamp(kind):
        return pc.strftime(column, format="%Y-%m-%dT%H:%M:%S")
    return column.cast(pa.string())
