"""Calendar days as whole numbers since 1970-01-01."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

UNDATED = int(np.iinfo(np.int32).max)
"""Day of a row without a date: after every real one, so that rows sorted by day stay sorted."""

_EPOCH = date(1970, 1, 1).toordinal()


def to_day(day: date) -> int:
    """Give the number of days since 1970-01-01; negative before it."""
    return day.toordinal() - _EPOCH


def to_date(day: int) -> date | None:
    """Give the date of a day number, None for UNDATED."""
    return None if day == UNDATED else date.fromordinal(int(day) + _EPOCH)


def day_numbers(column: pa.ChunkedArray) -> np.ndarray:
    """Give an Arrow date32 column as int32 days, UNDATED where null."""
    return np.asarray(pc.fill_null(column.cast(pa.int32()), UNDATED), dtype=np.int32)
