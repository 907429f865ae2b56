"""The server's side: start a parsing process, take its records, end it when it fails or takes too long."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa

from geo.errors import FileContentError, InputError, TooLargeError
from geo.importers.base import Fault, Options
from geo.importers.sandbox import wire
from geo.importers.sandbox.gdal import environment
from geo.importers.tools.records import Container

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.importers.base import Sink
    from geo.importers.tools.records import Records

_CELL = Path(__file__).with_name("cell.py")
_ROOT = Path(__file__).parents[3]
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
_FAULTS = {"FileContentError": FileContentError, "TooLargeError": TooLargeError}
_MEMORY_SIGNALS = {-int(s) for s in (signal.SIGABRT, getattr(signal, "SIGBUS", signal.SIGABRT))}


def open_apart(path: Path, kind: str, options: Options, sink: Sink) -> Container:
    """Open a file in a process of its own, as records. ``kind`` is a key of the table of suffixes.

    What the reader refuses is raised as it says it; a reader that crashes, takes more than
    ``options.memory_mb`` or ``options.seconds``, raises FileContentError or TooLargeError.
    """
    cell = _Cell(path, kind, options)
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
        cell = _Cell(path, kind, Options(""))
        names = tuple(cell.next(wire.COLUMNS)["columns"])
    except InputError:
        return ()
    cell.close()
    return names


def _batches(cell: _Cell, sink: Sink) -> Iterator[Records]:
    try:
        while (frame := cell.frame()).kind != wire.END:
            if frame.kind == wire.BATCH:
                yield _records(frame)
            else:
                _account(json.loads(frame.data), sink)
    finally:
        cell.close()


def _records(frame: wire.Frame) -> Records:
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


class _Cell:
    """One parsing process and the folder that it sees."""

    def __init__(self, path: Path, kind: str, options: Options) -> None:
        self._seconds, self._memory = float(options.seconds), options.memory_mb
        self._late = False
        folder = Path(tempfile.mkdtemp(prefix="incident-atlas-"))
        (folder / "in").mkdir()
        (folder / "work").mkdir()
        source = folder / "in" / f"upload{_SUFFIX[kind]}"
        try:
            _hand_over(path, source)
            job = self._job(folder, source, kind, options)
            self._process = subprocess.Popen(  # noqa: S603 - our own file, run by our own interpreter
                [sys.executable, "-P", "-s", "-B", str(_CELL), json.dumps(job)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder / "work",
                env=environment(kind) | {"PYTHONPATH": str(_ROOT), "HOME": str(folder), "TMPDIR": str(folder / "work")},
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self.close = weakref.finalize(self, _end, self._process, folder)

    @staticmethod
    def _job(folder: Path, source: Path, kind: str, options: Options) -> dict[str, Any]:
        return {
            "file": str(source),
            "folder": str(folder / "in"),
            "work": str(folder / "work"),
            "kind": kind,
            "memory_mb": options.memory_mb,
            "seconds": options.seconds,
            "file_mb": _UNPACKED_MB,
            "crs": options.crs,
            "encoding": options.encoding,
            "cell_chars": options.cell_chars,
            "row_bytes": options.row_bytes,
        }

    def next(self, kind: bytes) -> dict[str, Any]:
        """Give the frame that must come now."""
        frame = self.frame()
        if frame.kind != kind:
            self.close()
            raise FileContentError("The file is damaged; its reader gave nothing that can be used.")
        found: dict[str, Any] = json.loads(frame.data)
        return found

    def frame(self) -> wire.Frame:
        """Give the next frame, within the time that is left; raises what ended the process otherwise."""
        begun = time.monotonic()
        watch = threading.Timer(max(self._seconds, 0.01), self._kill_late)
        watch.start()
        try:
            frame = wire.receive(self._output)
        finally:
            watch.cancel()
        self._seconds -= time.monotonic() - begun
        if frame is None:
            raise self._reason()
        if frame.kind == wire.FAULT:
            self.close()
            said = json.loads(frame.data)
            raise _FAULTS.get(said["class"], FileContentError)(said["sentence"])
        return frame

    @property
    def _output(self) -> BinaryIO:
        assert self._process.stdout is not None
        return self._process.stdout  # type: ignore[return-value]

    def _kill_late(self) -> None:
        self._late = True
        self._process.kill()

    def _reason(self) -> InputError:
        code = self._process.wait()
        self.close()
        if self._late or code == -getattr(signal, "SIGXCPU", 24) or code == -getattr(signal, "SIGKILL", 9):
            return TooLargeError("Reading the file took longer than is allowed, so it was stopped.")
        if code in _MEMORY_SIGNALS:
            return TooLargeError(f"Reading the file takes more than {self._memory} MB of memory, the most it may have.")
        return FileContentError("The file is damaged: the process that read it broke off.")


def _hand_over(path: Path, target: Path) -> None:
    """Put the file under a name of ours, without copying it where the disk allows."""
    try:
        os.link(path.resolve(), target)
    except OSError:
        shutil.copyfile(path, target)


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    process.kill()
    if process.stdout is not None:
        process.stdout.close()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)
