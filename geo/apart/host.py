"""The server's side: start a reading process, take what it says, end it when it fails or takes too long."""

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
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from geo import errors
from geo.apart import wire
from geo.errors import FileContentError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Mapping

_CELL = Path(__file__).with_name("cell.py")
_ROOT = Path(__file__).parents[2]
_FAULTS: dict[str, type[errors.AtlasError]] = {
    c.__name__: c for c in (FileContentError, TooLargeError, errors.UnknownFormatError, errors.ExtractionError)
}
_MEMORY_SIGNALS = {-int(s) for s in (signal.SIGABRT, getattr(signal, "SIGBUS", signal.SIGABRT))}


class Limits(NamedTuple):
    """What the process may take: megabytes of memory and of one file it writes, seconds of wall and processor time."""

    memory_mb: int
    seconds: int
    file_mb: int


class Cell:
    """One reading process and the folder that it sees.

    It runs ``main(job)`` of ``module``; the job also says where the file is (``file``), whose name ends
    with ``suffix``, and where it may write (``work``). The environment is all that it gets of ours.
    """

    def __init__(
        self,
        path: Path,
        module: str,
        *,
        suffix: str,
        limits: Limits,
        environment: Mapping[str, str],
        job: Mapping[str, Any],
    ) -> None:
        """Start the process on a copy (or link) of the file at ``path``."""
        self._seconds, self._memory = float(limits.seconds), limits.memory_mb
        self._late = False
        folder = Path(tempfile.mkdtemp(prefix="incident-atlas-"))
        (folder / "in").mkdir()
        (folder / "work").mkdir()
        source = folder / "in" / f"upload{suffix}"
        told = {**job, **limits._asdict(), "module": module}
        told |= {"file": str(source), "folder": str(folder / "in"), "work": str(folder / "work")}
        try:
            _hand_over(path, source)
            self._process = subprocess.Popen(  # noqa: S603 - our own file, run by our own interpreter
                [sys.executable, "-P", "-s", "-B", str(_CELL), json.dumps(told)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder / "work",
                env={
                    **environment,
                    "PYTHONPATH": str(_ROOT),
                    "HOME": str(folder),
                    "TMPDIR": str(folder / "work"),
                },
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self.close = weakref.finalize(self, _end, self._process, folder)

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

    def _reason(self) -> errors.InputError:
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
