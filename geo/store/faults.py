"""Turns what the database driver or the disk says into one sentence of our own."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from geo.errors import InputError, StoreBusyError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY = "Another process is writing to the store; try again in a moment."
FULL = "The disk is full; nothing was stored. Free some space and try again."
_FULL_ERRNO = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_BUSY_STATES = {"55P03", "40001", "40P01"}
_FULL_STATES = {"53100", "58030"}


@contextmanager
def translated() -> Iterator[None]:
    """Raise StoreBusyError, InputError or StoreError in place of a driver's or system's own error."""
    try:
        yield
    except sa.exc.TimeoutError as fault:
        raise StoreBusyError(BUSY) from fault
    except sa.exc.DBAPIError as fault:
        raise _of_driver(fault) from fault
    except sqlite3.Error as fault:
        raise _of_sqlite(fault) from fault
    except OSError as fault:
        raise of_disk(fault) from fault


def of_disk(fault: OSError) -> StoreError:
    """Name the disk's fault."""
    if fault.errno in _FULL_ERRNO:
        return StoreError(FULL)
    return StoreError(f"The store's files cannot be used: {fault.strerror or fault}.")


def _of_driver(fault: sa.exc.DBAPIError) -> StoreError | InputError:
    if isinstance(fault.orig, sqlite3.Error):
        return _of_sqlite(fault.orig)
    state = getattr(fault.orig, "sqlstate", None)
    if state in _BUSY_STATES:
        return StoreBusyError(BUSY)
    if state in _FULL_STATES:
        return StoreError(FULL)
    said = str(fault.orig).strip().splitlines()[:1]
    if isinstance(fault, sa.exc.DataError):
        return InputError(f"The record cannot be kept: {''.join(said)}.")
    return StoreError(f"The casebook's database refused: {''.join(said)}.")


def _of_sqlite(fault: sqlite3.Error) -> StoreError:
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusyError(BUSY)
    if code == sqlite3.SQLITE_FULL:
        return StoreError(FULL)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return StoreError("The disk cannot be read or written (full, over a limit, or locked?); nothing was stored.")
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StoreError("The casebook's file is damaged; restore a backup into an empty folder.")
    return StoreError(f"The casebook refused: {fault}.")
