"""Writing against GeoPandas' own writers, in one run: ``python -m tests.bench.bench_export --rows 1000000``."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pyarrow as pa

from geo.exporters import EXPORTERS, Meta
from geo.exporters.flat import flat
from geo.exporters.rows import prepare
from geo.frames import conform, to_geodataframe
from tests.bench import synthetic

PROPERTIES = [
    "dataset", "dataset_id", "event_type", "description", "date_start", "date_end", "date_precision", "place_name",
    "where_precision", "country", "adm_1", "fatalities_low", "fatalities_best", "fatalities_high", "licence",
]  # fmt: skip
DRIVERS = {"geojson": "GeoJSON", "gpkg": "GPKG", "fgb": "FlatGeobuf"}


def main(arguments: list[str] | None = None) -> None:
    """Print a table: seconds of ours, of GeoPandas plain and with Arrow, and the ratios.

    Ours writes every column of an export, 15 of them filled. GeoPandas writes those 15 as GeoJSON,
    and for the other formats the very columns that ours writes.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--formats", default="geojson,gpkg,fgb,parquet,csv,geojsonl,kml,xlsx,html")
    parser.add_argument("--repeat", type=int, default=2, help="take the best of so many runs of each writer")
    options = parser.parse_args(arguments)
    full = synthetic.table(options.rows)
    table = conform(full.select([*PROPERTIES, "longitude", "latitude", "geometry", "state", "method"]))
    print(f"Export of {options.rows:,} incidents with {len(PROPERTIES)} properties")
    print(f"{'format':10}{'ours s':>9}{'first ms':>10}{'MB':>8}{'to_file s':>11}{'ratio':>7}{'arrow s':>9}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for name in options.formats.split(","):
            if not (name in {"xlsx", "html"} and options.rows > 50_000):
                print(row(name, table, Path(folder), options.repeat), flush=True)
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def same_for_geopandas(name: str, table: pa.Table) -> gpd.GeoDataFrame:
    """Give GeoPandas what it is to write."""
    if name == "geojson":
        return to_geodataframe(table).drop(
            columns=[c for c in table.column_names if c not in {*PROPERTIES, "geometry"}]
        )
    exported = pa.concat_tables(flat(t) for t in prepare([table], licences={}))
    geometry = gpd.GeoSeries.from_wkb(exported["geometry"].to_numpy(zero_copy_only=False))
    return gpd.GeoDataFrame(
        exported.drop_columns(["geometry"]).to_pandas(), geometry=geometry.to_numpy(), crs="EPSG:4326"
    )


def row(name: str, table: pa.Table, folder: Path, repeat: int) -> str:
    """Measure one format."""
    seconds, first, size = min(ours(name, table, folder / f"ours{EXPORTERS[name].suffix}") for _ in range(repeat))
    line = f"{name:10}{seconds:9.2f}{first * 1000:10.1f}{size / 1e6:8.1f}"
    frame = same_for_geopandas(name, table) if name in {*DRIVERS, "parquet"} else None
    for arrow in (False, True):
        theirs = min((geopandas_seconds(name, frame, folder, arrow=arrow) or 0) for _ in range(repeat))
        line += f"{theirs:{11 - 2 * arrow}.2f}{theirs / seconds:7.1f}" if theirs else f"{'-':>{11 - 2 * arrow}}{'-':>7}"
    return line


def ours(name: str, table: pa.Table, path: Path) -> tuple[float, float, int]:
    """Give seconds, seconds to the first byte, and bytes."""
    meta = Meta(words="All incidents", made_at=datetime.now(UTC), rows=len(table))
    start = time.perf_counter()
    first = size = 0.0
    make = EXPORTERS[name].make
    if make is not None:
        path.unlink(missing_ok=True)
        make(prepare([table], licences={}), meta, path)
        return (seconds := time.perf_counter() - start), seconds, path.stat().st_size
    with path.open("wb") as file:
        for chunk in EXPORTERS[name].write(prepare([table], licences={}), meta):
            first = first or time.perf_counter() - start
            size += file.write(chunk)
    return time.perf_counter() - start, first, int(size)


def geopandas_seconds(name: str, frame: gpd.GeoDataFrame | None, folder: Path, *, arrow: bool) -> float | None:
    """Give the seconds of GeoPandas' own writer; None where it has none for the format."""
    path = folder / f"theirs-{arrow}.{name}"
    if frame is None:
        return None
    path.unlink(missing_ok=True)
    start = time.perf_counter()
    if name in DRIVERS:
        options = {"SPATIAL_INDEX": "NO"} if name == "fgb" else {}
        frame.to_file(path, driver=DRIVERS[name], engine="pyogrio", use_arrow=arrow, **options)
    elif arrow:
        frame.to_parquet(path, compression="zstd", write_covering_bbox=True)
    else:
        return None
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
