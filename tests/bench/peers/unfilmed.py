"""The same acts without the film, which takes part of the two cores: only where the map itself marks what it draws.

Timed from the browser's own time of the input to the end of the frame after the map has drawn another number of
incidents: the layer's mark, one animation frame, and what is left of that frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.peers.products import map_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Frame, Page

    from tests.bench.peers.products import Product

TIMES = 12
REST_MS = 700
PLAY_S = 5
FIRST_DOTS = """
new PerformanceObserver((list) => {
  for (const { detail, startTime } of list.getEntriesByName("incidents-drawn")) {
    if (detail?.shown) window.firstDots ??= performance.timeOrigin + startTime;
  }
}).observe({ type: "mark" });"""
SINCE_LOAD = """(first) => {
  const { loadEventEnd } = performance.getEntriesByType("navigation")[0];
  return [loadEventEnd / 1000, (first - performance.timeOrigin) / 1000];
}"""
WATCH_INPUT = """() => {
  for (const name of ["pointermove", "pointerup", "keydown"]) {
    document.addEventListener(name, (event) => (window.top.input ??= performance.timeOrigin + event.timeStamp), true);
  }
}"""
WATCH_DRAWN = """() => {
  window.drawn = [];
  window.paints = 0;
  new PerformanceObserver((list) => list.getEntriesByName("incidents-drawn").forEach(({ detail }) => {
    window.paints += 1;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.drawn.push([detail.shown, performance.timeOrigin + performance.now()]);
      port2.postMessage(0);
    });
  })).observe({ type: "mark" });
}"""
SHOWN = "performance.getEntriesByName('incidents-drawn')[0]?.detail.shown"


def first_dots(page: Page) -> tuple[float, float]:
    """Give when the page had loaded and when the first incidents were drawn, in seconds after its address was entered."""
    loaded, drawn = page.evaluate(SINCE_LOAD, map_frame(page).evaluate("window.firstDots"))
    return loaded, drawn


def changes(page: Page, product: Product) -> Iterator[tuple[str, float]]:
    """Make each kind of change some times; give its name and milliseconds."""
    frame = map_frame(page)
    page.evaluate(WATCH_INPUT)
    frame.evaluate(WATCH_INPUT)
    frame.evaluate(WATCH_DRAWN)
    for kind, act in product.filters.items():
        for turn in range(TIMES):
            change = act(page, turn)
            page.wait_for_timeout(REST_MS)
            before = frame.evaluate(SHOWN)
            frame.evaluate("window.drawn.length = 0")
            page.evaluate("window.input = undefined")
            change()
            frame.wait_for_function("before => window.drawn.some(([shown]) => shown !== before)", arg=before)
            drawn = frame.evaluate("before => window.drawn.find(([shown]) => shown !== before)[1]", before)
            yield kind, drawn - page.evaluate("window.input")
        if kind in product.after:
            product.after[kind](page)


def paints_a_second(frame: Frame, page: Page) -> float:
    """Give how often the layer paints each second, while something plays."""
    before = frame.evaluate("[window.paints, performance.now()]")
    page.wait_for_timeout(PLAY_S * 1000)
    after = frame.evaluate("[window.paints, performance.now()]")
    return 1000 * (after[0] - before[0]) / (after[1] - before[1])
