"""The server's side: the records that a parsing process sends."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from geo.apart import Cell, Limits
from geo.apart.wire import END
from geo.errors import FileContentError, InputError
from geo.importers.base import Fault, Options
from geo.importers.sandbox import wire
from geo.importers.sandbox.gdal import environment
from geo.importers.tools.records import Container

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.apart.wire import Frame
    from geo.importers.base import Sink
    from geo.importers.tools.records import Records

_UNPACKED_MB = 2048
_SUFFIX = {
    "geojson": ".geojson",
    "kml": ".kml",
    "kmz": ".zip",
    "shapefile": ".zip",
    "geopackage": ".gpkg",
    "flatgeobuf": ".fgb",
    "parquet": ".parquet",
    "xlsx": ".xlsx",
}


def open_apart(path: Path, kind: str, options: Options, sink: Sink) -> Container:
    """Open a file in a process of its own, as records. ``kind`` is a key of the table of suffixes.

    What the reader refuses is raised as it says it; a reader that crashes, takes more than
    ``options.memory_mb`` or ``options.seconds``, raises FileContentError or TooLargeError.
    """
    cell = _cell(path, kind, options)
    head = cell.next(wire.COLUMNS)
    batches = _batches(cell, sink)
    return Container(tuple(head["columns"]), batches, crs=head["crs"], notes=list(head["notes"]))


def columns_apart(path: Path, kind: str) -> tuple[str, ...]:
    """Give the column names of a file, read in a process of its own; none where it cannot be read."""
    stat = path.stat()
    return _columns(path.resolve(), kind, (stat.st_ino, stat.st_size, stat.st_mtime_ns))


@lru_cache(maxsize=16)
def _columns(path: Path, kind: str, _state: tuple[int, ...]) -> tuple[str, ...]:
    try:
        cell = _cell(path, kind, Options(""))
        names = tuple(cell.next(wire.COLUMNS)["columns"])
    except InputError:
        return ()
    cell.close()
    return names


def _batches(cell: Cell, sink: Sink) -> Iterator[Records]:
    try:
        while (frame := cell.frame()).kind != END:
            if frame.kind == wire.BATCH:
                yield _records(frame)
            else:
                _account(json.loads(frame.data), sink)
    finally:
        cell.close()


def _records(frame: Frame) -> Records:
    try:
        return wire.unpack(frame.data)
    except (pa.ArrowException, ValueError, StopIteration):
        raise FileContentError("The file is damaged; its reader gave nothing that can be used.") from None


def _account(state: dict[str, Any], sink: Sink) -> None:
    sink.read = int(state["read"])
    for name, held in (("rejected", sink.rejected), ("flagged", sink.flagged)):
        held.extend(Fault(int(r), str(c), str(why)) for r, c, why in state[name])
    sink.notes.extend(n for n in map(str, state["notes"]) if n not in sink.notes)
    sink.step(*state["step"])


def _cell(path: Path, kind: str, options: Options) -> Cell:
    job = {"kind": kind}
    job |= {n: getattr(options, n) for n in ("crs", "encoding", "cell_chars", "row_bytes")}
    return Cell(
        path,
        "geo.importers.sandbox.work",
        suffix=_SUFFIX[kind],
        limits=Limits(options.memory_mb, options.seconds, _UNPACKED_MB),
        environment=environment(kind),
        job=job,
    )
