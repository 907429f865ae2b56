"""The word in a name that says its kind, and the entries that such a name can mean."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from geo.extraction.gazetteer import Entry, Gazetteer

_PROVINCE_WORD = re.compile(
    r"(?i)\s+(?:province|governorate|muhafazah|oblast|state|wilayat?|prefecture)s?$|^(?:province|governorate|state)\s+of\s+"
)
_CROSSING_WORD = re.compile(r"(?i)\b(?:border\s+)?(?:crossing|checkpoint|border post|port of entry)$")
_FACILITY_WORD = re.compile(
    r"(?i)\b(?:air ?bases?|airbase|airports?|air ?fields?|(?:military|army|air force|naval)\s+base|base|garrison|camp|airstrip)$"
)
_SETTLEMENT_WORD = re.compile(
    r"(?i)\s+(?:city|town|village|district|area|region|county|neighbou?rhood|suburbs?|sector|subdistrict)$|^(?:city|town|village|district|area) of\s+"
)


def kind_word(text: str) -> str | None:
    """Say what kind of place the last word of a name asks for."""
    for kind, pattern in (("province", _PROVINCE_WORD), ("crossing", _CROSSING_WORD), ("facility", _FACILITY_WORD)):
        if pattern.search(text):
            return kind
    return "settlement" if _SETTLEMENT_WORD.search(text) else None


def bare(text: str) -> str:
    """Give a name without the word that says its kind."""
    for pattern in (_PROVINCE_WORD, _CROSSING_WORD, _SETTLEMENT_WORD):
        text = pattern.sub("", text)
    return text.strip()


def candidates(text: str, kind: str | None, countries: Collection[str], gazetteer: Gazetteer) -> list[Entry]:
    """Give the entries that a name with its kind word can mean."""
    found = gazetteer.find(text, countries)
    plain = bare(text)
    if kind == "province":
        return gazetteer.province(plain, countries) or found or gazetteer.find(plain, countries)
    if kind == "facility":
        return found or gazetteer.facility(text, countries)
    if re.search(r"(?i)\s(?:region|department|division)$", text):
        found = found or gazetteer.province(plain, countries)
    if plain != text:
        found = found or gazetteer.find(plain, countries)
    return found or gazetteer.province(text, countries) or [e for e in gazetteer.facility(text, countries) if countries]
