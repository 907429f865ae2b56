"""GDAL held to one driver, no network and no neighbouring files; set before it is loaded."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import FileContentError, TooLargeError
from geo.importers.tools.columnar import as_text, checked
from geo.importers.tools.limits import within_limits
from geo.importers.tools.records import Records, unique_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink

DRIVER = {"geopackage": "GPKG", "flatgeobuf": "FlatGeobuf", "shapefile": "ESRI Shapefile"}
_MOST_ROWS = 20_000_000
_BATCH = 10_000
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "PROJ_DATA", "GDAL_DATA")
_SETTINGS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_PROXY": "http://127.0.0.1:9",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "CPL_VSIL_CURL_NON_CACHED": "/vsicurl/",
    "GDAL_NUM_THREADS": "1",
    "GDAL_DRIVER_PATH": "disable",
    "OGR_FLATGEOBUF_STREAM_BASE_IMPL": "YES",  # its own one spoils features without a shape
    "OGR_SQLITE_LIST_VIRTUAL_OGR": "NO",
    "CPL_LOG": os.devnull,
    "PROJ_NETWORK": "OFF",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
}


@lru_cache(maxsize=1)
def _every_driver() -> tuple[str, ...]:
    import pyogrio  # noqa: PLC0415 - a second that only GIS files need

    return tuple(sorted(pyogrio.list_drivers()))


def environment(kind: str) -> dict[str, str]:
    """Give the environment of a process that reads files of this kind: nothing of the server's own.

    Every driver but the kind's one is skipped; kinds that need none do not load GDAL.
    """
    wanted = DRIVER.get(kind)
    skipped = ",".join(d for d in _every_driver() if d != wanted) if wanted else ""
    inherited = {n: os.environ[n] for n in _KEPT if n in os.environ}
    return inherited | _SETTINGS | {"GDAL_SKIP": skipped}


def layers(path: Path, kind: str) -> dict[str, dict[str, Any]]:
    """Give name, fields, rows and coordinate system of each layer; raises FileContentError where there is none.

    Raises FileContentError where GDAL has more drivers than the one.
    """
    import pyogrio  # noqa: PLC0415 - after the environment is set

    if set(pyogrio.list_drivers()) - {DRIVER[kind]}:
        raise FileContentError("The file is not read: this GDAL cannot be held to one driver.")
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
        found = {n: pyogrio.read_info(path, layer=n, **_opening(kind)) for n in names[:100]}
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.CRSError, ValueError):
        raise FileContentError(f"The file is no {DRIVER[kind]} file that can be read, or it is damaged.") from None
    if not found:
        raise FileContentError("The file holds no layer.")
    if sum(max(i["features"], 0) for i in found.values()) > _MOST_ROWS:
        raise TooLargeError(f"The file states more than {_MOST_ROWS:,} rows, the most that is read.")
    return found


def _opening(kind: str) -> dict[str, str]:
    return {"IMMUTABLE": "YES"} if kind == "geopackage" else {}


def batches(path: Path, kind: str, layer: str, options: Options, sink: Sink, *, total: int) -> Iterator[Records]:
    """Give the records of a layer, in the order of the file, in its own coordinates."""
    import pyogrio  # noqa: PLC0415 - after the environment is set

    reading = {"layer": layer, "batch_size": _BATCH, "use_pyarrow": True, "datetime_as_string": True}
    try:
        with pyogrio.open_arrow(path, **reading, return_fids=kind == "geopackage", **_opening(kind)) as (meta, reader):
            for batch in reader:
                batch.validate(full=True)
                yield _records(batch, meta["geometry_name"] or "wkb_geometry", options, sink, total)
    except MemoryError:  # Arrow's own is one of its exceptions too
        raise
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pa.ArrowException, OSError, RuntimeError):
        raise FileContentError(f"The file is damaged after row {sink.read}.") from None


def _records(batch: pa.RecordBatch, shape: str, options: Options, sink: Sink, total: int) -> Records:
    first = sink.read + 1
    sink.read += len(batch)
    if sink.read > _MOST_ROWS:
        raise TooLargeError(f"The file has more than {_MOST_ROWS:,} rows, the most that is read.")
    sink.step(min(sink.read, total), max(total, 1))
    names = [n for n in batch.schema.names if n != shape]
    texts = [as_text(batch.column(batch.schema.names.index(n))) for n in names]
    shapes = batch.column(shape).cast(pa.binary()) if shape in batch.schema.names else None
    if shapes is not None:  # FlatGeobuf gives no bytes where there is no geometry
        shapes = pc.if_else(pc.equal(pc.binary_length(shapes), 0), pa.scalar(None, pa.binary()), shapes)
    rows = np.arange(first, first + len(batch), dtype=np.int64)
    records = Records(rows, dict(zip(unique_names(names), texts, strict=True)), shapes)
    return within_limits(checked(records, sink), options, sink, zeros=True)
