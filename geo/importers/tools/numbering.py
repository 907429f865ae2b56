"""Numbers of records in delimited text, whose broken rows Arrow leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.importers.base import Fault
from geo.importers.tools.header_row import is_hxl
from geo.importers.tools.records import Records

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.csv as pv

    from geo.importers.base import Sink


class Numbering:
    """Gives records their numbers, though Arrow leaves broken rows out of its batches."""

    def __init__(self, columns: int, lines: int, sink: Sink) -> None:
        """Expect so many cells a row below so many lines."""
        self._columns, self._lines, self._sink = columns, lines, sink
        self._broken: list[tuple[int, int]] = []
        self._hxl = 0
        self._begun = False
        self.last = 0

    def note(self, row: pv.InvalidRow) -> str:
        """Take a broken row from Arrow, whose count includes the lines skipped at the top."""
        number = row.number - self._lines
        if number == 1 and is_hxl(row.text.split(",")):
            self._hxl = 1
        else:
            self._broken.append((number, row.actual_columns))
        return "skip"

    def number(self, batch: pa.RecordBatch) -> Records:
        """Make records of a batch; the file's first row is left out where it holds HXL tags."""
        if not self._begun and len(batch) and not self._hxl and not any(n == 1 for n, _ in self._broken):
            self._hxl = int(is_hxl([c[0].as_py() for c in batch.columns]))
            batch = batch.slice(self._hxl)
        self._begun = True
        rows = np.empty(len(batch), dtype=np.int64)
        filled = 0
        while filled < len(rows):
            self._pass_broken()
            room = self._broken[0][0] - self._hxl - 1 - self.last if self._broken else len(rows)
            step = min(len(rows) - filled, room)
            rows[filled : filled + step] = np.arange(self.last + 1, self.last + 1 + step)
            self.last += step
            filled += step
        self._sink.read += len(rows)
        return Records(rows, dict(zip(batch.schema.names, batch.columns, strict=True)))

    def finish(self) -> None:
        """Account for broken rows after the last whole one."""
        while self._broken:
            self._pass_broken()

    def _pass_broken(self) -> None:
        while self._broken and self._broken[0][0] - self._hxl == self.last + 1:
            _, found = self._broken.pop(0)
            self.last += 1
            self._sink.read += 1
            self._sink.rejected.append(
                Fault(self.last, "", f"the row has {found} cells where the header has {self._columns}")
            )
