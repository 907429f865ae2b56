"""Collections of the reference data: named places, and areas: border strips and the provinces in use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.api.ogc.collection import SEPARATOR, Collection, Extent
from geo.api.ogc.cql2 import admitted
from geo.api.ogc.ids import AREAS, BORDERS, PLACES
from geo.api.ogc.vectors import ARROW_TYPES, RELATIONS, Queryable, Vector, truth
from geo.exporters.rfc7946 import tidy
from geo.model import Place, PlaceKind, WherePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.api.ogc.query import Query
    from geo.workflows.snapshot import Part, Snapshot

QUERYABLES: Mapping[str, Queryable] = {
    "name": Queryable("text", "name"),
    "kind": Queryable("text", "kind", values=tuple(k.value for k in PlaceKind)),
    "country": Queryable("text", "country, ISO 3166 alpha-2"),
    "adm_1": Queryable("text", "first-order division"),
    "adm_2": Queryable("text", "second-order division"),
    "longitude": Queryable("number", "longitude of the published point"),
    "latitude": Queryable("number", "latitude of the published point"),
    "where_precision": Queryable("number", "precision, UCDP where_prec", integer=True),
    "uncertainty_m": Queryable("number", "radius of uncertainty in metres"),
    "aliases": Queryable("texts", "other names"),
    "geometry": Queryable("geometry", "geometry"),
}


@dataclass(frozen=True, eq=False)
class Shape:
    """One feature: ``geometry`` in WGS 84, longitude first, as RFC 7946 wants it; None where none is known."""

    id: str
    geometry: BaseGeometry | None
    properties: dict[str, Any]

    @cached_property
    def json(self) -> bytes:
        """Give it as a GeoJSON feature."""
        geometry = shapely.to_geojson(self.geometry) if self.geometry is not None else None
        head = {"type": "Feature", "id": self.id, "geometry": orjson.Fragment(geometry) if geometry else None}
        return orjson.dumps(head | {"properties": self.properties})


class ShapeSource:
    """Some shapes as a source of CQL2."""

    def __init__(self, shapes: tuple[Shape, ...]) -> None:
        """Keep the shapes."""
        self._shapes = shapes
        self._geometries = np.array([s.geometry for s in shapes], dtype=object)

    @property
    def rows(self) -> int:
        """Number of shapes."""
        return len(self._shapes)

    @property
    def queryables(self) -> Mapping[str, Queryable]:
        """What can be asked for, by name."""
        return QUERYABLES

    def column(self, name: str) -> Vector:
        """Give the values of a queryable."""
        kind = QUERYABLES[name].kind
        if kind == "geometry":
            known = np.array([g is not None for g in self._geometries], bool)
            return Vector(kind, truth(known, known))
        return Vector(kind, pa.array([s.properties[name] for s in self._shapes], ARROW_TYPES[kind]))

    def spatial(self, relation: str, shape: BaseGeometry) -> pa.Array:
        """Tell how each geometry stands to a shape."""
        shapely.prepare(shape)
        hits = getattr(shapely, RELATIONS[relation])(shape, self._geometries)
        return truth(np.asarray(hits, bool), np.array([g is not None for g in self._geometries], bool))


class ShapeCollection(Collection):
    """Features that have no date, so that ``datetime`` admits all of them."""

    def __init__(self, id: str, title: str, description: str, shapes: tuple[Shape, ...]) -> None:  # noqa: A002
        """Keep the shapes."""
        self.id, self.title, self.description, self._shapes = id, title, description, shapes

    @property
    def queryables(self) -> Mapping[str, Queryable]:
        """What can be asked for, by name."""
        return QUERYABLES

    @cached_property
    def extent(self) -> Extent:
        """Where they lie."""
        geometries = [s.geometry for s in self._shapes if s.geometry is not None]
        if not geometries:
            return Extent()
        west, south, east, north = shapely.total_bounds(geometries).tolist()
        return Extent((west, south, east, north))

    def count(self, query: Query) -> int:
        """Count those that a query admits."""
        return len(self._found(query))

    def features(self, query: Query, offset: int, limit: int) -> Iterator[bytes]:
        """Give a page of them, in the order of the reference data."""
        for shape in self._found(query)[offset : offset + limit]:
            yield SEPARATOR.encode() + shape.json

    def feature(self, id: str) -> bytes | None:  # noqa: A002 - the standard's name
        """Give one by its id."""
        return next((s.json for s in self._shapes if s.id == id), None)

    def _found(self, query: Query) -> list[Shape]:
        if not self._shapes:
            return []
        source = ShapeSource(self._shapes)
        found = np.ones(source.rows, bool)
        if query.box is not None:
            found &= np.asarray(pc.fill_null(source.spatial("intersects", query.box), True), bool)
        for condition in query.conditions:
            found &= admitted(condition, source)
        return [self._shapes[i] for i in np.flatnonzero(found)]


def shape_collections(snapshot: Snapshot) -> list[ShapeCollection]:
    """Give named points, areas and border lines: one kind of geometry each, as many clients expect."""
    places, strips, borders = snapshot.facts.get(("ogc places", snapshot.lookup_serial), partial(_named, snapshot))
    key = ("ogc provinces", snapshot.lookup_serial, tuple(part.key for part in snapshot.parts))
    provinces = snapshot.facts.get(key, partial(_provinces, snapshot))
    return [
        ShapeCollection(PLACES, "Places", "Named places as points: bases, airfields, towns and crossings.", places),
        ShapeCollection(
            AREAS,
            "Areas",
            "Border strips and other areas that incidents are placed to, and the provinces that are all that is "
            "known of some, as Natural Earth draws them.",
            (*strips, *provinces),
        ),
        ShapeCollection(BORDERS, "Borders", "Border lines that distances are measured from.", borders),
    ]


_GROUP = {2: 1, 1: 2}
"""Where shapes of two dimensions and of one go among those that ``_named`` gives."""


def _named(snapshot: Snapshot) -> tuple[tuple[Shape, ...], ...]:
    """Give the named places as points or without a geometry, those with an area, and those with a line."""
    found: tuple[list[Shape], ...] = ([], [], [])
    for key, place in snapshot.lookup.places.items():
        shape = shapely.from_wkt(place.footprint) if place.footprint else None
        point = shapely.Point(place.longitude, place.latitude) if place.longitude is not None else None
        if shape is not None and shape.geom_type != "Point":
            found[_GROUP[int(shapely.get_dimensions(shape))]].append(Shape(key, _many(shape), _properties(place)))
        if shape is None or point is not None:
            found[0].append(Shape(key, point, _properties(place)))
    return tuple(tuple(shapes) for shapes in found)


def _many(shape: BaseGeometry) -> BaseGeometry:
    """Give lines and areas as RFC 7946 wants them, all of one type: clients make a layer of the first ones' type."""
    shape = tidy(shape)
    kinds = {"Polygon": shapely.MultiPolygon, "LineString": shapely.MultiLineString}
    return kinds[shape.geom_type]([shape]) if shape.geom_type in kinds else shape


