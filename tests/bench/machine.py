"""Say what the figures were measured on."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tests.browser.find_chromium import find

PACKAGES = ("streamlit", "folium", "streamlit-folium", "geopandas", "pyarrow", "numpy")


def describe() -> str:
    """Give date, processor, memory, load and versions."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return "\n".join([
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load before the start {load} (1, 5, 15 min)",
        f"{processor()}, {os.cpu_count()} cores, {memory_gb():.0f} GB, {platform.system()}, Python {platform.python_version()}",
        f"{versions}, {browser_version()}; software rendering",
    ])  # fmt: skip


def processor_times() -> tuple[int, int]:
    """Give the ticks that the host has kept from this machine's processors so far, and all ticks; (0, 1) where unknown."""
    stat = Path("/proc/stat")
    ticks = [int(n) for n in stat.read_text(encoding="ascii").splitlines()[0].split()[1:9]] if stat.exists() else []
    return (ticks[7], sum(ticks)) if ticks else (0, 1)


def kept_by_host(before: tuple[int, int]) -> str:
    """Give the share of the processors' time since then that the host gave to others."""
    (kept, ticks), (kept_before, ticks_before) = processor_times(), before
    return f"{100 * (kept - kept_before) / max(1, ticks - ticks_before):.0f} %"


def processor() -> str:
    """Give the processor's model."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def memory_gb() -> float:
    """Give the machine's memory in GB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def browser_version() -> str:
    """Give the browser's name and version."""
    path = find()
    if path is None:
        return "no Chromium"
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    return said.split(" built")[0].strip()
