"""What was done: the words that report an incident, and those that only seem to."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geo.model.event_types import EventType

_WEAPON = r"(?:[\w-]+\s+){0,5}?(?:missiles?|rockets?|drones?|UAVs?|UASs?|USVs?|UUVs?|projectiles?|shells?|mortars?|munitions?|strikes?|airstrikes?|attacks?|raids?|assaults?|bombs?|barrages?|salvos?|volleys?|ambush|aggression|offensive|aircraft|bombardments?|shots|rounds|explosives|grenades?|ordnance|IEDs?)"
_ATTACK = (
    r"(?<!heart )(?<!panic )(?<!cyber )(?<!verbal )(?<!went on )(?<!hunger )(?<!general )(?<!labor )(?<!rail )(?:air\s?-?strikes?|strikes?(?!\s+(?:group|capabilit|package|force|fighter|aircraft|team|by workers))|attacks?(?!\s+(?:drones?|UAVs?|UASs?|unmanned|helicopters?|aircraft|aerial|capabilit|boats?|submarine))"
    r"|air\s+raids?(?!\s+(?:alert|siren|warning|alarm|shelter))|(?<!air )raids?|bombings?|bombardments?|shelling|ambush(?:es)?|assaults?|barrages?|salvos?|massacres?|assassinations?|shootings?|stabbings?|killings?|firefights?|gun\s?battles?|shootouts?|explosions?|blasts?|clashes|detonations?|beheadings?|incursions?|(?<=[a-z]i )aggression(?=\s+(?:that|which|on|against|targeting|targeted|at)\b)|skirmish(?:es)?|fighting(?=\s+(?:between|in|near|around|at|erupted|broke|raged))|(?<=[Tt]he\s)violence|suicide\s+bombings?|(?:rocket|artillery|mortar|missile|sniper)\s+fire)"
)

STRONG: Final = re.compile(
    rf"""(?ix)\b(?P<verb>
      struck(?!\s+(?:a\s+(?:deal|chord|note|balance|agreement)))|hit(?:s|ting)?(?!\s+(?:by\s+(?:sanctions|famine|drought|the\s+crisis)|back|list))|striking(?!\s+(?:a\s+deal|similar))
    | found\s+(?:dead|beheaded|shot|decapitated|hanged|with\s+(?:their|his|her)\s+throats?)|lynched|burn(?:t|ed)\s+(?:down|alive)|crossfire|came\s+under\s+(?:heavy\s+)?(?:gun|rocket|artillery|mortar|missile|drone)\s+fire|rocked(?=\s+(?:the|by|[A-Z]))|ripped\s+through|tore\s+through|swooped\s+on|descended\s+on|targeted(?!\s+(?:strike|killing|attack|assassination|sanction|operation))|targets(?=\s+(?:[A-Z]|a\b|the\b|an\b|US\b))|targeting|attacked|attacking|bombed|bombing(?=\s+(?:the|a|an|[A-Z]))|bombarded|bombarding|shelled|shelling(?=\s+(?:the|a|an|[A-Z]))|pounded|strafed
    | (?:fired|launched|launching|firing|fires|launches|dropped|dropping|sent|hurled|lobbed|unleashed|conducted|conducting|carried\s+out|carrying\s+out|carry\s+out(?=\s+an?\s+(?:air|drone))|staged|mounted|executed|waged|undertook|delivered)\s+(?:(?:an?|the|its|their|another|additional|more\s+than|at\s+least|about|some|several|multiple|two|three|four|five|six|\d+|dozens\s+of|approximately|a\s+(?:series|number|barrage|wave|volley|salvo)\s+of)\s+)*{_WEAPON}
    | fired\s+(?:at|on|upon|into|from|toward)|opened\s+fire|opening\s+fire|shot\s+(?:at|dead|and\s+killed|and\s+wounded|(?:him|her|them|[a-z]+)\s+dead|to\s+death)|machine-gunned|shooting\s+dead|gunned\s+down|ambushed|raided|stormed|clashed|battled|fought\s+off|engaged(?=\s+(?:and|in\s+(?:a\s+)?(?:fire|gun|clash)|two|three|four|five|six|\d|a\b|an\b|the\b))
    | exploded|detonated(?!\s+in\s+the\s+hands)|blew\s+(?:up|himself|herself)|went\s+off|blown\s+up|crashed\s+into|slammed\s+into|rammed|landed(?=\s+(?:in|near|on|at|inside|outside|within))|fell(?=\s+(?:in|near|on|at|inside|outside|within)\b)|impacted
    | assassinated|beheaded|massacred|abducted|kidnapped|stabbed|torched|looted|overran|hijacked|(?:was|were)\s+seized|seized(?=\s+(?:an?|the)\s+[\w\s-]{{0,25}}(?:ship|vessel|tanker|town|city|village|base|camp))|slaughtered|executed(?=\s+(?:at\s+least\s+|more\s+than\s+)?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|dozens|several|civilians|prisoners|captured|people))|mowed\s+down|hacked\s+(?:to\s+death|\d)|overpowered|burst\s+into|rained\s+down|hammered(?=\s+(?:the|[A-Z]))|hurling|hurled|sprayed(?=\s)|peppered|blasted|captured(?=\s+(?:the\s+)?(?:town|city|village|base|area|[A-Z]))|recaptured|retook
    | (?:were|was|been|have|has|had|came|be|being)\s+(?:fired|launched)|came\s+under\s+(?:\w+\s+)?(?:fire|attack|shelling|bombardment)
    | launched(?=\s+(?:at|against|from|toward|towards|by|into|over|in)\b)
    | (?:claimed|claiming|claims|took|taken)\s+(?:the\s+)?responsibility\s+for
    )\b"""
    # ruff: noqa: E501 - a pattern is kept whole
)
INTERCEPT: Final = re.compile(
    r"(?i)\b(?:intercept(?:ed|s|ing|ion)|shot\s+down|shoot(?:s|ing)?\s+(?:it\s+|them\s+|one\s+)?down|shot\s+(?:it|them|one|both)\s+down|downed(?!\s+(?:drones?|aircraft|tree|power))|thwarted|foiled|repelled|neutrali[sz]ed(?=\s+(?:[\w-]+\s+){0,3}(?:drones?|missiles?|rockets?|UAVs?|threats?|attacks?))|brought\s+down|shootdown)\b"
)
DESTROY: Final = re.compile(
    r"(?i)\b(?:destroyed|destroying|demolished|sank|sunk|damaged|damaging|set\s+(?:fire|ablaze)|eliminated|took\s+out)\b"
)
NOUN: Final = re.compile(rf"(?i)\b(?P<noun>{_ATTACK})\b")
HARM: Final = re.compile(
    r"(?i)\b(?:killed|killing|kills|wounded|wounding|injured|injuring|died|dead|dies|deaths?|slain|martyred|casualt\w+|hurt|lives|martyrdom|neutrali[sz]ed|sent\s+to\s+hell)\b"
)

_HYPOTHETICAL: Final = re.compile(
    r"(?i)(?:\b(?:would|could|may|might|should|can|cannot|will|won't|if|unless|whether|threat(?:en(?:ed|ing|s)?|s)?|vow(?:ed|s|ing)?|warn(?:ed|s|ing)?|plan(?:ned|s|ning)?|prepar(?:ed?|ing|es)|prevent(?:ed|ing)?|deter(?:red|ring)?|risk(?:s|ed)?|fear(?:s|ed)?|capab\w+|ability|able|ready|intend(?:ed|s)?|intent|aim(?:ed|ing|s)?|seek(?:ing|s)?|possib\w+|potential|future|imminent|impending|promise[ds]?|pledge[ds]?|calls?\s+for|called\s+for|urge[ds]?|authori[sz]ed|order(?:ed|s)?|stop|halt|end|cease|refrain|capabilit\w+|drills?|exercises?|simulat\w+)\b[^,;.]{0,45}|\b(?:used|able|continue[sd]?|trying|order|designed|helped|meant|going|likely|enough|defend|attempt|attempts|plot(?:ted|s|ting)?)\s+(?:\w+\s+)?to\s+(?:\w+\s+)?|(?<!attempted )(?<!tried )\bto\s+(?:\w+ly\s+)?)$"
)
_WOULD: Final = re.compile(
    r"(?i)^(?:(?!\b(?:that|which|who|killed|wounded|said)\b)[^,;.]){0,60}\b(?:would|could|might|will|may)\b"
)
_DONE: Final = re.compile(r"(?i)\b(?:carried|conducted|launched|hit|struck|did|ordered\s+and)\b[^,;.]{0,30}$")
_DOTS: Final = re.compile(r"(?<=\b[A-Z])\.")
_MEANS: Final = re.compile(
    r"(?i)(?<!be )\b(?:used|fired|launched|deployed|sent|dispatched|using|scrambled)\s+(?:[\w,-]+\s+){1,8}to\s+$"
)
_NEGATED: Final = re.compile(
    r"(?i)\b(?:no|not|never|n't|without|denied|denies|denying|neither|nor|false|hoax|rather\s+than|instead\s+of|failed\s+to|stopped\s+short\s+of|unable\s+to|lack\s+of|ruled\s+out|dismissed|reject(?:ed|ing)|fake|claims?\s+of|accusations?\s+of|allegations?\s+of|alleged\s+plot|plot)\b(?!\s+only)[^,;.]{0,30}$"
)
_AGGREGATE_BEFORE: Final = re.compile(
    r"(?ix)(?:\b(?:series|spate|string|wave|scores|hundreds|dozens|number|campaign|surge|increase|uptick|flurry|round|rounds|pattern|rash|slew|frequency|escalation|total|most|many|some|several|repeated|recent|ongoing|continued|continuing|regular|frequent|near-daily|daily|almost\ daily|previous|past|prior|earlier|similar|further|such|any|all|more|other|sporadic|constant|periodic|numerous|persistent|cross-border|tit-for-tat|retaliatory|escalatory|attacks\ and)\s+(?:of\s+)?(?:[\w.'-]+\s+){0,4})$"
)
_COUNTED: Final = re.compile(
    r"(?i)\b(?:more than |at least |nearly |about |over |around |some |roughly |almost )?(?P<n>\d[\d,]*|dozens of|scores of|hundreds of|\w+)\s+(?:[\w.'-]+\s+){0,3}$"
)
_DEFINITE: Final = re.compile(
    r"(?i)\b(?:the|this|that|these|those|both|its|their|his|latest|each|initial|deadly|same|such|(?:mon|tues|wednes|thurs|fri|satur|sun)day's|yesterday's|last\s+night's|today's)\s+(?:(?!in\b|of\b|on\b|by\b|at\b|for\b|and\b)[\w.'-]+\s+){0,4}$"
)
_STATEMENT: Final = re.compile(
    r"(?i)\b(?:condemn\w*|denounc\w*|criticis\w*|criticiz\w*|protest(?:ed|ing)?|investigat\w*|respond(?:ed|ing)?\s+to|reaction\s+to|comment(?:ed|ing)?\s+on|described?|calls?|called|discuss\w*|mourn\w*|details?\s+of|footage\s+of|video\s+of|images?\s+of|aftermath\s+of|news\s+of|reports?\s+of|anniversary\s+of|victims?\s+of|responsib\w+\s+for|blam\w+|behind|following|after|since|amid|despite|due\s+to|because\s+of|result\s+of|in\s+response\s+to|retaliat\w+\s+for|before|during|in|from|of|to|for)\s+(?:[\w.'-]+\s+){0,4}$"
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word that reports an incident. ``status`` is actual, reference, aggregate, hypothetical or negated.

    ``family`` is strong, intercept, destroy, noun or harm.
    """

    start: int
    end: int
    text: str
    family: str
    status: str


