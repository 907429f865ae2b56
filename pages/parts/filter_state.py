"""The filter form's state: in the widgets, and in the address."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import streamlit as st
from pydantic import ValidationError

from geo.errors import FilterError
from geo.model.filter import DateRange, Filter, Within
from geo.model.filter_query import PARAMETERS, from_query, to_query
from pages.parts.messages import show_error

if TYPE_CHECKING:
    from datetime import date

_QUERY, _BEFORE, _WRITTEN_AT = "filter_query", "filter_query_before", "filter_written_at"
_SENT = "filter_query_sent"
_DEFAULT_KM = 25.0
_SETTLE_SECONDS = 1.5


def set_filter(chosen: Filter) -> None:
    """Set every widget to state this filter; call it from a callback or before the form is shown."""
    dates = chosen.datetime or DateRange()
    st.session_state.update(
        f_from=dates.start,
        f_to=dates.end,
        f_actors=list(chosen.actors),
        f_role=chosen.role,
        f_types=[t.value for t in chosen.types],
        f_countries=list(chosen.countries),
        f_adm_1=list(chosen.adm_1),
        f_precision=chosen.precision,
        f_datasets=list(chosen.datasets),
        f_states=[s.value for s in chosen.states],
        f_text=chosen.text,
        f_within_km=chosen.within.km if chosen.within else _DEFAULT_KM,
        f_within_of=chosen.within.of if chosen.within else None,
        f_bbox=chosen.bbox,
        f_polygon=chosen.polygon,
    )


def set_dates(start: date | None, end: date | None) -> None:
    """Set the date range alone; call it from a callback."""
    st.session_state.update(f_from=start, f_to=end)


def set_area(polygon: str | None) -> None:
    """Set the drawn area (WKT, longitude first) or take it away; call it from a callback."""
    st.session_state.update(f_polygon=polygon, f_bbox=None)


def changed_filter() -> Filter | None:
    """Give the filter that the widgets state where it is another than at the last run; None also where it is faulty."""
    if _QUERY not in st.session_state or "f_text" not in st.session_state:
        return None
    try:
        chosen = _stated()
    except ValidationError:
        return None
    return None if to_query(chosen) == st.session_state[_QUERY] else chosen


def stated() -> Filter:
    """Give the filter that the widgets state; shows what is wrong and gives the last good one."""
    try:
        return _stated()
    except ValidationError as error:
        show_error(FilterError(error.errors()[0]["msg"].removeprefix("Value error, ")))
        return from_query(st.session_state.get(_QUERY, ""))


def _stated() -> Filter:
    state = st.session_state
    fields: dict[str, Any] = {
        "types": tuple(state.f_types),
        "actors": tuple(state.f_actors),
        "countries": tuple(state.f_countries),
        "adm_1": tuple(state.f_adm_1),
        "datasets": tuple(state.f_datasets),
        "states": tuple(state.f_states),
        "role": state.f_role,
        "precision": state.f_precision,
        "text": (state.f_text or "").strip(),
        "bbox": state.f_bbox,
        "polygon": state.f_polygon,
    }
    if state.f_from or state.f_to:
        fields["datetime"] = DateRange(start=state.f_from, end=state.f_to)
    if state.f_within_of:
        fields["within"] = Within(km=state.f_within_km or _DEFAULT_KM, of=state.f_within_of)
    return Filter(**fields)


def current_filter() -> Filter:
    """Give the filter that the form's widgets state, before they are shown, and keep the address in step."""
    load_from_address()
    chosen = stated()
    write_to_address(chosen)
    return chosen


def load_from_address() -> None:
    """Set the widgets from the address when it was opened, or the reader went back in it."""
    given = {n: st.query_params.get_all(n) for n in PARAMETERS if n in st.query_params}
    try:
        query = to_query(from_query(given))
    except FilterError as error:
        show_error(error)
        query = ""
    known = st.session_state.get(_QUERY)
    if known is None or "f_text" not in st.session_state:
        set_filter(from_query(query or known or ""))
        st.session_state[_QUERY] = query or known or ""
    elif query != known and to_query(stated()) == known and not _on_its_way(query):
        set_filter(from_query(query))


def _on_its_way(query: str) -> bool:
    """Tell whether the browser may simply not have got the newest address yet."""
    recent = time.monotonic() - st.session_state.get(_WRITTEN_AT, 0) < _SETTLE_SECONDS
    return recent and query == st.session_state.get(_BEFORE)


def write_to_address(chosen: Filter) -> str:
    """Make the address state the filter, other parameters kept; gives the filter's own query."""
    query = to_query(chosen)
    if query != st.session_state.get(_QUERY):
        st.session_state[_BEFORE] = st.session_state.get(_QUERY)
        st.session_state[_WRITTEN_AT] = time.monotonic()
        st.session_state[_QUERY] = query
    now = {n: st.query_params.get_all(n) for n in st.query_params}
    wanted = {n: v for n, v in now.items() if n not in PARAMETERS} | parse_qs(query)
    # A run that began before the browser had the newest address sees an older one: compare with what was sent, too.
    if wanted != now or st.session_state.get(_SENT, query) != query:
        st.query_params.from_dict(wanted)
    st.session_state[_SENT] = query
    return query
