"""The job of a parsing process: open the file as its kind says and send what is in it."""

from __future__ import annotations

import json
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from geo.apart.wire import END, FAULT, MOST_BYTES, send
from geo.errors import FileContentError, InputError, TooLargeError
from geo.importers.base import Options, Sink
from geo.importers.sandbox import archive, wire
from geo.importers.tools.records import Container, Records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CRS84 = "OGC:CRS84"


class _Report(Sink):
    """A sink that tells the host from time to time what has come together."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__()
        self._out = out
        self._at = (0, 1)

    def step(self, done: int, total: int) -> None:
        self._at = (done, total)

    def flush(self) -> None:
        """Send counts and refused rows, and forget those."""
        state = {n: [list(f) for f in getattr(self, n)] for n in ("rejected", "flagged")}
        send(self._out, wire.STEP, state | {"read": self.read, "notes": self.notes, "step": self._at})
        self.rejected.clear()
        self.flagged.clear()


def main(job: dict[str, Any]) -> None:
    """Do the job and end; what is refused goes to the host as one sentence."""
    out = sys.stdout.buffer
    report = _Report(out)
    try:
        _tell(_open(job, report), report, out)
    except InputError as error:
        send(out, FAULT, {"class": type(error).__name__, "sentence": str(error)})
    except MemoryError:
        said = f"Reading the file takes more than {job['memory_mb']} MB of memory, the most it may have."
        send(out, FAULT, {"class": "TooLargeError", "sentence": said})


def _tell(container: Container, report: _Report, out: BinaryIO) -> None:
    """Send the columns with the first batch: those of KML and GeoJSON are known by then."""
    batches = iter(container.batches)
    first = next(batches, None)
    columns = container.columns or (tuple(first.cells) if first is not None else ())
    head = {"columns": columns, "crs": container.crs, "notes": container.notes}
    send(out, wire.COLUMNS, head)
    for records in chain([first] if first is not None else [], batches):
        report.flush()
        data = wire.pack(records)
        if len(data) > MOST_BYTES:
            raise TooLargeError(f"Some of the rows together are larger than {MOST_BYTES >> 20} MB.")
        send(out, wire.BATCH, data)
    report.flush()
    send(out, END, {})


def _open(job: dict[str, Any], sink: Sink) -> Container:
    wanted = {n: job[n] for n in ("crs", "encoding", "cell_chars", "row_bytes")}
    options = Options("", **wanted)
    return _OPENERS[job["kind"]](Path(job["file"]), Path(job["work"]), options, sink)


def _geojson(path: Path, _work: Path, options: Options, sink: Sink) -> Container:
    from geo.importers.tools.features import open_features, stated_crs  # noqa: PLC0415 - each kind loads its own readers

    stated = None if options.crs else stated_crs(path, options)
    container = open_features(path, options, sink, any_crs=bool(stated or options.crs))
    return Container((), _on_earth(container.batches, stated or _CRS84, options, sink), _CRS84, container.notes)


def _kml(path: Path, _work: Path, options: Options, sink: Sink) -> Container:
    from geo.importers.sandbox import kml  # noqa: PLC0415 - each kind loads its own readers

    return Container((), kml.records(path, options, sink), _CRS84)


def _kmz(path: Path, work: Path, options: Options, sink: Sink) -> Container:
    documents = archive.only(archive.members(path), ".kml")
    if not documents:
        raise FileContentError("The archive holds no KML.")
    main_one = next((d for d in documents if d.filename == "doc.kml"), documents[0])
    if len(documents) > 1:
        sink.notes.append(f"The archive holds {len(documents)} KML files; the main one was read.")
    return _kml(archive.unpack(path, main_one, work / "doc.kml"), work, options, sink)


def _shapefile(path: Path, work: Path, options: Options, sink: Sink) -> Container:
    from geo.importers.sandbox import shapefile  # noqa: PLC0415 - each kind loads its own readers

    return _gdal(shapefile.lay_out(path, work, options, sink), "shapefile", options, sink)


def _geopackage(path: Path, _work: Path, options: Options, sink: Sink) -> Container:
    from geo.importers.sandbox import geopackage  # noqa: PLC0415 - each kind loads its own readers

    return _gdal(path, "geopackage", options, sink, wanted=geopackage.tables(path, sink))


def _flatgeobuf(path: Path, _work: Path, options: Options, sink: Sink) -> Container:
    return _gdal(path, "flatgeobuf", options, sink)


def _gdal(path: Path, kind: str, options: Options, sink: Sink, wanted: list[str] | None = None) -> Container:
    from geo.importers.sandbox import gdal  # noqa: PLC0415 - each kind loads its own readers

    found = {n: i for n, i in gdal.layers(path, kind).items() if wanted is None or n in wanted}
    if not found:
        raise FileContentError("The file holds no layer that can be read.")
    names = list(dict.fromkeys(str(f) for i in found.values() for f in i["fields"]))

    def batches() -> Iterator[Records]:
        total = sum(max(i["features"], 0) for i in found.values())
        stated = 0 if kind == "geopackage" else total
        for name, info in found.items():
            rows = gdal.batches(path, kind, name, options, sink, total=total)
            for records in _on_earth(rows, info["crs"], options, sink):
                yield _in_layer(records, name) if len(found) > 1 else records
        if sink.read < stated:
            raise FileContentError(f"The file states {stated:,} rows and gives {sink.read:,}: it is cut off.")

    return Container(tuple(names), batches(), _CRS84)


def _in_layer(records: Records, layer: str) -> Records:
    column = pa.repeat(pa.scalar(layer, pa.string()), len(records))
    cells = records.cells | {"layer": column}
    if "fid" in cells:  # counts from 1 in each layer
        cells["fid"] = pc.binary_join_element_wise(column, cells["fid"], ".")
    return Records(records.rows, cells, records.shapes)


def _parquet(path: Path, _work: Path, options: Options, sink: Sink) -> Container:
    from geo.importers.tools.columnar import open_parquet  # noqa: PLC0415 - each kind loads its own readers

    container = open_parquet(path, options, sink)
    batches = _on_earth(container.batches, container.crs, options, sink)
    return Container(container.columns, batches, _CRS84, container.notes)


def _xlsx(path: Path, _work: Path, options: Options, sink: Sink) -> Container:
    from geo.importers.tools.sheets import open_sheet  # noqa: PLC0415 - each kind loads its own readers

    return open_sheet(path, options, sink)


def _on_earth(batches: Iterator[Records], crs: Any, options: Options, sink: Sink) -> Iterator[Records]:
    """Give records in degrees; the coordinate system is asked for only where there are shapes."""
    from geo.importers.sandbox import ground  # noqa: PLC0415 - each kind loads its own readers

    turn, known = None, False
    for records in batches:
        if records.shapes is not None and records.shapes.null_count < len(records) and not known:
            turn, known = ground.transformer(json.dumps(crs) if isinstance(crs, dict) else crs, options.crs), True
        yield ground.to_degrees(records, turn, sink)


_OPENERS: dict[str, Callable[[Path, Path, Options, Sink], Container]] = {
    "geojson": _geojson,
    "kml": _kml,
    "kmz": _kmz,
    "shapefile": _shapefile,
    "geopackage": _geopackage,
    "flatgeobuf": _flatgeobuf,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
