"""What is measured: how each product is served, where its map is, and how a person filters it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.peers import kepler
from tests.bench.serving import Server, dashboard, make_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Frame, Page

ROOT = Path(__file__).parents[3]
FOLIUM = "iframe[title*=folium]"
DECK = "[data-testid=stDeckGlJsonChart]"
COUNTRIES = (
    "Syria",
    "Ukraine",
    "Afghanistan",
    "Iraq",
    "Mexico",
    "India",
    "Nigeria",
    "Somalia",
    "Colombia",
    "Yemen",
    "Pakistan",
    "Ethiopia",
)
WORDS = ("ambush", "4711", "bridge", "1234", "mosque", "2718", "raid", "3141", "drone", "1618", "convoy", "4142")


@dataclass(frozen=True)
class Product:
    """One line of the table, or several where it has several kinds of filters."""

    title: str
    serve: Callable[[Path, int], Server]
    selector: str
    filters: dict[str, Callable[[Page, int], Callable[[], None]]]
    play: Callable[[Page], None] | None = None
    """Begins to play, and ends it."""
    rest: Callable[[Page], None] | None = None
    """Shows all dates again after playing."""
    after: dict[str, Callable[[Page], None]] = field(default_factory=dict)
    covered: tuple[int, int] = (0, 0)
    """CSS pixels on the map's left and right that something else covers."""


def pressed(page: Page) -> Callable[[], None]:
    """Press the left button where the pointer is; a click is done when it is let go."""
    page.mouse.down()
    return page.mouse.up


def next_window(page: Page, turn: int) -> Callable[[], None]:
    """Click for another half of the dates; none comes twice, as Streamlit does not send again what it sent before."""
    page.get_by_role("button", name="Other dates").hover()
    return pressed(page)


def map_frame(page: Page) -> Frame:
    """Give the frame of a map of streamlit-folium."""
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def drag_timeline(page: Page, turn: int) -> Callable[[], None]:
    """Drag the end of a window on the timeline, one step each, without letting go."""
    box = page.locator("[data-part=plot]").bounding_box()
    y = box["y"] + box["height"] / 2
    if turn == 0:
        page.mouse.move(box["x"] + 0.2 * box["width"], y)
        page.mouse.down()
        page.mouse.move(box["x"] + 0.45 * box["width"], y, steps=3)
        page.wait_for_timeout(300)
    share = (0.6, 0.9, 0.5, 0.8, 0.65, 0.95, 0.55, 0.85, 0.7, 0.45)[turn % 10]
    return partial(page.mouse.move, box["x"] + share * box["width"], y)


def end_of_drag(page: Page) -> None:
    """Let go of the window and show all dates again."""
    page.mouse.up()
    show_all_dates(page)


def show_all_dates(page: Page) -> None:
    """Take the window away."""
    page.wait_for_timeout(1500)
    page.locator("[data-part=clear]").click()
    page.wait_for_timeout(1500)


def toggle_legend(page: Page, turn: int) -> Callable[[], None]:
    """Leave out the legend's commonest names and take them in again."""
    row = map_frame(page).locator(".atlas-legend .names button").nth(turn // 2 % 4)
    row.hover()
    return pressed(page)


def add_country(page: Page, turn: int) -> Callable[[], None]:
    """Choose one more country; nothing of the answer is known beforehand."""
    box = page.get_by_role("combobox", name="Countries")
    box.click()
    box.fill(COUNTRIES[turn % len(COUNTRIES)])
    page.get_by_role("option", name=COUNTRIES[turn % len(COUNTRIES)]).first.wait_for()
    return partial(page.keyboard.press, "Enter")


def type_words(page: Page, turn: int) -> Callable[[], None]:
    """Search the texts for another word, common and rare in turn."""
    box = page.get_by_role("searchbox", name="Words").or_(page.get_by_role("textbox", name="Words")).first
    box.fill(WORDS[turn % len(WORDS)])
    return partial(page.keyboard.press, "Enter")


def reset(page: Page) -> None:
    """Take all filters away."""
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_timeout(2500)


def play_timeline(page: Page) -> None:
    """Play the timeline, or pause it."""
    page.locator("[data-part=play]").click()


def serve_atlas(folder: Path, rows: int) -> Server:
    """Serve a store with so many incidents."""
    make_store(folder, rows)
    return dashboard(folder)


def serve_peer(name: str, folder: Path, rows: int) -> Server:
    """Serve one peer's tiny app."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "tests/bench/peers/app.py")]
    command += ["--server.port", "{port}", "--server.address", "127.0.0.1", "--server.headless", "true"]
    command += ["--server.maxMessageSize", "2000", "--browser.gatherUsageStats", "false"]
    return Server(command, folder, PEER=name, ROWS=str(rows), PYTHONPATH=str(ROOT))


def in_streamlit(title: str, name: str, selector: str) -> Product:
    """Describe a peer that lives in Streamlit."""
    return Product(title, partial(serve_peer, name), selector, {"date (button)": next_window})


PRODUCTS = {
    "atlas": Product(
        "Incident Atlas",
        serve_atlas,
        FOLIUM,
        {
            "date (timeline)": drag_timeline,
            "category (legend)": toggle_legend,
            "country (widget)": add_country,
            "words (widget)": type_words,
        },
        play_timeline,
        show_all_dates,
        {"date (timeline)": end_of_drag, "country (widget)": reset, "words (widget)": reset},
    ),
    "marker_cluster": in_streamlit("Folium MarkerCluster", "marker_cluster", FOLIUM),
    "marker_cluster_usual": in_streamlit("MarkerCluster, usual way", "marker_cluster_usual", FOLIUM),
    "fast_marker_cluster": in_streamlit("Folium FastMarkerCluster", "fast_marker_cluster", FOLIUM),
    "geojson": in_streamlit("Folium GeoJson", "geojson", FOLIUM),
    "pydeck": in_streamlit("st.pydeck_chart", "pydeck", DECK),
    "st_map": in_streamlit("st.map", "st_map", DECK),
    "kepler": Product(
        "kepler.gl (keplergl)",
        kepler.serve,
        "#map canvas",
        {"date (its own filter)": kepler.drag_filter},
        after={"date (its own filter)": kepler.end_of_drag},
        covered=kepler.COVERED,
    ),
}
