"""Versions of a dataset side by side: which incidents differ, field by field, and what that does to the totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from geo.errors import InputError, NotFoundError
from geo.frames import RAW, SCHEMA
from geo.model.event_types import EventType
from geo.store.datasets import KIND
from geo.workflows.compare import Difference, Version, compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from geo.model import DatasetInfo, Revision
    from geo.store.datasets import Datasets
    from geo.workflows.atlas import Atlas

LISTED = 2_000
"""How many incidents of each kind a comparison lists; its counts are always of all."""
_LONGEST = 400
_WORDS = {kind.value: kind.words for kind in EventType}
_NO_ROWS = np.empty(0, dtype=np.int64)
_LINE = ("date_start", "date_end", "what", "place_name", "country", "fatalities_best", "longitude", "latitude")


class Totals(NamedTuple):
    """What a version adds up to. ``deaths`` sums the best estimates; None dates where no row has one."""

    rows: int = 0
    mapped: int = 0
    unmapped: int = 0
    undated: int = 0
    deaths: int = 0
    first: date | None = None
    last: date | None = None


class Line(NamedTuple):
    """One incident of a list; None is not reported."""

    id: str
    start: date | None
    end: date | None
    what: str
    place: str | None
    country: str | None
    deaths: int | None
    longitude: float | None
    latitude: float | None


class FieldChange(NamedTuple):
    """One field of one incident before and after, as text; None is empty. ``column`` may be a ``raw_`` one."""

    id: str
    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Comparison:
    """Two versions of a dataset; lists hold up to ``LISTED`` incidents each, ``difference`` counts all.

    ``returning`` are ids that come in now, stood in an earlier version, and were gone since.
    """

    difference: Difference
    before: Totals
    after: Totals
    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    changes: tuple[FieldChange, ...]
    returning: tuple[str, ...] = ()


class Stored:
    """A stored version, read a column at a time; an absent column is nulls."""

    def __init__(self, datasets: Datasets, info: DatasetInfo) -> None:
        """Read that version of that dataset."""
        self._datasets, self._info = datasets, info
        self.names: list[str] = datasets.take(info, _NO_ROWS).column_names

    def column(self, name: str) -> pa.ChunkedArray:
        """Give one column in the stored order."""
        if name in self.names:
            return self._datasets.read(self._info, [name])[name]
        kind = SCHEMA.field(name).type if name in SCHEMA.names else pa.string()
        return pa.chunked_array([pa.nulls(self._info.rows, kind)])

    def pieces(self, name: str) -> Iterator[pa.Array]:
        """Give one column in the stored order, some ten thousand rows at a time."""
        if name in self.names:
            return self._datasets.pieces(self._info, name)
        return iter(self.column(name).chunks)


def version_of(datasets: Datasets, name: str, number: int) -> DatasetInfo:
    """Give one version of a dataset; raises NotFoundError where there is none."""
    found = next((i for i in datasets.versions(name) if i.version == number), None)
    if found is None:
        raise NotFoundError(f"There is no version {number} of dataset {name}.")
    return found


def between(datasets: Datasets, old: DatasetInfo, new: DatasetInfo) -> Comparison:
    """Compare two stored versions of one dataset."""
    before, after = Stored(datasets, old), Stored(datasets, new)
    names = dict.fromkeys([*after.names, *before.names])
    return side_by_side(before, after, compare(before, after, names))


def side_by_side(
    old: Version | None, new: Version, difference: Difference, returning: tuple[str, ...] = ()
) -> Comparison:
    """Say a known difference in lines, fields and totals; ``old`` None is nothing at all."""
    return Comparison(
        difference=difference,
        before=totals(old) if old else Totals(),
        after=totals(new),
        added=_lines(new, difference.added[:LISTED]),
        removed=_lines(old, difference.removed[:LISTED]) if old else (),
        changes=_field_changes(old, new, difference) if old else (),
        returning=returning,
    )


def totals(version: Version) -> Totals:
    """Add a version up."""
    geometry, start = version.column("geometry"), version.column("date_start")
    deaths = pc.sum(version.column("fatalities_best")).as_py()
    span = pc.min_max(start)
    return Totals(
        rows=len(geometry),
        mapped=len(geometry) - geometry.null_count,
        unmapped=geometry.null_count,
        undated=start.null_count,
        deaths=deaths or 0,
        first=span["min"].as_py(),
        last=span["max"].as_py(),
    )


def returning(datasets: Datasets, name: str, added: tuple[str, ...]) -> tuple[str, ...]:
    """Give those of the added ids that any stored version of the dataset had."""
    try:
        versions = datasets.versions(name)
    except NotFoundError:
        return ()
    incoming = pa.array(added, pa.string())
    known = pa.array(np.zeros(len(incoming), dtype=bool))
    for info in versions:
        known = pc.or_(known, pc.is_in(incoming, value_set=Stored(datasets, info).column("dataset_id")))
    return tuple(incoming.filter(known).to_pylist())


def removal(atlas: Atlas, name: str) -> Revision | None:
    """Give the revision that took the dataset out of use, None where it is in use or never was."""
    record = atlas.store.casebook.all(KIND, removed=True).get(name)
    if record is None or not record.removed:
        return None
    return next((r for r in atlas.store.casebook.revisions(KIND, name) if r.after is None), None)


def removed_names(atlas: Atlas) -> list[str]:
    """Give the datasets that were taken out of use and can be brought back, by name."""
    records = atlas.store.casebook.all(KIND, removed=True)
    return [name for name, record in records.items() if record.removed and atlas.store.datasets.versions(name)]


def last_current(atlas: Atlas, name: str) -> int:
    """Give the version that was current before the dataset was taken out of use."""
    gone = removal(atlas, name)
    if gone is None or gone.before is None:
        raise InputError(f"Dataset {name} is not removed; there is nothing to bring back.")
    return int(gone.before["current"])


def describe(atlas: Atlas, name: str, fields: Mapping[str, Any], *, by: str, why: str) -> DatasetInfo:
    """Change what is said of a dataset: licence, redistributable, attribution, url, accessed.

    Rows carry their licence; a new one makes a next version whose rows have it, so that what stands
    in exports and what is said of the dataset stay one.
    """
    datasets = atlas.store.datasets
    held = next((i for i in datasets.current() if i.name == name), None)
    if held is None:
        raise InputError(f"There is no dataset {name}.")
    licence = fields.get("licence", held.licence)
    if licence == held.licence:
        return datasets.describe(name, fields, by=by, why=why)
    info = held.model_dump() | dict(fields)
    rows = _relicensed(datasets, held, licence)
    written = datasets.write(name, rows, info, by=by, why=why, in_order=True)
    return written if written.version != held.version else datasets.describe(name, fields, by=by, why=why)


def _relicensed(datasets: Datasets, held: DatasetInfo, licence: str | None) -> Iterator[pa.Table]:
    with pq.ParquetFile(datasets.path(held)) as file:
        for batch in file.iter_batches():
            table = pa.Table.from_batches([batch])
            theirs = table["licence"]
            own = pc.is_null(theirs) if held.licence is None else pc.equal(theirs, held.licence)
            renamed = pc.if_else(pc.fill_null(own, fill_value=False), pa.scalar(licence, pa.string()), theirs)
            yield table.set_column(table.column_names.index("licence"), table.field("licence"), renamed)


def _lines(version: Version, ids: tuple[str, ...]) -> tuple[Line, ...]:
    if not ids:
        return ()
    at = _positions(version, ids)
    columns = [_what(version, at) if n == "what" else version.column(n).take(at).to_pylist() for n in _LINE]
    return tuple(Line(*row) for row in zip(ids, *columns, strict=True))


def _what(version: Version, at: pa.Array) -> list[str]:
    titles, types = (version.column(n).take(at).to_pylist() for n in ("title", "event_type"))
    return [title or _type_words(code) for title, code in zip(titles, types, strict=True)]


def _type_words(code: str | None) -> str:
    return _WORDS.get(code or "", code or "")


def _positions(version: Version, ids: tuple[str, ...]) -> pa.Array:
    return pc.index_in(pa.array(ids, pa.string()), value_set=version.column("dataset_id"))


def _field_changes(old: Version, new: Version, difference: Difference) -> tuple[FieldChange, ...]:
    rank = {id_: number for number, id_ in enumerate(difference.changed[:LISTED])}
    coordinates = {i for n in ("longitude", "latitude") for i in difference.fields.get(n, ())}
    found: list[tuple[int, bool, int, FieldChange]] = []
    for place, (name, ids) in enumerate(difference.fields.items()):
        shown = tuple(i for i in ids if i in rank and not (name == "geometry" and i in coordinates))
        if not shown:
            continue
        befores = old.column(name).take(_positions(old, shown)).to_pylist()
        afters = new.column(name).take(_positions(new, shown)).to_pylist()
        for id_, before, after in zip(shown, befores, afters, strict=True):
            change = FieldChange(id_, name, as_text(before), as_text(after))
            found.append((rank[id_], name.startswith(RAW), place, change))
    return tuple(change for *_, change in sorted(found, key=lambda f: f[:3]))


def as_text(value: Any) -> str | None:
    """Give a stored value as text of at most 400 characters; None for null and for an empty list."""
    if isinstance(value, bytes):
        value = shapely.from_wkb(value).wkt
    if isinstance(value, list):
        value = "; ".join(map(str, value))
        if not value:
            return None
    if value is None:
        return None
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