def find(text: str) -> list[Trigger]:
    """Give the triggers of a normalised sentence, in order, spans in the sentence."""
    found: list[Trigger] = []
    for family, pattern in (
        ("strong", STRONG),
        ("intercept", INTERCEPT),
        ("destroy", DESTROY),
        ("noun", NOUN),
        ("harm", HARM),
    ):
        for match in pattern.finditer(text):
            if any(t.start < match.end() and match.start() < t.end for t in found):
                continue
            found.append(Trigger(*match.span(), match.group(), family, _status(text, match, family)))
    return sorted(found, key=lambda t: t.start)


def _status(text: str, match: re.Match[str], family: str) -> str:
    before = text[max(0, match.start() - 90) : match.start()]
    clause = re.split(
        r"[;:]|,\s+(?=(?:and|but|while|which|who)\b)|\b(?:and|but)\s+(?=(?:accused|blamed|said|claimed)\b)", before
    )[-1]
    if _NEGATED.search(_DOTS.sub("", clause)) and family != "harm":
        return "negated"
    if family == "harm":
        return "actual"
    if _HYPOTHETICAL.search(clause) and not _DONE.search(clause) and not _MEANS.search(clause):
        return "hypothetical"
    if family == "noun" and _WOULD.match(text[match.end() :]) and not _DEFINITE.search(clause):
        return "hypothetical"
    if family == "noun":
        return _noun_status(text, match, clause)
    return "actual"


