"""Reads a report out of ``.txt``, ``.html``, ``.pdf`` or ``.docx``: no link is followed, nothing is fetched."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.errors import ExtractionError, TooLargeError, UnknownFormatError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES: Final = 20_000_000
MAX_TEXT: Final = 400_000
MAX_PAGES: Final = 200
MAX_UNPACKED: Final = 80_000_000
MAX_MEMBERS: Final = 2_000

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
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)')


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
    reader = _READERS.get(_kind(data, label))
    if reader is None:
        raise UnknownFormatError(f"{label or 'the file'}: a report is a .txt, .html, .pdf or .docx file")
    found = reader(data)
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
    return Document(_decoded(data).replace("\r\n", "\n").replace("\r", "\n"), None, None)


def _decoded(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:2000])
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def _html(data: bytes) -> Document:
    parser = _Page()
    parser.feed(_decoded(data))
    parser.close()
    body = parser.article if len("".join(parser.article)) > 200 else parser.body
    text = re.sub(r"[ \t\xa0]+", " ", "".join(body))
    text = re.sub(r" ?\n[ \n]*", "\n\n", text).strip()
    return Document(text, " ".join("".join(parser.title).split()) or None, parser.published)


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


def _pdf(data: bytes) -> Document:
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise ExtractionError("the PDF is encrypted")
        if len(reader.pages) > MAX_PAGES:
            raise TooLargeError(f"the PDF has {len(reader.pages)} pages; a report has at most {MAX_PAGES}")
        pages: list[str] = []
        size = 0
        for page in reader.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > MAX_TEXT:
                raise TooLargeError(f"the PDF holds more than {MAX_TEXT} characters")
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise ExtractionError(f"the PDF cannot be read: {type(error).__name__}") from error
    return Document(_unwrapped("\n".join(pages)), title or None, None)


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


def _docx(data: bytes) -> Document:
    import docx  # noqa: PLC0415
    from docx.opc.exceptions import OpcError  # noqa: PLC0415
    from lxml.etree import LxmlError  # noqa: PLC0415

    _check_archive(data)
    try:
        document = docx.Document(io.BytesIO(data))
        paragraphs = [p.text for p in document.paragraphs]
        title = document.core_properties.title
    except (OpcError, LxmlError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ExtractionError(f"the DOCX cannot be read: {type(error).__name__}") from error
    return Document("\n\n".join(p for p in paragraphs if p.strip()), title or None, None)


def _check_archive(data: bytes) -> None:
    """Refuse archives that unpack to more than the limits, before anything of them is unpacked."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise ExtractionError("the DOCX is no readable archive") from error
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
        raise TooLargeError("the DOCX unpacks to more than a report can hold")
    if not any(m.filename == "word/document.xml" for m in members):
        raise UnknownFormatError("the archive is no DOCX document")


_READERS: Final[dict[str, Callable[[bytes], Document]]] = {"txt": _text, "html": _html, "pdf": _pdf, "docx": _docx}
