"""What a request for items asks: its parameters, read strictly (an unknown one is an error)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pygeofilter import ast

from geo.api.ogc import cql2, cql2_text, cql2_time
from geo.api.ogc.vectors import Nothing
from geo.errors import FilterError, InputError
from geo.model.filter import DateRange, Filter
from geo.model.filter_query import from_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.api.ogc.vectors import Queryable

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CRS84H = "http://www.opengis.net/def/crs/OGC/0/CRS84h"
CQL2_TEXT = "cql2-text"
DEFAULT_LIMIT = 100
MOST_ITEMS = 10_000
"""Features that one response holds at most; a larger ``limit`` counts as this one."""

EVERYWHERE = ("f", "token")
OF_ITEMS = ("limit", "offset", "bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "resultType")
OF_DASHBOARD = ("actor", "role", "type", "precision", "q", "polygon", "within")
"""Names of the dashboard's own filter that are no properties; collections of incidents take them."""

_WHOLE = re.compile(r"[0-9]{1,15}")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Query:
    """Which features of a collection; None and empty fields admit all.

    ``box`` is an area in WGS 84 degrees. ``conditions`` are syntax trees, joined by "and".
    ``key`` tells two queries apart.
    """

    box: BaseGeometry | None = None
    days: DateRange | None = None
    conditions: tuple[Any, ...] = ()
    chosen: Filter = field(default_factory=Filter)
    key: Pairs = ()


@dataclass(frozen=True)
class Page:
    """A query with the part of its result that is asked for; ``hits`` asks for the count alone."""

    query: Query
    limit: int = DEFAULT_LIMIT
    offset: int = 0
    hits: bool = False
    pairs: Pairs = ()
    """The parameters as given, without paging, format and token: what links repeat."""


def check_known(pairs: Iterable[tuple[str, str]], known: Iterable[str]) -> None:
    """Raise InputError for a parameter that is not known here."""
    for name, _ in pairs:
        if name not in known:
            raise InputError(f"There is no parameter {name[:60]} here; there are {', '.join(sorted(known))}.")


def page_of(pairs: Pairs, queryables: Mapping[str, Queryable], *, incidents: bool) -> Page:
    """Read the parameters of a request for items; raises InputError."""
    properties = [name for name, asked in queryables.items() if asked.kind != "geometry"]
    dashboard = OF_DASHBOARD if incidents else ()
    check_known(pairs, {*EVERYWHERE, *OF_ITEMS, *properties, *dashboard})
    given = _once(pairs, but=dashboard)
    _check_fixed(given)
    conditions = [_equality(name, given[name], queryables[name]) for name in properties if name in given]
    if given.get("filter", "").strip():
        conditions.append(cql2_text.parse(given["filter"]))
        cql2.admitted(conditions[-1], Nothing(queryables))
    asking = tuple((n, v) for n, v in pairs if n not in {*EVERYWHERE, "limit", "offset"})
    query = Query(
        box=_box(given["bbox"]) if "bbox" in given else None,
        days=_interval(given["datetime"]) if "datetime" in given else None,
        conditions=tuple(conditions),
        chosen=from_query({n: [v for m, v in pairs if m == n] for n in dashboard}),
        key=tuple((n, v) for n, v in asking if n != "resultType"),
    )
    limit = _whole(given, "limit", DEFAULT_LIMIT)
    if limit < 1:
        raise InputError("limit is at least 1.")
    hits = given.get("resultType") == "hits"
    return Page(query, min(limit, MOST_ITEMS), _whole(given, "offset", 0), hits, asking)


def _once(pairs: Pairs, but: Iterable[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given and name not in but:
            raise InputError(f"The parameter {name} is given more than once.")
        given[name] = value
    return given


def _check_fixed(given: dict[str, str]) -> None:
    allowed = {
        "bbox-crs": (CRS84, CRS84H),
        "filter-crs": (CRS84, CRS84H),
        "filter-lang": (CQL2_TEXT,),
        "resultType": ("results", "hits"),
    }
    for name, values in allowed.items():
        if name in given and given[name] not in values:
            raise InputError(f"{name}={given[name][:80]} is not served here; there is {' or '.join(values)}.")


def _whole(given: dict[str, str], name: str, default: int) -> int:
    text = given.get(name, str(default))
    if not _WHOLE.fullmatch(text):
        raise InputError(f"{name}={text[:40]} is not a whole number.")
    return int(text)


def _box(text: str) -> BaseGeometry:
    try:
        numbers = [float(n) for n in text.split(",")]
    except ValueError as error:
        raise InputError(f"bbox={text[:80]} is not four or six numbers with commas between.") from error
    if len(numbers) not in {4, 6}:
        raise InputError(f"bbox has {len(numbers)} numbers; give west,south,east,north, or six with heights.")
    return cql2.box(numbers)


def _interval(text: str) -> DateRange:
    parts = text.split("/")
    if len(parts) > 2 or (len(parts) == 1 and parts[0] in cql2_time.OPEN):
        raise InputError(f"datetime={text[:60]} is no day and no interval such as 2024-01-20/2024-01-24.")
    start, end = (None if p in cql2_time.OPEN else cql2_time.day(p) for p in (parts[0], parts[-1]))
    try:
        return DateRange(start=start, end=end)
    except ValidationError as error:
        raise InputError(f"datetime={text[:60]} ends before it starts.") from error


def _equality(name: str, text: str, asked: Queryable) -> Any:
    """Read ``name=text`` as the expression that compares the property with the value."""
    value: Any = text
    if asked.kind == "number":
        try:
            value = float(text)
        except ValueError as error:
            raise InputError(f"{name}={text[:40]} is not a number.") from error
        if not abs(value) < float("inf"):
            raise InputError(f"{name}={text[:40]} is not a number.")
    elif asked.kind == "date":
        value = cql2_time.day(text)
    elif asked.values and text not in asked.values:
        raise FilterError(f"There is no {name} {text[:60]}; there are {', '.join(asked.values)}.")
    return ast.Equal(ast.Attribute(name), value)
