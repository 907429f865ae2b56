"""Make `data/footprints/*.wkt`: border lines, border strips and regions without a fixed border.

    python data/scripts/make_footprints.py world-atlas-2.0.2.tgz

Run `make_basemap.py` first: regions are put together from its provinces.
"""

from __future__ import annotations

import sys
import tarfile
import tempfile
from pathlib import Path

import geopandas as gpd
import orjson
import shapely
from pyproj import CRS

DATA = Path(__file__).resolve().parent.parent
OUT = DATA / "footprints"
STRIP_M = 20_000
NUMBERS = {"iraq": 368, "syria": 760, "jordan": 400, "iran": 364, "turkey": 792, "lebanon": 422}
PAIRS = (
    ("iraq", "syria"), ("iraq", "jordan"), ("syria", "jordan"), ("iraq", "iran"),
    ("iraq", "turkey"), ("syria", "turkey"), ("syria", "lebanon"),
)  # fmt: skip
EASTERN_SYRIA = {"Deir ez-Zor", "Raqqa", "Hasakah"}


def outlines(path: str) -> dict[str, shapely.Geometry]:
    """Read the 10m countries named in NUMBERS."""
    with tarfile.open(path) as archive, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "countries.json"
        file.write_bytes(archive.extractfile("package/countries-10m.json").read())
        frame = gpd.read_file(file, layer="countries", engine="pyogrio")
    by_number = dict(zip(frame["id"], frame.geometry.make_valid(), strict=True))
    return {name: by_number[f"{number:03}"] for name, number in NUMBERS.items()}


def border(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """Give the line that two neighbours share."""
    shared = shapely.intersection(one.boundary, other.boundary)
    lines = [p for p in shapely.get_parts(shared) if p.geom_type == "LineString"]
    return shapely.line_merge(shapely.MultiLineString(lines))


def strip(line: shapely.Geometry, both: shapely.Geometry) -> shapely.Geometry:
    """Give all of both countries within STRIP_M of the line, measured about the line's middle."""
    middle = line.centroid
    metres = CRS.from_proj4(f"+proj=aeqd +lon_0={middle.x} +lat_0={middle.y} +datum=WGS84 +units=m")
    local = gpd.GeoSeries([line], crs="OGC:CRS84").to_crs(metres)
    wide = local.buffer(STRIP_M).simplify(100).to_crs("OGC:CRS84").iloc[0]
    return shapely.simplify(shapely.intersection(wide, both), 0.001)


def divisions(code: str) -> dict[str, shapely.Geometry]:
    """Read the provinces of a country by name."""
    content = orjson.loads((DATA / "basemap" / "countries" / f"{code}.json").read_bytes())
    return {f["properties"]["name"]: shapely.geometry.shape(f["geometry"]) for f in content["features"][1:]}


def write(name: str, geometry: shapely.Geometry) -> None:
    OUT.mkdir(exist_ok=True)
    if geometry.geom_type.endswith("Polygon"):
        geometry = shapely.orient_polygons(shapely.make_valid(shapely.set_precision(geometry, 1e-4)))
    text = shapely.to_wkt(geometry, rounding_precision=4)
    (OUT / f"{name}.wkt").write_text(text + "\n", encoding="utf-8")


def main(world_atlas: str) -> None:
    countries = outlines(world_atlas)
    strips = {}
    for one, other in PAIRS:
        line = border(countries[one], countries[other])
        strips[one, other] = strip(line, countries[one] | countries[other])
        write(f"{one}-{other}-border", line)
        write(f"{one}-{other}-border-strip", strips[one, other])
    syria = divisions("SY")
    write("eastern-syria", shapely.union_all([syria[name] for name in sorted(EASTERN_SYRIA)]))
    east = shapely.box(37, 29, 40, 34)
    write("northeastern-jordan-syrian-border", strips["syria", "jordan"] & countries["jordan"] & east)


if __name__ == "__main__":
    main(*sys.argv[1:])
