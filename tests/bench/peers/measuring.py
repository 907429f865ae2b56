"""Measures one product at one size and writes each figure as a line of JSON, so that nothing is lost when it hangs.

``python -m tests.bench.peers.measuring NAME ROWS``; ``bench_peers`` runs this and watches the clock.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.film import Film
from tests.bench.peers import unfilmed
from tests.bench.peers.products import PRODUCTS, Product, map_frame
from tests.bench.serving import Server, chromium, heap_mb, new_page, received_mb

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.bench.film import Change

LIMIT_S = 120
TIMES = 8
SPEND_S = 30
WARM_UP = 2
PLAY_S = 5
TOO_LONG = f"over {LIMIT_S} s"


def tell(cell: str, **values: object) -> None:
    """Write one figure."""
    print(json.dumps({"cell": cell, **values}), flush=True)


def main(name: str, rows: int) -> None:
    """Measure everything of a product at a size."""
    product = PRODUCTS[name]
    with tempfile.TemporaryDirectory() as folder:
        tell("server")
        server = product.serve(Path(folder), rows)
        try:
            server.wait("/" if name == "kepler" else "/_stcore/health")
            with chromium() as browser:
                measure(product, server, browser)
        finally:
            server.stop()


def measure(product: Product, server: Server, browser: Browser) -> None:
    """Open the map twice, the second time with what the server has learnt, and use the second one."""
    with new_page(browser, unfilmed.FIRST_DOTS) as page:
        opened(page, product, server, "first").stop()
    with new_page(browser, unfilmed.FIRST_DOTS) as page:
        film = opened(page, product, server, "again")
        tell("payload", mb=received_mb(page))
        if product.play:
            loaded, dots = unfilmed.first_dots(page)
            tell("first dots", loaded=loaded, dots=dots)
        for kind, act in product.filters.items():
            before = received_mb(page)
            changes = repeated(film, lambda turn, act=act: act(page, turn), kind)
            tell("payload of a filter", kind=kind, mb=(received_mb(page) - before) / max(1, changes))
            if kind in product.after:
                product.after[kind](page)
        film.settle(LIMIT_S)
        pan(page, film)
        if product.play:
            product.play(page)
            page.wait_for_timeout(1000)
            tell("fps", pictures=film.distinct(PLAY_S))
            product.play(page)
        film.stop()
        if product.play:
            measure_unfilmed(page, product)
        tell("heap", mb=heap_mb(page))
        tell("server memory", mb=server.memory_mb())


def measure_unfilmed(page: Page, product: Product) -> None:
    """Make the changes again, and play again, with nobody filming."""
    product.rest(page)
    for kind, ms in unfilmed.changes(page, product):
        tell("unfilmed", kind=kind, ms=ms)
    product.play(page)
    page.wait_for_timeout(1000)
    tell("paints", a_second=unfilmed.paints_a_second(map_frame(page), page))
    product.play(page)


def opened(page: Page, product: Product, server: Server, cell: str) -> Film:
    """Open the map and give the running film."""
    film = Film(page)
    film.covered = product.covered
    film.start()
    change = film.time_opening(lambda: page.goto(server.url, timeout=LIMIT_S * 1000), product.selector, LIMIT_S)
    if change.complete is None:
        raise TimeoutError(TOO_LONG)
    tell(cell, new=change.new, complete=change.complete)
    return film


def repeated(film: Film, prepare: Callable[[int], Callable[[], None]], cell: str) -> int:
    """Make changes, after some that warm up, until there are enough or the time is spent; give how many there were."""
    begun, turn = time.monotonic(), 0
    while turn < TIMES + WARM_UP and (turn <= 1 or time.monotonic() - begun < SPEND_S):
        act = prepare(turn)
        film.settle(LIMIT_S)
        film.forget()
        change: Change = film.time(act, LIMIT_S)
        if change.complete is None:
            raise TimeoutError(TOO_LONG)
        tell(cell, turn=turn, new=change.new, complete=change.complete)
        turn += 1
    return turn


def pan(page: Page, film: Film) -> None:
    """Drag the map to and fro."""
    box = film.box
    x, y = box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=4)
    repeated(film, lambda turn: lambda: page.mouse.move(x + (140 if turn % 2 == 0 else 20), y), "pan")
    page.mouse.up()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
