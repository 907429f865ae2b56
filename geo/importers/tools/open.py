"""Any container as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import UnknownFormatError
from geo.importers.sample import APART, Sample
from geo.importers.sandbox import open_apart
from geo.importers.tools.checks import require
from geo.importers.tools.delimited import open_delimited
from geo.importers.tools.features import open_features
from geo.importers.tools.gis_kinds import gis_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.tools.records import Container, Records


def open_records(
    sample: Sample, options: Options, sink: Sink, *, nulls: bool = False, coded: bool = False, first: bool = False
) -> Container:
    """Open delimited text, GeoJSON, or what is opened in a process of its own; raises UnknownFormatError for others.

    With ``nulls`` an empty cell of delimited text without quotation marks is null. With ``coded``
    columns of it whose values repeat come as codes; with ``first`` only its first batch is given.
    """
    match sample.kind:
        case "json":
            return open_features(sample.path, options, sink)
        case "text":
            encoding = None if options.encoding else sample.encoding
            return open_delimited(
                sample.path, options, sink, sample.delimiter, nulls=nulls, coded=coded, first=first, encoding=encoding
            )
        case "xlsx" | "parquet" | "sqlite" | "flatgeobuf" as kind:
            return open_apart(sample.path, APART[kind], options, sink)
    if found := gis_kind(sample):
        return open_apart(sample.path, found, options, sink)
    known = "delimited text, XLSX, Parquet nor a GIS file that is read"
    raise UnknownFormatError(f"{sample.name} is no table: neither {known}.")


def sample_of(path: Path, options: Options) -> Sample:
    """Give the beginning of the file to read, as it was looked at already if it was."""
    known = options.sample
    return known if known is not None and known.path == path else Sample(path)


def records_of(path: Path, options: Options, sink: Sink, needed: Iterable[str], title: str) -> Iterator[Records]:
    """Give the records of a table that must have the needed columns; ``title`` names the format in a message."""
    container = open_records(sample_of(path, options), options, sink, coded=True)
    sink.notes.extend(container.notes)
    needed = tuple(needed)
    if container.columns:
        require(container.columns, needed, title)
    for records in container.batches:
        require(records.cells, needed, title)
        yield records
