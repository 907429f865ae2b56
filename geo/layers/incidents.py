"""Positions, days and kinds of one part's rows: 13 bytes an incident.

========  ====  ==========================================================================
array     type  meaning
========  ====  ==========================================================================
x, y      f4    normalised Web Mercator (``geo.layers.mercator``; 2.4 m); NaN where unmapped
day       u2    first day, counted from ``first_day``; 65535 where undated
duration  u2    further days until the last day; 0 for a single day
kind      u1    ``where_prec`` in the lower 3 bits (0: not stated), event type above them
========  ====  ==========================================================================

Rows keep the order of the part: by day, undated last, so that a range of days is a range of rows.
The header gives ``rows``, ``dataset``, ``first_day`` and ``last_day`` (days since 1970-01-01; null
where nothing is dated), ``longest`` (the greatest duration), ``types`` (event types in the order of
their numbers, each with its words and its class) and ``classes``; ``candidates`` lists the rows that
nobody has reviewed yet. Where more than 65,534 days
lie between the first and the last, ``day`` is u4 and 4294967295 means undated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.columns import UNDATED
from geo.columns.columns import STATES
from geo.layers.mercator import project
from geo.layers.packing import pack
from geo.model import EventClass, EventType, ReviewState

if TYPE_CHECKING:
    from geo.columns import Columns


def encode_incidents(columns: Columns, dataset: str) -> bytes:
    """Write the columns that the map paints from."""
    x, y = (c.astype(np.float32) for c in project(columns.spots.longitudes, columns.spots.latitudes))
    days, header = _days(columns)
    arrays = {
        "x": x[columns.spots.codes],
        "y": y[columns.spots.codes],
        **days,
        "kind": columns.where_precision | (columns.event_type << np.uint8(3)),
    }
    waiting = np.flatnonzero(columns.state == STATES.index(ReviewState.CANDIDATE)).tolist()
    return pack({"rows": columns.rows, "dataset": dataset, "candidates": waiting, **header, **taxonomy()}, arrays)


def epoch_day(columns: Columns) -> tuple[int | None, int | None]:
    """Give the first and the last dated day of the rows since 1970-01-01; None where nothing is dated."""
    dated = columns.day_start != UNDATED
    if not dated.any():
        return None, None
    return int(columns.day_start[dated].min()), int(columns.day_end[dated].max())


def _days(columns: Columns) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    first, last = epoch_day(columns)
    if first is None or last is None:
        none = np.full(columns.rows, np.iinfo(np.uint16).max, np.uint16)
        return {"day": none, "duration": np.zeros(columns.rows, np.uint16)}, _span(None, None, 0)
    dated = columns.day_start != UNDATED
    kind: type[np.unsignedinteger[Any]] = np.uint16 if last - first < np.iinfo(np.uint16).max else np.uint32
    day = np.full(columns.rows, np.iinfo(kind).max, kind)
    day[dated] = (columns.day_start[dated] - first).astype(kind)
    duration = np.zeros(columns.rows, np.uint16)
    spans = columns.day_end[dated].astype(np.int64) - columns.day_start[dated]
    duration[dated] = np.clip(spans, 0, np.iinfo(np.uint16).max)
    return {"day": day, "duration": duration}, _span(first, last, int(duration.max()))


def _span(first: int | None, last: int | None, longest: int) -> dict[str, int | None]:
    return {"first_day": first, "last_day": last, "longest": longest}


def taxonomy() -> dict[str, Any]:
    """Give event types and classes in the order of their numbers, with their words."""
    return {
        "types": [{"id": t.value, "words": t.words, "class": t.event_class.value} for t in EventType],
        "classes": [{"id": c.value, "words": c.words} for c in EventClass],
    }
