"""When: dates in a report, relative to its publication and to earlier dates of the text.

A weekday is the latest one up to the publication date; without it relative words stay undated, with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final

from geo.extraction import date_words as words
from geo.model.codes import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.extraction.published import Published
    from geo.extraction.text import Sentence

NO_ANCHOR: Final = "relative to the publication date, which is not given to the day"
NO_YEAR: Final = "the year is not said and the publication date is not given"


@dataclass(frozen=True, slots=True)
class When:
    """A date expression; ``first`` and ``last`` are None where it stays undated, for ``reason``.

    ``vague`` marks spans such as "in recent weeks" that date no single incident.
    """

    start: int
    end: int
    text: str
    rule: str
    first: date | None = None
    last: date | None = None
    precision: DatePrecision | None = None
    relative: bool = False
    vague: bool = False
    clock: time | None = None
    zone: str | None = None
    reason: str | None = None

    @property
    def is_dated(self) -> bool:
        """True where a first and last day are known and usable for one incident."""
        return self.first is not None and not self.vague


@dataclass
class Calendar:
    """Reads dates in the order of the text and remembers the last one."""

    published: Published | None
    context_year: int | None = None
    current: date | None = None
    explicit: date | None = None

    def read(self, sentence: Sentence) -> list[When]:
        """Give the date expressions of one sentence, with spans in characters of the whole text."""
        taken: list[tuple[int, int]] = []
        asides = [m.span() for m in words.OTHER_ZONE.finditer(sentence.text)]
        found: list[When] = []
        for pattern in words.ALL:
            for match in pattern.regex.finditer(sentence.text):
                if any(match.start() < b and a < match.end() for a, b in taken):
                    continue
                if any(a < match.start() and match.end() <= b for a, b in asides):
                    continue
                taken.append(match.span())
                found.append(self._blank(sentence, match, pattern.rule))
        found.sort(key=lambda w: w.start)
        return _with_clocks([self._resolved(w, sentence) for w in found], sentence)

    def _blank(self, sentence: Sentence, match: re.Match[str], rule: str) -> When:
        return When(sentence.start + match.start(), sentence.start + match.end(), match.group(), rule)

    def _resolved(self, when: When, sentence: Sentence) -> When:
        match = words.BY_RULE[when.rule].regex.fullmatch(when.text) or words.BY_RULE[when.rule].regex.search(
            sentence.text, when.start - sentence.start
        )
        handler: Callable[[Calendar, When, re.Match[str]], When] | None = HANDLERS.get(when.rule)
        if handler is None or match is None:
            return when
        result = handler(self, when, match)
        if _is_a_day(result):
            self.current = result.last
        return result

    def day_of(self, day: int, month: int, year: int | None) -> date | None:
        """Give the day that is meant where the year may be left out."""
        for candidate in self._years(month, day, year):
            try:
                return date(candidate, month, day)
            except ValueError:
                continue
        return None

    def _years(self, month: int, day: int, year: int | None) -> list[int]:
        if year:
            return [year]
        if self.explicit and (not self.published or self.explicit.year < self.published.year):
            start = self.explicit
            follows = (month, day) >= (start.month, start.day)
            guess = start.year if follows else start.year + 1
            if not self.published or guess < self.published.year:
                return [guess]
        if self.published and self.published.day:
            latest = min(self.published.latest, date.max - timedelta(days=1)) + timedelta(days=1)
            return [latest.year if (month, day) <= (latest.month, latest.day) else latest.year - 1]
        known = self.published.year if self.published else self.context_year
        return [known] if known else []

    @property
    def anchor(self) -> date | None:
        """The publication day, where it is known."""
        return self.published.as_date if self.published else None


def _is_a_day(when: When) -> bool:
    is_distance = when.rule == "date.after" and when.text.casefold().endswith("after")
    return bool(when.is_dated and when.first and when.last and (when.last - when.first).days <= 1 and not is_distance)


def spread(days: int) -> DatePrecision:
    """Give the precision of a span of so many days."""
    limits = (
        (1, DatePrecision.DAY),
        (6, DatePrecision.DAYS_2_TO_6),
        (7, DatePrecision.WEEK),
        (31, DatePrecision.MONTH),
    )
    return next((code for limit, code in limits if days <= limit), DatePrecision.LONGER)


def _dated(when: When, first: date | None, last: date | None = None, *, relative: bool = False) -> When:
    if first is None:
        return replace(when, relative=relative, reason=NO_ANCHOR if relative else NO_YEAR)
    last = last or first
    return replace(when, first=first, last=last, precision=spread((last - first).days + 1), relative=relative)


def _absolute(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    first = calendar.day_of(int(groups["day"]), words.month(groups["month"]), year)
    if first and year:
        calendar.explicit = first
    last = first
    if first and groups.get("day2"):
        month = words.month(groups["month2"]) if groups.get("month2") else first.month
        last = calendar.day_of(int(groups["day2"]), month, first.year)
    return _dated(when, first, last if last and first and last >= first else first)


def _iso(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    calendar.explicit = calendar.day_of(int(match["day"]), int(match["month"]), int(match["year"]))
    return _dated(when, calendar.explicit)


def _month(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    number = words.month(match["month"])
    first = calendar.day_of(1, number, int(match["year"]) if match["year"] else None)
    if first is None:
        return _dated(when, None)
    part = (match["part"] or "").casefold()
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    bounds = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}.get(part, (1, last.day))
    found = _dated(when, first.replace(day=bounds[0]), first.replace(day=bounds[1]))
    since = bool(re.match(r"(?i)since", when.text))
    return replace(found, precision=DatePrecision.MONTH, vague=since)


def _year(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    year = int(match["year"])
    calendar.context_year = calendar.context_year or year
    return replace(_dated(when, date(year, 1, 1), date(year, 12, 31)), vague=True)


def _weekday(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    day = words.weekday_before(calendar.anchor, match["day"], last=bool(match["last"]))
    if day is None:
        return _dated(when, None, relative=True)
    if match["day2"]:
        second = words.weekday_before(calendar.anchor, match["day2"])
        if second and second < day:
            day = second - timedelta(days=(second - day).days % 7)
        return _dated(when, day, second, relative=True)
    if match["overnight"]:
        return _dated(when, day - timedelta(days=1), day, relative=True)
    return _dated(when, day, relative=True)


def _nth(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    base = calendar.current or calendar.anchor
    return _dated(when, calendar.day_of(int(match["day"]), base.month, base.year) if base else None, relative=True)


def _near(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    anchor = calendar.anchor
    if anchor is None:
        return _dated(when, None, relative=True)
    if "weekend" in match.group().casefold():
        sunday = words.weekday_before(anchor, "Sunday") or anchor
        return _dated(when, sunday - timedelta(days=1), sunday, relative=True)
    before, after = words.near(match.group())
    return _dated(when, anchor - timedelta(days=before), anchor - timedelta(days=after), relative=True)


def _ago(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    anchor = calendar.anchor
    unit, count = match["unit"].casefold(), words.number(match["count"])
    if anchor is None or count is None:
        return replace(_dated(when, None, relative=True), vague=count is None)
    return _shifted(when, anchor, unit, -count)


def _after(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    base = calendar.current or calendar.anchor
    unit = (match["unit"] or "day").casefold()
    count = words.number(match["count"] or ("several" if unit.endswith("s") else "a"))
    later = match["way"].casefold() in {"later", "after", "afterwards", "afterward"}
    if base is None:
        return _dated(when, None, relative=True)
    if count is None and unit.startswith(("hour", "minute")):
        return _dated(when, base, relative=True)
    if count is None:
        first, last = (
            (base + timedelta(days=2), base + timedelta(days=6)) if later else (base - timedelta(days=6), base)
        )
        return replace(_dated(when, first, last, relative=True), vague=True)
    return _shifted(when, base, unit, count if later else -count)


def _shifted(when: When, base: date, unit: str, count: int) -> When:
    days = {"day": 1, "week": 7, "month": 30, "year": 365, "hour": 0, "minute": 0, "night": 1}.get(unit.rstrip("s"), 1)
    middle = base + timedelta(days=days * count)
    slack = {"week": 3, "month": 15, "year": 182}.get(unit.rstrip("s"), 0)
    if unit.startswith("hour"):
        middle = base + timedelta(hours=count)
    found = _dated(when, middle - timedelta(days=slack), middle + timedelta(days=slack), relative=True)
    return replace(found, vague=slack > 3)


def _early(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    anchor = calendar.anchor
    if anchor is None:
        return _dated(when, None, relative=True)
    is_week = match["unit"].casefold() == "week"
    first = anchor - timedelta(days=anchor.weekday()) if is_week else anchor.replace(day=1)
    return replace(
        _dated(when, first, anchor, relative=True), precision=DatePrecision.WEEK if is_week else DatePrecision.MONTH
    )


def _next_day(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    base = calendar.current or calendar.anchor
    if base is None:
        return _dated(when, None, relative=True)
    word = match.group().casefold()
    step = 0 if "same" in word or "that" in word else -1 if "before" in word or "previous" in word else 1
    return _dated(when, base + timedelta(days=step), relative=True)


def _vague(calendar: Calendar, when: When, match: re.Match[str]) -> When:
    del calendar, match
    return replace(when, vague=True, relative=True)


HANDLERS: Final[dict[str, Callable[[Calendar, When, re.Match[str]], When]]] = {
    "date.day_month": _absolute,
    "date.month_day": _absolute,
    "date.iso": _iso,
    "date.month": _month,
    "date.year": _year,
    "date.weekday": _weekday,
    "date.near": _near,
    "date.nth": _nth,
    "date.early": _early,
    "date.ago": _ago,
    "date.after": _after,
    "date.next_day": _next_day,
    "date.vague": _vague,
}


def _with_clocks(found: list[When], sentence: Sentence) -> list[When]:
    """Give clock times to the nearest date of the sentence; local time wins over another zone."""
    clocks = sorted((words.clock(m) for m in words.CLOCK.finditer(sentence.text)), key=lambda c: c.zone is not None)
    if not clocks or clocks[0].at is None:
        return found
    chosen = clocks[0]
    dated = [w for w in found if w.is_dated and w.precision is DatePrecision.DAY]
    if not dated:
        return found
    nearest = min(dated, key=lambda w: abs(w.start - sentence.start - chosen.start))
    return [replace(w, clock=chosen.at, zone=chosen.zone) if w is nearest else w for w in found]
