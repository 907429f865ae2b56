"""XLSX: sheets ``Incidents`` and ``About``. Texts are text cells, never formulas; dates are ISO texts.

Excel holds 1,048,576 rows a sheet, 32,767 characters a cell and no control characters: rows go on
in ``Incidents 2``, longer texts end in an ellipsis, and ``About`` says how many were shortened.
Columns are those of CSV; names in lists are joined as ``geo.exporters.flat`` says.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from geo.exporters.base import Exporter, Meta
from geo.exporters.csv_text import wkt
from geo.exporters.flat import flat, peeked, through_file
from geo.exporters.rows import one
from geo.exporters.text import without_control

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

SHEET_ROWS = 1_048_575
CELL_CHARACTERS = 32_767
_NOT_TEXT = ("=", "+", "-", "@", "\t", "\r", "#")
"""A text that begins so could be taken for a formula or an error value."""


def write(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes]:
    """Give the file once it is whole: it is a zip archive."""
    return through_file(".xlsx", partial(_make, tables, meta))


def _make(tables: Iterator[pa.Table], meta: Meta, path: Path) -> None:
    book = Workbook(write_only=True)
    schema, tables = peeked(tables)
    header = _cells(schema.empty_table()).column_names
    shortened = rows = 0
    sheet = _sheet(book, "Incidents", header)
    for table in tables:
        for row in zip(*(column.to_pylist() for column in _cells(table).columns), strict=True):
            if rows and rows % SHEET_ROWS == 0:
                sheet = _sheet(book, f"Incidents {rows // SHEET_ROWS + 1}", header)
            shortened += sum(isinstance(v, str) and len(v) > CELL_CHARACTERS for v in row)
            sheet.append([_cell(sheet, v) for v in row])
            rows += 1
    about = book.create_sheet("About")
    for line in [*meta.lines, *([f"{shortened} texts shortened to {CELL_CHARACTERS} characters."] * bool(shortened))]:
        about.append([_cell(about, without_control(pa.array([line]))[0].as_py())])
    book.save(path)


def _sheet(book: Workbook, title: str, header: list[str]) -> WriteOnlyWorksheet:
    sheet: WriteOnlyWorksheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name) for name in header])
    return sheet


def _cells(table: pa.Table) -> pa.Table:
    shown = table.drop_columns(["geometry", "footprint"])
    raw_from = next((i for i, n in enumerate(shown.column_names) if n.startswith("raw_")), shown.num_columns)
    shown = flat(shown.add_column(raw_from, "wkt", wkt(table)))
    columns = [_column(one(shown, name)) for name in shown.column_names]
    return pa.table(columns, [*_column(pa.array(shown.column_names)).to_pylist()])


def _column(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_floating(kind):
        return pc.if_else(pc.is_finite(column), column, None)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return column
    return without_control(column.cast(pa.string()))


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if len(value) > CELL_CHARACTERS:
        value = value[: CELL_CHARACTERS - 1] + "…"
    if not value.startswith(_NOT_TEXT):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


EXPORTER = Exporter(
    "xlsx", "Excel", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write
)
