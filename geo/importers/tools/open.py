"""Any container as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import UnknownFormatError
from geo.importers.tools.delimited import open_delimited
from geo.importers.tools.features import open_features

if TYPE_CHECKING:
    from geo.importers.base import Options, Sink
    from geo.importers.sample import Sample
    from geo.importers.tools.records import Container


def open_records(sample: Sample, options: Options, sink: Sink) -> Container:
    """Open delimited text or GeoJSON; raises UnknownFormatError for other kinds."""
    if sample.kind == "json":
        return open_features(sample.path, options, sink)
    if sample.kind == "text":
        return open_delimited(sample.path, options, sink, sample.delimiter)
    raise UnknownFormatError(f"{sample.name} is neither delimited text nor GeoJSON.")
