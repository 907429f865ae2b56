"""The wording of dates and clock times, as regular expressions with their numbers and names."""
# ruff: noqa: E501 - a pattern is kept whole

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_DAY_NAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SHORT_DAY = rf"(?:{_DAY_NAME}|Mon\.|Tue\.|Tues\.|Wed\.|Thu\.|Thurs\.|Fri\.|Sat\.|Sun\.)"
_NTH = r"(?:st|nd|rd|th)?"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few|few|some|many)"
_PART = r"(?:morning|afternoon|evening|night|dawn|dusk|noon|midnight|midday)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of saying a date and the name of its rule."""

    # ruff: noqa: E501 - a pattern is kept whole

    rule: str
    regex: re.Pattern[str]


def _pattern(rule: str, text: str, flags: int = re.IGNORECASE) -> Pattern:
    return Pattern(rule, re.compile(text, flags))


_EARLY: Final = _pattern("date.early", r"\b(?:earlier|later)\s+this\s+(?P<unit>week|month)\b")
_FEW_DAYS: Final = _pattern(
    "date.near", r"\b(?:in|over|during|within)\s+the\s+(?:past|last)\s+(?:two|three|four|five|[2-5])\s+days\b"
)
ALL: Final = (
    _EARLY,
    _FEW_DAYS,
    _pattern(
        "date.vague",
        r"\b(?:in|over|during|for|within|throughout|across)?\s*(?:the\s+)?(?:recent|past|last|previous|preceding|coming|next)\s+"
        r"(?:(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|several|couple of)\s+)?"
        r"(?:days|weeks?|months?|years?|decades?|times)\b|\bin the past\b(?!\s+(?:24|day|48))|\b(?:earlier|later)?\s*this (?:year|month|week)\b"
        r"|\byears? (?:ago|earlier)\b|\bsince (?:the )?(?:start|beginning|outbreak|\d{4})[\w ]{0,20}|\banniversary of\b",
    ),
    _pattern("date.iso", r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    _pattern(
        "date.day_month",
        rf"\b(?P<day>\d{{1,2}}){_NTH}(?:\s*(?:-|to|and)\s*(?P<day2>\d{{1,2}}){_NTH})?\s+(?:of\s+)?(?P<month>{_MONTH})"
        r"(?:,?\s+(?P<year>(?:19|20)\d\d))?(?!\w)",
        0,
    ),
    _pattern(
        "date.month_day",
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}}){_NTH}(?!\d|:)"
        rf"(?:\s*(?:-|to|and|through)\s*(?:(?P<month2>{_MONTH})\s+)?(?P<day2>\d{{1,2}}){_NTH}(?![\d:]|\s*(?:[ap]\.?m|km|people|missile|drone|rocket)))?"
        r"(?:,?\s+(?P<year>(?:19|20)\d\d))?",
        0,
    ),
    _pattern(
        "date.nth",
        r"\b(?:on|and|of)\s+the\s+(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)\b(?!\s+(?!at\b|in\b|a\b|an\b|the\b|and\b|after\b|when\b)\w)",
    ),
    _pattern(
        "date.month",
        rf"\b(?:(?:[Ii]n|[Ss]ince|[Dd]uring|from)\s+)?(?:(?P<part>early|mid|late)(?:\s*-\s*|\s+))?(?P<month>(?!May\b|March\b){_MONTH}|(?<=[Ii]n )(?:May|March)\b)"
        r"(?:(?:\s+of)?,?\s+(?P<year>(?:19|20)\d\d))?(?!\s*\d)",
        0,
    ),
    _pattern(
        "date.weekday",
        rf"\b(?:(?P<overnight>overnight(?:\s+(?:on|into|to))?)\s+)?(?:(?:early|late|earlier|later)\s+)?(?:on\s+)?(?P<last>last\s+)?"
        rf"(?P<day>{_SHORT_DAY})(?:'s)?(?:\s+{_PART})?(?:,?\s+(?:in)?to\s+(?:early\s+)?(?P<day2>{_SHORT_DAY})(?:\s+{_PART})?)?",
        0,
    ),
    _pattern(
        "date.near",
        r"\b(?:earlier\s+|later\s+|late\s+|early\s+)?(?:today|tonight|yesterday(?:'s)?(?:\s+(?:morning|afternoon|evening|night))?|last\s+night(?:'s)?"
        r"|this\s+(?:morning|afternoon|evening)|overnight|at\s+dawn|(?:in|over|during)\s+the\s+(?:past|last)\s+(?:24|twenty-four|48|72)\s+hours|(?:in|over|during|within)\s+the\s+(?:past|last)\s+(?:two|three|four|five|2|3|4|5)\s+days"
        r"|(?:over|at|during)\s+the\s+weekend|(?:in|over)\s+the\s+(?:past|last)\s+day|the\s+day\s+before\s+yesterday)\b(?:'s)?",
    ),
    _pattern(
        "date.next_day",
        r"\b(?:the\s+)?(?:next|following|same|previous)\s+(?:day|night|morning|evening)\b|\bthat\s+(?:same\s+)?(?:day|night|evening)\b"
        r"|\bthe\s+(?:day|night)\s+before\b(?!\s+yesterday)|\bthe\s+day\s+after\b",
    ),
    _pattern("date.ago", rf"\b(?P<count>{_COUNT})\s+(?P<unit>days?|weeks?|months?|years?|hours?|nights?)\s+ago\b"),
    _pattern(
        "date.after",
        rf"\b(?:just\s+|only\s+|barely\s+)?(?:(?P<count>{_COUNT}|couple of)\s+)?(?P<unit>days?|weeks?|months?|hours?|minutes?)\s+"
        r"(?P<way>after|later|earlier|before|afterwards?)\b",
    ),
    _pattern("date.year", r"\b(?:in|since|of|during)\s+(?P<year>(?:19|20)\d\d)\b"),
)
BY_RULE: Final = {p.rule: p for p in ALL}

