"""From ``serve`` to the first map, and from a widget to new pixels, with the built-in content.

``python -m tests.bench.bench_dashboard``
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.bench.film import Film
from tests.bench.serving import chromium, dashboard, new_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

MAP = "iframe[title*=folium]"
DRAWN = "performance.getEntriesByName('incidents-drawn').at(-1)"
RECORD = f"""() => {{
  window.drawn = [];
  const note = ({{startTime, detail}}) => window.drawn.push([performance.timeOrigin + startTime, detail.shown]);
  const mark = {DRAWN};
  if (mark) note(mark);
  new PerformanceObserver((list) => list.getEntriesByName("incidents-drawn").forEach(note)).observe({{type: "mark"}});
}}"""
LIMIT_S = 60


def main(arguments: list[str] | None = None) -> None:
    """Print seconds to the first map and milliseconds of a filter change, median and 95th of a hundred."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args(arguments)
    print("Dashboard with built-in content")
    with chromium() as browser:
        starts = [first_map(browser) for _ in range(options.starts)]
        line = "; ".join(f"{total:.1f} s ({answer:.1f} until the server answers)" for answer, total in starts)
        print(f"serve to first map drawn, new store and empty cache: median {median(starts):.1f} s; each: {line}")
        for name, spans in filter_changes(browser, options.times).items():
            fifty, ninety_five = np.percentile(spans, (50, 95))
            print(f"{name}: median {fifty:.0f} ms, p95 {ninety_five:.0f} ms of {len(spans)}", flush=True)


def median(starts: list[tuple[float, float]]) -> float:
    """Give the median of the totals."""
    return statistics.median(total for _, total in starts)


def first_map(browser: Browser) -> tuple[float, float]:
    """Give seconds from starting the command until the server answered, and until the map was drawn."""
    with tempfile.TemporaryDirectory() as folder, new_page(browser) as page:
        start = time.time()
        server = dashboard(Path(folder))
        try:
            server.wait()
            answer = time.time() - start
            page.goto(server.url)
            frame = map_frame(page)
            drawn = min(at for at, shown in frame.evaluate("window.drawn") if shown)
            return answer, drawn / 1000 - start
        finally:
            server.stop()


def map_frame(page: Page, limit: float = LIMIT_S) -> Frame:
    """Wait for the map's first incidents, and note every later painting."""
    page.wait_for_selector(MAP, timeout=limit * 1000)
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        frame = next((f for f in page.frames if "streamlit_folium" in f.url), None)
        if frame is not None and frame.evaluate(f"({DRAWN})?.detail.shown > 0"):
            if not frame.evaluate("window.drawn !== undefined"):
                frame.evaluate(RECORD)
            return frame
        page.wait_for_timeout(30)
    raise RuntimeError(f"no map within {limit} s")


def filter_changes(browser: Browser, times: int) -> dict[str, list[float]]:
    """Click the presets of the date in turn; give milliseconds to the paint mark, new and complete pixels."""
    spans: dict[str, list[float]] = {
        "click to paint mark": [],
        "click to new pixels": [],
        "click to complete picture": [],
    }
    with tempfile.TemporaryDirectory() as folder, new_page(browser) as page:
        server = dashboard(Path(folder))
        try:
            server.wait()
            page.goto(server.url)
            frame = map_frame(page)
            film = Film(page)
            film.frame(MAP)
            film.start()
            film.settle(LIMIT_S)
            for turn in range(times + 2):
                measured = preset(page, frame, film, "January 2024" if turn % 2 == 0 else "All")
                if turn >= 2:
                    for name, span in zip(spans, measured, strict=True):
                        spans[name].append(span)
            film.stop()
        finally:
            server.stop()
    return spans


def preset(page: Page, frame: Frame, film: Film, name: str) -> tuple[float, float, float]:
    """Click one preset that changes the map."""
    page.get_by_role("button", name=name, exact=True).hover()
    film.settle(LIMIT_S)
    frame.evaluate("window.drawn.length = 0")
    film.forget()
    start = time.time() * 1000

    def click() -> None:
        page.mouse.down()
        page.mouse.up()

    change = film.time(click, LIMIT_S)
    mark = frame.evaluate("window.drawn.map(([at]) => at)")
    if change.new is None or change.complete is None or not mark:
        raise RuntimeError(f"{name} did not change the map within {LIMIT_S} s")
    return mark[0] - start, change.new, change.complete


if __name__ == "__main__":
    main()
