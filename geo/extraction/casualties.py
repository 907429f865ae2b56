"""How many were killed and wounded, with ranges; aggregates and troop numbers are none."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geo.extraction.date_words import number
from geo.extraction.toll_totals import totals_in
from geo.extraction.toll_words import BE, HURT, KILL, NOUNS, NUM, ONE_AND, OTHERS, PERSON, WORDED, without_asides
from geo.model.values import Fatalities

_KILLED = (
    re.compile(
        rf"(?i)\b{NUM}{NOUNS}{BE}\s+{KILL}\b(?!\s+(?:and|or)\s+{HURT}\s+in\s+more|\s+(?:of|from)\s+(?:an?\s+)?(?:heart|cardiac|natural|illness|cancer|hunger))"
    ),
    re.compile(
        rf"(?i)\b(?:killed|killing|kills|kill|slaughtered|neutrali[sz]ed|neutrali[sz]ing|massacred|beheaded|executed|murdered|assassinated|shot\s+dead|gunned\s+down|slaying|martyring|claimed\s+the\s+li(?:fe|ves)\s+of|deaths?\s+of|deaths\s+to|(?:death\s+toll|number\s+of\s+(?:people\s+|those\s+|civilians\s+)?(?:killed|dead|deaths|fatalities))\s+(?:[\w'.-]+,?\s+){{0,25}}?(?:(?:rose|rises|risen|soared|climbed|climbs|jumped|increased|rising|climbing|grown|grew)(?:\s+\w+)?\s+to|reached|stood\s+at|stands\s+at|now\s+at|now\s+stands\s+at|was|is|of|put\s+at|at)|(?:put|puts|placed|gave)\s+the\s+(?:death\s+)?toll\s+at|(?:left|leaving)(?=[^.;]{{0,80}}\b(?:dead|killed)\b)|took\s+the\s+lives\s+of)\s+(?:[\w']+\s+){{0,2}}?{NUM}(?!{NOUNS}\s+{HURT})"
    ),
    re.compile(rf"(?i)\b{NUM}\s+(?:people\s+)?(?:dead|deaths|fatalities|killed)\b"),
)
_AND_ONE = re.compile(
    rf"(?i)\b{NUM}(?:\s+(?!and\b|were\b|was\b)[\w'-]+){{1,9}}?\s+and\s+(?:their|the|his|her|its|an?|one)\s+(?:[\w-]+\s+){{0,2}}(?:{PERSON}){BE}\s+{KILL}\b"
)
_INJURED = (
    re.compile(rf"(?i)\b{NUM}{NOUNS}{BE}\s+{HURT}\b"),
    re.compile(
        rf"(?i)\b(?:wounded|wounding|injured|injuring|hurting|injuries\s+to|hurt)\s+(?:[\w']+\s+){{0,2}}?{NUM}(?!{NOUNS}\s+{KILL})"
    ),
    re.compile(rf"(?i)\b{NUM}\s+(?:\w+\s+)?(?:wounded|injured|injuries)\b"),
    re.compile(
        rf"(?i)\bnumber\s+of\s+(?:the\s+)?(?:wounded|injured|injuries)\s+(?:[\w'.-]+\s+){{0,12}}?(?:to|at|is|was|reached)\s+{NUM}"
    ),
)
_MORE = re.compile(
    rf"(?i)^(?:\s+(?!killed|wounded|injured|including)[\w.'-]+){{0,5}}?\s*(?:,|and)\s+(?:and\s+)?{NUM}(?!\s+(?:[\w-]+\s+)?(?:of\s+(?:them|whom|the|those|which)|were|was|are|whom)\b)"
)
_EARLIER = re.compile(
    rf"(?i){NUM}(?:\s+(?!killed|wounded|injured|was|were|and|died|dead|martyred|destroyed|left|hit|struck)[\w.'-]+){{0,5}}?\s+(?:{PERSON})(?:,|,?\s+and)\s*$"
)
_NONE_BOTH = re.compile(
    r"(?i)\b(?:no|without(?:\s+any)?|zero|nor\s+any|not\s+(?:any|cause\s+any))\s+(?:(?:reports?|immediate\s+reports?|word|indication)\s+of\s+(?:any\s+)?)?(?:human\s+|military\s+|known\s+|reported\s+|U\.?S\.?\s+|further\s+|major\s+|\w+\s+)?(?:casualties|victims|loss\s+of\s+life|one\s+was\s+(?:hurt|harmed))\b|\bcaus(?:ed|ing)\s+no\s+(?:casualties|harm)|\bno\s+(?:one|body)\s+(?:was|were)\s+(?:hurt|harmed)|\bdid\s+not\s+cause\s+(?:any\s+)?casualties|\bresulted\s+in\s+no\s+casualties"
)
_UNKNOWN_YET = re.compile(
    r"(?i)\bno\s+(?:immediate\s+)?(?:reports?|word|information|details)\s+(?:of|on|about)|not\s+(?:immediately\s+)?(?:clear|known)|unclear|did\s+not\s+(?:disclose|say|mention|immediately)|still\s+assessing"
)
_NONE_HURT = re.compile(
    r"(?i)\b(?:no|without(?:\s+any)?)\s+(?:\w+\s+){0,3}?(?:injur\w+)(?!\s+reported\s+so)|\b(?:no\s+one|nobody|none)\s+(?:(?:aboard|on\s+board|else|inside|there|of\s+\w+)\s+)?(?:was\s+|were\s+)?(?:[\w]+\s+){0,2}?(?:injured|hurt|harmed)|\bcrew\s+(?:members\s+)?(?:was|were|is|are)\s+(?:all\s+|reported\s+)?(?:unharmed|safe|unhurt|well)|\bno\s+(?:[\w.]+\s+){0,4}?(?:were|was)\s+(?:injured|hurt|wounded)|\bno\s+injuries"
)
_NONE_KILLED = re.compile(
    r"(?i)\bno\s+(?:\w+\s+){0,4}lives\s+were\s+lost|\bno\s+(?:\w+\s+)?(?:deaths|fatalities|one\s+was\s+killed)|\b(?:no\s+one|nobody)\s+(?:was\s+)?killed|\bno\s+(?:[\w.]+\s+){0,4}?(?:were|was)\s+killed|\bno\s+deaths"
)
_SOME_HURT = re.compile(
    r"(?i)\b(?:caus\w+|includ\w+|result\w*\s+in|report\w*|suffer\w*)\s+(?:\w+\s+){0,2}?injuries\b|\binjuries\s+and\s+damage"
)
_NAMED_DEAD = re.compile(
    r"\b(?:killed|killing|assassinated|assassinating|eliminated)\s+(?:(?:a|an|the|its|senior|top|\w+'s|[A-Z][\w.'-]*|[a-z]+-?[a-z]*)\s+){0,8}?(?:leader|commander|chief|official|general|operative|head|General|deputy|Leader|Commander)\b"
)
_NAMED_DIED = re.compile(
    r"\b(?:leader|commander|chief|general|official|head|minister|spokesman|journalist|activist)\s+(?:[A-Z][\w'-]+\s+){1,4}(?:was|were|had been)\s+(?:killed|assassinated)|\bdeath\s+of\s+[A-Z][\w'-]+|\bkilled\s+[A-Z][\w'-]+\s+(?:[\w'-]+\s+){0,3}?[A-Z][\w'-]+,\s+(?:an?|the)\s"
)
_NAMED_AND_OTHERS = re.compile(
    rf"\b(?:killed|killing)\s+[A-Z][\w'-]+(?:\s+[\w'-]+){{0,4}}(?:(?:,|\s+and)[^.;]{{0,90}}?)?,?\s+(?:and|along\s+with)\s+(?P<n>\d+|{WORDED})\s+other"
)
_NAMED_SHOT = re.compile(
    r"\b[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+){1,3}\s+was\s+(?P<verb>shot\s+dead|gunned\s+down|assassinated)\b"
)
_ONE_DOWN = re.compile(
    r"(?i)\b(?:the|his|her|its|their|one|another|an?)\s+(?:[\w-]+\s+){0,2}?(?:journalist|reporter|cameraman|correspondent|driver|pilot|guard|commander|owner|passenger|occupant|victim|attacker|teacher|mayor|doctor|farmer|shepherd|fisherman|boy|girl|man|woman|child|son|daughter|wife|husband|policeman|soldier|officer)(?:,?\s+(?:aged\s+)?\d{1,3},?|,[^,;.]{1,40},)?\s+(?:was|has\s+been|had\s+been|were|has|later|also)?\s*(?:also\s+|later\s+|seriously\s+|critically\s+)?(?P<verb>killed|died|injured|wounded|hospitali[sz]ed)\b"
)
_ONE = re.compile(
    r"(?i)\b(?P<verb>killing|wounding|injuring|killed|wounded|injured|seriously\s+wounding|critically\s+wounding)\s+(?:and\s+(?:wounding|injuring)\s+)?(?:him|her|(?:his|her|its|their|the)\s+(?:[\w-]+\s+){0,2}?(?:companion|driver|bodyguard|guard|wife|brother|son|father|daughter|mother|owner|occupant|passenger|colleague|pilot|attacker))\b(?!\s+and\s+(?:\d|two|three|four|five|six|several))"
)


@dataclass(frozen=True, slots=True)
class Toll:
    """Persons killed or injured as the words say; ``field`` is ``killed`` or ``injured``."""

    # ruff: noqa: E501 - a pattern is kept whole

    start: int
    end: int
    text: str
    field: str
    count: Fatalities
    rule: str


def find(text: str) -> list[Toll]:
    """Give the casualties of a normalised sentence or clause, spans in it; none where it gives a total over time."""
    text = without_asides(text)
    totals = totals_in(text)
    if totals == [(0, len(text))]:
        return []
    found: list[Toll] = []
    for field, patterns in (("killed", _KILLED), ("injured", _INJURED)):
        tolls = [t for p in patterns for m in p.finditer(text) if (t := _toll(text, m, field))]
        tolls = _with_one_more(text, tolls) if field == "killed" else tolls
        tolls = [t for t in tolls if not any(a <= t.start < b for a, b in totals)]
        found += _without_overlaps(tolls)
    found += _gapped(text, found)
    found += _single(text, {t.field for t in found})
    absent = _absent(text, {t.field for t in found})
    return [f for f in found if not any(a.rule == "casualties.named" and a.field == f.field for a in absent)] + absent


_GAP = re.compile(
    rf"(?i)^(?:\s+(?!and\b|while\b)[\w'-]+){{1,8}}?(?:,[^,;.]{{0,60}}(?=,))?(?P<joint>\s*(?:,\s*(?:and\s+|while\s+)?|and\s+|while\s+)){NUM}(?:\s+(?:more|others?|people|persons?|civilians?|soldiers?))?\s+(?:in|at|near)\s+(?=[A-Z]|the\b)"
)


def _gapped(text: str, found: list[Toll]) -> list[Toll]:
    """Give the second count of "five were killed in X and two in Y", as often as it goes on."""
    more: list[Toll] = []
    for toll in found:
        at = toll.end
        while (match := _GAP.match(text[at:])) and (count := _count(match["bound"], match["n"], match["n2"])):
            start, end = at + match.end("joint"), at + match.end()
            if any(t.start < end and start < t.end for t in [*found, *more]):
                break
            more.append(Toll(start, end, text[start:end], toll.field, count, f"casualties.{toll.field}"))
            at = end - 3
    return more


def _single(text: str, known: set[str]) -> list[Toll]:
    """Give one person for "killing him and wounding his companion"."""
    found: list[Toll] = []
    for match in [*_ONE.finditer(text), *_ONE_DOWN.finditer(text), *_NAMED_SHOT.finditer(text)]:
        field = "killed" if match["verb"].casefold().startswith(("kill", "died", "shot", "gun", "assas")) else "injured"
        if field not in known and not any(t.field == field for t in found):
            one = Fatalities(low=1, best=1, high=1)
            found.append(Toll(*match.span(), match.group(), field, one, f"casualties.{field}"))
    return found


_DAY_OF_MONTH: Final = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+$")


def _toll(text: str, match: re.Match[str], field: str) -> Toll | None:
    count = _count(match["bound"], match["n"], match["n2"])
    if count is None or re.search(r"(?i)\b(?:no|not|threat|vow|without|how)\s*$", text[: match.start()]):
        return None
    if _DAY_OF_MONTH.search(text[: match.start("n")]):
        return None
    if re.search(r",\s*$", text[: match.start("n")]) and (
        match["n"].endswith(",") or re.match(r"\s*,", text[match.end("n") :])
    ):
        return None  # an age: "the driver, 45, was injured"
    more = _further(text, match) if count.best is not None else None
    if more:
        end, extra = more
        return Toll(match.start(), end, text[match.start() : end], field, _sum(count, extra), f"casualties.{field}")
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    return Toll(
        start, match.end(), text[start : match.end()], field, _with_earlier(text, match, count), f"casualties.{field}"
    )


def _with_one_more(text: str, tolls: list[Toll]) -> list[Toll]:
    """Count the last person of "eight guards and their driver were killed"."""
    found: list[Toll] = []
    for match in _AND_ONE.finditer(text):
        count = _count(match["bound"], match["n"], None)
        if count and count.best is not None:
            total = _sum(count, ONE)
            found.append(Toll(match.start(), match.end(), match.group(), "killed", total, "casualties.killed"))
    return found + tolls


def _further(text: str, match: re.Match[str]) -> tuple[int, Fatalities] | None:
    """Give the second part of "killed a soldier and two contractors", unless it has its own verb."""
    more = _MORE.match(text[match.end() :])
    if not more or not re.match(r"(?i)(?:killed|killing|wounded|wounding|injured|injuring)", match.group()):
        return None
    end = match.end() + more.end()
    own_verb = rf"(?i)(?:\s+(?!and\b)[\w.'-]+){{0,7}}?\s+(?:{KILL}|{HURT}|was|were|said|says|told|reported|confirmed)\b"
    is_persons = re.match(rf"(?i)(?:\s+[\w.'-]+){{0,4}}?\s+(?:{PERSON})\b", text[end:])
    extra = _count(more["bound"], more["n"], None)
    if not is_persons or re.match(own_verb, text[end:]) or extra is None or extra.best is None:
        return None
    return (end, extra) if not re.search(rf"(?i)\b(?:{HURT}|{KILL})\b", text[match.end() : end]) else None


def _with_earlier(text: str, match: re.Match[str], count: Fatalities) -> Fatalities:
    """Add the first part of "five soldiers and one more contractor were wounded"."""
    is_first = not re.search(r"(?i)kill|wound|injur", text[match.start() : match.start("n")])
    if (
        count.best is not None
        and is_first
        and OTHERS.match(text[match.end("n") :])
        and ONE_AND.search(text[: match.start("n")])
    ):
        return _sum(ONE, count)
    if count.best is None or not re.search(r"(?i)\b(?:was|were|been)\s+(?:killed|wounded|injured)", match.group()):
        return count
    at = match.start()
    for _ in range(3):
        before = _EARLIER.search(text[:at])
        first = _count(before["bound"], before["n"], before["n2"]) if before else None
        if before is None or first is None or first.best is None:
            break
        count, at = _sum(first, count), before.start()
    return count


ONE: Final = Fatalities(low=1, best=1, high=1)


def _sum(one: Fatalities, other: Fatalities) -> Fatalities:
    low, best = (one.low or 0) + (other.low or 0), (one.best or 0) + (other.best or 0)
    high = None if one.high is None or other.high is None else one.high + other.high
    return Fatalities(low=low, best=best, high=high)


_VAGUE: Final = {
    "several": 2,
    "some": 1,
    "a few": 2,
    "a number": 2,
    "multiple": 2,
    "many": 2,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "a couple": 2,
}


def _count(bound: str | None, text: str, second: str | None) -> Fatalities | None:
    word = " ".join(text.casefold().split())
    bound = " ".join((bound or "").casefold().split())
    if word in _VAGUE:
        return Fatalities(low=_VAGUE[word])
    value = {"both": 2, "another": 1}.get(word) or number(word)
    if value is None:
        return None
    upper = number(second) if second else None
    if upper is not None and upper > value:
        return Fatalities(low=value, high=upper)
    if bound in {"at least", "more than", "over", "no fewer than"}:
        return Fatalities(low=value, best=value)
    if bound in {"up to", "at most", "as many as", "fewer than"}:
        return Fatalities(best=value, high=value)
    return Fatalities(low=value, best=value, high=value)


def _without_overlaps(tolls: list[Toll]) -> list[Toll]:
    kept: list[Toll] = []
    for toll in tolls:
        if not any(toll.start < other.end and other.start < toll.end for other in kept):
            kept.append(toll)
    return kept


def _absent(text: str, known: set[str]) -> list[Toll]:
    found: list[Toll] = []
    none = Fatalities(low=0, best=0, high=0)
    both = _NONE_BOTH.search(text)
    if both and not _UNKNOWN_YET.search(text):
        found += [
            Toll(*both.span(), both.group(), f, none, "casualties.none")
            for f in ("killed", "injured")
            if f not in known
        ]
    for field, pattern in (("injured", _NONE_HURT), ("killed", _NONE_KILLED)):
        match = pattern.search(text)
        if match and field not in known and not both and not _UNKNOWN_YET.search(text):
            found.append(Toll(*match.span(), match.group(), field, none, "casualties.none"))
    some = _SOME_HURT.search(text)
    if some and "injured" not in known and not any(t.field == "injured" for t in found):
        found.append(Toll(*some.span(), some.group(), "injured", Fatalities(low=1), "casualties.some"))
    other = _NAMED_AND_OTHERS.search(text)
    if other and (count := _count(None, other["n"], None)) and count.best is not None:
        others = count.best + (1 if re.search(r"\s+and\s+[A-Z]", other.group()) else 0)
        count = Fatalities(best=others)
        total = Fatalities(low=1 + others, best=1 + others, high=1 + others)
        return [
            *(f for f in found if f.field != "killed"),
            Toll(*other.span(), other.group(), "killed", total, "casualties.named"),
        ]
    named = _NAMED_DEAD.search(text) or _NAMED_DIED.search(text)
    if named and "killed" not in known and not any(t.field == "killed" for t in found):
        found.append(Toll(*named.span(), named.group(), "killed", Fatalities(low=1), "casualties.named"))
    return found
