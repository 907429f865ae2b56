"""The one attacker of a report: named in its headline or opening, left out where it tells the single strikes."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.extraction import parties, triggers
from geo.extraction.lexicon import demonyms
from geo.extraction.text import Sentence, normalise
from geo.model.codes import Role
from geo.model.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.extraction.fits import Event
    from geo.extraction.lexicon import Lexicon
    from geo.extraction.parties import PartyClaim

OPENING: Final = 2
"""Sentences at the start of a report that say what it is about."""

RECENT_DAYS: Final = 7
_KINDS: Final = frozenset({"state_force", "coalition", "armed_group", "umbrella"})
_FROM_AFAR: Final = frozenset({"air", "shell", "drone"})
_STRIKE: Final = re.compile(
    r"(?i)\b(?:air\s?)?strikes?\b|\bair\s+raids?\b|\bbomb(?:ed|ing|ardment)\b|\bshell(?:ed|ing)\b|\bstruck\b|\blevel(?:l)?ed\b|\bflattened\b"
)
_ONLY_WORDS: Final = re.compile(
    r"(?i)\b(?:thwart|foil|intercept|shoot|shot\s+down|down(?:s|ed)\b|repel|vow|warn|condemn|blame|accuse|den(?:y|ies|ied)|respon[ds]|retaliat|after)\w*"
)
DEFENCE: Final = re.compile(r"(?i)\b(?:thwart|foil|intercept|shot\s+down|shoot\w*\s+down|downed|repel)\w*")
_DEED: Final = frozenset({"party.attacker_before_noun", "party.subject", "party.by"})
_UNCLAIMED: Final = re.compile(
    r"(?i)\bno\s+(?:\w+\s+)?(?:group|one|organi[sz]ation|party|claim)\b[^.]{0,40}\b(?:claim|responsib)|\b(?:nobody|none)\s+(?:has\s+|have\s+)?(?:\w+\s+)?claimed|\b(?:not|un)\s?(?:immediately\s+)?clear\s+who|\bunidentified\b|\bunknown\s+(?:gunm[ae]n|assailants|attackers|aircraft|warplanes|drones?)|\bdid\s+not\s+claim"
)


@dataclass(frozen=True, slots=True)
class Attacker:
    """A party of the lexicon whom the headline or the opening makes the attacker."""

    name: str
    country: str | None
    kind: str | None


def attacker_of(title: str | None, opening: Iterable[PartyClaim], lexicon: Lexicon, text: str) -> Attacker | None:
    """Give the only attacker of the headline, else of the opening; None for several, and where nobody claims or knows."""
    if _UNCLAIMED.search(text):
        return None
    for claims in (_in_headline(title, lexicon), opening):
        found = {c.mention.name: c.mention for c in claims if c.rule in _DEED and _is_attacker(c)}
        if found:
            one = next(iter(found.values()))
            return Attacker(one.name, one.country, one.kind) if len(found) == 1 else None
    return None


def _is_attacker(claim: PartyClaim) -> bool:
    return claim.role is Role.INITIATOR and not claim.mention.is_generic and claim.mention.kind in _KINDS


def _in_headline(title: str | None, lexicon: Lexicon) -> list[PartyClaim]:
    if not title or _ONLY_WORDS.search(title):
        return []
    words = normalise(title)
    actors = lexicon.find(Sentence(0, len(words), words, 0, 0))
    return [
        claim
        for trigger in triggers.find(words)
        if trigger.status != "negated"
        for claim in parties.roles(words, 0, actors, trigger, (0, len(words)), incoming=trigger.family == "intercept")
    ]


def could_be(attacker: Attacker, event: Event, country: str | None) -> bool:
    """Say whether an incident without an attacker can be this one's: a strike from afar, in another country.

    ``country`` is the one that the report speaks of most; a state strikes its own only where that is its own.
    """
    here = event.place.country if event.place else None
    speaks = {fold(w) for m in event.all if m.speaker for w in m.speaker.text.split()}
    if any(demonyms().get(w) == attacker.country for w in speaks) or event.names(Role.TARGET) & {attacker.name}:
        return False
    if here == attacker.country and attacker.kind != "armed_group":
        return event.weapon_groups == {"air"} and country == here
    is_strike = any(_STRIKE.search(m.words) for m in event.all)
    return bool(event.weapon_groups & _FROM_AFAR) or (is_strike and not event.weapon_groups)
