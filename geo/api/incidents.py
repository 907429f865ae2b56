"""The list of the incidents shown, and the card of one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response
from starlette.routing import Route

from geo.errors import InputError
from geo.model import DatePrecision, EventType, WherePrecision
from geo.model.countries import country_name
from geo.model.filter_query import from_query
from geo.model.values import Fatalities
from geo.workflows.cards import card
from geo.workflows.hues import Hues
from geo.workflows.ranking import ORDERS, listed, named
from geo.workflows.search import select
from geo.workflows.wording import span_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from geo.workflows.atlas import Atlas

MOST_ROWS = 200
"""Rows that one request may ask for."""


class IncidentRoutes:
    """The endpoints, with the atlas they read."""

    def __init__(self, get_atlas: Callable[[], Atlas]) -> None:
        """Keep the way to the atlas; nothing is read yet."""
        self._get_atlas = get_atlas

    def listed(self, request: Request) -> Response:
        """Answer one page of what a filter shows, or the incidents named by ``uid`` parameters."""
        snapshot, query = self._get_atlas().snapshot(), request.query_params
        offset, limit = _number(request, "offset", 0, None), _number(request, "limit", 50, MOST_ROWS)
        order = query.get("order", "newest")
        if order not in ORDERS:
            raise InputError(f"There is no order {order}; there are {', '.join(ORDERS)}.")
        uids = query.getlist("uid")[:MOST_ROWS]
        if uids:
            rows, total = named(snapshot, uids), len(uids)
        else:
            selection = select(snapshot, from_query(request.url.query))
            rows, total = listed(selection, offset, limit, order), selection.counts.shown
        hues = Hues.of(snapshot)
        body = {"total": total, "offset": offset, "rows": [_line(row, hues) for row in rows]}
        return _json(body | {"serial": snapshot.serial, "colour_by": hues.mode})

    def one(self, request: Request) -> Response:
        """Answer the card of an incident; ``shown`` tells whether the filter of the query admits it."""
        atlas, uid = self._get_atlas(), request.path_params["uid"]
        book = atlas.store.casebook
        revisions = [*book.revisions("incident", uid), *book.revisions("amendment", uid)]
        revisions.sort(key=lambda r: r.at, reverse=True)
        return _json(card(atlas.snapshot(), uid, revisions, chosen=from_query(request.url.query)))


def _line(row: dict[str, Any], hues: Hues) -> dict[str, Any]:
    """Say a summary in the words of the list."""
    event_type = EventType(row["event_type"])
    start, end = (date.fromisoformat(row[k]) if row[k] else None for k in ("date_start", "date_end"))
    names = (row["place"], row["adm_1"], country_name(row["country"]) if row["country"] else None)
    precision = row["where_precision"]
    return {
        "uid": row["uid"],
        "title": row["title"],
        "date": span_words(start, end),
        "date_imprecise": (row["date_precision"] or 0) > DatePrecision.DAY,
        "place": ", ".join(dict.fromkeys(n for n in names if n)),
        "precision": WherePrecision(precision).words if precision else "",
        "mapped": row["mapped"],
        "longitude": row["longitude"],
        "latitude": row["latitude"],
        "type": {"words": event_type.words, "class": event_type.event_class.value, "slot": hues.of_summary(row)},
        "exact": precision == WherePrecision.EXACT,
        "parties": [{"actor": actor, "role": role} for role, actors in row["actors"].items() for actor in actors],
        "fatalities": Fatalities(**row["fatalities"]).words,
        "sources": row["sources"],
        "state": row["state"],
        "machine": row["machine"],
        "dataset": row["dataset"],
    }


def _number(request: Request, name: str, default: int, most: int | None) -> int:
    """Read a whole number from the query, at most ``most``; raises InputError."""
    text = request.query_params.get(name, str(default))
    if not text.isdecimal() or len(text) > 12:
        raise InputError(f"{name}={text} is not a whole number from 0 on.")
    return min(int(text), most) if most is not None else int(text)


def _json(body: Any) -> Response:
    return Response(orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})


def routes(get_atlas: Callable[[], Atlas]) -> list[Route]:
    """Give the routes of the list and the card."""
    endpoints = IncidentRoutes(get_atlas)
    return [
        Route("/atlas/incidents", endpoints.listed),
        Route("/atlas/incidents/{uid:path}", endpoints.one),
    ]