ZONES: Final = {
    "eastern": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "et": "America/New_York",
    "washington": "America/New_York", "gmt": "UTC", "utc": "UTC", "zulu": "UTC", "z": "UTC", "pacific": "America/Los_Angeles",
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "central": "America/Chicago", "moscow": "Europe/Moscow",
    "cet": "Europe/Paris", "cest": "Europe/Paris", "bst": "Europe/London",
}  # fmt: skip

OTHER_ZONE: Final = re.compile(r"\([^()]{0,40}\b(?:GMT|UTC|EDT|EST|ET|BST|CET)\b[^()]{0,40}\)")

CLOCK: Final = re.compile(
    r"(?ix)\b(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>a\.?m\.?|p\.?m\.?)|(?P<hour24>[01]?\d|2[0-3])[:.](?P<minute24>[0-5]\d)(?![\d%])"
    r"|(?P<military>[01]\d[0-5]\d|2[0-3][0-5]\d)(?=\s*(?:\(|local|GMT|UTC|Z\b)))"
    r"(?:\s*[(,]?\s*(?P<zone>local|[A-Za-z]+(?:\s+standard|\s+daylight)?)\b(?:\s+time)?\)?)?"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time in a sentence; ``zone`` is None for local time of the place."""

    start: int
    end: int
    at: time | None
    zone: str | None


def clock(match: re.Match[str]) -> Clock:
    """Read a match of ``CLOCK``."""
    hour, minute = int(match["hour"] or match["hour24"] or (match["military"] or "0")[:2]), 0
    minute = int(match["minute"] or match["minute24"] or (match["military"] or "00")[-2:])
    half = (match["half"] or "").replace(".", "").casefold()
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    zone = ZONES.get((match["zone"] or "").split(" ")[0].casefold())
    at = time(hour, minute) if hour < 24 and minute < 60 else None
    return Clock(match.start(), match.end(), at, zone)


def month(name: str) -> int:
    """Give the number of a month's name."""
    return _MONTHS.index(name[:3].casefold()) + 1


def weekday(name: str) -> int:
    """Give the number of a weekday's name, Monday is 0."""
    return _DAYS.index(name[:3].casefold())


def weekday_before(anchor: date | None, name: str, *, last: bool = False) -> date | None:
    """Give the latest such weekday up to the anchor; the week before where "last" names the anchor's own day."""
    if anchor is None:
        return None
    back = (anchor.weekday() - weekday(name)) % 7
    return anchor - timedelta(days=7 if last and back == 0 else back)


def near(text: str) -> tuple[int, int]:
    """Give how many days before the publication the span begins and ends."""
    words = " ".join(text.casefold().split())
    table = (
        ("before yesterday", (2, 2)),
        ("yesterday", (1, 1)),
        ("last night", (1, 1)),
        ("overnight", (1, 0)),
        ("48", (2, 0)),
        ("72", (3, 0)),
        *(
            (f"{said} days", (days, 0))
            for days, word in enumerate(("two", "three", "four", "five"), 2)
            for said in (word, days)
        ),
    )
    return next(
        (days for word, days in table if word in words), (1, 0) if "past" in words or "last" in words else (0, 0)
    )


def number(text: str) -> int | None:
    """Read a count in digits or words; None for several, a few, many."""
    word = text.casefold().replace(",", "").strip()
    if word.isdigit():
        return int(word)
    if word in _NUMBERS:
        return _NUMBERS[word]
    parts = re.split(r"[\s-]+", word)
    if len(parts) == 2 and all(p in _NUMBERS for p in parts):
        tens, ones = _NUMBERS[parts[0]], _NUMBERS[parts[1]]
        return tens * ones if ones == 100 else tens + ones
    return {"couple of": 2, "a couple of": 2, "dozen": 12, "a dozen": 12, "two dozen": 24}.get(word)
