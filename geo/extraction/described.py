"""Targets in the report's own words: what was hit, who was named as killed, what kind of people were harmed."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from geo.extraction.lexicon import demonyms
from geo.model.countries import country_code
from geo.model.normalise import fold

if TYPE_CHECKING:
    from geo.extraction.fits import Event

_SITE: Final = (
    r"bases?|airbase|airports?|airfield|embassy|consulate|hospitals?|clinic|markets?|(?:super)?store|shops?|caf\u00e9|cafe|concert\s+hall|theat(?:er|re)|mall|shopping\s+cent(?:er|re)|shrine|temple|boats?|ferry|barge|helicopters?"
    r"|(?:apartment|residential|tower|office)\s+(?:blocks?|areas?|buildings?)|municipality|terminal|town|city|gathering|rally|procession|queue|wake|ceremony|motorcade|ambulances?|offices?|complex|compound|schools?|mosques?|church(?:es)?|university|refinery|(?:oil|fuel|ammunition|arms|weapons)\s+depots?|depots?|warehouses?"
    r"|convoys?|patrols?|checkpoints?|outposts?|posts?|headquarters|facility|facilities|camps?|houses?|homes?|dwellings?|buildings?|vehicles?|bus(?:es)?|cars?|(?:fuel\s+)?trucks?|tankers?|trains?|bridges?|dam|(?:power|desalination|water|nuclear|enrichment|gas|cement)\s+(?:plants?|station|grid)|plants?|ports?|ships?|vessels?|carrier|freighter|wedding|funeral|villages?|settlements?|sites?"
    r"|(?:oil|gas)\s?fields?|pipelines?|storage\s+tanks?|playground|tents?|positions?|infrastructure|prison|hotels?|restaurants?|shelters?|kindergarten|substation|towers?|radars?|runway|park|minibus(?:es)?|(?:railway|train|bus|police|power|gas|petrol)\s+stations?|stations?|cent(?:er|re)s?|academy|stadium|bakery|mine|plantation|farms?|factory|barracks|parliament|ministry|courthouse|monastery|pagoda|courts?|banks?|neighbou?rhoods?|districts?|communities|planes?|aircraft|jets?|studio|salon|nightclub|bar|beach|pier|cemetery"
)
_PEOPLE: Final = r"villagers|civilians|residents|worshippers|protesters|demonstrators|pilgrims|mourners|shoppers|tourists|journalists|soldiers|troops|policemen|police|workers|passengers|commuters|fishermen|farmers|students|pupils|displaced\s+people|aid\s+workers|guards|crowds?|celebrants|diners"
_DET: Final = r"(?:(?:an?|the|several|multiple|two|three|four|five|six|one|its|their|his|her|both|\d+|dozens\s+of|a\s+number\s+of)\s+)"
_FILL: Final = r"(?:(?!in\b|near\b|on\b|at\b|and\b|by\b|with\b|of\b|that\b|which\b|who\b|was\b|were\b|after\b|when\b|from\b|to\b|for\b|said\b|as\b)[\w.'/-]+\s+){0,5}?"
_HITS: Final = (
    r"hit|hits|struck|strikes|targeted|targeting|targets|attacked|attacking|bombed|bombing|shelled|shelling|against|on(?!\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|at(?!\s+least)|in(?=\s+an?\s)|towards?|raided|overran|destroyed|destroying|damaged|damaging|into|striking|hitting|impacted|inside|outside|ambushed|ambushing|stormed|storming"
    r"|(?:ripped|tore|swept|rampaged)\s+through|level(?:l)?ed|flattened|blew\s+up|blowing\s+up|rammed|torched|torching|burned|burnt|pounded|pounding|set\s+fire\s+to|set\s+ablaze|invaded|invading|sank|hijacked|seized|demolished|engulfed|besieged|looted|sprayed|surrounded|of(?=\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}(?:bus|convoy|checkpoint|base|camp|police\s+station|market|school|hospital|hotel|mosque|church)\b)"
)
_OBJECT: Final = re.compile(rf"(?i)\b(?:{_HITS})\s+(?P<np>{_DET}?{_FILL}(?:{_SITE}|{_PEOPLE}))\b(?!-)")
_STRUCK: Final = r"(?:hit|struck|targeted|bombed|attacked|shelled|damaged|destroyed|torched|ambushed|raided|stormed|level(?:l)?ed|flattened|blown\s+up|set\s+(?:ablaze|on\s+fire|alight)|burn(?:t|ed)|seized|hijacked|looted|overrun|demolished|gutted)"
_SUBJECT: Final = re.compile(
    rf"(?i)(?:\b|(?<=\s))(?P<np>{_DET}?{_FILL}(?:{_SITE}))(?:\s+(?:in|near|of|at|inside|belonging\s+to|used\s+by)\s+[^,.;]{{2,60}}?|,[^,.;]{{0,90}},)?\s+(?:(?:was|were|is|are|has\s+been|have\s+been|had\s+been|being)\s+(?:[\w-]+\s+){{0,2}}?{_STRUCK}|came\s+under|took\s+(?:an?\s+)?(?:direct\s+)?hits?|caught\s+fire|went\s+up\s+in\s+flames)\b"
)
_NAME: Final = r"(?:[A-Z][\w'-]+|al-[A-Z][\w'-]+)(?:\s+(?:bin|ibn|abu|al|el|de|von|van|(?:al|el|ul|as|ad)-[A-Z][\w'-]+|[A-Z][\w'-]+)){1,4}"
_TITLE: Final = (
    r"(?:(?:an?|the|its|their|his|top|senior|former|prominent|late|influential|leading|wanted|deputy|military|political|local|regional|provincial|tribal|Kurdish|opposition|party|rebel|militia|militant|nuclear|army|police|security|intelligence|field|chief|head|leader|commander|general|minister|mayor|governor|activist|journalist|reporter|politician|lawmaker|scientist|cleric|preacher|official|spokesman|officer|member|mastermind|financier"
    r"|[a-z]+-[a-z]+|[A-Z][\w-]+'s?|[A-Z][\w-]+ese|[A-Z][\w-]+(?:ian|i)|Quds|Force|Hezbollah|Hamas|ISIS|IS|Daesh|al-Qaeda|Al-Qaeda|Taliban|Gen\.|Brig\.|Maj\.|Col\.|Lt\.|General|Major|Brigadier|Colonel|Commander|Sheikh|Mullah|Dr\.?|Minister|Mayor|Governor)\s+){0,9}(?:(?:of|to|for)\s+[^,.;]{2,50},\s+)?"
)
_KILLED_NAME: Final = re.compile(
    rf"\b(?:killed|killing|kills|assassinated|assassinating|eliminated|eliminating|targeted|targeting|martyred)\s+{_TITLE}(?P<np>{_NAME})"
)
_NAME_KILLED: Final = re.compile(
    rf"(?P<np>{_NAME})(?:,\s+[^.;]{{2,90}}?,|\s+\([^)]{{0,40}}\))?,?\s+(?:was|were|had\s+been|has\s+been|who\s+was)\s+(?:also\s+|later\s+)?(?:killed|assassinated|shot\s+dead|gunned\s+down|eliminated|martyred|slain)\b"
)
_NO_NAME: Final = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:January|February|March|April|June|July|August|September|October|November|December|Province|District|Street|Camp|City|Town|Village|Base|Airport|Hospital|School|University|Mosque|Hotel|Strip|Ministry|Observatory|Army|Forces?|Guards?|Corps|Front|State|Group|Movement|Party|Coalition|Brigades?|Council|Command|Nations|East|West|North|South|Defen[cs]e|Police|Union|Region|Red|Civil|Operation|Island|Sea|River|Highway|Gulf)\b"
)
_HARMED: Final = re.compile(
    r"\b(?:civilians|soldiers?|troops|villagers|residents|worshipp?ers|pilgrims|protesters|demonstrators|tourists|students|pupils|children|schoolchildren|police(?:\s?officers?|m[ae]n)?|officers|peacekeepers|aid\s+workers|journalists?|migrants|refugees|farmers|fishermen|miners|(?:[a-z]+\s+)?workers|engineers|passengers|prisoners|guards?|sailors|seafarers|crew|marines|medics|doctors|Palestinians?|Israelis?|Iraqis?|Syrians?|Ukrainians?|Iranians?|Christians|Shiites|Shi'ites|Hazaras|Yazidis|tribesmen|shoppers|diners|mourners|militants|fighters|commanders?|personnel|jawans|settlers|contractors?|service\s?members|servicem[ae]n|citizens?|brothers)\b"
)


_ANYONE: Final = re.compile(r"\b(?:people|persons|members|women|men|(?:wo)?man|child)\b")


class Described(NamedTuple):
    """A target in words of the text; ``start`` counts characters of the whole text."""

    words: str
    start: int
    end: int
    rule: str
    order: int


def persons_hit(event: Event) -> list[Described]:
    """Give the persons whom the report names as killed or aimed at."""
    found: list[Described] = []
    for mention in event.all:
        for pattern in (_KILLED_NAME, _NAME_KILLED):
            for match in pattern.finditer(mention.words):
                name = match["np"]
                if _is_person(name) and not any(name == f.words for f in found):
                    at = mention.start + match.start("np")
                    found.append(Described(name, at, at + len(name), "party.person", mention.order))
    return found[:1]


def _is_person(name: str) -> bool:
    parts = [fold(p) for p in name.split()]
    return not (_NO_NAME.search(name) or country_code(name) or name.isupper() or any(p in demonyms() for p in parts))


def site_hit(event: Event) -> Described | None:
    """Give the site or the people that the words say was hit; None where they describe none."""
    for mention in sorted(event.all, key=lambda m: m.status != "actual"):
        match = _SUBJECT.search(mention.words) or _OBJECT.search(mention.words)
        if match:
            at = mention.start + match.start("np")
            words = re.sub(r"(?i)^(?:an?|the|its|their|his|her)\s+", "", match["np"])
            return Described(
                words, at + len(match["np"]) - len(words), at + len(match["np"]), "party.described", mention.order
            )
    return None


def people_harmed(event: Event, text: str) -> Described | None:
    """Give the kind of people whom a toll of the event counts, a narrow word before "people"; None where it says none."""
    for pattern in (_HARMED, _ANYONE):
        for mention in event.all:
            for toll in mention.tolls:
                start = mention.sentence.start + toll.start
                harmed = pattern.search(text[start : start + 120]) if toll.count.low else None
                if harmed and harmed.start() < len(toll.text) + 40:
                    at = start + harmed.start()
                    return Described(harmed.group(), at, at + len(harmed.group()), "party.harmed", mention.order)
    return None
