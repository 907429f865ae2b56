"""GeoJSON as the public collections of good and bad files have it."""

from suite_cases import POINT, SOUND, case, collection, feature, rowwise

RING = "[[44,33],[45,33],[45,34],[44,33]]"

GEOMETRIES = {
    "null": ("null", (2, 0)),
    "empty_point": ('{"type":"Point","coordinates":[]}', (2, 0)),
    "empty_line": ('{"type":"LineString","coordinates":[]}', (2, 0)),
    "empty_polygon": ('{"type":"Polygon","coordinates":[]}', (2, 0)),
    "empty_multipoint": ('{"type":"MultiPoint","coordinates":[]}', (2, 0)),
    "empty_collection": ('{"type":"GeometryCollection","geometries":[]}', (2, 0)),
    "point_3d": ('{"type":"Point","coordinates":[44,33,120.5]}', (2, 0)),
    "point_4d": ('{"type":"Point","coordinates":[44,33,120.5,7]}', (2, 0)),
    "line_3d": ('{"type":"LineString","coordinates":[[44,33,1],[45,34,2]]}', (2, 0)),
    "line_4d": ('{"type":"LineString","coordinates":[[44,33,1,5],[45,34,2,6]]}', (2, 0)),
    "mixed_dimensions": ('{"type":"LineString","coordinates":[[44,33,1],[45,34]]}', (2, 0)),
    "multipoint": ('{"type":"MultiPoint","coordinates":[[44,33],[45,34]]}', (2, 0)),
    "multiline": ('{"type":"MultiLineString","coordinates":[[[44,33],[45,34]]]}', (2, 0)),
    "polygon": ('{"type":"Polygon","coordinates":[' + RING + "]}", (2, 0)),
    "polygon_clockwise": ('{"type":"Polygon","coordinates":[[[44,33],[45,34],[45,33],[44,33]]]}', (2, 0)),
    "polygon_hole": ('{"type":"Polygon","coordinates":[[[40,30],[50,30],[50,40],[40,30]],' + RING + "]}", (2, 0)),
    "multipolygon": ('{"type":"MultiPolygon","coordinates":[[' + RING + "]]}", (2, 0)),
    "multipolygon_across_the_antimeridian": (
        '{"type":"MultiPolygon","coordinates":[[[[178,10],[180,10],[180,12],[178,10]]],[[[-180,10],[-178,10],[-180,12],[-180,10]]]]}',
        (2, 0),
    ),
    "line_beyond_180": ('{"type":"LineString","coordinates":[[179,0],[181,1]]}', (1, 1)),
    "bowtie": ('{"type":"Polygon","coordinates":[[[44,33],[45,34],[45,33],[44,34],[44,33]]]}', (2, 0)),
    "pole": ('{"type":"Point","coordinates":[0,90]}', (2, 0)),
    "edge_of_the_world": ('{"type":"Point","coordinates":[-180,-90]}', (2, 0)),
    "collection": ('{"type":"GeometryCollection","geometries":[' + POINT + "]}", (2, 0)),
    "collection_of_two_kinds": (
        '{"type":"GeometryCollection","geometries":['
        + POINT
        + ',{"type":"LineString","coordinates":[[44,33],[45,34]]}]}',
        (2, 0),
    ),
    "nested_collection": (
        '{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[' + POINT + "]}]}",
        (2, 0),
    ),
    "deep_collection": ('{"type":"GeometryCollection","geometries":[' * 200 + POINT + "]}" * 200, (2, 0)),
    "one_position": ('{"type":"Point","coordinates":[44]}', (1, 1)),
    "coordinates_as_object": ('{"type":"Point","coordinates":{"lon":44,"lat":33}}', (1, 1)),
    "coordinates_as_text": ('{"type":"Point","coordinates":"44,33"}', (1, 1)),
    "coordinates_quoted": ('{"type":"Point","coordinates":["44","33"]}', (1, 1)),
    "coordinates_null": ('{"type":"Point","coordinates":null}', (1, 1)),
    "coordinates_of_nulls": ('{"type":"Point","coordinates":[null,null]}', (1, 1)),
    "coordinates_missing": ('{"type":"Point"}', (1, 1)),
    "coordinates_flat": ('{"type":"LineString","coordinates":[44,33,45,34]}', (1, 1)),
    "point_nested": ('{"type":"Point","coordinates":[[44,33]]}', (1, 1)),
    "line_of_one": ('{"type":"LineString","coordinates":[[44,33]]}', (1, 1)),
    "ring_open": ('{"type":"Polygon","coordinates":[[[44,33],[45,33],[45,34],[44,34]]]}', (1, 1)),
    "ring_of_two": ('{"type":"Polygon","coordinates":[[[44,33],[45,33],[44,33]]]}', (1, 1)),
    "ring_flat": ('{"type":"Polygon","coordinates":[[44,33],[45,33],[45,34],[44,33]]}', (1, 1)),
    "type_unknown": ('{"type":"Circle","coordinates":[44,33],"radius":5}', (1, 1)),
    "type_small": ('{"type":"point","coordinates":[44,33]}', (1, 1)),
    "type_missing": ('{"coordinates":[44,33]}', (1, 1)),
    "type_a_number": ('{"type":1,"coordinates":[44,33]}', (1, 1)),
    "no_object": ('"POINT(44 33)"', (1, 1)),
    "an_array": ("[44,33]", (1, 1)),
    "a_feature": (SOUND, (1, 1)),
    "out_of_range": ('{"type":"Point","coordinates":[33,144]}', (1, 1)),
    "metres": ('{"type":"Point","coordinates":[4950000,3900000]}', (1, 1)),
    "zero": ('{"type":"Point","coordinates":[0,0]}', (1, 1)),
    "nan": ('{"type":"Point","coordinates":[NaN,33]}', (1, 1)),
    "infinity": ('{"type":"Point","coordinates":[44,Infinity]}', (1, 1)),
    "1e400": ('{"type":"Point","coordinates":[44,1e400]}', (1, 1)),
    "huge_integer": ('{"type":"Point","coordinates":[44,' + "9" * 400 + "]}", (1, 1)),
    "true": ('{"type":"Point","coordinates":[true,false]}', (1, 1)),
    "topojson_arc": ('{"type":"LineString","arcs":[0]}', (1, 1)),
    "tiny_exponent": ('{"type":"Point","coordinates":[4.4e1,0.33e+2]}', (2, 0)),
}

