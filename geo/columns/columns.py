"""The columns of one incident table that filters, maps and counts need, held in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.columns.coded import Coded, Parties, row_lengths
from geo.columns.compiled import in_dates, mask
from geo.columns.dates import day_numbers
from geo.columns.spots import Spots
from geo.columns.text import Names, fold_strings
from geo.columns.words import Words
from geo.errors import StoreError
from geo.frames import ROLE_COLUMN
from geo.model import EventType, ReviewState, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.model.filter import Filter, Lookup

    Read = Callable[[Sequence[str]], pa.Table]

EVENT_TYPES = tuple(EventType)
STATES = tuple(ReviewState)
_FREE_TEXT = ("description", "source_title", "source_publisher")
_CODED = ("dataset", "country", "adm_1", "adm_2", "place_name", "provider_type")
_PLAIN = ("date_start", "date_end", "date_precision", "where_precision", "uncertainty_m", "event_type", "state")
_COUNTS = ("fatalities_low", "fatalities_best", "fatalities_high")
_PLACE = ("longitude", "latitude", "geometry")
NEEDED = ("dataset_id", *_PLAIN, *_COUNTS, *_PLACE, *_CODED, *ROLE_COLUMN.values(), "title", *_FREE_TEXT)
"""The columns of an incident table that are read to build these."""

_FIELD = {"place_name": "place"}
_POINT_BYTES = 21
_MOST_TITLES = 50_000
_INDEXING = RLock()


@dataclass(frozen=True, eq=False)
class Columns:
    """Row i is row i of the stored table; arrays must not be written to.

    Days are int32 since 1970-01-01, UNDATED for none; a row without an end ends on its first day.
    Precision codes are UCDP's, 0 for none. ``event_type`` and ``state`` index EVENT_TYPES and
    STATES. ``uncertainty_m`` is NaN and a count of fatalities -1 where not reported.
    ``has_footprint`` marks a geometry other than a point. ``title`` is None where titles are too many
    to be held as they are written.
    """

    id: str
    ids: pa.ChunkedArray
    day_start: np.ndarray
    day_end: np.ndarray
    date_precision: np.ndarray
    where_precision: np.ndarray
    uncertainty_m: np.ndarray
    has_geometry: np.ndarray
    has_footprint: np.ndarray
    event_type: np.ndarray
    state: np.ndarray
    fatalities_low: np.ndarray
    fatalities_best: np.ndarray
    fatalities_high: np.ndarray
    sources: np.ndarray
    spots: Spots
    dataset: Coded
    country: Coded
    adm_1: Coded
    adm_2: Coded
    place: Coded
    provider_type: Coded
    actors: Parties
    title: Coded | None
    read: Read = field(repr=False)

    @classmethod
    def from_table(cls, table: pa.Table, id: str) -> Columns:  # noqa: A002 - the field's name
        """Build the columns of a conforming table."""
        return cls.load(lambda names: table.select(list(names)), id)

    @classmethod
    def load(cls, read: Read, id: str) -> Columns:  # noqa: A002
        """Build the columns of a table that is read a few columns at a time, so that little is held at once."""
        plain = read(["dataset_id", *_PLAIN, *_COUNTS, "source_publisher"])
        place = read(_PLACE)
        sizes = pc.binary_length(place["geometry"])
        day_start = day_numbers(plain["date_start"])
        coded = {_FIELD.get(name, name): Coded.encode(read([name])[name]) for name in _CODED}
        counts = {name: np.asarray(pc.fill_null(plain[name], -1), dtype=np.int32) for name in _COUNTS}
        rest: dict[str, Any] = {**coded, **counts}
        titles = read(["title"])["title"]
        return cls(
            id=id,
            ids=plain["dataset_id"],
            day_start=day_start,
            day_end=day_numbers(pc.coalesce(plain["date_end"], plain["date_start"])),
            date_precision=_small(plain["date_precision"]),
            where_precision=_small(plain["where_precision"]),
            uncertainty_m=_uncertainty(plain["uncertainty_m"]),
            has_geometry=np.asarray(pc.is_valid(sizes), dtype=bool),
            has_footprint=np.asarray(pc.fill_null(pc.greater(sizes, _POINT_BYTES), False), dtype=bool),
            event_type=_index(plain["event_type"], [e.value for e in EVENT_TYPES]),
            state=_index(plain["state"], [s.value for s in STATES]),
            sources=np.minimum(row_lengths(plain["source_publisher"]), 255).astype(np.uint8),
            spots=Spots.encode(place["longitude"], place["latitude"]),
            actors=Parties.encode(read(list(ROLE_COLUMN.values()))),
            title=Coded.encode(titles) if pc.count_distinct(titles).as_py() <= _MOST_TITLES else None,
            read=read,
            **rest,
        )

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.day_start)

    @property
    def longitude(self) -> np.ndarray:
        """Degrees of each row, NaN where unmapped."""
        return np.asarray(self.spots.longitudes[self.spots.codes])

    @property
    def latitude(self) -> np.ndarray:
        """Degrees of each row, NaN where unmapped."""
        return np.asarray(self.spots.latitudes[self.spots.codes])

    @cached_property
    def states_present(self) -> np.ndarray:
        """The numbers of the states that any row has."""
        return np.flatnonzero(np.bincount(self.state, minlength=len(STATES)))

    @cached_property
    def initiator(self) -> np.ndarray:
        """Code into ``actors.names`` of each row's first initiator, -1 for none."""
        return self.actors.leading(Role.INITIATOR)

    @cached_property
    def text(self) -> tuple[Words, ...]:
        """The columns of running text, read and indexed when they are first searched."""
        with _INDEXING:
            if (held := vars(self).get("text")) is not None:
                found: tuple[Words, ...] = held
                return found
            names = _FREE_TEXT if self.title is not None else ("title", *_FREE_TEXT)
            vars(self)["text"] = tuple(Words.encode(self.read([name])[name]) for name in names)
            return self.text

    @cached_property
    def names_text(self) -> tuple[Names, ...]:
        """The columns of names as text to be searched."""
        coded = [c for c in (self.place, self.adm_1, self.adm_2, self.provider_type, self.title) if c is not None]
        one_each = [Names(fold_strings(pa.array(c.names, pa.string())), c.codes) for c in coded]
        actors = self.actors
        return (*one_each, Names(fold_strings(pa.array(actors.names, pa.string())), actors.codes, actors.offsets))

    def mask(self, chosen: Filter, lookup: Lookup) -> np.ndarray:
        """Tell for each row whether every field of the filter but the date admits it."""
        return mask(self, chosen, lookup)

    def in_dates(self, chosen: Filter) -> np.ndarray:
        """Tell for each row whether the filter's dates admit it."""
        return in_dates(self, chosen)

    def row_of(self, dataset_id: str) -> int | None:
        """Give the row with that id in its dataset, None where there is none."""
        row = pc.index(self.ids, dataset_id).as_py()
        return None if row < 0 else int(row)

    @property
    def nbytes(self) -> int:
        """Bytes held, names aside."""
        parts: list[object] = [*vars(self).values(), *vars(self.spots).values(), *vars(self.actors).values()]
        parts += [v.codes for v in vars(self).values() if isinstance(v, Coded)]
        arrays = sum(p.nbytes for p in parts if isinstance(p, np.ndarray) and p.strides != (0,))
        return int(arrays + self.ids.nbytes + sum(t.nbytes for t in self.text))


def _small(column: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(pc.fill_null(column, 0), dtype=np.uint8)


def _uncertainty(column: pa.ChunkedArray) -> np.ndarray:
    if column.null_count == len(column):
        return np.broadcast_to(np.float32(np.nan), len(column))
    return np.asarray(pc.fill_null(column, np.nan), dtype=np.float32)


def _index(column: pa.ChunkedArray, values: list[str]) -> np.ndarray:
    found = pc.index_in(column, pa.array(values))
    if found.null_count:
        unknown = pc.unique(column.filter(pc.is_null(found))).to_pylist()
        raise StoreError(f"The dataset holds values that this release does not know: {unknown[:5]}; update it.")
    return np.asarray(found, dtype=np.uint8)