def _noun_status(text: str, match: re.Match[str], clause: str) -> str:  # noqa: PLR0911
    is_plural = match.group().casefold().endswith("s") and not match.group().casefold().endswith("ss")
    counted = _COUNTED.search(clause)
    if (
        is_plural
        and counted
        and re.match(r"(?i)[\d,]{2,}|dozens|scores|hundreds", counted["n"])
        and not re.match(r"1\d$|\d$", counted["n"])
    ):
        return "aggregate"
    if re.search(r"(?i)\banniversary\s+of\s+(?:[\w.'-]+\s+){0,6}$", clause) or re.match(
        r"(?i)\s+(?:details|assessment|package|options)\b", text[match.end() :]
    ):
        return "aggregate"
    if re.search(r"(?i)\bsince\s+(?:the\s+)?(?:[\w-]+\s+){0,2}$", clause) and re.search(
        r"(?i)killed|died|displaced|wounded", text[: match.start()]
    ):
        return "aggregate"
    if is_plural and _AGGREGATE_BEFORE.search(clause):
        return "aggregate"
    if _DEFINITE.search(clause):
        return "reference"
    if (
        is_plural
        and re.search(r"(?i)\b(?:of|against|from|to|for|after|by)\s+(?:[\w-]+\s+){0,2}$", clause)
        and not counted
    ):
        return "generic"
    return "actual"


