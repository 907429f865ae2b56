"""The only contract between values and tables: column names, types and CRS.

Three shapes of the same columns: an Arrow table (how importers build and the store keeps), a
GeoDataFrame in ``OGC:CRS84`` (what joins and exports take), and ``Incident`` values (what a person
looks at, one at a time). Original columns of an import stand beside ours under ``raw_`` names.
"""

from __future__ import annotations

import json
from datetime import date, time
from typing import TYPE_CHECKING, Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pydantic import ValidationError

from geo.errors import FileContentError
from geo.model import Claim, Fatalities, Incident, Link, Party, Place, Role, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

V = TypeVar("V", Claim, Link)

CRS = "OGC:CRS84"
RAW = "raw_"
_NAMES = pa.list_(pa.string())
_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
_POINT_BYTES = _POINT.itemsize

ROLE_COLUMN = {
    Role.INITIATOR: "initiator",
    Role.TARGET: "target",
    Role.CLAIMANT: "claimant",
    Role.UNSPECIFIED: "party",
}
"""The column of actor names for each role; ``party`` holds those without a stated role."""

SCHEMA = pa.schema(
    [
        pa.field("dataset", pa.string(), nullable=False),
        pa.field("dataset_id", pa.string(), nullable=False),
        pa.field("event_type", pa.string(), nullable=False),
        ("provider_type", pa.string()),
        ("title", pa.string()),
        ("description", pa.string()),
        ("date_start", pa.date32()),
        ("date_end", pa.date32()),
        ("time_local", pa.string()),
        ("time_zone", pa.string()),
        ("date_precision", pa.int8()),
        ("place_name", pa.string()),
        ("place_kind", pa.string()),
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
        ("where_precision", pa.int8()),
        ("uncertainty_m", pa.float64()),
        ("country", pa.string()),
        ("adm_1", pa.string()),
        ("adm_2", pa.string()),
        ("initiator", _NAMES),
        ("target", _NAMES),
        ("claimant", _NAMES),
        ("party", _NAMES),
        ("weapon", pa.string()),
        ("fatalities_low", pa.int32()),
        ("fatalities_best", pa.int32()),
        ("fatalities_high", pa.int32()),
        ("injuries_low", pa.int32()),
        ("injuries_best", pa.int32()),
        ("injuries_high", pa.int32()),
        ("source_publisher", _NAMES),
        ("source_title", _NAMES),
        ("source_published", _NAMES),
        ("source_url", _NAMES),
        ("licence", pa.string()),
        pa.field("state", pa.string(), nullable=False),
        pa.field("method", pa.string(), nullable=False),
        ("claims", pa.string()),
        ("links", pa.string()),
        ("geometry", pa.binary()),
    ]
)
"""Our columns in order. Coordinates are WGS 84 degrees; ``geometry`` is WKB, longitude first:
the published point, or the footprint where a source gives one; null where unmapped. The four
``source_`` lists run in parallel: position i of each speaks of the same document, "" where unknown.
``claims`` and ``links`` are JSON arrays of ``geo.model.Claim`` and ``Link``, null for none.
Null is "not reported" everywhere. ``uncertainty_m`` is null where the precision code's own radius
holds (``geo.model.codes.UNCERTAINTY_M``)."""

OURS = tuple(SCHEMA.names)


def conform(table: pa.Table) -> pa.Table:
    """Give the table our columns first, in order and type, absent ones null, then its ``raw_`` columns.

    A ``geometry`` that is absent is made from longitude and latitude. Raises FileContentError with
    the names of columns that belong to neither.
    """
    unknown = [n for n in table.column_names if n not in OURS and not n.startswith(RAW)]
    if unknown:
        raise FileContentError(f"Columns {', '.join(unknown)} are not part of the incident table.")
    if "geometry" not in table.column_names:
        table = table.append_column("geometry", point_wkb(table["longitude"], table["latitude"]))
    columns = [
        table[f.name].cast(f.type) if f.name in table.column_names else pa.nulls(len(table), f.type) for f in SCHEMA
    ]
    raw = [n for n in table.column_names if n.startswith(RAW)]
    schema = pa.schema([*SCHEMA, *(table.schema.field(n) for n in raw)])
    return pa.table([*columns, *(table[n] for n in raw)], schema=schema)


