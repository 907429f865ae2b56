"""Servers and a browser for the measures: started here, and ended here by their own ids."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.find_chromium import FLAGS, HELP, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
SIZE = {"width": 1280, "height": 1000}
# Chromium draws WebGL in software only when told to; all products run with the same flags.
BROWSER_FLAGS = [*FLAGS, "--enable-unsafe-swiftshader"]
COUNT_BYTES = """
window.bytesReceived = 0;
performance.setResourceTimingBufferSize(5000);
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({data}) => (window.bytesReceived += data.size ?? data.byteLength ?? data.length));
  }
};"""
BYTES = """() => (window.bytesReceived ?? 0) + performance.getEntriesByType("resource")
  .filter(({name}) => !/\\.(js|css|woff2?|svg|png|html)([?#]|$)/.test(name))
  .reduce((sum, entry) => sum + (entry.transferSize || 0), 0)"""


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A process of ours that serves on this machine."""

    def __init__(self, command: list[str], folder: Path, **environment: str) -> None:
        """Start it, in a group of its own; ``{port}`` in the command becomes a free port."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / f"server-{self.port}.log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [part.format(port=self.port) for part in command],
                env=os.environ | environment,
                stdout=log,
                stderr=log,
                cwd=ROOT,
            )

    def wait(self, path: str = "/_stcore/health", limit: float = 120) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(self.url + path, timeout=2):
                return
            if self.process.poll() is not None:
                raise RuntimeError(self._log.read_text(encoding="utf-8")[-2000:])
            time.sleep(0.05)
        raise RuntimeError(f"the server did not answer within {limit} s")

    def memory_mb(self) -> float:
        """Give what it and its children hold in memory, in MB."""
        return sum(resident_mb(pid) for pid in family(self.process.pid))

    def stop(self) -> None:
        """End it and its children."""
        end(self.process.pid)
        self.process.wait(10)


def end(pid: int) -> None:
    """End a process and all that it started, if need be by force."""
    pids = list(family(pid))
    for kind in (signal.SIGTERM, signal.SIGKILL):
        for each in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, kind)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and any(resident_mb(each) for each in pids):
            time.sleep(0.05)


def family(pid: int) -> Iterator[int]:
    """Give a process and all that it started."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in children.read_text(encoding="ascii").split():
                yield from family(int(child))


def resident_mb(pid: int) -> float:
    """Give a process's resident memory in MB; 0 when it has ended."""
    with contextlib.suppress(OSError):
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0


def dashboard(folder: Path) -> Server:
    """Start ``incident-atlas serve`` on a store in the folder."""
    command = [sys.executable, "-m", "geo", "serve", "--headless", "--port", "{port}", "--store", str(folder / "store")]
    return Server(command, folder)


def make_store(folder: Path, rows: int) -> None:
    """Make a store with synthetic incidents beside the built-in ones, in a process of its own."""
    code = (
        "import sys; from pathlib import Path; from geo.settings import StoreSettings;"
        "from geo.workflows.atlas import Atlas; from tests.bench import synthetic;"
        "atlas = Atlas.open(StoreSettings(store=Path(sys.argv[1])));"
        "atlas.store.datasets.write(synthetic.DATASET, synthetic.batches(int(sys.argv[2])), {}, by='bench', why='bench');"
        "atlas.close()"
    )
    subprocess.run([sys.executable, "-c", code, str(folder / "store"), str(rows)], check=True, cwd=ROOT)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run one headless Chromium."""
    path = find()
    if path is None:
        raise SystemExit(HELP)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield browser
        browser.close()


@contextlib.contextmanager
def new_page(browser: Browser, script: str = "") -> Iterator[Page]:
    """Open a page with an empty cache that counts what it receives; each of its frames runs the script first."""
    context = browser.new_context(viewport=SIZE)
    context.add_init_script(COUNT_BYTES + script)
    try:
        yield context.new_page()
    finally:
        context.close()


def received_mb(page: Page) -> float:
    """Give the data that page and frames received, in MB: messages and fetches, no scripts, styles or icons."""
    return sum(frame.evaluate(BYTES) for frame in page.frames) / 1e6


def heap_mb(page: Page) -> float:
    """Give what the page's scripts hold after a collection, arrays included, in MB."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("HeapProfiler.collectGarbage")
    usage = cdp.send("Runtime.getHeapUsage")
    cdp.detach()
    return (usage["usedSize"] + usage.get("embedderHeapUsedSize", 0) + usage.get("backingStorageSize", 0)) / 1e6
