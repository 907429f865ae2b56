"""Guess what the columns of a table mean, from their names in several languages and from their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.errors import InputError, ValueFault
from geo.importers.tools.coordinates import Form, latitude, longitude, point
from geo.importers.tools.days import Order, find_order, reader
from geo.importers.tools.mapping import Guess, Mapping
from geo.model.countries import country_code
from geo.model.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = {
    "id": "id|event id|eventid|incident id|incidentid|uid|uuid|record id|serial|identifier|معرف|رقم",
    "date_start": "date start|date|event date|incident date|start date|day|datum|fecha|tarih|дата|التاريخ|تاريخ|"
    "jour|from",
    "date_end": "date end|end date|to date|until|date fin|fecha fin|enddatum|bitis tarihi|تاريخ النهاية",
    "time_local": "time|event time|local time|heure|hora|uhrzeit|saat|время|час|الوقت",
    "latitude": "latitude|lat|y|lat dd|latitud|breite|breitengrad|enlem|широта|خط العرض|latitude wgs84",
    "longitude": "longitude|lon|long|lng|x|lon dd|longitud|länge|längengrad|boylam|долгота|довгота|خط الطول|"
    "longitude wgs84",
    "coordinates": "coordinates|coords|coordinate|lat lon|latlon|lat long|latlng|location coordinates|geolocation|"
    "gps|wkt|geom|geometry|geom wkt|the geom|mgrs|utm|grid|grid reference|koordinaten|coordonnées|"
    "coordenadas|координаты|координати|الإحداثيات|احداثيات|koordinat",
    "place_name": "location|place|place name|location name|town|city|village|lieu|lugar|ort|yer|место|місце|المكان|"
    "الموقع|site",
    "country": "country|country name|iso3|iso2|pays|pais|país|land|ülke|страна|країна|الدولة|البلد",
    "adm_1": "admin1|adm1|adm 1|admin 1|province|governorate|state|region|oblast|muhafazah|المحافظة|область|bundesland",
    "adm_2": "admin2|adm2|adm 2|admin 2|district|county|raion|القضاء|район",
    "event_type": "event type|type|incident type|category|kind|tipo|art|tür|тип|نوع|نوع الحادث|attack type",
    "title": "title|headline|name|titre|titulo|titel|başlık|название|العنوان",
    "description": "description|notes|details|summary|text|line|comment|beschreibung|descripción|описание|опис|"
    "الوصف|açıklama",
    "initiator": "initiator|attacker|perpetrator|aggressor|auteur|autor|täter|fail|المهاجم|исполнитель",
    "target": "target|victim|target name|cible|objetivo|ziel|hedef|цель|الهدف",
    "party": "actor|actors|party|parties|actor1|group|belligerent|side|akteur|актор|الطرف",
    "weapon": "weapon|weapons|weapon type|munition|arme|arma|waffe|silah|оружие|السلاح",
    "fatalities_best": "fatalities|deaths|killed|dead|deaths best|best|morts|muertos|tote|ölü|погибшие|загиблі|القتلى|"
    "قتلى",
    "fatalities_low": "fatalities low|low|deaths low|killed min|min deaths",
    "fatalities_high": "fatalities high|high|deaths high|killed max|max deaths",
    "injuries_best": "injuries|injured|wounded|blessés|heridos|verletzte|yaralı|раненые|поранені|الجرحى|جرحى",
    "source_publisher": "source|sources|publisher|quelle|fuente|kaynak|источник|джерело|المصدر",
    "source_url": "url|link|source url|source link|links|href|lien|enlace|رابط",
    "source_title": "source title|article|article title|source headline",
}
_LOOKUP = {fold(name): field for field, names in _NAMES.items() for name in names.split("|")}
_SINGLE = (
    (Form.WKT, re.compile(r"\s*(SRID=\d+;)?(MULTI)?(POINT|LINESTRING|POLYGON)\b.*", re.IGNORECASE | re.DOTALL)),
    (Form.MGRS, re.compile(r"\s*\d{1,2}\s*[C-HJ-NP-X]\s*[A-HJ-NP-Z]{2}\s*[\d ]{2,11}\s*", re.IGNORECASE)),
    (Form.UTM, re.compile(r"\s*\d{1,2}\s*[C-HJ-NP-X][,;\s]+\d{5,7}.*", re.IGNORECASE)),
)
_ENOUGH = 0.8

Column = list[str]


def guess(columns: dict[str, Column]) -> Guess:
    """Guess from the columns' names and some of their values (blank ones may be among them)."""
    filled = {name: [v for v in values if v and v.strip()] for name, values in columns.items()}
    chosen: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for name, values in filled.items():
        field = _LOOKUP.get(fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)))
        if field and field not in chosen and _plausible(field, values):
            chosen[field], reasons[field] = name, f"the column is named “{name}”"
    _by_values(filled, chosen, reasons)
    form = _form(filled, chosen, reasons)
    order, questions = _order(filled, chosen, reasons)
    return Guess(mapping=Mapping(columns=chosen, form=form, date_order=order), reasons=reasons, questions=questions)


def _share(values: Column, parser: Callable[[str], object]) -> float:
    good = 0
    for value in values[:200]:
        try:
            good += parser(value) is not None
        except InputError:
            continue
    return good / len(values[:200]) if values else 0.0


def _plausible(field: str, values: Column) -> bool:
    """Tell whether the values speak against what the name says."""
    parsers: dict[str, Callable[[str], object]] = {"latitude": latitude, "longitude": longitude, "date_start": _any_day}
    if field not in parsers or not values:
        return True
    return _share(values, parsers[field]) > 0.3


def _any_day(text: str) -> object:
    for order in (Order.DAY_FIRST, Order.MONTH_FIRST):
        try:
            return reader(order)(text)
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
        free = [n for n in filled if n not in chosen.values() and filled[n]]
        best = max(free, key=lambda n: _share(filled[n], parser), default=None)
        if field not in chosen and best and _share(filled[best], parser) >= _ENOUGH:
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