def _properties(place: Place) -> dict[str, Any]:
    """Say of a place what the queryables name, and where that comes from."""
    return {
        "name": place.name,
        "kind": place.kind.value if place.kind else None,
        "kind_words": place.kind.words if place.kind else None,
        "country": place.country,
        "adm_1": place.adm_1,
        "adm_2": place.adm_2,
        "longitude": place.longitude,
        "latitude": place.latitude,
        "where_precision": int(place.precision) if place.precision else None,
        "where_precision_words": place.precision.words if place.precision else None,
        "uncertainty_m": place.uncertainty_m,
        "aliases": list(place.aliases),
        "note": place.note,
        "sources": [{k: v for k, v in s.to_json().items() if k in _SOURCE} for s in place.sources],
    }


_SOURCE = ("publisher", "title", "published", "url", "licence")


def _provinces(snapshot: Snapshot) -> tuple[Shape, ...]:
    """Give each province that is all that is known of where some incident was, once."""
    pairs = {pair for part in snapshot.parts for pair in snapshot.fact(part, "ogc provinces", partial(_pairs, part))}
    found: dict[str, Shape] = {}
    for country, name in sorted(pairs):
        division = snapshot.lookup.boundaries.division(country, name)
        if division and division.id not in found:
            place = Place(
                name=division.name,
                kind=PlaceKind.ADMIN1,
                country=country,
                adm_1=division.name,
                precision=WherePrecision.ADM_1,
                aliases=(name,) if name != division.name else (),
            )
            found[division.id] = Shape(division.id, _many(division.geometry), _properties(place))
    return tuple(found.values())


def _pairs(part: Part) -> frozenset[tuple[str, str]]:
    columns = part.columns
    only = columns.where_precision == WherePrecision.ADM_1
    codes = np.column_stack([columns.country.codes[only], columns.adm_1.codes[only]]).astype(np.int64)
    pairs = np.unique(codes, axis=0)
    return frozenset((columns.country.names[c], columns.adm_1.names[a]) for c, a in pairs if c and a)
