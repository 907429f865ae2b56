"""What an exporter is, and what every export says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import Field

from geo.model.values import Value

ATTRIBUTION_NOTE = (
    "Points are published points: read where_precision and uncertainty_m before measuring anything from them. "
    "Claims are reported, not verified by this export."
)


class Share(Value):
    """Rows of one dataset under one licence in an export, with what its licence asks for."""

    dataset: str
    rows: int
    licence: str | None = None
    attribution: str | None = None
    provider: str | None = None
    release: str | None = None
    url: str | None = None
    accessed: date | None = None


class LeftOut(Value):
    """Rows that a public export leaves out, and why."""

    dataset: str
    rows: int
    licence: str | None = None
    reason: str

    @property
    def words(self) -> str:
        """Say it as one sentence."""
        noun = "row" if self.rows == 1 else "rows"
        return f"{self.rows} {noun} of {self.dataset} left out: {self.reason}."


class Meta(Value):
    """What an export carries beside its rows. ``made_at`` is UTC; ``counts`` are those of the page.

    ``rows`` is the number of rows written; with ``public`` it is less than the selection by the
    sum of ``left_out``. ``query`` is the filter as the page's URL query.
    """

    words: str
    query: str = ""
    made_at: datetime
    counts: dict[str, int] = Field(default_factory=dict)
    rows: int
    shares: tuple[Share, ...] = ()
    areas: bool = False
    public: bool = False
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def member(self) -> dict[str, Any]:
        """Give the plain values that go into a foreign member, a metadata table or a script element."""
        return {
            "made_by": "Incident Atlas",
            "made_at": self.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "filter": {"words": self.words, "query": self.query},
            "rows": self.rows,
            "counts": self.counts,
            "geometry": "footprints" if self.areas else "published points",
            "datasets": [s.to_json() for s in self.shares],
            "public": self.public,
            "left_out": [o.to_json() for o in self.left_out],
            "notices": [*(o.words for o in self.left_out), *self.notices, ATTRIBUTION_NOTE],
        }

    @property
    def notice(self) -> str | None:
        """Say what was left out and what to beware of; None where there is nothing to say."""
        return " ".join([*(o.words for o in self.left_out), *self.notices]) or None

    @property
    def lines(self) -> list[str]:
        """Give the same as lines of plain text, for formats that have no place for it."""
        lines = [
            f"{self.words}.",
            f"Query: {self.query or '(none)'}",
            f"Made by Incident Atlas at {self.member['made_at']}",
            f"Rows: {self.rows}",
            "Counts: " + ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in self.counts.items()),
            f"Geometry: {self.member['geometry']}",
            *(_share_line(s) for s in self.shares),
            *self.member["notices"],
        ]
        return [line for line in lines if line != "Counts: "]


def _share_line(share: Share) -> str:
    parts = [f"Dataset {share.dataset}: {share.rows} rows", f"licence {share.licence or 'not stated'}"]
    parts += [p for p in (share.attribution, share.provider, share.release, share.url) if p]
    return "; ".join([*parts, *([f"accessed {share.accessed}"] if share.accessed else [])])


Write = Callable[[Iterator[pa.Table], Meta], Iterator[bytes | memoryview]]
Make = Callable[[Iterator[pa.Table], Meta, Path], None]


@dataclass(frozen=True)
class Exporter:
    """One format. ``write`` takes tables as ``geo.exporters.rows.prepare`` yields them.

    ``sidecar`` is True where the format itself has no place for ``Meta``: its ``lines`` go into a
    text file beside the export. ``draws`` is True where the file draws its own map: it
    wants footprints in any case, but of a circle only the centre and the radius. ``make`` writes to a
    path that does not exist yet, for formats whose file is whole only at its end; None for others.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    write: Write
    sidecar: bool = False
    draws: bool = False
    make: Make | None = None
