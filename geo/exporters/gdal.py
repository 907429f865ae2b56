"""What the two formats that GDAL writes have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo.errors import StoreError
from geo.exporters.ahead import map_ahead
from geo.exporters.flat import flat, peeked
from geo.exporters.rows import one
from geo.exporters.text import without_nul

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAYER = "incidents"


def write_layer(
    path: Path,
    driver: str,
    tables: Iterator[pa.Table],
    **options: Any,
) -> set[str]:
    """Write one layer batch by batch; gives the kinds of geometry met. NUL is taken out of texts."""
    kinds: set[str] = set()
    schema, tables = peeked(tables)
    layer_schema = _layer(schema.empty_table()).schema

    def batches() -> Iterator[pa.RecordBatch]:
        for layer in map_ahead(_layer, tables, threads=1):
            kinds.update(k for k in layer["geometry_kind"].unique().to_pylist() if k)
            yield from layer.cast(layer_schema).to_batches()

    _write(
        pa.RecordBatchReader.from_batches(layer_schema, batches()),
        path,
        layer=LAYER,
        driver=driver,
        geometry_name="geometry",
        geometry_type="Unknown",
        crs="EPSG:4326",
        **options,
    )
    return kinds


def _write(rows: pa.RecordBatchReader, path: Path, **options: Any) -> None:
    try:
        pyogrio.write_arrow(rows, path, **options)
    except (DataSourceError, DataLayerError) as error:
        raise StoreError(f"The {options['driver']} file cannot be written: {error}") from error


def _layer(table: pa.Table) -> pa.Table:
    table = flat(table)
    texts = [without_nul(c) if pa.types.is_string(c.type) else c for c in (one(table, n) for n in table.column_names)]
    return pa.table(texts, table.column_names)
