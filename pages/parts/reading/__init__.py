"""A report beside the incidents read from it: a value shows its words, words become a value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.model import Fatalities, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geo.extraction import Article
    from geo.model import Incident

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "incident_atlas_reading",
    html=(_HERE / "reading.html").read_text("utf-8"),
    css=(_HERE / "reading.css").read_text("utf-8"),
    js="\n".join((_HERE / name).read_text("utf-8") for name in ("text.js", "candidates.js", "main.js")),
)


def reading(
    article: Article,
    incidents: Iterable[Incident],
    *,
    chosen: str | None,
    key: str,
    on_act: Callable[[dict[str, Any]], None],
) -> None:
    """Show text and candidates side by side; ``on_act`` gets each act before the rerun's script.

    An act has ``do``: ``choose``, ``accept``, ``dispute`` or ``reject`` with ``uid``; ``value`` with
    ``uid``, ``field``, ``start``, ``end`` and ``text`` where words were made a value. Every text
    reaches the page as a text node.
    """

    def acted() -> None:
        act = st.session_state[key].get("act")
        if isinstance(act, dict) and act.get("do"):
            on_act(act)

    data = {"text": article.text, "candidates": [_candidate(i, article.sha256) for i in incidents], "chosen": chosen}
    _component(key=key, data=data, on_act_change=acted)


def _candidate(incident: Incident, sha256: str) -> dict[str, Any]:
    place = incident.place
    claims = [c for c in incident.claims if c.source is None or c.source.sha256 == sha256]
    return {
        "uid": incident.uid,
        "title": incident.title or f"{incident.event_type.words}, {place.name if place else 'no place'}",
        "state": incident.state.value,
        "method": incident.method.value,
        "facts": [[label, value] for label, value in _facts(incident) if value],
        "claims": [
            {
                "field": c.field,
                "value": "" if c.value is None else str(c.value),
                "start": c.start,
                "end": c.end,
                "by": c.attributed_to or "",
                "rule": c.rule or "",
                "method": c.method.value,
                "confidence": c.confidence,
            }
            for c in claims
        ],
    }


def _facts(incident: Incident) -> list[tuple[str, str]]:
    place = incident.place
    dates = " to ".join(dict.fromkeys(str(d) for d in (incident.date_start, incident.date_end) if d))
    where = "unmapped"
    if place is not None and place.longitude is not None and place.latitude is not None:
        where = f"{place.latitude:.4f}, {place.longitude:.4f}"
    precision = place.precision.words if place and place.precision else ""
    known = incident.date_precision.words if incident.date_precision else ""
    return [
        ("Type", incident.event_type.words),
        ("Date", ", ".join(filter(None, (dates or "undated", known)))),
        ("Place", ", ".join(filter(None, (place.name if place else "", where, precision)))),
        *((role.value.capitalize(), ", ".join(incident.by_role(role))) for role in Role),
        ("Weapon", incident.weapon or ""),
        ("Killed", _people(incident.fatalities)),
        ("Injured", _people(incident.injuries)),
        ("Note", incident.description or ""),
    ]


def _people(people: Fatalities) -> str:
    return "" if people == Fatalities() else people.words
