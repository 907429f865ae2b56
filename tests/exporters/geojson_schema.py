"""RFC 7946 as a JSON schema, with the members that Incident Atlas promises."""

POSITION = {
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
    ],
    "minItems": 2,
    "maxItems": 3,
}
RING = {"type": "array", "items": POSITION, "minItems": 4}
LINE = {"type": "array", "items": POSITION, "minItems": 2}
COORDINATES = {
    "Point": POSITION,
    "MultiPoint": {"type": "array", "items": POSITION},
    "LineString": LINE,
    "MultiLineString": {"type": "array", "items": LINE},
    "Polygon": {"type": "array", "items": RING},
    "MultiPolygon": {"type": "array", "items": {"type": "array", "items": RING}},
}
GEOMETRY = {
    "oneOf": [{"type": "null"}]
    + [
        {
            "type": "object",
            "required": ["type", "coordinates"],
            "properties": {"type": {"const": kind}, "coordinates": shape},
            "additionalProperties": False,
        }
        for kind, shape in COORDINATES.items()
    ]
}
FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": "string"},
        "geometry": GEOMETRY,
        "properties": {"type": "object"},
    },
    "additionalProperties": False,
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["type", "features", "incident_atlas"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": FEATURE},
        "incident_atlas": {"type": "object", "required": ["filter", "made_at", "rows", "counts", "datasets"]},
    },
    "additionalProperties": False,
}
