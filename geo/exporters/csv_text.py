"""CSV in UTF-8: one row an incident, the columns of ``geo.exporters.rows``.

``longitude`` and ``latitude`` are the published point. ``wkt`` stands in place of ``footprint`` and
``geometry``: the line or area that the source gives or, in an export with areas, the area shown.
Original columns follow as ``raw_``. Null is an empty cell, the empty text is ``""``.

Lists are joined as ``geo.exporters.flat`` says. A text cell that begins with = + - @, tab or CR is
prefixed with ``'`` so that a spreadsheet does not run it; one that begins with such a prefix already
gets one more, so that taking off one ``'`` gives the text back. Original columns that hold a plain
number are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import shapely

from geo.exporters.ahead import map_ahead
from geo.exporters.base import Exporter, Meta
from geo.exporters.flat import plain
from geo.exporters.rows import COLUMNS, one, raw_names

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = (*(n for n in COLUMNS if n not in {"footprint", "geometry"}), "wkt")
"""Every column of ours; original columns come after them."""
_FORMULA = "^('*[=+@\\t\\r-])"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"


def write(tables: Iterator[pa.Table], meta: Meta) -> Iterator[bytes]:  # noqa: ARG001 - a CSV has no place for it
    """Give the header and then the rows of each table; tables have the same columns."""
    first = True
    for names, body in map_ahead(_rows, tables):
        if first:
            yield _header(names)
            first = False
        yield body
    if first:
        yield _header(list(HEADER))


def _header(names: list[str]) -> bytes:
    return (",".join(f'"{n.replace(chr(34), chr(34) * 2)}"' for n in names) + "\n").encode()


def _rows(table: pa.Table) -> tuple[list[str], bytes]:
    cells = as_cells(table)
    sink = pa.BufferOutputStream()
    pacsv.write_csv(cells, sink, pacsv.WriteOptions(include_header=False))
    return cells.column_names, sink.getvalue().to_pybytes()


def as_cells(table: pa.Table) -> pa.Table:
    """Give the rows with lists joined, areas as WKT and texts made harmless for spreadsheets."""
    columns = {name: cell_text(one(table, name)) for name in HEADER if name != "wkt"}
    columns["wkt"] = wkt(table)
    raw = {name: cell_text(one(table, name), numbers=True) for name in raw_names(table)}
    return pa.table(columns | raw)


def cell_text(column: pa.Array, *, numbers: bool = False) -> pa.Array:
    """Give a column as cells; with ``numbers`` a text that is a plain number gets no prefix."""
    column = plain(column)
    if not pa.types.is_string(column.type):
        return column
    risky = pc.match_substring_regex(column, _FORMULA)
    if numbers:
        risky = pc.and_(risky, pc.invert(pc.match_substring_regex(column, _NUMBER)))
    if not pc.any(risky).as_py():
        return column
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


def wkt(table: pa.Table) -> pa.Array:
    """Give the line or area of each row as text; null where a point is all there is."""
    kind, own = one(table, "geometry_kind"), one(table, "footprint")
    shown = pc.fill_null(pc.is_in(kind, pa.array(["division", "country", "ring"])), False)
    if not pc.any(shown).as_py():
        return own
    shapes = pc.if_else(shown, one(table, "geometry"), pa.scalar(None, pa.binary())).dictionary_encode()
    texts = [shapely.from_wkb(wkb).wkt for wkb in shapes.dictionary.to_pylist()]
    return pc.coalesce(own, pa.array(texts, pa.string()).take(shapes.indices))


EXPORTER = Exporter("csv", "CSV", ".csv", "text/csv; charset=utf-8", write, sidecar=True)
