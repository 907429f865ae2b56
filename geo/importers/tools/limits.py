"""What a cell may be: not too long, and without zero bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from geo.importers.base import Fault
from geo.importers.tools.coded import is_coded, plain

if TYPE_CHECKING:
    from geo.importers.base import Options, Sink
    from geo.importers.tools.records import Records


def within_limits(records: Records, options: Options, sink: Sink, *, zeros: bool = False) -> Records:
    """Reject rows with a cell longer than the limit, or with a zero byte in a cell where ``zeros``."""
    keep = np.ones(len(records), dtype=bool)
    for name, cell in records.cells.items():
        text = cell.dictionary if is_coded(cell) else cell
        if text.nbytes > options.cell_chars and (pc.max(pc.binary_length(text)).as_py() or 0) > options.cell_chars:
            lengths = pc.fill_null(pc.binary_length(plain(cell)), 0).to_numpy(zero_copy_only=False)
            for at in np.flatnonzero((lengths > options.cell_chars) & keep):
                reason = f"the cell is {lengths[at]:,} bytes long; {options.cell_chars:,} is the most that is read"
                sink.rejected.append(Fault(int(records.rows[at]), name, reason))
                keep[at] = False
        if zeros:
            found = pc.fill_null(pc.match_substring(plain(cell), "\0"), fill_value=False).to_numpy(zero_copy_only=False)
            for at in np.flatnonzero(found & keep):
                sink.rejected.append(Fault(int(records.rows[at]), name, "the cell holds a zero byte"))
                keep[at] = False
    return records if keep.all() else records.take(keep)
