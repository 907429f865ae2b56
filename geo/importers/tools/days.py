"""Dates as people write them in tables; the order of day and month is never guessed value by value."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import ValueFault
from geo.importers.tools.parse import calendar_day, iso_day, show, western

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Order(StrEnum):
    """The order of the parts of a numeric date."""

    YEAR_FIRST = "ymd"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Finding(NamedTuple):
    """The order that values show, with the reason; ``order`` None means that it must be asked."""

    order: Order | None
    reason: str


_LONGEST = 60
_TIME = r"(?:[T ,]\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})" + _TIME)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})" + _TIME + r"|(\d{4})(\d{2})(\d{2})")
_CHARACTERS = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_WEEK = re.compile(r"(\d{4})-?W(\d{2})-?([1-7])")
_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d{3})")
_INTERVAL = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*(?:/|–|to|until)\s*(\d{4}-\d{1,2}-\d{1,2})")
_LOOSE_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME)
_DAY_NAME = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.IGNORECASE)
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[\s\-/]*([^\W\d_]{3,})\.?[\s,\-/]*(\d{4}|\d{2})" + _TIME)
_NAME_FIRST = re.compile(r"([^\W\d_]{3,})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?[\s,\-]+(\d{4})" + _TIME)
_MONTHS = (
    "jan january janvier enero januar januari ocak yanvar янв января січ січня يناير كانونالثاني",
    "feb february février fevrier fév febrero februar şubat subat фев февраля лют лютого فبراير شباط",
    "mar march mars marzo märz mrz maerz mart мар марта бер березня مارس آذار",
    "apr april avril avr abril nisan апр апреля кві квітня أبريل ابريل نيسان",
    "may mai mayo mayis mayıs мая май тра травня مايو أيار",
    "jun june juin junio juni haziran июн июня чер червня يونيو حزيران",
    "jul july juillet juil julio juli temmuz июл июля лип липня يوليو تموز",
    "aug august août aout agosto ağustos agustos авг августа сер серпня أغسطس اغسطس آب",
    "sep sept september septembre septiembre eylül eylul сен сентября вер вересня سبتمبر أيلول",
    "oct october octobre octubre oktober okt ekim окт октября жов жовтня أكتوبر اكتوبر تشرينالأول",
    "nov november novembre noviembre kasım kasim ноя ноября лис листопада نوفمبر تشرينالثاني",
    "dec december décembre decembre diciembre dezember dez aralık aralik дек декабря гру грудня ديسمبر كانونالأول",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_YEAR = re.compile(r"(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_NAMED_MONTH = re.compile(r"(?P<name>[^\W\d_]{3,})\.?[\s,\-/]*(?P<year>\d{4})")
_YEAR_NAMED = re.compile(r"(?P<year>\d{4})[\s,\-/]*(?P<name>[^\W\d_]{3,})\.?")
EXCEL_EPOCH = date(1899, 12, 30)


def find_order(values: Iterable[str]) -> Finding:
    """Tell the order from all values together: a part above 12 is no month."""
    numeric = [m for v in values if (m := _NUMERIC.fullmatch(western(v.strip()[:_LONGEST])))]
    if not numeric:
        return Finding(Order.YEAR_FIRST, "the dates need no order: the year comes first or the month is named")
    first, second = (max(int(m.group(n)) for m in numeric) for n in (1, 2))
    if first > 12 and second > 12:
        return Finding(None, "some dates can only be day first and others only month first")
    if first > 12:
        return Finding(Order.DAY_FIRST, f"a first part of {first} can only be a day")
    if second > 12:
        return Finding(Order.MONTH_FIRST, f"a second part of {second} can only be a day")
    if all("." in m.group(0)[:6] for m in numeric):
        return Finding(Order.DAY_FIRST, "dates with points are written day first")
    return Finding(None, f"{numeric[0].group(0)} can be read day first or month first, and no value settles it")


def reader(order: Order | None) -> Callable[[str], date]:
    """Make a parser of dates for a column of that order; None refuses numeric dates without a leading year."""

    def parser(text: str) -> date:
        plain = _DAY_NAME.sub("", western(text.strip()[:_LONGEST]))
        if match := _NUMERIC.fullmatch(plain):
            if order not in (Order.DAY_FIRST, Order.MONTH_FIRST):
                raise ValueFault(f"{show(text)} can be read day first or month first")
            first, second, year = (int(g) for g in match.groups())
            day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
            return calendar_day(_full(year, match.group(3)), month, day, text)
        if match := _YEAR_FIRST.fullmatch(plain) or _LOOSE_ISO.fullmatch(plain) or _CHARACTERS.fullmatch(plain):
            year, month, day = (int(g) for g in match.groups() if g)
            return calendar_day(year, month, day, text)
        if (match := _NAMED.fullmatch(plain)) and (found := _MONTH.get(match.group(2).lower())):
            return calendar_day(_full(int(match.group(3)), match.group(3)), found, int(match.group(1)), text)
        if (match := _NAME_FIRST.fullmatch(plain)) and (found := _MONTH.get(match.group(1).lower())):
            return calendar_day(int(match.group(3)), found, int(match.group(2)), text)
        return _counted(plain, text) or iso_day(text)

    return parser


def _counted(plain: str, text: str) -> date | None:
    """Read a day by its week or by its number in the year, as ISO 8601 has it; None for any other text."""
    try:
        if match := _WEEK.fullmatch(plain):
            return date.fromisocalendar(*map(int, match.groups()))
        if match := _DAY_OF_YEAR.fullmatch(plain):
            found = date(int(match.group(1)), 1, 1) + timedelta(days=int(match.group(2)) - 1)
            if found.year == int(match.group(1)):
                return found
    except (ValueError, OverflowError):
        pass
    else:
        return None
    raise ValueFault(f"{show(text)} is no day of the calendar")


class Span(NamedTuple):
    """First and last day of what a date says: a day, a month or a year."""

    first: date
    last: date


def span_reader(order: Order | None) -> Callable[[str], Span]:
    """Make a parser of dates that may leave out the day, or the day and the month."""
    day = reader(order)

    def parser(text: str) -> Span:
        plain = western(text.strip()[:_LONGEST])
        if match := _YEAR.fullmatch(plain):
            year = int(match.group(1))
            return Span(calendar_day(year, 1, 1, text), calendar_day(year, 12, 31, text))
        if (match := _YEAR_MONTH.fullmatch(plain)) or (match := _MONTH_YEAR.fullmatch(plain)):
            first, second = sorted(map(int, match.groups()), reverse=True)
            return _month(first, second, text)
        match = _NAMED_MONTH.fullmatch(plain) or _YEAR_NAMED.fullmatch(plain)
        if match and (found := _MONTH.get(match.group("name").lower())):
            return _month(int(match.group("year")), found, text)
        if match := _INTERVAL.fullmatch(plain):
            first_day, last_day = (day(part) for part in match.groups())
            if last_day < first_day:
                raise ValueFault(f"{show(text)} ends before it begins")
            return Span(first_day, last_day)
        found_day = day(text)
        return Span(found_day, found_day)

    return parser


def _month(year: int, month: int, text: str) -> Span:
    first = calendar_day(year, month, 1, text)
    return Span(first, first.replace(day=monthrange(year, month)[1]))


def excel_span(text: str) -> Span:
    """Read a spreadsheet's day number as a span of one day."""
    day = excel_day(text)
    return Span(day, day)


def excel_day(text: str) -> date:
    """Read a spreadsheet's day number, days since 1899-12-30."""
    try:
        return EXCEL_EPOCH + timedelta(days=int(float(western(text.strip()))))
    except (ValueError, OverflowError):
        raise ValueFault(f"{show(text)} is no day number of a spreadsheet") from None


def _full(year: int, text: str) -> int:
    return year if len(text) == 4 else year + (1900 if year >= 70 else 2000)
