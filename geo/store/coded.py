"""Columns of text that are held as codes of their distinct values, as a file takes and gives them soonest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable


def plain_type(kind: pa.DataType) -> pa.DataType:
    """Give the type of the values themselves."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def plain_schema(fields: Iterable[pa.Field]) -> pa.Schema:
    """Give the schema without codes."""
    return pa.schema(f.with_type(plain_type(f.type)) for f in fields)


def decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give the column's values themselves."""
    return column.cast(plain_type(column.type)) if pa.types.is_dictionary(column.type) else column


def decoded_all(table: pa.Table) -> pa.Table:
    """Give the table without codes."""
    return as_schema(table, plain_schema(table.schema))


def as_schema(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Give the table with codes where the schema has them, and only there; its other types are the table's."""
    if table.schema.equals(schema):
        return table
    columns = [_as(column, field.type) for column, field in zip(table.columns, schema, strict=True)]
    return pa.table(columns, schema=schema)


def _as(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if column.type == kind:
        return column
    return column.dictionary_encode() if pa.types.is_dictionary(kind) else decoded(column)
