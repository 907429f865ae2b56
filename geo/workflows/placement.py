"""Place the rows of a dataset that have names but no coordinates: each name once for all that say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.errors import NotFoundError
from geo.extraction import geocode_table
from geo.store.amendments import Amendment
from geo.store.casebook import body_of
from geo.store.records import Change
from geo.workflows.places import gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.extraction import TableName
    from geo.model import Place, Revision, WherePrecision
    from geo.workflows.atlas import Atlas
    from geo.workflows.snapshot import Part, Snapshot

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
) -> list[Revision]:
    """Place all rows of those names in one transaction of amendments, which survive the next version.

    ``precision`` coarsens what the gazetteer says, since a table's "near X" is not X; it never refines.
    An amendment that is there already keeps what else it sets.
    """
    part = _part(atlas.snapshot(), dataset)
    held = atlas.store.casebook.amendments()
    changes = []
    for row in _rows(part):
        place = places.get(_name(part, row))
        if place is None:
            continue
        uid = f"{dataset}:{part.columns.ids[int(row)].as_py()}"
        said = body_of(_coarsened(place, precision))
        amendment = held.get(uid, Amendment())
        changes.append(
            Change("amendment", uid, body_of(amendment.model_copy(update={"set": amendment.set | {"place": said}})))
        )
    return atlas.store.casebook.put_many(changes, by=by, why=why)


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
