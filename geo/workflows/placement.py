"""Place the rows of a dataset that have names but no coordinates: each name once for all that say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import NotFoundError
from geo.extraction import geocode_table
from geo.store.amendments import Amendment
from geo.store.casebook import body_of
from geo.store.records import Change
from geo.workflows.places import gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.extraction import TableName
    from geo.model import Place, Revision, WherePrecision
    from geo.workflows.atlas import Atlas
    from geo.workflows.snapshot import Part, Snapshot

_STEP = 500
_EMPTY = body_of(Amendment())

Name = tuple[str | None, str]
"""Country as the dataset states it (ISO alpha-2, None where it does not), and the place's name."""


def placeable(snapshot: Snapshot) -> dict[str, int]:
    """Give the datasets that have rows with a name but without a geometry, with the number of such rows."""
    found = {}
    for part in snapshot.parts:
        if not part.from_casebook and (rows := _rows(part)).size:
            found[part.info.name] = int(rows.size)
    return found


def names_to_place(snapshot: Snapshot, dataset: str) -> list[TableName]:
    """Resolve every distinct name of a dataset's unmapped rows, the unresolved first, then by number of rows."""
    part = _part(snapshot, dataset)
    return geocode_table((_name(part, row) for row in _rows(part)), gazetteer=gazetteer(snapshot.lookup))


def place_rows(
    atlas: Atlas,
    dataset: str,
    places: Mapping[Name, Place],
    *,
    by: str,
    why: str,
    precision: WherePrecision | None = None,
    progress: Callable[[float], object] | None = None,
) -> list[Revision]:
    """Place all rows of those names in one transaction of amendments, which survive the next version.

    ``precision`` coarsens what the gazetteer says, since a table's "near X" is not X; it never refines.
    An amendment that is there already keeps what else it sets. ``progress`` takes the share done, 0 to 1.
    """
    part = _part(atlas.snapshot(), dataset)
    held = atlas.store.casebook.amendments()
    said = {name: body_of(_coarsened(place, precision)) for name, place in places.items()}
    changes = [
        _amended(f"{dataset}:{part.columns.ids[int(row)].as_py()}", held, said[name])
        for row in _rows(part)
        if (name := _name(part, row)) in said
    ]
    made: list[Revision] = []
    with atlas.store.casebook.writing(by=by, why=why) as writing:
        for start in range(0, len(changes), _STEP):
            made += writing.apply_all(changes[start : start + _STEP])
            if progress is not None:
                progress(min(1.0, (start + _STEP) / len(changes)))
    return made


def _amended(uid: str, held: Mapping[str, Amendment], place: dict[str, Any]) -> Change:
    amendment = held.get(uid)
    if amendment is None:
        return Change("amendment", uid, _EMPTY | {"set": {"place": place}})
    changed = amendment.model_copy(update={"set": amendment.set | {"place": place}})
    return Change("amendment", uid, body_of(changed))


def _coarsened(place: Place, precision: WherePrecision | None) -> Place:
    if precision is None or (place.precision is not None and place.precision >= precision):
        return place
    return place.model_copy(update={"precision": precision, "uncertainty_m": None})


def _part(snapshot: Snapshot, dataset: str) -> Part:
    for part in snapshot.parts:
        if part.info.name == dataset and not part.from_casebook:
            return part
    raise NotFoundError(f"There is no dataset {dataset}.")


def _rows(part: Part) -> np.ndarray:
    waiting = ~part.columns.has_geometry & (part.columns.place.codes != 0)
    if part.suppressed is not None:
        waiting &= ~part.suppressed
    return np.flatnonzero(waiting)


def _name(part: Part, row: int) -> Name:
    columns = part.columns
    country = columns.country.names[columns.country.codes[row]]
    return country or None, columns.place.names[columns.place.codes[row]]