def point_wkb(longitude: pa.ChunkedArray, latitude: pa.ChunkedArray) -> pa.Array:
    """Make little-endian WKB points from degrees; null where either is null."""
    lon, lat = (np.asarray(pc.fill_null(c, np.nan), dtype="<f8") for c in (longitude, latitude))
    packed = np.zeros(len(lon), dtype=_POINT)
    packed["order"], packed["type"], packed["x"], packed["y"] = 1, 1, lon, lat
    kind = pa.binary(_POINT_BYTES)
    fixed = pa.FixedSizeBinaryArray.from_buffers(kind, len(lon), [None, pa.py_buffer(packed.tobytes())])
    missing = pa.array(np.isnan(lon) | np.isnan(lat))
    return pc.if_else(missing, None, fixed.cast(pa.binary()))


def from_incidents(incidents: Iterable[Incident]) -> pa.Table:
    """Build the table from values; ``raw`` fields become ``raw_`` string columns."""
    rows = [_row(i) for i in incidents]
    raw = sorted({k for r in rows for k in r if k.startswith(RAW)})
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
    plain = [v.model_dump(mode="json", exclude_defaults=True) for v in values]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) if plain else None


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


_NULLABLE = {pa.int8(): pd.Int8Dtype(), pa.int32(): pd.Int32Dtype()}


def to_geodataframe(table: pa.Table) -> gpd.GeoDataFrame:
    """Give the table as a GeoDataFrame in OGC:CRS84.

    Dates become ``datetime64[ms]``, counts and codes nullable integers, lists NumPy arrays of objects.
    """
    geometry = gpd.GeoSeries.from_wkb(table["geometry"].to_numpy(zero_copy_only=False), crs=CRS)
    frame = table.drop(["geometry"]).to_pandas(date_as_object=False, types_mapper=_NULLABLE.get)
    return gpd.GeoDataFrame(frame, geometry=geometry.to_numpy(), crs=CRS)


class Extent:
    """Kinds and bounds of geometries that come group by group, for a GeoParquet file's metadata."""

    def __init__(self) -> None:
        """Start with none."""
        self._kinds: set[str] = set()
        self._bounds: list[np.ndarray] = []

    def add(self, geometry: pa.ChunkedArray) -> None:
        """Take a column of WKB; nulls are passed over."""
        shapes = pc.drop_null(geometry)
        is_point = pc.equal(pc.binary_length(shapes), _POINT_BYTES)
        points, others = shapes.filter(is_point), pc.unique(shapes.filter(pc.invert(is_point)))
        if len(points):
            self._kinds.add("Point")
            self._bounds.append(_point_bounds(points))
        if len(others):
            rest = shapely.from_wkb(np.asarray(others, dtype=object))
            self._kinds.update(s.geom_type for s in rest)
            self._bounds.append(shapely.total_bounds(rest))

    def metadata(self) -> dict[bytes, bytes]:
        """Give the GeoParquet 1.1 file metadata ("geo" key) without bbox covering."""
        column: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(self._kinds)}  # no "crs": OGC:CRS84
        if self._bounds:
            low, high = np.min(self._bounds, axis=0)[:2], np.max(self._bounds, axis=0)[2:]
            column["bbox"] = [float(n) for n in (*low, *high)]
        columns = {"geometry": column}
        return {b"geo": json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": columns}).encode()}


def geo_metadata(table: pa.Table) -> dict[bytes, bytes]:
    """Give the GeoParquet 1.1 file metadata of a conforming table."""
    extent = Extent()
    extent.add(table["geometry"])
    return extent.metadata()


def _point_bounds(shapes: pa.ChunkedArray) -> np.ndarray:
    """Give west, south, east, north of WKB points."""
    joined = pa.concat_arrays(shapes.chunks)
    first = int(np.frombuffer(joined.buffers()[1], dtype="<i4")[joined.offset])
    packed = np.frombuffer(joined.buffers()[2], dtype=_POINT, count=len(joined), offset=first)
    if (packed["order"] != 1).any():
        return np.asarray(shapely.total_bounds(shapely.from_wkb(np.asarray(joined, dtype=object))))
    return np.array([packed["x"].min(), packed["y"].min(), packed["x"].max(), packed["y"].max()])
