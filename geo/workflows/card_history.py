"""What changed on one incident, when, by whom and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from geo.workflows.card_claims import field_words
from geo.workflows.wording import day_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.model import Revision

_LONGEST = 160
"""Characters of a value that are shown; the record itself keeps all of them."""


def history(revisions: Iterable[Revision]) -> list[dict[str, Any]]:
    """Give each revision with the fields that it changed, in the order given."""
    return [
        {
            "at": f"{day_words(r.at.date())}, {r.at:%H:%M} UTC",
            "by": r.by,
            "why": r.why,
            "what": _what(r),
            "changes": _changes(r.before, r.after),
        }
        for r in revisions
    ]


def _what(revision: Revision) -> str:
    noun = "correction" if revision.kind == "amendment" else "record"
    if revision.before is None:
        return f"{noun} added"
    return f"{noun} removed" if revision.after is None else f"{noun} changed"


def _changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """Give the fields that differ; none for a record that was added or removed as a whole."""
    if before is None or after is None:
        return []
    names = [n for n in {**before, **after} if before.get(n) != after.get(n)]
    return [{"field": field_words(n), "before": _short(before.get(n)), "after": _short(after.get(n))} for n in names]


def _short(value: Any) -> str:
    if value in (None, "", [], {}):
        return "not reported"
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
