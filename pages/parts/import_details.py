"""What is said once of a dataset: licence, whether it may be passed on, attribution, address, day of access."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from geo.importers.base import Description
    from geo.model import DatasetInfo

_MAY = {"": None, "yes": True, "no": False}
_MAY_WORDS = {"": "Not stated: the licence's words decide", "yes": "Yes", "no": "No, for own use only"}


def details_fields(given: DatasetInfo | Description | None, key: str) -> dict[str, Any]:
    """Ask for the details, filled with what is known; gives DatasetInfo's fields, None where left empty."""
    left, right = st.columns(2)
    licence = left.text_input(
        "Licence",
        _text(given, "licence"),
        key=f"{key}_licence",
        placeholder="CC-BY-4.0",
        help="An SPDX name or the publisher's words. Every row and every export carries it.",
    )
    may = right.selectbox(
        "May the rows be passed on?",
        list(_MAY),
        index=list(_MAY.values()).index(getattr(given, "redistributable", None)),
        key=f"{key}_may",
        format_func=lambda v: _MAY_WORDS[v],
        help="Rows that may not are left out of public exports, with a notice that says how many.",
    )
    attribution = left.text_input(
        "Attribution",
        _text(given, "attribution"),
        key=f"{key}_attribution",
        placeholder="Who is to be named, and how",
    )
    url = right.text_input("Published at", _text(given, "url"), key=f"{key}_url", placeholder="https://…")
    accessed = left.date_input(
        "Taken from there on", _day(given), key=f"{key}_accessed", format="YYYY-MM-DD", max_value=_today()
    )
    return {
        "licence": _clean(licence),
        "redistributable": _MAY[may],
        "attribution": _clean(attribution),
        "url": address(url),
        "accessed": accessed,
    }


def address(text: str) -> str | None:
    """Give a web address as it was typed, None for none; raises InputError for anything else."""
    text = text.strip()
    if text and (not text.lower().startswith(("https://", "http://")) or any(c.isspace() for c in text)):
        raise InputError("The address of a dataset begins with https:// or http:// and has no spaces.")
    return text or None


def _text(given: object, name: str) -> str:
    return getattr(given, name, None) or ""


def _clean(text: str) -> str | None:
    return text.strip() or None


def _day(given: object) -> date:
    return getattr(given, "accessed", None) or _today()


def _today() -> date:
    return datetime.now(tz=UTC).date()
