"""What the film itself takes: a page on which a click only changes a colour, at the size of the map.

``python -m tests.bench.peers.floor`` prints the median in milliseconds. No product can show new pixels sooner
than this on the same machine, for the frames must be made, compressed and sent in any case.
"""

from __future__ import annotations

import numpy as np

from tests.bench.film import Film
from tests.bench.serving import chromium, new_page

TIMES = 20
PAGE = """<!doctype html><body style="margin:0"><div id="it" style="height:100vh;background:#eee"></div><script>
document.onclick = () => { it.style.background = it.style.background === "rgb(17, 17, 17)" ? "#eee" : "#111"; };
</script>"""


def main() -> float:
    """Give the median of the clicks, in milliseconds."""
    with chromium() as browser, new_page(browser) as page:
        page.set_content(PAGE)
        film = Film(page)
        film.start()
        film.frame("#it")
        spans = []
        for _ in range(TIMES):
            film.forget()
            spans.append(film.time(lambda: page.mouse.click(400, 400), 10).new)
            page.wait_for_timeout(300)
        film.stop()
    return float(np.median(spans))


if __name__ == "__main__":
    print(f"a click that only changes a colour: {main():.0f} ms")
