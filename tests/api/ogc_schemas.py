"""What the standards ask of each response (OGC 17-069r4 and 19-079r2, RFC 7946), as JSON Schemas of our own."""

from __future__ import annotations

from jsonschema import Draft202012Validator

ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
LINK = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": {"href": ADDRESS, "rel": {"type": "string"}, "type": {"type": "string"}, "title": {"type": "string"}},
}


def _links(*relations):
    """Give the schema of links among which there is one of each relation."""
    each = [{"contains": {"properties": {"rel": {"const": rel}}, "required": ["rel"]}} for rel in relations]
    return {"type": "array", "items": LINK, "allOf": each}


def _object(required, **properties):
    return {"type": "object", "required": required.split(), "properties": properties}


CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
NUMBER = {"type": "number"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
LANDING = _object(
    "links",
    title={"type": "string"},
    description={"type": "string"},
    links=_links("self", "alternate", "service-desc", "service-doc", "conformance", "data"),
)
CONFORMANCE = _object(
    "conformsTo",
    conformsTo={
        "type": "array",
        "items": ADDRESS,
        "uniqueItems": True,
        "allOf": [
            {"contains": {"const": f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}"}}
            for name in ("core", "oas30", "html", "geojson")
        ],
    },
)
EXTENT = _object(
    "",
    spatial=_object(
        "bbox",
        bbox={
            "type": "array",
            "minItems": 1,
            "items": {"type": "array", "minItems": 4, "maxItems": 4, "items": NUMBER},
        },
        crs={"const": CRS84},
    ),
    temporal=_object(
        "interval",
        interval={"type": "array", "minItems": 1, "items": {"type": "array", "prefixItems": [MOMENT, MOMENT]}},
        trs={"const": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
    ),
)
COLLECTION = _object(
    "id links",
    id={"type": "string", "pattern": r"^[A-Za-z0-9_.~:-]+$"},
    title={"type": "string"},
    description={"type": "string"},
    links=_links("items", "http://www.opengis.net/def/rel/ogc/1.0/queryables"),
    extent=EXTENT,
    itemType={"const": "feature"},
    crs={"type": "array", "contains": {"const": CRS84}},
)
ONE_COLLECTION = COLLECTION | {"allOf": [_object("links", links=_links("self", "alternate"))]}
COLLECTIONS = _object(
    "links collections", links=_links("self", "alternate"), collections={"type": "array", "items": COLLECTION}
)
POSITION = {"type": "array", "minItems": 2, "maxItems": 2, "prefixItems": [
    {"type": "number", "minimum": -180, "maximum": 180}, {"type": "number", "minimum": -90, "maximum": 90}
]}  # fmt: skip


def _array(items, least=1):
    return {"type": "array", "minItems": least, "items": items}


RING, LINE = _array(POSITION, 4), _array(POSITION, 2)
COORDINATES = {
    "Point": POSITION,
    "MultiPoint": _array(POSITION),
    "LineString": LINE,
    "MultiLineString": _array(LINE),
    "Polygon": _array(RING),
    "MultiPolygon": _array(_array(RING)),
}
GEOMETRY = {
    "oneOf": [
        {"type": "null"},
        *(_object("type coordinates", type={"const": k}, coordinates=c) for k, c in COORDINATES.items()),
    ]
}
FEATURE = _object(
    "type id geometry properties",
    type={"const": "Feature"},
    id={"type": "string", "minLength": 1},
    geometry=GEOMETRY,
    properties={"type": "object"},
) | {"not": {"required": ["crs"]}}
ONE_FEATURE = FEATURE | {"allOf": [_object("links", links=_links("self", "alternate", "collection"))]}
FEATURES = _object(
    "type features links timeStamp numberMatched numberReturned",
    type={"const": "FeatureCollection"},
    features={"type": "array", "items": FEATURE},
    links=_links("self", "alternate", "collection"),
    timeStamp=MOMENT,
    numberMatched={"type": "integer", "minimum": 0},
    numberReturned={"type": "integer", "minimum": 0},
) | {"not": {"required": ["crs"]}}
PROPERTY = {"type": "object", "anyOf": [{"required": ["type"]}, {"required": ["format"]}]}
QUERYABLES = _object(
    "$schema $id type properties",
    **{
        "$schema": {"const": "https://json-schema.org/draft/2020-12/schema"},
        "$id": ADDRESS,
        "type": {"const": "object"},
        "properties": {"type": "object", "additionalProperties": PROPERTY, "required": ["geometry"]},
        "additionalProperties": {"type": "boolean"},
    },
)
EXCEPTION = _object("code description", code={"type": "string"}, description={"type": "string", "minLength": 1})


def check(document, schema):
    """Raise ValidationError where a document is not what the schema asks."""
    Draft202012Validator(schema).validate(document)
    return document
