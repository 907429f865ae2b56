"""Guess what the columns of a table mean, from their names in several languages and from their values."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from unicodedata import category

from geo.errors import InputError, ValueFault
from geo.importers.tools.coordinates import Form, latitude, longitude, point
from geo.importers.tools.days import Order, find_order, reader, span_reader
from geo.importers.tools.heads import HEADS
from geo.importers.tools.mapping import Guess, Mapping
from geo.model.countries import country_code
from geo.model.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOKUP = {fold(name): field for field, names in HEADS.items() for name in names.split("|")}
_SINGLE = (
    (Form.WKT, re.compile(r"\s*(SRID=\d+;)?(MULTI)?(POINT|LINESTRING|POLYGON)\b.*", re.IGNORECASE | re.DOTALL)),
    (Form.MGRS, re.compile(r"\s*\d{1,2}\s*[C-HJ-NP-X]\s*[A-HJ-NP-Z]{2}\s*[\d ]{2,11}\s*", re.IGNORECASE)),
    (Form.UTM, re.compile(r"\s*\d{1,2}\s*[C-HJ-NP-X][,;\s]+\d{5,7}.*", re.IGNORECASE)),
)
_ENOUGH, _LOOKED_AT = 0.8, 200
_DAY_NUMBER = re.compile(r"\d{5}(\.\d+)?")
_FIRST_NUMBER, _LAST_NUMBER = 25_569, 60_000

Column = list[str]


def guess(columns: dict[str, Column]) -> Guess:
    """Guess from the columns' names and some of their values (blank ones may be among them)."""
    filled = {name: [v for v in values if v and v.strip()] for name, values in columns.items()}
    chosen: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for name, values in filled.items():
        field = _named(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))
        if field and field not in chosen and _plausible(field, values):
            chosen[field], reasons[field] = name, f"the column is named “{name}”"
    excel_days = _day_numbers(filled, chosen, reasons)
    _by_values(filled, chosen, reasons)
    _say_unreadable(filled, chosen, reasons)
    form = _form(filled, chosen, reasons)
    order, questions = _order(filled, chosen, reasons)
    mapping = Mapping(columns=chosen, form=form, date_order=order, excel_days=excel_days)
    return Guess(mapping=mapping, reasons=reasons, questions=questions)


def _named(name: str) -> str | None:
    """Give the field that a column of this name is; marks without width that programs leave in names do not count."""
    return _LOOKUP.get(fold("".join(c for c in name if category(c) != "Cf")))


def _say_unreadable(filled: dict[str, Column], chosen: dict[str, str], reasons: dict[str, str]) -> None:
    """Say of a column that is named as the date why it is not taken, so that nobody wonders where the days are."""
    for name, values in filled.items():
        if "date_start" not in chosen and values and _named(name) == "date_start":
            shown = values[0].strip()[:40]
            reasons["date_start"] = f"none; column “{name}” cannot be read as dates, for example “{shown}”"
            return


def _share(values: Column, parser: Callable[[str], object], least: float = 0.0) -> float:
    """Give the share of the first values that are read; 0 as soon as it cannot reach ``least``."""
    seen = Counter(values[:_LOOKED_AT])
    good = left = sum(seen.values())
    for value, times in seen.items():
        if not _reads(value, parser):
            good -= times
        if good < least * left:
            return 0.0
    return good / left if left else 0.0


def _reads(value: str, parser: Callable[[str], object]) -> bool:
    try:
        return parser(value) is not None
    except InputError:
        return False


def _plausible(field: str, values: Column) -> bool:
    """Tell whether the values speak against what the name says."""
    parsers: dict[str, Callable[[str], object]] = {
        "latitude": latitude,
        "longitude": longitude,
        "date_start": _any_span,
        "date_end": _any_span,
    }
    if field == "place_name" and _share(values, _any_point, _ENOUGH) >= _ENOUGH:
        return False
    if field not in parsers or not values:
        return True
    return _share(values, parsers[field]) > 0.3


