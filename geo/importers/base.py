"""What every importer is: a recogniser of one format and a reader that accounts for each row.

Rows are records, counted from 1; header rows, rows of HXL tags and blank lines are not rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy as np
    import pyarrow as pa

    from geo.importers.sample import Sample
    from geo.importers.tools.mapping import Mapping


class Fault(NamedTuple):
    """What is wrong with one row; ``column`` is the file's own name, "" where no single one is meant."""

    row: int
    column: str
    reason: str

    def to_json(self) -> dict[str, int | str]:
        """Give the fault as plain JSON types."""
        return self._asdict()


class Match(NamedTuple):
    """How sure an importer is that a file is its own: ``confidence`` 0 to 1, and why in words."""

    confidence: float
    reason: str


NO_MATCH = Match(0.0, "")


class Batch(NamedTuple):
    """A table that conforms to ``geo.frames``, some text as codes, and the numbers of its records."""

    table: pa.Table
    rows: np.ndarray


@dataclass(frozen=True)
class Description:
    """What a file says of its dataset; ``name`` is what it is stored under unless the user says otherwise."""

    name: str
    provider: str | None = None
    release: str | None = None
    licence: str | None = None
    redistributable: bool | None = None
    attribution: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Options:
    """What the user decides, and the limits that protect the server.

    ``dataset`` and ``licence`` go into every row. ``encoding`` None means detected, ``mapping`` None guessed.
    ``crs`` is the coordinate system of a GIS file as the user states it, such as ``EPSG:32638``; None takes
    the file's own word. ``beside`` are further files of the same export. ``cell_chars`` is the longest cell
    taken, in characters; ``row_bytes`` the longest record; ``memory_mb`` and ``seconds`` are what a parsing
    process may have. ``sample`` is the file's beginning where it has been looked at already; None looks again.
    """

    dataset: str
    licence: str | None = None
    encoding: str | None = None
    mapping: Mapping | None = None
    cell_chars: int = 200_000
    row_bytes: int = 1 << 22
    crs: str | None = None
    beside: tuple[Path, ...] = ()
    memory_mb: int = 4096
    seconds: int = 900
    sample: Sample | None = field(default=None, compare=False, repr=False)
    today: date = field(default_factory=lambda: datetime.now(tz=UTC).date())


@dataclass
class Sink:
    """Takes what does not go into the tables: counts, refused rows, doubts, progress.

    ``read`` counts the file's rows. ``flagged`` rows are stored all the same; ``notes`` speak of the
    whole file. ``progress`` is called with bytes done and bytes in all; returning False cancels.
    """

    progress: Callable[[int, int], bool | None] | None = None
    read: int = 0
    rejected: list[Fault] = field(default_factory=list)
    flagged: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def step(self, done: int, total: int) -> None:
        """Report progress; raises CancelledError when the user no longer wants the import."""
        if self.progress is not None and self.progress(done, total) is False:
            raise CancelledError("The import was cancelled; nothing was stored.")


@dataclass(frozen=True)
class Importer:
    """One format. ``read`` yields what is to be stored and tells the sink the rest.

    ``last_resort`` importers are asked only where no other one knows the file.
    """

    name: str
    title: str
    sniff: Callable[[Sample], Match]
    describe: Callable[[Sample], Description]
    read: Callable[[Path, Options, Sink], Iterator[Batch]]
    last_resort: bool = False
