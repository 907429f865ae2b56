"""Any container as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import UnknownFormatError
from geo.importers.tools.columnar import open_parquet
from geo.importers.tools.delimited import open_delimited
from geo.importers.tools.features import open_features
from geo.importers.tools.sheets import open_sheet

if TYPE_CHECKING:
    from geo.importers.base import Options, Sink
    from geo.importers.sample import Sample
    from geo.importers.tools.records import Container


def open_records(sample: Sample, options: Options, sink: Sink, *, nulls: bool = False) -> Container:
    """Open delimited text, GeoJSON, XLSX or Parquet; raises UnknownFormatError for other kinds.

    With ``nulls`` an empty cell of delimited text without quotation marks is null.
    """
    match sample.kind:
        case "json":
            return open_features(sample.path, options, sink)
        case "text":
            return open_delimited(sample.path, options, sink, sample.delimiter, nulls=nulls)
        case "xlsx":
            return open_sheet(sample.path, options, sink)
        case "parquet":
            return open_parquet(sample.path, options, sink)
    raise UnknownFormatError(f"{sample.name} is no table: neither delimited text, GeoJSON, XLSX nor Parquet.")
