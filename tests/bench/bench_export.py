"""Writing against GeoPandas' own writers, in one run: ``python -m tests.bench.bench_export --rows 1000000``."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from geo.exporters import EXPORTERS, Meta
from geo.exporters.rows import prepare
from geo.frames import to_geodataframe
from tests.bench import synthetic

if TYPE_CHECKING:
    import geopandas as gpd

PROPERTIES = [
    "dataset", "dataset_id", "event_type", "description", "date_start", "date_end", "date_precision", "place_name",
    "where_precision", "country", "adm_1", "fatalities_low", "fatalities_best", "fatalities_high", "licence",
]  # fmt: skip
DRIVERS = {"geojson": "GeoJSON", "gpkg": "GPKG", "fgb": "FlatGeobuf"}


def main(arguments: list[str] | None = None) -> None:
    """Print a table: seconds of ours, of GeoPandas plain and with Arrow, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--formats", default="geojson,gpkg,fgb,parquet,csv,geojsonl,kml,xlsx,html")
    options = parser.parse_args(arguments)
    table = synthetic.table(options.rows)
    lean = table.select([*PROPERTIES, "longitude", "latitude", "geometry"])
    frame = to_geodataframe(lean).drop(columns=["longitude", "latitude"])
    print(f"Export of {options.rows:,} incidents; ours with all columns, GeoPandas with {len(PROPERTIES)} properties")
    print(f"{'format':10}{'ours s':>9}{'first ms':>10}{'MB':>8}{'to_file s':>11}{'ratio':>7}{'arrow s':>9}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for name in options.formats.split(","):
            if name in EXPORTERS and not (name in {"xlsx", "html"} and options.rows > 100_000):
                print(row(name, table, frame, Path(folder)), flush=True)
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def row(name: str, table, frame: gpd.GeoDataFrame, folder: Path) -> str:
    """Measure one format."""
    seconds, first, size = ours(name, table, folder / f"ours{EXPORTERS[name].suffix}")
    line = f"{name:10}{seconds:9.2f}{first * 1000:10.1f}{size / 1e6:8.1f}"
    for arrow in (False, True):
        theirs = geopandas_seconds(name, frame, folder, arrow=arrow)
        line += f"{theirs:{11 - 2 * arrow}.2f}{theirs / seconds:7.1f}" if theirs else f"{'-':>{11 - 2 * arrow}}{'-':>7}"
    return line


def ours(name: str, table, path: Path) -> tuple[float, float, int]:
    """Give seconds, seconds to the first byte, and bytes."""
    meta = Meta(words="All incidents", made_at=datetime.now(UTC), rows=len(table))
    start = time.perf_counter()
    first = size = 0.0
    with path.open("wb") as file:
        for chunk in EXPORTERS[name].write(prepare([table], licences={}), meta):
            first = first or time.perf_counter() - start
            size += file.write(chunk)
    return time.perf_counter() - start, first, int(size)


def geopandas_seconds(name: str, frame: gpd.GeoDataFrame, folder: Path, *, arrow: bool) -> float | None:
    """Give the seconds of GeoPandas' own writer; None where it has none for the format."""
    path = folder / f"theirs-{arrow}.{name}"
    start = time.perf_counter()
    if name in DRIVERS:
        options = {"SPATIAL_INDEX": "NO"} if name == "fgb" else {}
        frame.to_file(path, driver=DRIVERS[name], engine="pyogrio", use_arrow=arrow, **options)
    elif name == "parquet" and arrow:
        frame.to_parquet(path, compression="zstd", write_covering_bbox=True)
    else:
        return None
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
