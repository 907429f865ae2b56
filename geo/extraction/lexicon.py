"""Who: names of actors with their aliases, found in text without taking a part of a longer name."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from geo.extraction.actor_words import FORCES, GENERIC, PLACES_TOO, is_part_of_longer, is_plain
from geo.extraction.gazetteer import table
from geo.model.countries import country_code
from geo.model.normalise import fold
from geo.model.values import Actor, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.extraction.text import Sentence


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A party's name in the text; ``is_generic`` for words such as "gunmen" that name nobody."""

    start: int
    end: int
    text: str
    name: str
    country: str | None = None
    kind: str | None = None
    is_generic: bool = False
    is_place_too: bool = False
    is_territory: bool = False


@dataclass
class Lexicon:
    """Actors by alias; those of the project take precedence over the built-in list."""

    actors: tuple[Actor, ...] = ()

    @classmethod
    def of(cls, actors: Iterable[Actor] = ()) -> Lexicon:
        """Make a lexicon that also knows these actors of the project."""
        return cls(tuple(actors))

    @cached_property
    def merged(self) -> list[Actor]:
        """The built-in actors under the project's names where it knows them, then those it alone knows."""
        known = {fold(name) for actor in built_in() for name in (actor.name, *actor.aliases)}
        own = [_usable(actor, known) for actor in self.actors]
        used: set[str] = set()
        found: list[Actor] = []
        for actor in built_in():
            names = {fold(n) for n in (actor.name, *actor.aliases)}
            same = next((o for o in own if names & {fold(n) for n in (o.name, *o.aliases)}), None)
            if same is None:
                found.append(actor)
                continue
            used.add(same.name)
            aliases = (actor.name, *actor.aliases, *same.aliases)
            found.append(actor.model_copy(update={"name": same.name, "id": same.id, "aliases": aliases}))
        return [*found, *(o for o in own if o.name not in used)]

    @cached_property
    def by_alias(self) -> dict[str, Actor]:
        """All actors by folded alias."""
        return {fold(name): a for a in reversed(self.merged) for name in (a.name, *a.aliases)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = {name for actor in self.merged for name in (actor.name, *actor.aliases)}
        names |= {f"Al{name[2:]}" for name in names if name.startswith(("al-", "al "))}
        names |= {f"al{name[2:]}" for name in names if name.startswith(("Al-", "Al "))}
        spelt = sorted(names, key=lambda n: (-len(n), n))
        parts = [re.escape(n.replace("\u2019", "'")).replace(r"\ ", r"\s+").replace(r"\-", r"[-\s]") for n in spelt]
        return re.compile(
            rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])(?!-(?:led|run|backed|held|controlled|made|occupied|linked|aligned|brokered|style))"
        )

    @cached_property
    def _territory(self) -> re.Pattern[str]:
        names = sorted((n for n in self.by_alias if " " not in n), key=lambda n: (-len(n), n))
        return re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?=-(?:controlled|held|ruled)\b)", re.IGNORECASE
        )

    def find(self, sentence: Sentence) -> list[ActorMention]:
        """Give the parties that a sentence names, with spans in characters of the whole text."""
        found = [m for match in self._pattern.finditer(sentence.text) if (m := self._named(sentence, match))]
        taken = [(m.start - sentence.start, m.end - sentence.start) for m in found]
        found += self._forces(sentence, taken)
        found += [
            ActorMention(
                sentence.start + m.start(),
                sentence.start + m.end(),
                m.group(),
                actor.name,
                actor.country,
                actor.kind,
                is_territory=True,
            )
            for m in self._territory.finditer(sentence.text)
            if (actor := self.by_alias.get(fold(m.group())))
        ]
        taken = [(m.start - sentence.start, m.end - sentence.start) for m in found]
        for match in re.finditer(rf"(?<![\w-]){GENERIC}(?![\w-])", sentence.text):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                start = sentence.start + match.start()
                found.append(
                    ActorMention(
                        start, start + len(match.group()), match.group(), match.group().casefold(), is_generic=True
                    )
                )
        return _without_owners(sorted(found, key=lambda m: m.start), sentence)

    @cached_property
    def states(self) -> dict[str, Actor]:
        """The state actor of each country that has one."""
        return {a.country: a for a in self.merged if a.kind == "state_force" and a.country}

    @cached_property
    def _demonyms(self) -> tuple[re.Pattern[str], dict[str, str]]:
        words = {word: row["country"] for row in table("demonyms.csv") for word in row["words"].split("|")}
        usable = {
            w: c
            for w, c in words.items()
            if c in self.states and w not in {"Houthi", "Houthis", "Taliban", "Gazan", "Gazans"}
        }
        parts = "|".join(re.escape(w) for w in sorted(usable, key=lambda w: (-len(w), w)))
        return re.compile(
            rf"(?<![\w-])(?P<who>{parts})\s+(?:(?:and|,)\s+(?P<also>{parts}|coalition|allied|Iraqi)\s+)?{FORCES}(?![\w-])"
        ), usable

    @cached_property
    def _adjectives(self) -> re.Pattern[str]:
        parts = "|".join(re.escape(w) for w in sorted(self._demonyms[1], key=lambda w: (-len(w), w)))
        return re.compile(
            rf"(?<![\w-])(?P<who>{parts})(?:\s+and\s+(?P<also>{parts}))?(?=\s+(?:(?!and\b|in\b|on\b|of\b|by\b)[a-z-]+\s+){{0,3}}(?:air\s?-?strikes?|strikes?|shelling|attacks?|raids?|bombardments?|bombings?|barrages?|artillery|missile|drone|assault|aggression|incursion|shells?)\b)"
        )

    def _forces(self, sentence: Sentence, taken: list[tuple[int, int]]) -> list[ActorMention]:
        pattern, words = self._demonyms
        found = []
        for match in [*pattern.finditer(sentence.text), *self._adjectives.finditer(sentence.text)]:
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            for group in ("who", "also"):
                if match.groupdict().get(group) in words:
                    actor = self.states[words[match[group]]]
                    start, end = (
                        sentence.start + match.start(group),
                        sentence.start
                        + (match.end() if group == "also" or not match.groupdict().get("also") else match.end("who")),
                    )
                    found.append(
                        ActorMention(
                            start,
                            end,
                            sentence.text[start - sentence.start : end - sentence.start],
                            actor.name,
                            actor.country,
                            actor.kind,
                        )
                    )
        return found

    def _named(self, sentence: Sentence, match: re.Match[str]) -> ActorMention | None:
        text, name = sentence.text, " ".join(match.group().split())
        actor = self.by_alias.get(fold(name))
        if actor is None or (not name[:1].isupper() and not is_plain(name)):
            return None
        if name == "coalition" and (
            not (
                re.search(r"(?i)\b(?:the|led|international|U\.?S\.?|and)\s+$", text[: match.start()])
                or re.match(r"\s+(?:air\s?-?strikes?|strikes?|forces|aircraft|raids?)\b", text[match.end() :])
            )
            or re.match(r"\s+of\b", text[match.end() :])
        ):
            return None
        if name == "Coalition" and re.search(r"[A-Z][\w-]+\s+$", text[: match.start()].removesuffix("The ")):
            return None
        if is_part_of_longer(text, match):
            return None
        start = sentence.start + match.start()
        return ActorMention(
            start,
            start + len(match.group()),
            match.group(),
            actor.name,
            actor.country,
            actor.kind,
            is_place_too=fold(name) in PLACES_TOO or country_code(name) is not None,
        )


