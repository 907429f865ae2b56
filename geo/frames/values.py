"""Incidents as values and as rows of the table."""

from __future__ import annotations

import json
from datetime import date, time
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import shapely
from pydantic import ValidationError

from geo.frames.schema import RAW, ROLE_COLUMN, SCHEMA
from geo.model import Claim, Fatalities, Incident, Link, Party, Place, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

V = TypeVar("V", Claim, Link)


def from_incidents(incidents: Iterable[Incident]) -> pa.Table:
    """Build the table from values; ``raw`` fields become ``raw_`` string columns."""
    rows = [_row(i) for i in incidents]
    raw = dict.fromkeys(k for r in rows for k in r if k.startswith(RAW))
    schema = pa.schema([*SCHEMA, *((k, pa.string()) for k in raw)])
    return pa.Table.from_pylist(rows, schema=schema)


def _row(incident: Incident) -> dict[str, Any]:
    place = incident.place
    row: dict[str, Any] = incident.model_dump(
        include={"dataset", "dataset_id", "provider_type", "title", "description", "time_zone", "weapon", "licence"}
    )
    row |= {"event_type": incident.event_type.value, "state": incident.state.value, "method": incident.method.value}
    row |= {
        "date_start": incident.date_start,
        "date_end": incident.date_end or incident.date_start,
        "time_local": incident.time_local.strftime("%H:%M") if incident.time_local else None,
        "date_precision": int(incident.date_precision) if incident.date_precision else None,
    }
    row |= {column: list(incident.by_role(role)) for role, column in ROLE_COLUMN.items()}
    for name, people in (("fatalities", incident.fatalities), ("injuries", incident.injuries)):
        row |= {f"{name}_low": people.low, f"{name}_best": people.best, f"{name}_high": people.high}
    sources = incident.sources
    row |= {
        "source_publisher": [s.publisher for s in sources],
        "source_title": [s.title or "" for s in sources],
        "source_published": [s.published.isoformat() if s.published else "" for s in sources],
        "source_url": [s.url or "" for s in sources],
    }
    row |= {"claims": _json(incident.claims), "links": _json(incident.links)}
    row |= {RAW + k: None if v is None else str(v) for k, v in incident.raw.items()}
    return row | (_place_columns(place) if place else {})


def _json(values: Iterable[Claim | Link]) -> str | None:
    plain = [v.model_dump(mode="json", exclude_defaults=True) | _told_apart(v) for v in values]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) if plain else None


def _told_apart(value: Claim | Link) -> dict[str, str]:
    """Say of each claim whether a person or a rule made it: a default left out would leave it to be guessed."""
    return {"method": value.method.value} if isinstance(value, Claim) else {}


def _place_columns(place: Place) -> dict[str, Any]:
    if place.footprint is not None:
        geometry = shapely.to_wkb(shapely.from_wkt(place.footprint))
    elif place.longitude is not None:
        geometry = shapely.to_wkb(shapely.Point(place.longitude, place.latitude))
    else:
        geometry = None
    return {
        "place_name": place.name,
        "place_kind": place.kind.value if place.kind else None,
        "longitude": place.longitude,
        "latitude": place.latitude,
        "where_precision": int(place.precision) if place.precision else None,
        "uncertainty_m": place.uncertainty_m,
        "country": place.country,
        "adm_1": place.adm_1,
        "adm_2": place.adm_2,
        "geometry": geometry,
    }


def to_incident(row: dict[str, Any]) -> Incident:
    """Build the value of one row as ``table.slice(i, 1).to_pylist()[0]`` gives it."""
    sources = zip(
        row["source_publisher"] or (),
        row["source_title"] or (),
        row["source_published"] or (),
        row["source_url"] or (),
        strict=True,
    )
    return Incident(
        **{k: row[k] for k in ("dataset", "dataset_id", "event_type", "provider_type", "title", "description")},
        **{k: row[k] for k in ("date_start", "date_end", "time_zone", "date_precision", "weapon", "licence")},
        time_local=time.fromisoformat(row["time_local"]) if row["time_local"] else None,
        place=_place(row),
        actors=tuple(Party(actor=a, role=r) for r, column in ROLE_COLUMN.items() for a in row[column] or ()),
        fatalities=Fatalities(**{k: row[f"fatalities_{k}"] for k in ("low", "best", "high")}),
        injuries=Fatalities(**{k: row[f"injuries_{k}"] for k in ("low", "best", "high")}),
        sources=tuple(_source(*s, licence=row["licence"]) for s in sources),
        claims=_values(Claim, row["claims"]),
        links=_values(Link, row["links"]),
        state=row["state"],
        method=row["method"],
        raw={k.removeprefix(RAW): v for k, v in row.items() if k.startswith(RAW)},
    )


def _values(kind: type[V], text: str | None) -> tuple[V, ...]:
    """Read a JSON array of values; one that does not fit the model is left out, for it comes from a file."""
    try:
        plain = json.loads(text) if text else []
    except ValueError:
        return ()
    found = []
    for item in plain if isinstance(plain, list) else ():
        try:
            found.append(kind.model_validate(item))
        except ValidationError:
            continue
    return tuple(found)


def _source(publisher: str, title: str, published: str, url: str, *, licence: str | None) -> Source:
    try:
        day = date.fromisoformat(published[:10]) if published else None
    except ValueError:
        day = None
    return Source(publisher=publisher, title=title or None, published=day, url=url or None, licence=licence)


def _place(row: dict[str, Any]) -> Place | None:
    if row["place_name"] is None and row["longitude"] is None and row["country"] is None and row["geometry"] is None:
        return None
    shape = shapely.from_wkb(row["geometry"]) if row["geometry"] else None
    return Place(
        name=row["place_name"] or "",
        kind=row["place_kind"],
        longitude=row["longitude"],
        latitude=row["latitude"],
        precision=row["where_precision"],
        country=row["country"],
        adm_1=row["adm_1"],
        adm_2=row["adm_2"],
        footprint=shape.wkt if shape is not None and shape.geom_type != "Point" else None,
        uncertainty_m=row["uncertainty_m"],
    )
