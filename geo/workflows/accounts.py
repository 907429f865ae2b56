"""Two accounts of one incident side by side, field by field, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo.model import Fatalities, Role
from geo.model.normalise import fold
from geo.workflows.wording import coordinates, place_words, precision_words, span_words, time_words

if TYPE_CHECKING:
    from geo.model import Incident


class Row(NamedTuple):
    """A field and what each account says of it; "" is nothing said. ``differs``: both speak, and not alike."""

    field: str
    one: str
    other: str
    differs: bool


def side_by_side(one: Incident, other: Incident) -> list[Row]:
    """Give what two accounts say, without the fields of which neither says anything."""
    first, second = said(one), said(other)
    return [
        Row(name, first[name], second[name], differs=_differ(name, one, other, first[name], second[name]))
        for name in first
        if first[name] or second[name]
    ]


def _differ(field: str, one: Incident, other: Incident, first: str, second: str) -> bool:
    """Tell whether two accounts contradict each other; a place named with or without its province does not."""
    if not first or not second:
        return False
    if field == "Place" and one.place and other.place:
        return fold(one.place.name) != fold(other.place.name) or one.place.country != other.place.country
    if field == "Place known to" and one.place and other.place:
        return one.place.precision != other.place.precision
    return first != second


def said(incident: Incident) -> dict[str, str]:
    """Say each field that a reviewer weighs, in words."""
    place = incident.place
    return {
        "Type": incident.event_type.words,
        "Date": span_words(incident.date_start, incident.date_end) if incident.date_start else "",
        "Date known to": incident.date_precision.words if incident.date_precision else "",
        "Local time": ", ".join(time_words(incident)),
        "Place": place_words(place),
        "Point": coordinates(place),
        "Place known to": precision_words(place),
        **{_ROLES[role]: ", ".join(sorted(incident.by_role(role))) for role in Role},
        "Weapon": incident.weapon or "",
        "Killed": "" if incident.fatalities == Fatalities() else incident.fatalities.words,
        "Injured": "" if incident.injuries == Fatalities() else incident.injuries.words,
        "Title": incident.title or "",
        "Note": incident.description or "",
        "State": incident.state.value,
    }


_ROLES = {
    Role.INITIATOR: "Initiator",
    Role.TARGET: "Target",
    Role.CLAIMANT: "Claimed by",
    Role.UNSPECIFIED: "Parties",
}