def _without_owners(found: list[ActorMention], sentence: Sentence) -> list[ActorMention]:
    """Drop a country that only says whose party follows: "Sudan's paramilitary Rapid Support Forces"."""
    kept: list[ActorMention] = []
    for mention, following in itertools.zip_longest(found, found[1:]):
        between = sentence.text[mention.end - sentence.start : following.start - sentence.start] if following else ""
        owns = mention.is_place_too and re.fullmatch(r"'s?\s+(?:[\w-]+\s+){0,2}", between)
        if not owns or (following and following.is_generic):
            kept.append(mention)
    return kept


def _usable(actor: Actor, known: set[str]) -> Actor:
    """Give an actor of the project without aliases that are bare names or codes of countries."""
    kind = (actor.kind or "").casefold().replace(" ", "_")
    aliases = tuple(a for a in actor.aliases if country_code(a) is None or (len(a) > 3 and fold(a) in known))
    return actor.model_copy(update={"aliases": aliases, "kind": {"state": "state_force"}.get(kind, kind)})


@cache
def demonyms() -> dict[str, str]:
    """Give country codes by folded demonym."""
    return {fold(word): row["country"] for row in table("demonyms.csv") for word in row["words"].split("|")}


@cache
def built_in() -> tuple[Actor, ...]:
    """Give the actors of the list that ships with the program."""
    return tuple(
        Actor(
            name=row["name"],
            kind=row["kind"],
            country=row["country"] or None,
            aliases=tuple(row["aliases"].split("|")) if row["aliases"] else (),
            relations=(Relation(part_of=row["part_of"]),) if row["part_of"] else (),
        )
        for row in table("actors.csv")
    )
