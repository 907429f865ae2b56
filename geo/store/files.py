"""Files that are there whole or not at all, however the process ends."""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO

from geo.store.faults import translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Windows has no flock; it refuses to delete a file that is open, which serves as well
_CAN_LOCK = find_spec("fcntl") is not None

_PREFIX, _SUFFIX = ".incident-atlas-", ".part"


class Draft:
    """A file under a temporary name: write to ``.file``, then ``publish`` it under its own name."""

    def __init__(self, folder: Path) -> None:
        """Create the file, locked for as long as it is open so that no cleaner takes it for an orphan."""
        while True:
            self.path = folder / f"{_PREFIX}{uuid.uuid4().hex}{_SUFFIX}"
            self.file: BinaryIO = self.path.open("x+b")
            if _lock(self.file) and self.path.exists():
                return
            self.file.close()

    def publish(self, target: Path) -> None:
        """Flush to the disk, give the file its own name at once, and make the name itself lasting."""
        self.file.flush()
        os.fsync(self.file.fileno())
        if not _CAN_LOCK:
            self.file.close()
        self.path.replace(target)
        _sync_folder(target.parent)

    def discard(self) -> None:
        """Close the file; remove it where it was not published."""
        try:
            self.file.close()
        finally:
            self.path.unlink(missing_ok=True)


@contextmanager
def draft(folder: Path) -> Iterator[Draft]:
    """Give a draft in a folder that is made if needed; what is not published is removed."""
    with translated():
        folder.mkdir(parents=True, exist_ok=True)
        opened = Draft(folder)
        try:
            yield opened
        finally:
            opened.discard()


def write_atomic(target: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file through a draft beside it."""
    with draft(target.parent) as opened:
        write(opened.file)
        opened.publish(target)


def clean(folder: Path) -> int:
    """Remove our own drafts that no living process holds, in all folders below; give how many."""
    removed = 0
    for path in folder.rglob(f"{_PREFIX}*{_SUFFIX}"):
        try:
            with path.open("rb") as file:
                orphan = _lock(file)
            if orphan:
                path.unlink(missing_ok=True)
                removed += 1
        except (FileNotFoundError, PermissionError):
            continue
    return removed


def _lock(file: BinaryIO) -> bool:
    if not _CAN_LOCK:
        return True
    import fcntl  # noqa: PLC0415 - absent on Windows

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
