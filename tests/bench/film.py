"""When pixels change: the compositor's own frames of a page, with their times.

Chromium films the page (``Page.startScreencast``): every frame that it puts on the screen arrives as a
small JPEG with the wall-clock time at which it was made. An act is timed from the moment at which the
input is sent. Frames are compared within one rectangle, the map, so spinners and lists beside it do not
count. The rule is the same for every product:

- *new pixels*: the first frame that is nearer to the picture in the end than to the one before the act;
- *complete*: the first frame from which on no more than a twentieth of the change is missing.
"""

from __future__ import annotations

import base64
import io
import itertools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

SCALE = 0.5
DIFFERENT = 28  # of 255, above what JPEG itself does to an unchanged pixel
LEAST_CHANGE = 0.00015
EDGE = 50  # CSS pixels, where maps have buttons and credits
QUIET_S = 0.7
UNSEEN_S = 0.6  # after an act nobody looks at the frames for a moment: comparing them takes a core
IDLE = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  if (app && app.dataset.testScriptState !== "notRunning") return false;
  return new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true))));
}"""


@dataclass(frozen=True)
class Change:
    """Milliseconds from the input to new pixels and to the complete picture; None when it never came."""

    new: float | None
    complete: float | None


class Film:
    """Films one page from ``start`` to ``stop``."""

    def __init__(self, page: Page) -> None:
        """Prepare; nothing is filmed yet."""
        self.page = page
        self.covered = (0, 0)
        self.box: dict[str, float] | None = None
        self.frames: list[tuple[float, str]] = []
        self._cdp = page.context.new_cdp_session(page)
        self._cdp.on("Page.screencastFrame", self._take)
        size = page.viewport_size
        self._size = {"maxWidth": int(size["width"] * SCALE), "maxHeight": int(size["height"] * SCALE)}

    def start(self) -> None:
        """Begin to film."""
        self._cdp.send("Page.startScreencast", {"format": "jpeg", "quality": 75, "everyNthFrame": 1, **self._size})
        while not self.frames:
            self.page.wait_for_timeout(100)

    def stop(self) -> None:
        """Film no more."""
        self._cdp.remove_listener("Page.screencastFrame", self._take)
        self._cdp.send("Page.stopScreencast")

    def _take(self, event: dict) -> None:
        self.frames.append((event["metadata"]["timestamp"], event["data"]))
        self._cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def _picture(self, frame: tuple[float, str]) -> np.ndarray:
        pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(frame[1]))), np.int16)
        if self.box is None:
            return pixels
        left, top = int(self.box["x"] * SCALE), int(self.box["y"] * SCALE)
        return pixels[top : top + int(self.box["height"] * SCALE), left : left + int(self.box["width"] * SCALE)]

    def settle(self, limit: float, *, enough: Callable[[np.ndarray], bool] | None = None) -> bool:
        """Wait until the map stays still and the script has ended; False when that takes more than ``limit`` s.

        With ``enough`` the map's picture must satisfy it before stillness counts.
        """
        deadline, seen, last, since = time.monotonic() + limit, None, None, time.monotonic()
        while time.monotonic() < deadline:
            self.page.wait_for_timeout(60)
            if self.frames and self.frames[-1] is not seen:
                seen = self.frames[-1]
                picture = self._picture(seen)
                if last is None or distance(last, picture) > 0:
                    since = time.monotonic()
                last = picture
            still = last is not None and time.monotonic() - since > QUIET_S
            if still and (enough is None or enough(last)) and self.page.evaluate(IDLE):
                if self.frames[-1] is seen:
                    return True
                since = time.monotonic()
        return False

    def time(self, act: Callable[[], None], limit: float) -> Change:
        """Do something and tell when the map showed it; no times when it takes more than ``limit`` s."""
        before, kept, start = self._picture(self.frames[-1]), len(self.frames), time.time()
        act()
        self.page.wait_for_timeout(UNSEEN_S * 1000)
        left = limit - (time.time() - start)
        if not self.settle(left, enough=lambda picture: distance(before, picture) > LEAST_CHANGE):
            return Change(None, None)
        return self._judge(before, self.frames[kept:], start)

    def time_opening(self, act: Callable[[], None], selector: str, limit: float) -> Change:
        """Do something that opens a page, and tell when the map in ``selector`` was drawn on it."""
        blank, kept, start = self.frames[-1], len(self.frames), time.time()
        self.box = None
        act()
        self.page.wait_for_selector(selector, timeout=limit * 1000)
        self.frame(selector)
        left = limit - (time.time() - start)
        if not self.settle(left, enough=inked):
            return Change(None, None)
        self.frame(selector)
        return self._judge(self._picture(blank), self.frames[kept:], start)

    def frame(self, selector: str) -> None:
        """Look at the map only, less its edge and what ``covered`` says."""
        box = self.page.locator(selector).first.bounding_box()
        left, right = (EDGE + covered for covered in self.covered)
        self.box = {
            "x": box["x"] + left,
            "y": box["y"] + EDGE,
            "width": box["width"] - left - right,
            "height": box["height"] - 2 * EDGE,
        }

    def _judge(self, before: np.ndarray, frames: list[tuple[float, str]], start: float) -> Change:
        pictures = [self._picture(frame) for frame in frames]
        end = pictures[-1]
        whole = distance(before, end)
        left = [distance(picture, end) / whole for picture in pictures]
        new = next(i for i, share in enumerate(left) if share < 0.5)
        complete = len(left) - next((i for i, share in enumerate(reversed(left)) if share > 0.05), len(left))
        return Change(*(round((frames[i][0] - start) * 1000, 1) for i in (new, complete)))

    def distinct(self, seconds: float) -> float:
        """Give how many different pictures of the map came per second during so many seconds."""
        kept = len(self.frames)
        self.page.wait_for_timeout(seconds * 1000)
        frames = self.frames[kept:]
        pictures = [self._picture(frame) for frame in frames]
        moves = sum(distance(a, b) > 0 for a, b in itertools.pairwise(pictures))
        return moves / (frames[-1][0] - frames[0][0]) if moves else 0.0

    def forget(self) -> None:
        """Let go of all frames but the last."""
        del self.frames[:-1]


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """Give the share of pixels that differ; 1 where the sizes do."""
    if one.shape != other.shape:
        return 1.0
    return float((np.abs(one - other).max(axis=2) > DIFFERENT).mean())


def inked(picture: np.ndarray) -> bool:
    """Tell whether a map shows more than its background."""
    background = np.median(picture.reshape(-1, 3), axis=0)
    return float((np.abs(picture - background).max(axis=2) > DIFFERENT).mean()) > 0.002
