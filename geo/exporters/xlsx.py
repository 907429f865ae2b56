"""XLSX: sheets ``Incidents`` and ``About``. Texts are text cells, never formulas; dates are ISO texts.

Excel holds 1,048,576 rows a sheet, 32,767 characters a cell and no control characters: rows go on
in ``Incidents 2``, longer texts end in an ellipsis, and ``About`` says how many were shortened.
Columns are those of CSV; names in lists are joined as ``geo.exporters.flat`` says. The sheets are
written by column (ECMA-376, inline strings), which takes a small part of the time that cells take.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.exporters.base import Exporter, Meta
from geo.exporters.csv_text import wkt
from geo.exporters.flat import flat, peeked, through_file
from geo.exporters.json_text import Piece, chunk, join
from geo.exporters.rows import one, raw_names
from geo.exporters.text import without_control, xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SHEET_ROWS = 1_048_575
CELL_CHARACTERS = 32_767
_NOT_TEXT = r"^[=+@\t\r#-]"
"""A text that begins so could be taken for a formula or an error value once it is edited."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>\n'
)
_XF = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    f'</fills><borders count="1"><border/></borders><cellStyleXfs count="1">{_XF}/></cellStyleXfs>'
    f'<cellXfs count="2">{_XF} xfId="0"/>{_XF} xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""Two styles: 0 plain, 1 as if the text had been typed after an apostrophe."""


def write(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes]:
    """Give the file once it is whole: it is a zip archive."""
    return through_file(".xlsx", partial(_make, tables, meta))


def _make(tables: Iterator[pa.Table], meta: Meta, path: Path) -> None:
    schema, tables = peeked(tables)
    names = _cells(schema.empty_table()).column_names
    header = _tidy(pa.table([[name] for name in names], names))
    titles: list[str] = []
    shortened = 0
    with ZipFile(path, "w", ZIP_DEFLATED) as book:
        for number, sheet in groupby(_numbered(chain([schema.empty_table()], tables)), itemgetter(0)):
            titles.append(f"Incidents {number}" if number > 1 else "Incidents")
            with book.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as file:
                file.write(_SHEET.encode() + _rows(header, 1))
                line = 2
                for _, table in sheet:
                    cells = _cells(table)
                    shortened += sum(_too_long(one(cells, name)) for name in cells.column_names)
                    file.write(_rows(cells, line))
                    line += len(cells)
                file.write(b"</sheetData></worksheet>")
        lines = [*meta.lines, *([f"{shortened} texts shortened to {CELL_CHARACTERS} characters."] if shortened else [])]
        about = _SHEET.encode() + _rows(_tidy(pa.table({"line": lines})), 1) + b"</sheetData></worksheet>"
        book.writestr(_entry(f"xl/worksheets/sheet{len(titles) + 1}.xml"), about)
        for name, text in _package([*titles, "About"]).items():
            book.writestr(_entry(name), _XML + text)


def _entry(name: str) -> ZipInfo:
    """Name a part of the archive, without the time of writing."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _numbered(tables: Iterable[pa.Table]) -> Iterator[tuple[int, pa.Table]]:
    """Cut the tables where a sheet is full, and give each piece with the number of its sheet."""
    rows = 0
    for table in tables:
        start = 0
        while start < max(len(table), 1):
            piece = table.slice(start, SHEET_ROWS - rows % SHEET_ROWS)
            yield rows // SHEET_ROWS + 1, piece
            rows, start = rows + len(piece), start + max(len(piece), 1)


def _cells(table: pa.Table) -> pa.Table:
    ours = [n for n in table.column_names if n not in {"geometry", "footprint", *raw_names(table)}]
    shown = table.select(ours).append_column("wkt", wkt(table))
    for name in raw_names(table):
        shown = shown.append_column(name, one(table, name))
    return _tidy(flat(shown))


def _tidy(cells: pa.Table) -> pa.Table:
    """Make texts of what is no number, without the characters that XML cannot hold."""
    columns = []
    for column in (one(cells, name) for name in cells.column_names):
        kind = column.type
        is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
        columns.append(column if is_number else without_control(column.cast(pa.string())))
    return pa.table(columns, cells.column_names)


def _too_long(column: pa.Array) -> int:
    if not pa.types.is_string(column.type):
        return 0
    return int(pc.sum(pc.greater(pc.utf8_length(column), CELL_CHARACTERS)).as_py() or 0)


def _rows(cells: pa.Table, line: int) -> bytes:
    """Give the rows, the first of which has this number in its sheet; null cells are absent."""
    rows = len(cells)
    if rows == 0:
        return b""
    number = pa.array(np.arange(line, line + rows)).cast(pa.string())
    pieces: list[Piece] = ['<row r="', number, '">']
    for at, name in enumerate(cells.column_names):
        content = _content(one(cells, name))
        if content is not None:
            cell = join([f'<c r="{_letters(at)}', number, '"', content, "</c>"], rows)
            pieces.append(pc.fill_null(cell, ""))
    return bytes(chunk(join([*pieces, "</row>\n"], rows)))


def _letters(at: int) -> str:
    """Name a column by its place: 0 is A, 26 is AA."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _content(column: pa.Array) -> pa.Array | None:
    """Give what stands in the cells' elements, from the attributes on; None where all are null."""
    rows = len(column)
    if column.null_count == rows:
        return None
    if pa.types.is_boolean(column.type):
        return join([' t="b"><v>', pc.if_else(column, "1", "0"), "</v>"], rows)
    if pa.types.is_string(column.type):
        return _text(column)
    known = pc.if_else(pc.is_finite(column), column, None)
    return join(["><v>", known.cast(pa.string()), "</v>"], rows)


def _text(texts: pa.Array) -> pa.Array:
    if _too_long(texts):
        cut = pc.binary_join_element_wise(pc.utf8_slice_codeunits(texts, 0, CELL_CHARACTERS - 1), "…", "")
        texts = pc.if_else(pc.greater(pc.utf8_length(texts), CELL_CHARACTERS), cut, texts)
    risky = pc.match_substring_regex(texts, _NOT_TEXT)
    style = pc.if_else(risky, ' s="1"', "") if pc.any(risky).as_py() else ""
    return join([' t="inlineStr"', style, '><is><t xml:space="preserve">', xml(texts), "</t></is>"], len(texts))


def _package(titles: list[str]) -> dict[str, str]:
    """Give the parts that tell a reader where the sheets are."""
    numbers = range(1, len(titles) + 1)
    sheets = "".join(f'<sheet name="{t}" sheetId="{i}" r:id="rId{i}"/>' for i, t in zip(numbers, titles, strict=True))
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{i}.xml", "worksheet") for i in numbers]
    overrides = "".join(f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in parts)
    links = "".join(_link(i, "worksheet", f"worksheets/sheet{i}.xml") for i in numbers)
    links += _link(len(titles) + 1, "styles", "styles.xml")
    return {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _links(links),
        "xl/styles.xml": _STYLES,
        "_rels/.rels": _links(_link(1, "officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
    }


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _links(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


EXPORTER = Exporter(
    "xlsx", "Excel", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write
)
