"""Who did it to whom: roles of the parties in a clause, and who says so."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.extraction.speech import blamer
from geo.model.codes import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extraction.lexicon import ActorMention
    from geo.extraction.triggers import Trigger

_DETERMINERS: Final = r"(?:(?:(?-i:[A-Z][a-z]+)'s?|paramilitary|(?:fighters|militants|gunmen|extremists|insurgents|groups?)\s+(?:linked|loyal|tied|affiliated|allied)\s+(?:to|with)|about|around|nearly|at\s+least|up\s+to|more\s+than|as\s+many\s+as|hundreds\s+of|heavily|rebel|insurgent|jihadist|extremist|Islamist|separatist|the|a|an|its|their|several|two|three|four|five|six|some|many|both|suspected|alleged|pro-Iran|Iranian-backed|Iran-backed|Kurdish-led|U\.?S\.?-led|militant|armed|group|groups?|forces of|members? of|elements of|fighters from|militants from|\d+|dozens of|of|personnel from|a group called|a militia called|little-known)\s+)*"
_PASSIVE: Final = re.compile(
    r"\b(?:was|were|been|being|is|are|got)(?:\s+(?:\w+ly|also|again|then|later|reportedly|first|both|all))*\s*$"
)
_SKIP: Final = re.compile(
    rf"(?i)\b(?:affiliated\s+(?:with|to)|(?:splinter|breakaway)\s+(?:group|faction)\s+of|(?:faction|offshoot|affiliate)\s+of|allied\s+(?:with|to)|aligned\s+with|linked\s+to|backed\s+by|supported\s+by|funded\s+by|armed\s+by|led\s+by|part\s+of|members?\s+of|branch\s+of|wing\s+of|loyal\s+to|fights?\s+(?:against\s+)?|fighting\s+(?:against\s+)?|fight\s+against|war\s+(?:on|with|between|against)|campaign\s+against|combat(?:ing)?|defeat(?:ing)?|support\s+(?:for|of|to)|solidarity\s+with|ally|allies|statement\s+(?:by|from)|according\s+to|spokes\w+\s+(?:for|of)|told|ceasefire\s+(?:between|with)|talks\s+(?:between|with)|between|approval\s+of|used\s+to|mission\s+to|aid\s+to|sanctions\s+on|operations?\s+against|engaged\s+in\s+the\s+fight\s+against|liberated\s+from|from\s+the\s+fight|territory\s+from|referring\s+to|and\s+its\s+ally|ties\s+to|accused\s+of\s+(?:aiding|supporting)|known\s+as|formerly|call(?:s|ed)\s+on|warned|urged|thanked)\s+{_DETERMINERS}$"
)
_CLAIM_AFTER: Final = re.compile(
    r"(?i)^[^.;]{0,80}?\b(?:claim(?:ed|s|ing)?\s+(?:the\s+|joint\s+)?(?:responsib|credit|(?:[\w'-]+\s+){0,5}?(?:attack|bombing|strike|blast|assault|shooting|raid|killing|explosion|ambush)s?\b)|took\s+(?:the\s+)?(?:responsib|credit)|sa(?:id|ys)\s+(?:on\s+\w+day\s+|late\s+\w+\s+)?(?:in\s+an?\s+(?:[\w-]+\s+){0,2}statement\s+(?:on\s+\w+\s+)?)?(?:that\s+)?(?:it|its\s+(?:\w+\s+)?\w+|they|their\s+\w+)\s+(?:had\s+|has\s+|have\s+)?(?:\w+\s+)?(?:target|attack|launch|carried|struck|hit|fired|conduct|ambush|shell|bomb|sent|used|shot|down|intercept|seiz|captur|kill|destroy|was\s+behind|were\s+behind))"
)
_CLAIM_BEFORE: Final = re.compile(
    rf"(?i)(?:claimed\s+(?:\w+\s+){{0,2}}by|responsibility\s+(?:was\s+)?claimed\s+by)\s+{_DETERMINERS}$"
)
_BLAME_BEFORE: Final = re.compile(
    rf"(?i)(?:blam(?:ed|es|ing)\s+(?:it\s+|them\s+)?(?:[\w.'-]+\s+){{0,6}}?(?:on\s+)?[\"']?(?:the\s+[\w\s]{{3,20}}\s)?|attribut\w+\s+(?:\w+\s+){{0,4}}?to|accus(?:ed|es|ing)|suspect(?:ed|s|ing)?|pointed\s+(?:the\s+|a\s+)?finger\s+at|held\s+responsible|holds?\s+|signs?\s+point\w*\s+to|hallmarks\s+of|believed\s+to\s+(?:have\s+been|be)\s+(?:\w+\s+)?by|(?:perpetrated|carried\s+out|launched|conducted|fired|staged|executed|mounted|posed|committed)\s+by)\s*{_DETERMINERS}$"
)
_BLAMED_ON: Final = re.compile(r"(?i)\bblam\w+\s+[^.;]{0,45}\bon\b[^.;]{0,60}$")
_OWNED: Final = re.compile(
    rf"(?i)(?:(?:used|utili[sz]ed|operated|occupied|held|controlled|owned|run|manned)\s+by|belonging\s+to|host(?:ing|s|ed)?|hous(?:ing|es|ed)|home\s+to|of|associated\s+with|stationing|that\s+(?:hosts?|houses?))\s+{_DETERMINERS}$"
)
_SITE: Final = re.compile(
    r"(?i)\b(?:base|airbase|bases|sites?|facilit\w+|headquarters|positions?|camps?|infrastructure|targets?|warehouses?|depots?|locations?|center|centre|posts?|outposts?|garrison|compound|area|airport|vehicles?|convoy|point|installations?|strongholds?)\b[^,;]{0,40}(?:,\s*(?:which|that|where)\s+(?:also\s+)?)?$"
)
_AGAINST: Final = re.compile(
    rf"(?i)(?:\b(?:against|on|at|towards?|into|targeting|hitting|striking|targeted|attacked|struck|hit|bombed|shelled|killing|killed|wounding|wounded|injuring|injured|of|ambushed|engaged|destroyed|destroying|including|with|fired at|from)|,\s*|\band|\bor)\s+{_DETERMINERS}$"
)
_BY: Final = re.compile(
    rf"(?i)\bby\s+{_DETERMINERS}(?:(?!the\b|an?\b|to\b|of\b|in\b|on\b|at\b|and\b)[a-z-]+\s+){{0,2}}$"
)
_SPEAKS: Final = re.compile(
    r"(?i)^(?:\s+(?:spokes\w+|official|officials|statement|commander|general|sources?|leader|press\s+\w+|media\s+\w+|chief|said|says|told|announced|added|confirmed|denied|condemned|declined|reported|warned|vowed|acknowledged)\b|'s\s+(?:spokes\w+|military\s+spokes\w+|leader|statement|media|Telegram))"
)
_SITE_AFTER: Final = re.compile(
    r"(?i)^(?:'s|s')?\s*(?:\([^)]*\)\s*)?(?:[\w.,'-]+\s+){0,4}?(?:base|airbase|bases|sites?|facilit\w+|headquarters|positions?|camps?|infrastructure|targets?|warehouses?|depots?|locations?|cent(?:er|re)s?|posts?|outposts?|stronghold|vehicles?|convoys?|ships?|vessels?|tankers?|patrols?|checkpoints?|barracks|consulate|embassy|soil|territory|missiles?|drones?|UAVs?|UASs?|USVs?|radars?|launchers?|boats?|weapons?|storage|command|interests|troops|personnel|members?|fighters?|leaders?|commanders?|operatives?|cells?|units?)\b"
)


_ITS_ATTACK: Final = re.compile(
    r"(?i)(?:'s)?(?:\s+(?:air|missile|drone|rocket|artillery|mortar|military|bomb|suicide|ground|naval|guided|aerial|massive|fresh|deadly|overnight|cross-border))*\s+(?:attacks?|(?:air\s?)?strikes?|raids?|shelling|bombardments?|bombings?|barrages?|assaults?|aggression)\b"
)
_JOINED: Final = re.compile(r"(?i)\s*(?:,|\(|,?\s+and|,?\s+or|/)\s*(?:the|other|allied|its|\s)*")


@dataclass(frozen=True, slots=True)
class PartyClaim:
    """A party in its role; ``by`` says who attributes it where the words do."""

    # ruff: noqa: E501 - a pattern is kept whole

    mention: ActorMention
    role: Role
    rule: str
    by: str | None = None


def roles(
    text: str, offset: int, actors: Sequence[ActorMention], trigger: Trigger, clause: tuple[int, int], *, incoming: bool
) -> list[PartyClaim]:
    """Give the roles of the actors of a clause around its trigger.

    ``offset`` is the sentence's start in the text; ``clause`` and the trigger count in the sentence.
    ``incoming`` says that something was intercepted: the actor in front of the verb defends itself.
    """
    found: list[PartyClaim] = []
    for actor in actors:
        start, end = actor.start - offset, actor.end - offset
        if start < clause[0] or end > clause[1]:
            continue
        claim = _role(text, actor, start, end, trigger, clause, incoming=incoming)
        if (
            found
            and _JOINED.fullmatch(text[found[-1].mention.end - offset : start])
            and (claim is None or claim.rule == "party.against")
        ):
            claim = PartyClaim(actor, found[-1].role, found[-1].rule, found[-1].by)
        if claim:
            found.append(claim)
    return found


def _role(  # noqa: PLR0911, PLR0917
    text: str, actor: ActorMention, start: int, end: int, trigger: Trigger, clause: tuple[int, int], *, incoming: bool
) -> PartyClaim | None:
    before, after = text[max(0, start - 80) : start], text[end : clause[1]]
    is_said, said = _said_of(actor, before, after, trigger, start=start, opening=text[clause[0] : start])
    if is_said:
        return said
    if (between := _between(text, actor, start, trigger)) is not None:
        return between
    if start > trigger.start and _HARMED.search(before):
        return PartyClaim(actor, Role.TARGET, "party.object")
    if _SKIP.search(before) or _SPEAKS.match(after):
        return None
    if (
        trigger.family == "harm"
        and end <= trigger.start
        and trigger.start - end < 60
        and not _has_other_subject(text[end : trigger.start])
        and re.match(r"(?i)died|dead|hurt|casualt|deaths", trigger.text)
    ):
        return PartyClaim(actor, Role.TARGET, "party.suffers")
    owned = _OWNED.search(before)
    if owned and _FIRED_FROM.search(before[: owned.start()]):
        return PartyClaim(actor, Role.INITIATOR, "party.owner_of_launch_site")
    if owned and _SITE.search(before[: owned.start()]):
        return PartyClaim(actor, Role.TARGET, "party.owner_of_site")
    if trigger.family == "harm" and _ITS_ATTACK.match(after) and "anniversary" not in before:
        return PartyClaim(actor, Role.INITIATOR, "party.attacker_before_noun")
    if trigger.family == "noun":
        return _of_noun(actor, before, start, end, trigger, text)
    return _of_verb(actor, before, after, start, end, trigger, text, incoming=incoming)


def _between(text: str, actor: ActorMention, start: int, trigger: Trigger) -> PartyClaim | None:
    """Give the sides of "fighting between A and B": the first as the one that acts, the second as the target."""
    if not re.match(r"(?i)fighting|clash|gun|battle|skirmish|firefight|shoot|violence", trigger.text):
        return None
    head = text[trigger.end : start] if start >= trigger.end else ""
    if re.fullmatch(rf"(?i)\s+(?:\w+\s+)?between\s+{_DETERMINERS}", head):
        return PartyClaim(actor, Role.INITIATOR, "party.between")
    if re.match(r"(?i)\s+(?:\w+\s+)?between\b", head) and re.search(
        rf"(?i)\band\s+{_DETERMINERS}(?:[a-z-]+\s+){{0,4}}{_DETERMINERS}$", head
    ):
        return PartyClaim(actor, Role.TARGET, "party.between")
    return None


_HARMED: Final = re.compile(
    r"(?i)\b(?:killed|killing|assassinated|eliminated|wounded|targeted|targeting)\s+(?:[\w.'-]+\s+){0,4}$"
)
_FIRED_FROM: Final = re.compile(
    r"(?i)\b(?:launched|fired|launching|firing)\s+(?:[\w-]+\s+){0,3}?from\s+(?:[\w-]+\s+){0,2}(?:positions?|areas?|territory|bases?|sites?|districts?)\s*$"
)
_OWN_PLACE: Final = re.compile(
    r"(?i)^'s?\s+(?:[a-z-]+\s+){0,3}?(?:city|town|village|province|region|capital|ports?|coast|border|north|south|east|west|state|department|district|desert|republic|waters|territory|(?:[A-Z]\w+\s+){1,3}(?:department|province|region|state|district|republic|governorate))\b"
)
_WHERE: Final = re.compile(rf"(?i)\bwhere\s+{_DETERMINERS}$")
_STATIONED: Final = re.compile(r"(?i)\s+(?:are|were|is|was)\s+(?:based|stationed|deployed|housed)")


def _said_of(  # noqa: PLR0911
    actor: ActorMention, before: str, after: str, trigger: Trigger, *, start: int, opening: str
) -> tuple[bool, PartyClaim | None]:
    """Give the role that words of claiming or blaming give; False where there are none of them."""
    if actor.is_place_too and _OWN_PLACE.match(after):
        return True, None
    if actor.is_territory and actor.kind == "state_force":
        return True, None
    if re.match(
        r"(?i)\s+(?:for|of)\s+(?:backing|supporting|sponsoring|harbou?ring|sheltering|arming|funding|failing|using)",
        after,
    ):
        return True, None
    if actor.is_territory:
        away = re.search(r"(?i)\bfrom\s+(?:\w+\s+){0,3}$", before) or trigger.family == "intercept"
        return True, PartyClaim(actor, Role.INITIATOR if away else Role.TARGET, "party.territory")
    if _BLAMED_ON.search(before):
        return True, PartyClaim(actor, Role.INITIATOR, "party.blamed", blamer(before))
    if (_CLAIM_AFTER.match(after) and not _SKIP.search(before)) or _CLAIM_BEFORE.search(before):
        says_itself = actor.kind in {"state_force", "coalition"} and not re.match(r"(?i)^[^.;]{0,80}?\bclaim", after)
        return True, PartyClaim(actor, Role.INITIATOR if says_itself else Role.CLAIMANT, "party.claims")
    if trigger.family == "blame":
        opening = re.split(r"\b(?:but|although|however|while)\b", opening)[-1]
        blamed = start >= trigger.end and not re.search(r"(?i)^\W*(?:no|nor)\b", opening) and not _SPEAKS.match(after)
        return True, PartyClaim(actor, Role.INITIATOR, "party.blamed", blamer(before)) if blamed else None
    if _WHERE.search(before) and not _STATIONED.match(after):
        return True, None
    if _BLAME_BEFORE.search(before):
        return True, PartyClaim(actor, Role.INITIATOR, "party.blamed", blamer(before))
    return False, None


_OTHER_CLAUSE: Final = re.compile(
    r"(?i)\b(?:that|which|who)\b[^.;]*\b(?:been|was|were)\b|,\s+(?:as|while|amid|after|following)\s|\bsaid\b|\btold\b"
)


def _of_noun(actor: ActorMention, before: str, start: int, end: int, trigger: Trigger, text: str) -> PartyClaim | None:  # noqa: PLR0911, PLR0917
    between = text[end : trigger.start] if end <= trigger.start else text[trigger.end : start]
    if start >= trigger.end and _OTHER_CLAUSE.search(between):
        return None
    if start >= trigger.end and re.search(
        r"(?i)\b(?:kill\w*|wound\w*|injur\w*|destroy\w*|hit|struck|target\w*|death\s+of)\s+(?:[\w.,'-]+\s+){0,5}$",
        between,
    ):
        return PartyClaim(actor, Role.TARGET, "party.object")
    if end <= trigger.start and re.fullmatch(
        r"(?i)(?:'s|s')?\s*(?:\([A-Z]+\)\s*)?(?:(?!(?:against|on|in|at|by|during|after|before|as|when|with|from|of|for|to|and|or|said|that)\b)[\w-]+\s+){0,4}",
        between,
    ):
        return PartyClaim(actor, Role.INITIATOR, "party.attacker_before_noun")
    if start >= trigger.end and _BY.search(before):
        by_other = re.search(r"(?i)\b(?:threat|linked|statement|claim|effort|plan|vow|call|condemn)\w*", between)
        return None if by_other else PartyClaim(actor, Role.INITIATOR, "party.by")
    if start >= trigger.end and (
        _AGAINST.search(before) or (len(between) < 60 and re.search(r"(?i)\b(?:on|against|at|targeting)\b", between))
    ):
        return PartyClaim(actor, Role.TARGET, "party.against")
    if end <= trigger.start and re.search(
        r"(?i)\b(?:suffered|came under|hit by|killed (?:in|by)|wounded in|injured (?:in|from|by)|targeted (?:in|by)|struck by|died in)\b",
        between,
    ):
        return PartyClaim(actor, Role.TARGET, "party.suffers")
    if end <= trigger.start and re.search(
        r"(?i)\b(?:carried|conduct\w*|launch\w*|led|began|opened|started|completed|continued|expanded|intensified|resumed|stepped\s+up|mounted|unleashed|retaliated\s+with|replied\s+with|hit\s+back\s+with|committed|perpetrated|waged|staged|ordered|responded\s+with|answered\s+with|hit\s+back\s+with|order|made|perform\w*)\b",
        between,
    ):
        return PartyClaim(actor, Role.INITIATOR, "party.subject")
    return None


def _of_verb(  # noqa: PLR0911, PLR0917
    actor: ActorMention, before: str, after: str, start: int, end: int, trigger: Trigger, text: str, *, incoming: bool
) -> PartyClaim | None:
    passive = bool(
        _PASSIVE.search(text[max(0, trigger.start - 30) : trigger.start])
    ) or trigger.text.casefold().startswith(("came under", "were ", "was ", "been "))
    if end <= trigger.start:
        if trigger.family == "harm" and re.search(
            r"(?i)\b(?:result\w*\s+in|left|leaving|with|saw)\s+(?:[\w-]+\s+){0,4}$", before
        ):
            return PartyClaim(actor, Role.TARGET, "party.suffers")
        if (
            passive
            and not _is_adjective(text[end : trigger.start])
            and not _has_other_subject(text[end : trigger.start])
        ):
            return PartyClaim(actor, Role.TARGET, "party.passive_subject")
        if re.search(rf"(?i)\b(?:against|on|at|near)\s+{_DETERMINERS}$", before):
            return PartyClaim(actor, Role.TARGET, "party.against")
        if _has_other_subject(text[end : trigger.start]):
            return None
        return PartyClaim(actor, Role.TARGET if incoming else Role.INITIATOR, "party.subject")
    if (
        trigger.family == "harm"
        and passive
        and not (_BY.search(before) or re.search(r"(?i)includ|among", before[-40:]))
    ):
        return None
    if _BY.search(before):
        return PartyClaim(
            actor, Role.TARGET if incoming and not _launched(text[trigger.end : start]) else Role.INITIATOR, "party.by"
        )
    if incoming:
        return (
            PartyClaim(actor, Role.INITIATOR, "party.of_intercepted")
            if re.match(
                r"(?i)^(?:'s)?\s*(?:[\w-]+\s+){0,4}(?:drones?|missiles?|UAVs?|UASs?|rockets?|attacks?|USVs?)", after
            )
            or re.search(r"(?i)launched|fired|from", text[trigger.end : start])
            else (PartyClaim(actor, Role.TARGET, "party.against") if _AGAINST.search(before) else None)
        )
    if _AGAINST.search(before) or _SITE_AFTER.match(after) or start - trigger.end < 25:
        return PartyClaim(actor, Role.TARGET, "party.object")
    return None


def _is_adjective(between: str) -> bool:
    """Say whether the name only qualifies the subject: "Houthi drones were shot down", "Israeli strikes were"."""
    return bool(
        re.match(
            r"(?i)(?:'s)?\s*(?:[\w-]+\s+){0,3}(?:drones?|missiles?|rockets?|UAVs?|UASs?|USVs?|strikes?|airstrikes?|attacks?|shells?|jets?|warplanes?|aircraft|projectiles?)\b",
            between,
        )
    )


def _launched(between: str) -> bool:
    return bool(re.search(r"(?i)\b(?:launched|fired|sent|operated|flown)\b", between))


def _has_other_subject(between: str) -> bool:
    return (
        bool(
            re.search(
                r"(?i)[,;]\s+(?:the|a|an|two|three|several|[A-Z])\s|\b(?:that|which|who|after|when|while|as|said|say|says|where)\b",
                between,
            )
        )
        and len(between) > 12
    )
