"""A report beside the incidents read from it: a value shows its words, words become a value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.model import LinkKind, Method
from geo.workflows.accounts import said
from geo.workflows.card_claims import field_words, value_words
from geo.workflows.wording import title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from geo.extraction import Article
    from geo.model import Claim, Incident

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "incident_atlas_reading",
    html=(_HERE / "reading.html").read_text("utf-8"),
    css=(_HERE / "reading.css").read_text("utf-8"),
    js="\n".join((_HERE / name).read_text("utf-8") for name in ("text.js", "candidates.js", "main.js")),
)
_MADE_BY = {
    "Type": ("event_type",),
    "Date": ("date", "date_start", "date_end"),
    "Local time": ("time_local",),
    "Place": ("place",),
    "Initiator": ("initiator", "actors"),
    "Target": ("target", "actors"),
    "Claimed by": ("claimant", "actors"),
    "Weapon": ("weapon",),
    "Killed": ("killed", "fatalities"),
    "Injured": ("injured", "injuries"),
    "Title": ("title",),
    "Note": ("description",),
}
"""The claims that each fact rests on: the last of them made what is shown."""


def reading(
    article: Article,
    incidents: Iterable[Incident],
    *,
    chosen: str | None,
    editable: bool,
    session: str,
    key: str,
    on_act: Callable[[dict[str, Any]], None],
) -> None:
    """Show text and candidates side by side; ``on_act`` gets each act before the rerun's script.

    An act has ``do``: ``choose``, ``accept``, ``dispute`` or ``reopen`` with ``uid``; ``reject`` with
    ``uid`` and ``why``; ``value`` with ``uid``, ``field``, ``start`` and ``end`` where words were made a
    value. ``session`` names the channel on which the map tells what was clicked. Every text reaches the
    page as a text node.
    """

    def acted() -> None:
        act = st.session_state[key].get("act")
        if isinstance(act, dict) and act.get("do"):
            on_act(act)

    shown = list(incidents)
    titles = {i.uid: title_of(i) for i in shown}
    data = {
        "text": article.text,
        "candidates": [_candidate(i, article.sha256, titles) for i in shown],
        "unresolved": [u.model_dump() for u in article.unresolved],
        "chosen": chosen,
        "editable": editable,
        "session": session,
    }
    _component(key=key, data=data, on_act_change=acted)


def _candidate(incident: Incident, sha256: str, titles: Mapping[str, str]) -> dict[str, Any]:
    claims = [c for c in incident.claims if c.source is None or c.source.sha256 == sha256]
    return {
        "uid": incident.uid,
        "title": title_of(incident),
        "state": incident.state.value,
        "method": incident.method.value,
        "facts": _facts(incident),
        "claims": [_claim(c, titles) for c in claims],
    }


def _claim(claim: Claim, titles: Mapping[str, str]) -> dict[str, Any]:
    linked = str(claim.value) if claim.field == LinkKind.IN_RESPONSE_TO.value else None
    value = value_words(claim.field, claim.value)
    return {
        "field": field_words(claim.field),
        "value": titles.get(linked, linked) if linked else value,
        "to": linked if linked in titles else None,
        "start": claim.start,
        "end": claim.end,
        "by": claim.attributed_to or "",
        "rule": claim.rule or "",
        "method": claim.method.value,
        "confidence": claim.confidence,
    }


def _facts(incident: Incident) -> list[tuple[str, str, str]]:
    """Give label, value and who made it ("" where no claim says)."""
    shown = said(incident)
    shown["Date"] = ", ".join(filter(None, (shown["Date"] or "undated", shown["Date known to"])))
    where = (shown["Place"], shown["Point"] or "unmapped", shown["Place known to"])
    shown["Place"] = ", ".join(filter(None, where))
    return [(label, shown[label], _made(incident, label)) for label in _MADE_BY if shown[label] and label != "Title"]


def _made(incident: Incident, label: str) -> str:
    made = [c.method for c in incident.claims if c.field in _MADE_BY[label]]
    if made:
        return made[-1].value
    return "" if incident.method is Method.PROVIDER else incident.method.value
