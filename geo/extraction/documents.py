"""Reads a report out of ``.txt``, ``.html``, ``.pdf`` or ``.docx``: no link is followed, nothing is fetched.

All but plain text is parsed in a process of its own with limits of memory and time.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from geo.apart import Cell, Limits
from geo.apart.wire import END
from geo.errors import ExtractionError, FileContentError, TooLargeError, UnknownFormatError
from geo.extraction.decoding import decoded, is_binary
from geo.extraction.document_kinds import READERS

MAX_BYTES: Final = 20_000_000
MAX_TEXT: Final = 400_000
MAX_PAGES: Final = 200
MAX_UNPACKED: Final = 80_000_000
MAX_MEMBERS: Final = 2_000
LIMITS: Final = Limits(memory_mb=1024, seconds=30, file_mb=128)
_KEPT: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


class Document(NamedTuple):
    """The text of a file, and title and publication day where the file itself states them."""

    text: str
    title: str | None
    published: str | None


def read_document(source: Path | str | bytes, name: str | None = None) -> Document:
    """Read a file, or its bytes with the ``name`` that tells its kind.

    Raises ``TooLargeError`` beyond the limits above, ``UnknownFormatError`` for another kind of file and
    ``ExtractionError`` where it cannot be read.
    """
    if isinstance(source, bytes):
        data, label = source, name or ""
    else:
        path = Path(source)
        if path.stat().st_size > MAX_BYTES:
            raise TooLargeError(f"{path.name} has more than {MAX_BYTES // 1_000_000} MB")
        data, label = path.read_bytes(), name or path.name
    if len(data) > MAX_BYTES:
        raise TooLargeError(f"{label or 'the file'} has more than {MAX_BYTES // 1_000_000} MB")
    kind = _kind(data, label)
    if kind == "txt" and is_binary(data):
        raise UnknownFormatError(f"{label or 'the file'} holds no text but binary data")
    found = _text(data) if kind == "txt" else _apart(data, kind, label)
    if not found.text.strip():
        raise ExtractionError(f"{label or 'the file'} holds no text; a scanned page has to be transcribed first")
    if len(found.text) > MAX_TEXT:
        raise TooLargeError(
            f"{label or 'the file'} holds {len(found.text)} characters; a report has at most {MAX_TEXT}"
        )
    return found


def _kind(data: bytes, name: str) -> str:
    """Tell the kind by content first: a name can lie."""
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    suffix = Path(name).suffix.casefold()
    if suffix in {".html", ".htm", ".xhtml"} or re.match(
        rb"(?is)\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|article)\b", data[:500]
    ):
        return "html"
    if (suffix in {".txt", ".text", ".md", ""} and b"\x00" not in data[:4000].replace(b"\xff\xfe", b"")) or data[
        :2
    ] in {b"\xff\xfe", b"\xfe\xff"}:
        return "txt"
    return suffix.removeprefix(".") or "unknown"


def _text(data: bytes) -> Document:
    return Document(decoded(data).replace("\r\n", "\n").replace("\r", "\n"), None, None)


def _apart(data: bytes, kind: str, label: str) -> Document:
    if kind not in READERS:
        raise UnknownFormatError(f"{label or 'the file'}: a report is a .txt, .html, .pdf or .docx file")
    most = {"pages": MAX_PAGES, "text": MAX_TEXT, "unpacked": MAX_UNPACKED, "members": MAX_MEMBERS}
    with tempfile.TemporaryDirectory(prefix="incident-atlas-") as folder:
        path = Path(folder) / "upload"
        path.write_bytes(data)
        job = {"kind": kind, "most": most}
        kept = {n: os.environ[n] for n in _KEPT if n in os.environ}
        environment = kept | {"LANG": "C.UTF-8", "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}
        cell = Cell(
            path,
            "geo.extraction.document_kinds",
            suffix=f".{kind}",
            limits=LIMITS,
            environment=environment,
            job=job,
        )
        try:
            said = cell.next(END)
        except FileContentError as error:
            raise ExtractionError(f"{label or 'the file'} is damaged and cannot be read") from error
        finally:
            cell.close()
    given = [said.get(name) for name in Document._fields]
    text, *others = (value if isinstance(value, str) else None for value in given)
    return Document(text or "", *others)
