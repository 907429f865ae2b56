"""What a confidence means: how often values of the same rule were right in reports that had not been seen.

``data/hit_rates.csv`` counts, for each rule, the values it made in 70 reports when each was read for the first
time, and how many of them agreed with what a person had coded; a value of an incident that was not there is wrong.
The confidence is that share, drawn towards the share of the rule's family where there are few values. The bench
prints the shares anew, so that they can be compared. What a language model proposes was not measured: 0.5.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from geo.extraction.gazetteer import table

PULL: Final = 8
"""So many values of the family weigh in with a rule's own."""

UNKNOWN: Final = 0.5


@cache
def confidence(rule: str) -> float:
    """Give the confidence of a rule, between 0 and 1, in hundredths."""
    right, total = _counts().get(rule, (0, 0))
    return round((right + PULL * _of_family(rule.split(".", 1)[0])) / (total + PULL), 2)


def _of_family(family: str) -> float:
    """Give the share of a family of rules, drawn a little towards an even chance."""
    own = [count for rule, count in _counts().items() if rule.split(".", 1)[0] == family]
    return (sum(r for r, _ in own) + UNKNOWN) / (sum(n for _, n in own) + 1)


@cache
def _counts() -> dict[str, tuple[int, int]]:
    return {row["rule"]: (int(row["right"]), int(row["total"])) for row in table("hit_rates.csv")}
