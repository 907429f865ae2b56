"""What a list says of an incident, taken from the columns; only titles are read from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.columns import to_date
from geo.columns.columns import EVENT_TYPES, STATES
from geo.model import Role
from geo.model.countries import country_name
from geo.workflows.card_claims import is_machine

if TYPE_CHECKING:
    from geo.columns import Columns
    from geo.model import EventType
    from geo.workflows.snapshot import Part, Snapshot


def summaries(snapshot: Snapshot, rows: np.ndarray) -> list[dict[str, Any]]:
    """Summarise rows given as (part, row), in their order, as plain JSON types.

    ``machine`` tells that a rule or a model read it from a report.
    Dates are ISO days, coordinates WGS 84 degrees, precision codes UCDP's; None is not reported.
    """
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for index in np.unique(rows[:, 0]) if len(rows) else ():
        part = snapshot.parts[index]
        own = rows[rows[:, 0] == index, 1]
        for row, title in zip(own.tolist(), _titles(part, own), strict=True):
            told = summary(part, row, title)
            held = snapshot.values.get(told["uid"])
            found[int(index), row] = told | {"machine": held is not None and is_machine(held.method)}
    return [found[int(i), int(r)] for i, r in rows]


def _titles(part: Part, rows: np.ndarray) -> list[str | None]:
    held = part.columns.title
    if held is not None:
        return [held.names[code] or None for code in held.codes[rows].tolist()]
    titles: list[str | None] = part.take(rows, ["title"])["title"].to_pylist()
    return titles


def summary(part: Part, row: int, title: str | None = None) -> dict[str, Any]:
    """Summarise one row; without a title one is made from type and place."""
    columns = part.columns
    event_type = EVENT_TYPES[columns.event_type[row]]
    place = _name(columns, "place", row)
    country = _name(columns, "country", row)
    dataset = columns.dataset.names[columns.dataset.codes[row]]
    dataset_id = columns.ids[row].as_py()
    return {
        "uid": f"{dataset}:{dataset_id}",
        "part": part.id,
        "row": row,
        "title": title or _made_title(event_type, place or _name(columns, "adm_1", row), country),
        "title_made": not title,
        "date_start": _iso(columns.day_start[row]),
        "date_end": _iso(columns.day_end[row]),
        "date_precision": int(columns.date_precision[row]) or None,
        "place": place,
        "adm_1": _name(columns, "adm_1", row),
        "country": country,
        "where_precision": int(columns.where_precision[row]) or None,
        "event_type": event_type.value,
        "event_type_words": event_type.words,
        "actors": _actors(columns, row),
        "fatalities": {k: _count(getattr(columns, f"fatalities_{k}")[row]) for k in ("low", "best", "high")},
        "sources": int(columns.sources[row]),
        "state": STATES[columns.state[row]].value,
        "dataset": dataset,
        "mapped": bool(columns.has_geometry[row]),
        "longitude": _degrees(columns.spots.longitudes[columns.spots.codes[row]]),
        "latitude": _degrees(columns.spots.latitudes[columns.spots.codes[row]]),
    }


def _made_title(event_type: EventType, place: str | None, country: str | None) -> str:
    where = place or (country_name(country) if country else None)
    return f"{event_type.words}, {where}" if where else event_type.words


def _actors(columns: Columns, row: int) -> dict[str, list[str]]:
    by_role: dict[str, list[str]] = {role.value: [] for role in Role}
    for role, name in columns.actors.of_row(row):
        by_role[role.value].append(name)
    return by_role


def _name(columns: Columns, field: str, row: int) -> str | None:
    coded = getattr(columns, field)
    return coded.names[coded.codes[row]] or None


def _iso(day: int) -> str | None:
    found = to_date(int(day))
    return found.isoformat() if found else None


def _count(number: int) -> int | None:
    return None if number < 0 else int(number)


def _degrees(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
