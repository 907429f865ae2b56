"""Cells of addresses as lists of sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyarrow as pa

from geo.importers.tools.columns import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.importers.tools.checks import Checks

_ADDRESS = re.compile(r"https?://[^\s,;\"'<>]{3,2000}")


def as_sources(checks: Checks, columns: Sequence[str]) -> dict[str, pa.Array]:
    """Give one source for each web address in the columns; a text without one is a source by its title."""
    texts = [checks.text(c).to_pylist() for c in columns]
    rows = [[s for text in row if text for s in _sources(text)] for row in zip(*texts, strict=True)]
    lists = {
        "source_publisher": [[host(url) for _, url in row] for row in rows],
        "source_title": [[title for title, _ in row] for row in rows],
        "source_published": [[""] * len(row) for row in rows],
        "source_url": [[url for _, url in row] for row in rows],
    }
    return {name: pa.array(values, NAMES) for name, values in lists.items()}


def _sources(text: str) -> list[tuple[str, str]]:
    found = list(dict.fromkeys(_ADDRESS.findall(text)))
    return [("", url) for url in found] or [(text, "")]


def host(url: str) -> str:
    """Give the site of an address, "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