def _day_numbers(filled: dict[str, Column], chosen: dict[str, str], reasons: dict[str, str]) -> bool:
    """Take a column that is named as a date and holds a spreadsheet's day numbers of 1970 to 2064."""
    named = (n for n in filled if _named(n) == "date_start" and n not in chosen.values())
    found = next((n for n in named if _share(filled[n], _day_number) >= _ENOUGH), None)
    if "date_start" in chosen or found is None:
        return False
    chosen["date_start"] = found
    reasons["date_start"] = f"the column is named “{found}” and holds a spreadsheet's day numbers"
    return True


def _day_number(text: str) -> object:
    return text if _DAY_NUMBER.fullmatch(text.strip()) and _FIRST_NUMBER <= float(text) <= _LAST_NUMBER else None


def _any_day(text: str) -> object:
    for order in (Order.DAY_FIRST, Order.MONTH_FIRST):
        try:
            return reader(order)(text)
        except ValueFault:
            continue
    return None


def _any_span(text: str) -> object:
    for order in (Order.DAY_FIRST, Order.MONTH_FIRST):
        try:
            return span_reader(order)(text)
        except ValueFault:
            continue
    return None


def _by_values(filled: dict[str, Column], chosen: dict[str, str], reasons: dict[str, str]) -> None:
    """Find by their values what no name told: a date, a country, a place in one cell."""
    tests: dict[str, tuple[Callable[[str], object], str]] = {
        "date_start": (_any_day, "its values are dates"),
        "country": (lambda v: country_code(v) if len(v) > 3 else None, "its values are names of countries"),
    }
    if not {"longitude", "latitude"} <= chosen.keys() and "coordinates" not in chosen:
        tests["coordinates"] = (_any_point, "its values are places in one cell")
    for field, (parser, reason) in tests.items():
        if field in chosen:
            continue
        free = [n for n in filled if n not in chosen.values() and filled[n]]
        shares = {n: _share(filled[n], parser, _ENOUGH) for n in free}
        best = max(free, key=lambda n: shares[n], default=None)
        if best and shares[best] >= _ENOUGH:
            chosen[field], reasons[field] = best, reason


def _any_point(text: str) -> object:
    if not any(c.isdigit() for c in text) or len(text) < 7:
        return None
    for form, pattern in _SINGLE:
        if pattern.fullmatch(text):
            return point(text, form)
    if not re.search(r"\d[\d.]*\D+\d+\.\d+|°", text[:200]):
        return None
    try:
        return point(text, Form.LAT_LON)
    except ValueFault:
        return point(text, Form.LON_LAT)


def _form(filled: dict[str, Column], chosen: dict[str, str], reasons: dict[str, str]) -> Form:
    if {"longitude", "latitude"} <= chosen.keys():
        chosen.pop("coordinates", None)
        reasons.pop("coordinates", None)
        return Form.COLUMNS
    if "coordinates" not in chosen:
        for field in ("longitude", "latitude"):
            chosen.pop(field, None)
            reasons.pop(field, None)
        return Form.COLUMNS
    values = filled[chosen["coordinates"]]
    for form, pattern in _SINGLE:
        if values and sum(bool(pattern.fullmatch(v)) for v in values) >= _ENOUGH * len(values):
            reasons["form"] = f"the places are written as {form.value.upper()}"
            return form
    if _share(values, lambda v: point(v, Form.LAT_LON)) < _share(values, lambda v: point(v, Form.LON_LAT)):
        reasons["form"] = "a first number above 90 can only be a longitude"
        return Form.LON_LAT
    reasons["form"] = "latitude is taken to come first, as in most texts"
    return Form.LAT_LON


def _order(
    filled: dict[str, Column], chosen: dict[str, str], reasons: dict[str, str]
) -> tuple[Order | None, tuple[str, ...]]:
    values = [v for f in ("date_start", "date_end") if f in chosen for v in filled[chosen[f]]]
    found = find_order(values)
    reasons["date_order"] = found.reason
    if found.order is not None:
        return found.order, ()
    return None, (f"Column {chosen['date_start']}: {found.reason}. Say whether the day or the month comes first.",)
