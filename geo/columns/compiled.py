"""A filter over columns: one function a field, joined by "and"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.columns.coded import looked_up
from geo.columns.dates import UNDATED, to_day
from geo.model import EventType, ReviewState
from geo.model.normalise import fold, search_fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo.columns.columns import Columns
    from geo.columns.text import Names
    from geo.columns.words import Words
    from geo.model.filter import Filter, Lookup

    Compiled = Callable[[Columns, Filter, Lookup], np.ndarray | None]


def _countries(columns: Columns, chosen: Filter, _: Lookup) -> np.ndarray | None:
    return columns.country.among(chosen.countries) if chosen.countries else None


def _adm_1(columns: Columns, chosen: Filter, _: Lookup) -> np.ndarray | None:
    return columns.adm_1.folded_among({fold(a) for a in chosen.adm_1}) if chosen.adm_1 else None


def _types(columns: Columns, chosen: Filter, _: Lookup) -> np.ndarray | None:
    if not chosen.types:
        return None
    admitted = np.array([e in chosen.event_types for e in EventType])
    return looked_up(admitted, columns.event_type)


def _datasets(columns: Columns, chosen: Filter, _: Lookup) -> np.ndarray | None:
    return columns.dataset.among(chosen.datasets) if chosen.datasets else None


def _states(columns: Columns, chosen: Filter, _: Lookup) -> np.ndarray | None:
    admitted = np.array([s in chosen.states if chosen.states else s is not ReviewState.REJECTED for s in ReviewState])
    return None if admitted[columns.states_present].all() else looked_up(admitted, columns.state)


def _parties(columns: Columns, chosen: Filter, lookup: Lookup) -> np.ndarray | None:
    if not chosen.actors:
        return None if chosen.role is None else columns.actors.mask(None, chosen.role)
    names: frozenset[str] = frozenset().union(*(lookup.with_parts(a) for a in chosen.actors))
    return columns.actors.mask(names, chosen.role)


def _precision(columns: Columns, chosen: Filter, _: Lookup) -> np.ndarray | None:
    if chosen.precision is None:
        return None
    return (columns.where_precision > 0) & (columns.where_precision <= chosen.precision)


def _space(columns: Columns, chosen: Filter, lookup: Lookup) -> np.ndarray | None:
    if chosen.bbox is None and chosen.polygon is None and chosen.within is None:
        return None
    return columns.spots.mask(chosen, lookup)


def _text(columns: Columns, chosen: Filter, _: Lookup) -> np.ndarray | None:
    words = sorted(set(search_fold(chosen.text).split()), key=len, reverse=True)
    if not words:
        return None
    texts: tuple[Names | Words, ...] = (*columns.names_text, *columns.text)
    admitted = _mentions(texts, words[0], columns.rows)
    for word in words[1:]:
        admitted &= _mentions(texts, word, columns.rows)
    return admitted


def _mentions(texts: Iterable[Names | Words], word: str, rows: int) -> np.ndarray:
    found = np.zeros(rows, bool)
    for text in texts:
        hits = text.mask(word)
        if hits is not None:
            found |= hits
    return found


COMPILED: dict[str, Compiled] = {
    "states": _states,
    "countries": _countries,
    "types": _types,
    "datasets": _datasets,
    "precision": _precision,
    "adm_1": _adm_1,
    "actors": _parties,
    "role": _parties,
    "bbox": _space,
    "polygon": _space,
    "within": _space,
    "text": _text,
}
"""The function that decides each field of Filter but ``datetime``, cheap ones first."""


def mask(columns: Columns, chosen: Filter, lookup: Lookup) -> np.ndarray:
    """Tell for each row whether every field but the date admits it."""
    admitted = np.ones(columns.rows, bool)
    for compiled in dict.fromkeys(COMPILED.values()):
        passed = compiled(columns, chosen, lookup)
        if passed is not None:
            admitted &= passed
            if not admitted.any():
                break
    return admitted


def in_dates(columns: Columns, chosen: Filter) -> np.ndarray:
    """Tell for each row whether the dates admit it; a row without a date fails any range."""
    if chosen.datetime is None:
        return np.ones(columns.rows, bool)
    admitted = columns.day_start <= (UNDATED - 1 if chosen.datetime.end is None else to_day(chosen.datetime.end))
    if chosen.datetime.start is not None:
        admitted &= columns.day_end >= to_day(chosen.datetime.start)
    return np.asarray(admitted)
