"""This product beside what else draws incidents: one table, in one run, on one machine.

``python -m tests.bench.bench_peers --rows 10000 100000 1000000``. All get the same synthetic incidents,
the same Chromium with software rendering, no basemap from elsewhere. How pixels are timed stands in
``tests/bench/film.py``. Peers with nothing but positions; this product with all that it has.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import selectors
import subprocess
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from tests.bench.machine import describe, kept_by_host, processor_times
from tests.bench.peers import kepler
from tests.bench.peers.products import PRODUCTS, ROOT
from tests.bench.serving import end

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT_S = 120
GRACE_S = 40
COLUMNS = ("first s", "again s", "filter p50", "p95", "pan p50", "fps", "load MB", "a filter", "heap MB", "server MB")
WARM_UP = 2

Cells = dict[str, list[dict]]


def main(arguments: list[str] | None = None) -> None:
    """Print a block of lines for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--only", nargs="*", choices=PRODUCTS, default=list(PRODUCTS))
    parser.add_argument("--alone", type=int, nargs="*", default=[], help="sizes at which only this product is measured")
    options = parser.parse_args(arguments)
    print(describe())
    print("Times in ms but the first two, which are the complete map in s; 'a filter' is MB that one filter moves.")
    print(f"{'rows':>9} {'product':26}{'filter':22}" + "".join(f"{name:>11}" for name in COLUMNS))
    failed: set[str] = set()
    for rows in [*options.rows, *options.alone]:
        for name in options.only if rows in options.rows else ["atlas"]:
            for line in lines(name, rows, failed):
                print(f"{rows:>9,} {line}", flush=True)


def lines(name: str, rows: int, failed: set[str]) -> Iterator[str]:
    """Give the table's lines of one product at one size; a size after one that failed is not tried."""
    product = PRODUCTS[name]
    why = missing(name) or (name in failed and "not tried: a smaller size did not finish")
    if why:
        yield f"{product.title:26}{why}"
        return
    cells, ended = measured(name, rows)
    if ended and "again" not in cells:
        failed.add(name)
    for number, kind in enumerate(product.filters):
        shared = shared_cells(cells, ended) if number == 0 else {}
        values = {**shared, **filter_cells(cells, kind, ended)}
        yield f"{product.title if number == 0 else '':26}{kind:22}" + "".join(
            f"{values.get(c, ''):>11}" for c in COLUMNS
        )
    for words in unfilmed_lines(cells):
        yield f"{'':26}{words}"
    if ended:
        yield f"{'':26}ended early: {ended}"


def unfilmed_lines(cells: Cells) -> Iterator[str]:
    """Say what was measured with nobody filming, where anything was."""
    if "first dots" in cells:
        loaded, dots = (cells["first dots"][0][name] for name in ("loaded", "dots"))
        yield f"opened again, the page had loaded after {loaded:.1f} s and the first dots came after {dots:.1f} s"
    kinds = dict.fromkeys(cell["kind"] for cell in cells.get("unfilmed", []))
    spans = {kind: [c["ms"] for c in cells["unfilmed"] if c["kind"] == kind][WARM_UP:] for kind in kinds}
    figures = [f"{kind} {np.median(ms):.0f} / {np.percentile(ms, 95):.0f} ms" for kind, ms in spans.items() if ms]
    if figures:
        yield f"without the film: {', '.join(figures)}"
    if "paints" in cells:
        yield f"without the film: {cells['paints'][0]['a_second']:.0f} paints a second while playing"


def missing(name: str) -> str:
    """Say what to install for a peer; empty when nothing is missing."""
    needs_clusters = name in {"marker_cluster", "marker_cluster_usual", "fast_marker_cluster", "geojson"}
    if name == "kepler" and not kepler.is_installed():
        return f"not installed: {kepler.HELP}"
    if needs_clusters and importlib.util.find_spec("xstatic.pkg.leaflet_markercluster") is None:
        return f"leaflet.markercluster is not installed: {kepler.HELP}"
    return ""


def measured(name: str, rows: int) -> tuple[Cells, str]:
    """Run one measurement in a process of its own, and end it when no figure comes for too long."""
    command = [sys.executable, "-m", "tests.bench.peers.measuring", name, str(rows)]
    cells: Cells = defaultdict(list)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as child:
        for line in watched(child):
            value = json.loads(line)
            cells[value.pop("cell")].append(value)
        hung = child.poll() is None and not wait(child)
        if hung:
            end(child.pid)
        said = child.stderr.read().decode(errors="replace").strip().splitlines()
    if hung:
        return cells, f"over {LIMIT_S} s"
    return cells, (said[-1].removeprefix("TimeoutError: ")[:100] if said else "unknown") if child.returncode else ""


def wait(child: subprocess.Popen) -> bool:
    """Tell whether a process that closed its output, or hangs, ends soon."""
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        return False
    return True


def watched(child: subprocess.Popen) -> Iterator[bytes]:
    """Give the lines that a process writes, until it ends or is silent for too long."""
    held = b""
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while waiting.select(LIMIT_S + GRACE_S):
            read = os.read(child.stdout.fileno(), 65536)
            if not read:
                return
            *whole, held = (held + read).split(b"\n")
            yield from whole


def shared_cells(cells: Cells, ended: str) -> dict[str, str]:
    """Give what a product has once, whatever the filter."""
    spans = [c["new"] for c in cells.get("pan", [])][WARM_UP:]
    one = {
        "first s": seconds(cells, "first"),
        "again s": seconds(cells, "again"),
        "pan p50": f"{np.median(spans):.0f}" if spans else None,
        "fps": f"{cells['fps'][0]['pictures']:.0f}" if "fps" in cells else "none",
        "load MB": megabytes(cells, "payload"),
        "heap MB": megabytes(cells, "heap"),
        "server MB": megabytes(cells, "server memory"),
    }
    return {column: value or failure(ended) for column, value in one.items()}


def filter_cells(cells: Cells, kind: str, ended: str) -> dict[str, str]:
    """Give the times of one kind of filter; runs that warm up are left out where there are others."""
    found = [c["new"] for c in cells.get(kind, [])]
    spans = found[WARM_UP:] or found[-1:]
    if not spans:
        return {"filter p50": failure(ended), "p95": failure(ended)}
    fifty, ninety_five = np.percentile(spans, (50, 95))
    moved = next((f"{c['mb']:.2f}" for c in cells["payload of a filter"] if c["kind"] == kind), "")
    return {"filter p50": f"{fifty:.0f}", "p95": f"{ninety_five:.0f}", "a filter": moved}


def seconds(cells: Cells, cell: str) -> str | None:
    """Give a map's time in seconds."""
    return f"{cells[cell][0]['complete'] / 1000:.1f}" if cell in cells else None


def megabytes(cells: Cells, cell: str) -> str | None:
    """Give megabytes."""
    return f"{cells[cell][0]['mb']:.1f}" if cell in cells else None


def failure(ended: str) -> str:
    """Give what a cell without a figure says."""
    return f">{LIMIT_S} s" if ended.startswith("over") else "failed"


if __name__ == "__main__":
    started, times = time.monotonic(), processor_times()
    main()
    minutes = (time.monotonic() - started) / 60
    print(f"measured in {minutes:.0f} min; the host gave {kept_by_host(times)} of the processors' time to others")
