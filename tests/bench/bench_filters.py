"""How fast a filter decides, and what the columns weigh: ``python -m tests.bench.bench_filters --rows 1000000``."""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.model.filter import DateRange, Filter, Within
from geo.settings import StoreSettings
from geo.workflows.atlas import Atlas
from geo.workflows.facets import facets
from geo.workflows.histogram import histogram
from geo.workflows.nearby import counts_near
from geo.workflows.search import select
from tests.bench import synthetic

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.workflows.snapshot import Snapshot

RING = "POLYGON ((41 31, 46 31, 47 34, 44 36.5, 40 35, 41 31))"
BORDER = "iraq-syria-border"
FILTERS = {
    "all": Filter(),
    "country": Filter(countries=("IQ", "SY")),
    "province": Filter(adm_1=("IQ province 3",)),
    "type": Filter(types=("battle",)),
    "actor": Filter(actors=("Government of IQ",)),
    "actor in a role": Filter(actors=("Government of IQ",), role="initiator"),
    "precision": Filter(precision=2),
    "box": Filter(bbox=(38, 30, 48, 37)),
    "polygon": Filter(polygon=RING),
    "within 100 km of a base": Filter(within=Within(km=100, of="ain-al-asad")),
    "within 50 km of a border": Filter(within=Within(km=50, of=BORDER)),
    "text, common": Filter(text="attack"),
    "text, rare": Filter(text="4711"),
    "text, three words": Filter(text="convoy attack village"),
    "all of them together": Filter(
        countries=("IQ",),
        types=("battle",),
        bbox=(38, 30, 48, 37),
        precision=3,
        actors=("Government of IQ",),
        text="attack",
    ),
}
DATES = DateRange(start=date(2020, 1, 1), end=date(2020, 6, 30))


def main(arguments: list[str] | None = None) -> None:
    """Print milliseconds (median and worst) for each filter, and megabytes, at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--times", type=int, default=11)
    options = parser.parse_args(arguments)
    tables = [measured(rows, options.times) for rows in options.rows]
    print("Filters on the server, ms: median / worst")
    print(f"{'':28}" + "".join(f"{rows:>20,}" for rows in options.rows))
    for name in tables[0]:
        print(f"{name:28}" + "".join(f"{table[name]:>20}" for table in tables))


def measured(rows: int, times: int) -> dict[str, str]:
    """Measure one size on a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        atlas = Atlas.open(StoreSettings(store=Path(folder)))
        atlas.store.datasets.write(synthetic.DATASET, synthetic.batches(rows), {}, by="bench", why="measure")
        before, start = resident_mb(), time.perf_counter()
        snapshot = atlas.snapshot()
        found = {"load, s": f"{time.perf_counter() - start:.2f}"}
        part = snapshot.parts[1]
        for name, chosen in FILTERS.items():
            found[name] = timed(times, lambda chosen=chosen: part.mask(chosen, snapshot.lookup))
        found["date"] = timed(times, lambda: part.columns.in_dates(Filter(datetime=DATES)))
        found |= {name: timed(times, work) for name, work in works(snapshot).items()}
        found["columns, MB"] = f"{part.columns.nbytes / 1e6:.0f}"
        found["resident above before, MB"] = f"{resident_mb() - before:.0f}"
        atlas.close()
    return found


def works(snapshot: Snapshot) -> dict[str, Callable[[], object]]:
    """Give what a page asks for once the filter has decided."""
    dated = Filter(types=("battle",), datetime=DATES)
    return {
        "counts, new dates": lambda: select(snapshot, dated).counts,
        "first page of the list": lambda: select(snapshot, dated).page(),
        "timeline": lambda: histogram(select(snapshot, Filter())),
        "facets, again": lambda: facets(snapshot),
        "near 10 places": lambda: counts_near(select(snapshot, Filter()), list(snapshot.lookup.places)[:10], 50),
    }


def timed(times: int, work: Callable[[], object]) -> str:
    """Give the median and the worst of some runs in milliseconds, after one that warms up."""
    work()
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spans.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(spans):.1f} / {max(spans):.1f}"


def resident_mb() -> float:
    """Give what this process holds in memory, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
