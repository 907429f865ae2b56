"""GIS files of others: GeoJSON, KML and KMZ, GeoPackage, FlatGeobuf, zipped shapefile, GeoParquet.

They are opened in a process of their own and brought to WGS 84; their attributes are read as a plain
table's columns are, by a mapping that is guessed or given.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from geo.errors import FileContentError, UnknownFormatError
from geo.importers.base import NO_MATCH, Description, Importer, Match, Sink
from geo.importers.sample import Sample
from geo.importers.sandbox import open_apart
from geo.importers.table import Ids, batch
from geo.importers.tools.coordinates import Form
from geo.importers.tools.gis_kinds import gis_kind
from geo.importers.tools.guess import guess
from geo.importers.tools.records import Records
from geo.model.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from geo.importers.base import Batch, Options
    from geo.importers.tools.mapping import Guess, Mapping

_TITLES = {
    "geojson": "GeoJSON",
    "kml": "KML",
    "kmz": "KMZ",
    "geopackage": "a GeoPackage",
    "flatgeobuf": "FlatGeobuf",
    "shapefile": "a zipped shapefile",
    "parquet": "GeoParquet",
}
_MORE_NAMES = {
    "date_start": "begin|start|timestamp|when|datetime|date time|start time|time start",
    "date_end": "end|end time|finish",
    "description": "descriptio|popupinfo",
    "fatalities_best": "fatalitie|num killed",
    "id": "fid|globalid|gid|objectid|ogc fid",
}
_SEEN = 2_000


def _sniff(sample: Sample) -> Match:
    kind = gis_kind(sample)
    return Match(0.55, f"it is {_TITLES[kind]}") if kind else NO_MATCH


def _describe(sample: Sample) -> Description:
    return Description(sample.stem)


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    sample = Sample(path)
    kind = gis_kind(sample)
    if kind is None:
        raise UnknownFormatError(f"The file is no GIS file that is read: none of {', '.join(_TITLES.values())}.")
    container = open_apart(path, kind, options, sink)
    sink.notes.extend(container.notes)
    ids = Ids()
    for records in container.batches:
        if options.mapping is None:
            options = replace(options, mapping=_guessed(records, sink))
        result = batch(_with_columns(records, options.mapping), options, sink, ids)
        if len(result.rows):
            yield result


def first_records(sample: Sample, options: Options) -> Records | None:
    """Give the first run of a file's records, None where it has none; raises InputError where it cannot be read."""
    kind = gis_kind(sample)
    if kind is None:
        raise UnknownFormatError(f"{sample.name} is no GIS file that is read.")
    return next(open_apart(sample.path, kind, options, Sink()).batches, None)


def guessed(records: Records) -> Guess:
    """Guess what the attributes mean from the first records; the geometry says where."""
    seen = {n: [str(v or "") for v in c.slice(0, _SEEN).to_pylist()] for n, c in records.cells.items()}
    renamed = _renamed(seen)
    found = guess({plain: seen[n] for plain, n in renamed.items()})
    columns = {f: renamed[c] for f, c in found.mapping.columns.items()}
    if records.shapes is not None:
        columns = {f: c for f, c in columns.items() if f not in {"longitude", "latitude", "coordinates"}}
    if "id" in columns and not _unique(seen[columns["id"]]):
        del columns["id"]
    form = Form.COLUMNS if records.shapes is not None else found.mapping.form
    return found.model_copy(update={"mapping": found.mapping.model_copy(update={"columns": columns, "form": form})})


def _guessed(records: Records, sink: Sink) -> Mapping:
    found = guessed(records)
    if found.questions:
        raise FileContentError(" ".join(found.questions))
    sink.notes.extend(f"{f.replace('_', ' ')}: taken from column “{c}”." for f, c in found.mapping.columns.items())
    return found.mapping


def _renamed(names: Iterable[str]) -> dict[str, str]:
    """Give the names under which the guess knows what only GIS files call so; one that says it plainly goes first."""
    result: dict[str, str] = {}
    for name in sorted(names, key=lambda n: fold(n) in _MEANT):
        meant = _MEANT.get(fold(name), name)
        result[name if meant in result else meant] = name
    return result


_MEANT = {fold(n): f for f, names in _MORE_NAMES.items() for n in names.split("|")}


def _unique(values: list[str]) -> bool:
    return all(values) and len(set(values)) == len(values)


def _with_columns(records: Records, mapping: Mapping | None) -> Records:
    """Add columns of the mapping that this run of records does not have, as nulls."""
    have = {n.strip().lower() for n in records.cells}
    missing = [c for c in (mapping.columns.values() if mapping else ()) if c.strip().lower() not in have]
    if not missing:
        return records
    blank = pa.nulls(len(records), pa.string())
    return Records(records.rows, records.cells | dict.fromkeys(missing, blank), records.shapes)


IMPORTER = Importer("gis", "GIS file (GeoJSON, KML, GeoPackage, FlatGeobuf, shapefile)", _sniff, _describe, _read)
