"""Reads a web page, PDF or DOCX to its text: runs in a process of its own, which ``documents`` starts.

Only what this file needs is imported here, and each kind brings its own reader.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.apart.wire import END, FAULT, send
from geo.errors import AtlasError, ExtractionError, TooLargeError, UnknownFormatError
from geo.extraction.decoding import decoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from pypdf import PdfReader

_DROPPED: Final = frozenset(
    {
        "script",
        "style",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "noscript",
        "svg",
        "button",
        "select",
        "template",
        "iframe",
        "figcaption",
    }
)
_BLOCKS: Final = frozenset(
    {
        "p",
        "div",
        "br",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "section",
        "article",
        "blockquote",
        "main",
        "ul",
        "table",
    }
)
_VOID: Final = frozenset({"br", "img", "meta", "link", "input", "hr", "source", "area", "base", "col", "embed", "wbr"})
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    OSError,
    zlib.error,
    zipfile.BadZipFile,
)
"""What the libraries raise for a damaged file."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)')

Found = dict[str, str | None]
"""The ``text``, and ``title`` and ``published`` where the file itself states them."""


def main(job: dict[str, Any]) -> None:
    """Read the file and end; what is refused goes to the host as one sentence."""
    out = sys.stdout.buffer
    try:
        found = READERS[job["kind"]](Path(job["file"]).read_bytes(), job["most"])
        send(out, END, {name: value and _sound(value) for name, value in found.items()})
    except AtlasError as error:
        send(out, FAULT, {"class": type(error).__name__, "sentence": str(error)})
    except MemoryError:
        said = f"Reading the file takes more than {job['memory_mb']} MB of memory, the most it may have."
        send(out, FAULT, {"class": "TooLargeError", "sentence": said})


def _sound(text: str) -> str:
    """Give text without the characters that no text holds: NUL and half of a pair."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _html(data: bytes, _most: dict[str, int]) -> Found:
    parser = _Page()
    parser.feed(decoded(data))
    parser.close()
    body = parser.article if len("".join(parser.article)) > 200 else parser.body
    text = re.sub(r"[ \t\xa0]+", " ", "".join(body))
    text = re.sub(r" ?\n[ \n]*", "\n\n", text).strip()
    title = " ".join("".join(parser.title).split()) or None
    return {"text": text, "title": title, "published": parser.published}


class _Page(HTMLParser):
    """Collects the text of a page, apart that of its article, and what it says of its own date."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.body: list[str] = []
        self.article: list[str] = []
        self.title: list[str] = []
        self.published: str | None = None
        self._dropped = 0
        self._articles = 0
        self._in_title = False
        self._in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta":
            self._meta(given)
        self._in_data = tag == "script" and given.get("type") == "application/ld+json"
        if tag in _DROPPED:
            self._dropped += 1
        elif tag == "title":
            self._in_title = True
        elif tag == "article":
            self._articles += 1
        if tag in _BLOCKS:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
        elif tag == "title":
            self._in_title = False
        elif tag == "article":
            self._articles = max(0, self._articles - 1)
        if tag in _BLOCKS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        if self._in_data and self.published is None:
            match = _LD_DATE.search(data)
            self.published = match[1] if match else None
        if self._in_title:
            self.title.append(data)
        elif not self._dropped:
            self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if self._dropped:
            return
        self.body.append(text)
        if self._articles:
            self.article.append(text)

    def _meta(self, given: dict[str, str | None]) -> None:
        name = (given.get("property") or given.get("name") or given.get("itemprop") or "").casefold()
        match = _DATE.match(given.get("content") or "")
        if match and name in {
            "article:published_time",
            "datepublished",
            "date",
            "dc.date",
            "dc.date.issued",
            "pubdate",
            "publish-date",
        }:
            self.published = self.published or match.group()


def _pdf(data: bytes, most: dict[str, int]) -> Found:
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not _opened(reader):
            raise ExtractionError("the PDF is encrypted; save it without its password first")
        if len(reader.pages) > most["pages"]:
            raise TooLargeError(f"the PDF has {len(reader.pages)} pages; a report has at most {most['pages']}")
        pages: list[str] = []
        size = 0
        for page in reader.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > most["text"]:
                raise TooLargeError(f"the PDF holds more than {most['text']} characters")
        title = reader.metadata.title if reader.metadata else None
    except (
        PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RuntimeError,
        OSError,
    ) as error:
        raise ExtractionError("the PDF is damaged or cut off and cannot be read") from error
    return {"text": _unwrapped("\n".join(pages)), "title": str(title) if title else None, "published": None}


def _opened(reader: PdfReader) -> bool:
    """Try the empty password, with which many files that may only not be changed are locked."""
    from pypdf.errors import DependencyError  # noqa: PLC0415

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False


def _unwrapped(text: str) -> str:
    """Join the lines of a page into paragraphs: a short line that ends a sentence ends a paragraph."""
    lines = [line.rstrip() for line in text.splitlines()]
    longest = sorted(len(line) for line in lines)[int(len(lines) * 0.9)] if lines else 0
    parts: list[str] = []
    for line in lines:
        parts.append(line)
        ends = not line.strip() or (re.search(r"[.!?][\"'\u201d)]?$", line) and len(line) < longest * 0.85)
        parts.append("\n\n" if ends or len(line) < longest * 0.4 else " ")
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()


def _docx(data: bytes, most: dict[str, int]) -> Found:
    import docx  # noqa: PLC0415
    from docx.opc.exceptions import OpcError  # noqa: PLC0415
    from lxml.etree import LxmlError  # noqa: PLC0415

    _check_archive(data, most)
    try:
        document = docx.Document(io.BytesIO(data))
        paragraphs = [p.text for p in document.paragraphs]
        title = document.core_properties.title
    except (OpcError, LxmlError, *_BROKEN) as error:
        raise ExtractionError("the DOCX is damaged or cut off and cannot be read") from error
    return {"text": "\n\n".join(p for p in paragraphs if p.strip()), "title": title or None, "published": None}


def _check_archive(data: bytes, most: dict[str, int]) -> None:
    """Refuse archives that unpack to more than the limits, before anything of them is unpacked."""
    if data.startswith(_OLD_OFFICE):
        raise ExtractionError("the file is an old or password-protected Word document; save it as a plain DOCX first")
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ExtractionError("the DOCX is no readable archive: it is damaged or cut off") from error
    if len(members) > most["members"] or sum(m.file_size for m in members) > most["unpacked"]:
        raise TooLargeError("the DOCX unpacks to more than a report can hold")
    if any(m.flag_bits & 1 for m in members):
        raise ExtractionError("the DOCX is locked with a password")
    if not any(m.filename == "word/document.xml" for m in members):
        raise UnknownFormatError("the archive is no DOCX document")


READERS: Final[dict[str, Callable[[bytes, dict[str, int]], Found]]] = {"html": _html, "pdf": _pdf, "docx": _docx}
