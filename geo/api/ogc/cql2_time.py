"""Days and spans of days in CQL2; a time of day is cut off, since incidents have days only."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from geo.api.ogc.vectors import Vector
from geo.columns.dates import to_day
from geo.errors import FilterError

if TYPE_CHECKING:
    from collections.abc import Callable

OPEN = ("..", "")
_FAR = 1 << 40


class Span(NamedTuple):
    """First and last day as numbers since 1970-01-01, each an array or a scalar of int64."""

    start: Any
    end: Any


def day(text: str) -> date:
    """Read a day or a date-time (RFC 3339); raises FilterError."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        if "T" in text.upper():
            return datetime.fromisoformat(text.upper()).date()
    except ValueError:
        pass
    raise FilterError(f"{text[:40]} is not a day; write it as 2024-01-20 or 2024-01-20T00:00:00Z.")


def span(start: Any, end: Any) -> Span:
    """Give the span between two days, date properties or ".." for an open end."""
    return Span(_days(start, -_FAR), _days(end, _FAR))


def _days(value: Any, when_open: int) -> Any:
    if isinstance(value, Vector) and value.kind == "date":
        return pc.cast(pc.cast(value.full, pa.int32()), pa.int64())
    if isinstance(value, str):
        value = when_open if value in OPEN else day(value)
    if isinstance(value, date):
        value = to_day(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise FilterError(
            "A span of time is given by days, such as INTERVAL('2024-01-01','..'), or by date properties."
        )
    return pa.scalar(value, pa.int64())


def _spanned(value: Any) -> Span:
    if isinstance(value, Span):
        return value
    if isinstance(value, int):
        raise FilterError("A temporal function takes dates and intervals, not numbers.")
    return Span(_days(value, -_FAR), _days(value, _FAR))


def _both(*tests: Any) -> Any:
    found = tests[0]
    for test in tests[1:]:
        found = pc.and_kleene(found, test)
    return found


TEMPORAL: dict[str, Callable[[Span, Span], Any]] = {
    "t_after": lambda a, b: pc.greater(a.start, b.end),
    "t_before": lambda a, b: pc.less(a.end, b.start),
    "t_contains": lambda a, b: _both(pc.less(a.start, b.start), pc.greater(a.end, b.end)),
    "t_disjoint": lambda a, b: pc.or_kleene(pc.less(a.end, b.start), pc.greater(a.start, b.end)),
    "t_during": lambda a, b: _both(pc.greater(a.start, b.start), pc.less(a.end, b.end)),
    "t_equals": lambda a, b: _both(pc.equal(a.start, b.start), pc.equal(a.end, b.end)),
    "t_finishedby": lambda a, b: _both(pc.less(a.start, b.start), pc.equal(a.end, b.end)),
    "t_finishes": lambda a, b: _both(pc.greater(a.start, b.start), pc.equal(a.end, b.end)),
    "t_intersects": lambda a, b: _both(pc.less_equal(a.start, b.end), pc.greater_equal(a.end, b.start)),
    "t_meets": lambda a, b: pc.equal(a.end, b.start),
    "t_metby": lambda a, b: pc.equal(a.start, b.end),
    "t_overlappedby": lambda a, b: _both(
        pc.greater(a.start, b.start), pc.less(a.start, b.end), pc.greater(a.end, b.end)
    ),
    "t_overlaps": lambda a, b: _both(pc.less(a.start, b.start), pc.greater(a.end, b.start), pc.less(a.end, b.end)),
    "t_startedby": lambda a, b: _both(pc.equal(a.start, b.start), pc.greater(a.end, b.end)),
    "t_starts": lambda a, b: _both(pc.equal(a.start, b.start), pc.less(a.end, b.end)),
}
"""The relations of two spans (OGC 21-065, 7.8), the first to the second."""


def related(name: str, left: Any, right: Any) -> Any:
    """Tell how two dates, date properties or spans stand to each other; unknown where a date is."""
    return TEMPORAL[name](_spanned(left), _spanned(right))