FEATURES = {
    "id_0": (feature(more=',"id":0'), (2, 0)),
    "id_text": (feature(more=',"id":"e-1"'), (2, 0)),
    "id_object": (feature(more=',"id":{"a":1}'), (2, 0)),
    "bbox": (feature(more=',"bbox":[1,2,3,4]'), (2, 0)),
    "bbox_broken": (feature(more=',"bbox":"x"'), (2, 0)),
    "foreign_members": (feature(more=',"title":"t","geometries":[]'), (2, 0)),
    "properties_null": (feature(properties="null"), (2, 0)),
    "properties_missing": ('{"type":"Feature","geometry":' + POINT + "}", (2, 0)),
    "properties_array": (feature(properties="[1]"), (1, 1)),
    "properties_text": (feature(properties='"x"'), (1, 1)),
    "geometry_missing": ('{"type":"Feature","properties":{"name":"x"}}', (2, 0)),
    "type_missing": ('{"properties":{},"geometry":' + POINT + "}", (1, 1)),
    "type_small": ('{"type":"feature","properties":{},"geometry":' + POINT + "}", (1, 1)),
    "a_geometry": (POINT, (1, 1)),
    "null": ("null", (1, 1)),
    "number": ("7", (1, 1)),
    "nested_collection": (collection(SOUND), (1, 1)),
    "property_names_blank": (feature(properties='{"":1," ":2}'), (2, 0)),
    "property_raw_prefix": (feature(properties='{"raw_x":1,"x":2}'), (2, 0)),
    "property_of_a_store_column": (
        feature(properties='{"dataset":"evil","licence":"none","state":"published"}'),
        (2, 0),
    ),
    "property_geometry": (feature(properties='{"geometry":"x","latitude":"99"}'), (2, 0)),
    "name_of_200_characters": (feature(properties='{"' + "n" * 200 + '":1}'), (2, 0)),
    "prototype": (feature(properties='{"__proto__":{"x":1},"constructor":1}'), (2, 0)),
}

UTM = ',"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32638"}}'
METRES = feature('{"type":"Point","coordinates":[500000,3650000]}')


def rows() -> dict:
    """Give one file of many geometries and one of many features."""
    shapes, properties = ([(n, f) for n, (_, f) in many.items()] for many in (GEOMETRIES, FEATURES))
    return {
        "geometries": rowwise("a.geojson", collection(*(feature(g) for g, _ in GEOMETRIES.values()), SOUND), shapes),
        "features": rowwise("a.geojson", collection(*(g for g, _ in FEATURES.values()), SOUND), properties),
    }


def wholes() -> dict:
    found = {
        "bare_point": (POINT, "not known"),
        "bare_feature": (SOUND, (1, 0)),
        "pretty_feature": (SOUND.replace(",", ",\n  ").replace("{", "{\n"), (1, 0)),
        "bare_geometry_collection": ('{"type":"GeometryCollection","geometries":[' + POINT + "]}", "not known"),
        "array_of_features": ("[" + SOUND + "]", ""),
        "no_features": (collection(), "no rows"),
        "features_null": ('{"type":"FeatureCollection","features":null}', ""),
        "features_object": ('{"type":"FeatureCollection","features":{}}', ""),
        "features_missing": ('{"type":"FeatureCollection"}', ""),
        "type_last": ('{"features":[' + SOUND + '],"type":"FeatureCollection"}', (1, 0)),
        "type_missing": ('{"features":[' + SOUND + "]}", (1, 0)),
        "members_after": (collection(SOUND, more=',"bbox":[1,2,3,4],"name":"n"'), (1, 0)),
        "crs_before": ('{"type":"FeatureCollection"' + UTM + ',"features":[' + METRES + "]}", (1, 0)),
        "crs_after": (collection(METRES, more=UTM), (1, 0)),
        "crs_wgs84": (collection(SOUND, more=',"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}'), (1, 0)),
        "crs_null": (collection(SOUND, more=',"crs":null'), (1, 0)),
        "crs_unknown": (collection(METRES, more=',"crs":{"type":"name","properties":{"name":"EPSG:999999"}}'), "coordinate system"),
        "crs_link": (collection(SOUND, more=',"crs":{"type":"link","properties":{"href":"http://127.0.0.1:9/crs"}}'), ""),
        "crs_path": (collection(SOUND, more=',"crs":{"type":"name","properties":{"name":"/etc/passwd"}}'), "coordinate system"),
        "topojson": ('{"type":"Topology","objects":{"a":{"type":"Point","coordinates":[1,2]}},"arcs":[]}', ""),
        "esri_json": ('{"geometryType":"esriGeometryPoint","features":[{"attributes":{"a":1},"geometry":{"x":44,"y":33}}]}', ""),
        "plain_json": ('{"a":{"type":"Feature"}}', "no GeoJSON"),
        "foreign_first": ('{"note":{"type":"Feature","features":[1]},"type":"FeatureCollection","features":[' + SOUND + "]}", (1, 0)),
    }  # fmt: skip
    return {f"geojson-{n}": case("a.geojson", *v) for n, v in found.items()}
