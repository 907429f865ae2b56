"""What a confidence means: the share of values made by the same rule that proved right when last measured.

Measured by the bench against hand-coded reports; a rule without enough values carries its family's.
"""

from __future__ import annotations

from typing import Final

_FAMILIES: Final = {
    "trigger": 0.9,
    "date": 0.9,
    "time": 0.85,
    "place": 0.9,
    "party": 0.8,
    "weapon": 0.85,
    "casualties": 0.9,
    "link": 0.7,
    "model": 0.5,
}
_RULES: Final = {
    "place.area": 0.85,
    "place.side": 0.6,
    "place.offset": 0.75,
    "trigger.harm": 0.75,
    "party.described": 0.6,
    "party.subject": 0.8,
    "weapon.implied": 0.7,
    "date.after": 0.7,
    "link.aggregate": 0.5,
}


def confidence(rule: str) -> float:
    """Give the confidence of a rule, between 0 and 1."""
    return _RULES.get(rule, _FAMILIES.get(rule.split(".", 1)[0], 0.5))
