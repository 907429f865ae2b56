"""What "the group", "it", "the coalition" and "government forces" mean in a report."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.extraction.lexicon import ActorMention

if TYPE_CHECKING:
    from geo.extraction.text import Sentence
    from geo.model.values import Actor


_GROUP = re.compile(
    r"(?i)\b(?:the|that)\s+(?:militant\s+|armed\s+|jihadist\s+|extremist\s+|rebel\s+)?(?:group|movement|militia|insurgents|rebels|militants|organi[sz]ation)(?=\s+(?:has\s+|have\s+|later\s+|also\s+|then\s+)?(?:claim|took|said\s+(?:it|its|they)|fired|launched|attacked|struck))"
)


_BY_GROUP = re.compile(
    r"(?i)(?<=by\s)the\s+(?:militant\s+|armed\s+|jihadist\s+|extremist\s+|rebel\s+)?group\b(?!\s+of)"
)


def last_group(actors: list[ActorMention]) -> ActorMention | None:
    """Give the armed group that a sentence names last."""
    groups = [a for a in actors if a.kind in {"armed_group", "umbrella"}]
    return groups[-1] if groups else None


def with_group(actors: list[ActorMention], sentence: Sentence, last: ActorMention | None) -> list[ActorMention]:
    """Let "the group claimed responsibility" mean the group that was named last."""
    match = _GROUP.search(sentence.text) or _BY_GROUP.search(sentence.text)
    if match is None or last is None:
        return actors
    start = sentence.start + match.start()
    kept = [a for a in actors if not (start < a.end and a.start < start + len(match.group()))]
    return sorted(
        [*kept, replace(last, start=start, end=start + len(match.group()), text=match.group())], key=lambda a: a.start
    )


_ARMY = re.compile(
    r"\b(?:[Gg]overnment|[Rr]egime|[Aa]rmy|[Jj]unta|[Ss]ecurity|[Mm]ilitary)\s+(?:forces|troops|soldiers|personnel|jets?|warplanes?|aircraft|helicopters?|artillery|fighter\s+jets?)\b|\b[Tt]roops\s+of\s+Operation\s+\w+|\b[Tt]he\s+(?:army|air\s+force|junta)\b|\b(?:[Aa]|[Tt]he|[Aa]n)\s+(?:army|military|government|air\s+force|junta)\s+(?:plane|jet|helicopter|aircraft|drone|airstrike|air\s+strike)"
)


def with_army(actors: list[ActorMention], sentence: Sentence, home: Actor | None) -> list[ActorMention]:
    """Let "government forces" mean those of the country that the report speaks of most."""
    if home is None:
        return actors
    found = [
        ActorMention(
            sentence.start + m.start(), sentence.start + m.end(), m.group(), home.name, home.country, home.kind
        )
        for m in _ARMY.finditer(sentence.text)
    ]
    free = [f for f in found if not any(a.start < f.end and f.start < a.end for a in actors)]
    return sorted([*actors, *free], key=lambda a: a.start)


_ENEMY = re.compile(r"\b[Tt]he\s+enemy(?:'s)?\b")


def with_enemy(
    actors: list[ActorMention], sentence: Sentence, home: Actor | None, states: dict[str, Actor]
) -> list[ActorMention]:
    """Let "the enemy" of a Ukrainian report be Russia."""
    enemy = states.get("RU") if home and home.country == "UA" else None
    found = [
        ActorMention(
            sentence.start + m.start(), sentence.start + m.end(), m.group(), enemy.name, enemy.country, enemy.kind
        )
        for m in (_ENEMY.finditer(sentence.text) if enemy else ())
        if enemy
    ]
    return sorted([*actors, *found], key=lambda a: a.start)


def with_coalition(actors: list[ActorMention], text: str) -> list[ActorMention]:
    """Let "the coalition" of a report on Yemen mean the Saudi-led one."""
    if "Yemen" not in text or re.search(r"\b(?:ISIS|ISIL|Islamic State|Iraq)\b", text):
        return actors
    short = {"coalition", "coalition forces", "the coalition", "coalition warplanes", "coalition aircraft"}
    return [
        replace(a, name="Saudi-led coalition", country="SA")
        if a.kind == "coalition" and a.text.casefold() in short
        else a
        for a in actors
    ]


_PRONOUN = re.compile(
    r"^\W*(?:It|They)(?=\s+(?:has\s+|have\s+|had\s+|also\s+|then\s+|later\s+)*(?:fired|launched|struck|targeted|attacked|carried|conducted|hit|bombed|shelled|claimed|destroyed|ambushed)\b)"
)


def with_pronoun(actors: list[ActorMention], sentence: Sentence, subject: ActorMention | None) -> list[ActorMention]:
    """Let "It also fired" mean the first party of the sentence before."""
    match = _PRONOUN.search(sentence.text)
    if match is None or subject is None:
        return actors
    end = sentence.start + match.end()
    word = match.group().lstrip('" ')
    return [replace(subject, start=end - len(word), end=end, text=word, is_place_too=False), *actors]
