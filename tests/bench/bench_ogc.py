"""How fast the OGC API answers: ``python -m tests.bench.bench_ogc --rows 1000000``."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas
from tests.api.asking import asker
from tests.bench import synthetic

REQUESTS = {
    "1,000 features from the first on": {"limit": 1000},
    "1,000 features from the middle on": {"limit": 1000, "offset": 0.5},
    "1,000 features in a box": {"limit": 1000, "bbox": "40,30,50,40"},
    "1,000 features of two years": {"limit": 1000, "datetime": "2010-01-01/2011-12-31"},
    "1,000 features of a country": {"limit": 1000, "country": "IQ"},
    "1,000 features by CQL2": {
        "limit": 1000,
        "filter": "country = 'IQ' AND fatalities_best > 3 AND S_INTERSECTS(geometry, BBOX(40,30,45,35))",
    },
    "1,000 features by a word": {"limit": 1000, "filter": "description LIKE '%ambush%'"},
    "the count alone": {"resultType": "hits"},
}


def main(arguments: list[str] | None = None) -> None:
    """Print milliseconds of the first answer and of those after it, and the megabytes of one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=7)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        atlas = Atlas.open(StoreSettings(store=Path(folder) / "store"))
        atlas.store.datasets.write("synthetic", synthetic.batches(options.rows), by="bench", why="bench")
        atlas.snapshot()
        ask = asker(atlas)
        print(f"{options.rows:,} rows: milliseconds first, then median of {options.repeat}; MB")
        for name, query in REQUESTS.items():
            offset = {"offset": int(query["offset"] * options.rows)} if "offset" in query else {}
            times, size = measured(ask, f"/ogc/collections/incidents/items?{urlencode(query | offset)}", options.repeat)
            print(f"{name:36} {times[0]:8.0f} {statistics.median(times[1:]):8.0f} {size / 1e6:8.2f}")
        atlas.close()


def measured(ask, path: str, repeat: int) -> tuple[list[float], int]:
    """Give milliseconds of each answer, and the bytes of the last."""
    times = []
    for _ in range(repeat + 1):
        start = time.perf_counter()
        answer = ask(path)
        times.append(1000 * (time.perf_counter() - start))
        assert answer.status == 200, answer.body
    return times, len(answer.body)


if __name__ == "__main__":
    main()