_TYPES: Final = (
    (r"chemical (?:weapon|attack|agent|strike)|chlorine (?:gas|attack|bomb)|sarin|nerve agent|mustard gas", EventType.CHEMICAL_WEAPON),
    (r"suicide (?:bomb|attack|vest|car)|blew (?:himself|herself)|suicide bomber", EventType.SUICIDE_ATTACK),
    (r"abduct|kidnap|hostage", EventType.ABDUCTION),
    (r"\bIEDs?\b|improvised explosive|roadside bomb|car bomb|truck bomb|landmine|\bmines?\b|bomb blast|vehicle-borne|motorcycle bomb|explosive device|sticky bomb|bomb (?:exploded|went off|attack|planted)|grenade", EventType.EXPLOSIVE_DEVICE),
    (r"\b(?:dawn|ground|army|military|security|arrest|commando|police|helicopter|special operations|unilateral) raid|helicopter raid|during a raid|raided|clash|firefight|gun ?battle|shootout|ambush|fighting (?:between|broke|erupted)|heavy fighting|stormed|overran|ground (?:assault|operation|raid)|incursion|battled", EventType.ARMED_CLASH),
)  # fmt: skip


_SHELLS: Final = frozenset(
    {"ballistic missile", "missile", "rocket", "artillery", "mortar", "cruise missile", "tank fire"}
    | {"anti-ship missile", "anti-tank missile"}
)
_SHOT: Final = re.compile(r"(?i)shot|gunned|opened fire|stabb|massacre|assassinat|behead|gunm[ae]n")
_CIVILIAN: Final = re.compile(r"(?i)civilian|villager|protester|worshipp|journalist|people|resident|farmer")
_LATER: Final = (
    (re.compile(r"(?i)\b(?:precision|defensive|retaliatory|air)\s?-?strikes?\b"), EventType.AIR_OR_DRONE_STRIKE),
    (re.compile(r"(?i)explosion|exploded|blast|detonat"), EventType.EXPLOSIVE_DEVICE),
)


def event_type(words: str, *, family: str, weapons: frozenset[str], by_state: bool) -> EventType:
    """Choose the type from the words of the clause, the weapons used and whether a state with aircraft acts."""
    if weapons == {"airstrike"} and family != "intercept" and not re.search(r"(?i)ambush|suicide", words):
        return EventType.AIR_OR_DRONE_STRIKE
    for pattern, kind in _TYPES:
        if re.search(pattern, words, re.IGNORECASE):
            return kind
    if family == "intercept":
        return EventType.INTERCEPTION
    return _by_weapon(words, weapons, by_state=by_state) or _by_words(words, family, by_state=by_state)


def _by_weapon(words: str, weapons: frozenset[str], *, by_state: bool) -> EventType | None:
    if weapons & {"airstrike", "glide bomb", "barrel bomb"}:
        return EventType.AIR_OR_DRONE_STRIKE
    if any("drone" in w for w in weapons):
        struck = by_state and re.search(r"strike|drone (?:hit|struck)", words)
        return EventType.AIR_OR_DRONE_STRIKE if struck else EventType.DRONE_ATTACK
    if weapons & _SHELLS:
        return EventType.MISSILE_ROCKET_ARTILLERY
    if re.search(r"(?i)captured|recaptured|retook|seized", words):
        return EventType.TERRITORY_CHANGE
    if weapons & {"small arms", "knife"} or _SHOT.search(words):
        return EventType.ATTACK_ON_CIVILIANS if _CIVILIAN.search(words) else EventType.ARMED_CLASH
    return None


def _by_words(words: str, family: str, *, by_state: bool) -> EventType:
    if by_state and (family == "destroy" or re.search(r"(?i)\bstrikes?\b|bomb(?:ed|ing|ard)|struck", words)):
        return EventType.AIR_OR_DRONE_STRIKE
    return next((kind for pattern, kind in _LATER if pattern.search(words)), EventType.VIOLENCE_UNSPECIFIED)
