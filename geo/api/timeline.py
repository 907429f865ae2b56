"""Counts over time for the timeline below the map."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import orjson
from starlette.responses import Response
from starlette.routing import Route

from geo.errors import InputError
from geo.model.filter_query import from_query
from geo.workflows.bins import UNITS
from geo.workflows.histogram import histogram
from geo.workflows.search import select

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from geo.workflows.atlas import Atlas

_BARS = range(1, 2001)


def routes(get_atlas: Callable[[], Atlas]) -> list[Route]:
    """Give the route of the timeline."""

    def timeline(request: Request) -> Response:
        """Answer the counts: ``bars`` or ``bin`` choose the bins, ``from`` and ``to`` narrow what they cover."""
        query = request.query_params
        unit = query.get("bin")
        if unit is not None and unit not in UNITS:
            raise InputError(f"There is no bin {unit}; there are {', '.join(UNITS)}.")
        bars = query.get("bars", "240")
        if not bars.isdecimal() or int(bars) not in _BARS:
            raise InputError(f"bars={bars} is not a number from {_BARS[0]} to {_BARS[-1]}.")
        selection = select(get_atlas().snapshot(), from_query(request.url.query))
        body = histogram(selection, bars=int(bars), unit=unit, first=_day(request, "from"), last=_day(request, "to"))
        return Response(orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})

    return [Route("/atlas/timeline", timeline)]


def _day(request: Request, name: str) -> date | None:
    text = request.query_params.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"{name}={text} is not a day; write it as 2024-01-24.") from error
