"""Claims of one incident, grouped so that differing accounts stand side by side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.model import EventType, Method
from geo.model.countries import country_name
from geo.model.normalise import fold
from geo.workflows.wording import day_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Claim, Source

METHOD_WORDS = {
    Method.HUMAN: "coded by a person",
    Method.RULE: "read by a rule",
    Method.MODEL: "read by a language model",
    Method.PROVIDER: "as its provider published it",
}
_FIELD_WORDS = {
    "event_type": "What happened",
    "date": "Date",
    "date_start": "Date",
    "date_end": "Last day",
    "time_local": "Local time",
    "place": "Place",
    "initiator": "Initiator",
    "target": "Target",
    "claimant": "Claimed by",
    "fatalities": "Killed",
    "killed": "Killed",
    "injuries": "Injured",
    "injured": "Injured",
    "weapon": "Weapon",
    "killed_together": "Killed, told for several places together",
    "injured_together": "Injured, told for several places together",
    "in_response_to": "In response to",
    "actors": "Parties",
}
_ORDER = {name: i for i, name in enumerate(_FIELD_WORDS)}
_TYPES = {t.value: t.words for t in EventType}


def is_machine(method: Method) -> bool:
    """Tell whether a rule or a model, not a person, made a value."""
    return method in {Method.RULE, Method.MODEL}


def claim_groups(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Group claims by field and within it by value; ``disputed`` where different voices say different things."""
    fields: dict[str, list[Claim]] = {}
    for claim in claims:
        fields.setdefault(claim.field, []).append(claim)
    ordered = sorted(fields.items(), key=lambda item: _ORDER.get(item[0], len(_ORDER)))
    return [_group(field, said) for field, said in ordered]


def _group(field: str, claims: list[Claim]) -> dict[str, Any]:
    versions: dict[str, list[Claim]] = {}
    words: dict[str, str] = {}
    for claim in claims:
        value = value_words(field, claim.value)
        versions.setdefault(fold(value), []).append(claim)
        words.setdefault(fold(value), value)
    voices = {_voice(c) for c in claims}
    return {
        "field": field,
        "field_words": field_words(field),
        "disputed": len(versions) > 1 and len(voices) > 1,
        "versions": [{"value": words[key], "claims": [_claim(c) for c in said]} for key, said in versions.items()],
    }


def field_words(field: str) -> str:
    """Say the name of a field."""
    return _FIELD_WORDS.get(field) or field.replace("_", " ").replace(".", ", ").capitalize()


def _voice(claim: Claim) -> str:
    return claim.attributed_to or (claim.source.publisher if claim.source else "")


def value_words(field: str, value: str | float | bool | None) -> str:
    """Say a claim's value."""
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "event_type":
        return _TYPES.get(str(value), str(value))
    if field in {"date", "date_start", "date_end"}:
        return _date_words(str(value))
    if field in {"country", "place.country"}:
        return country_name(str(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _date_words(text: str) -> str:
    """Say an ISO day in words; a month, or whatever else a source gives, stays as it is."""
    try:
        return day_words(date.fromisoformat(text)) if len(text) == len("2024-01-24") else text
    except ValueError:
        return text


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "attributed_to": claim.attributed_to,
        "source": source_values(claim.source) if claim.source else None,
        "text": claim.text,
        "method": claim.method.value,
        "method_words": METHOD_WORDS[claim.method],
        "machine": is_machine(claim.method),
        "rule": claim.rule,
        "confidence": claim.confidence,
    }


def source_values(source: Source) -> dict[str, Any]:
    """Give what is shown of a source; ``url`` is None unless it is http or https."""
    scheme = urlsplit(source.url).scheme.lower() if source.url else ""
    return {
        "publisher": source.publisher,
        "title": source.title,
        "published": source.published.isoformat() if source.published else None,
        "url": source.url if scheme in {"http", "https"} else None,
        "licence": source.licence,
        "note": source.note,
    }
