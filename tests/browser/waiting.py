"""Wait for what can only hold once an act is done: the one place where browser tests wait."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

DRAWN = "performance.getEntriesByName('incidents-drawn')[0]?.detail.shown"
"""In the map's frame: how many incidents the newest painting shows."""

_QUIET = """() => {
    const state = document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-script-state");
    const [now, quiet] = [performance.now(), window.quiet];
    if (state !== "notRunning") window.quiet = { since: now, looks: 0 };
    else window.quiet = { since: quiet?.since ?? now, looks: (quiet?.looks ?? 0) + 1 };
    return window.quiet.looks > 10 && now - window.quiet.since > 300;
}"""


def eventually(check: Callable[[], Any], seconds: float = 30) -> Any:
    """Give what ``check`` gives as soon as it is true; where it never is, its last answer fails the test."""
    deadline = time.monotonic() + seconds
    while not (answer := check()):
        assert time.monotonic() < deadline, f"still {answer!r} after {seconds} s"
        time.sleep(0.1)
    return answer


def expect(what):
    """Give Playwright's assertions on a locator or a page, with patience for a slow machine."""
    from playwright.sync_api import expect as assertions

    assertions.set_options(timeout=30_000)
    return assertions(what)


def settled(page):
    """Give the page once no script of it has run for a while: what is clicked then stays.

    A click's own rerun begins a moment later: wait for what the click brings about first.
    """
    page.evaluate("() => { window.quiet = undefined; }")
    page.wait_for_function(_QUIET, timeout=60_000)
    return page


def painted(page, wanted: str = ">= 0"):
    """Give the map's frame once all is loaded and it shows as many incidents as ``wanted`` says, such as ``=== 6``."""
    page.wait_for_function(
        "() => document.querySelector('iframe[title*=folium]')?.contentWindow.incidentAtlas?.view?.settled()",
        timeout=60_000,
    )
    frame = page.query_selector("iframe[title*=folium]").content_frame()
    frame.wait_for_function(f"incidentAtlas.view.settled() && {DRAWN} {wanted}", timeout=60_000)
    return frame
