"""Text of one cell to a value; each raises ValueFault with the words a person needs.

Results are remembered: columns of codes, counts and days hold few distinct values.
"""

from __future__ import annotations

import math
import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.errors import ValueFault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from enum import IntEnum

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫−", "01234567890123456789.-")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
FIRST_YEAR = 1900
"""Years before this are taken for slips of the keyboard, such as 1527."""


def show(text: str) -> str:
    """Quote a value for a message, shortened where it is long."""
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def western(text: str) -> str:
    """Write Arabic-Indic and Persian digits, their decimal mark and the long minus as ASCII."""
    return text if text.isascii() else text.translate(_DIGITS).strip()


@lru_cache(maxsize=1 << 16)
def decimal(text: str) -> float:
    """Read a decimal number with a point; digits may be Arabic-Indic."""
    plain = western(text.strip())
    if _NUMBER.fullmatch(plain):
        number = float(plain)
        if math.isfinite(number):
            return number
    if plain.lower().lstrip("+-") in {"nan", "inf", "infinity"} or _NUMBER.fullmatch(plain):
        raise ValueFault(f"{show(text)} is not a finite number")
    raise ValueFault(f"{show(text)} is not a number")


@lru_cache(maxsize=1 << 14)
def whole(text: str) -> int:
    """Read a whole number; a spreadsheet's ``3.0`` is 3."""
    number = decimal(text)
    if not number.is_integer():
        raise ValueFault(f"{show(text)} is not a whole number")
    return int(number)


@lru_cache(maxsize=1 << 14)
def count(text: str) -> int:
    """Read a number of persons: whole, not negative, at most 2,147,483,647."""
    number = whole(text)
    if number < 0:
        raise ValueFault(f"{show(text)} is negative")
    if number > 2_147_483_647:
        raise ValueFault(f"{show(text)} is too large for a count")
    return number


@lru_cache(maxsize=1 << 16)
def iso_day(text: str) -> date:
    """Read ``2013-01-03``, with or without a time part, as a calendar day."""
    plain = western(text.strip())
    match = _ISO.fullmatch(plain)
    if match is None:
        raise ValueFault(f"{show(text)} is not a date of the form 2013-01-31")
    year, month, day = (int(g) for g in match.groups())
    return calendar_day(year, month, day, text)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def month_number(name: str, text: str) -> int:
    """Read an English month name, whole or its first three letters; ``text`` is what a message quotes."""
    head = name[:3].lower()
    if head not in _MONTHS:
        raise ValueFault(f"{show(text)} names no month that is known")
    return _MONTHS.index(head) + 1


def calendar_day(year: int, month: int, day: int, text: str) -> date:
    """Make a day; ``text`` is what a message quotes where there is no such day."""
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueFault(f"{show(text)} is a day that the calendar does not have") from None
    if year < FIRST_YEAR:
        raise ValueFault(f"the year {year} of {show(text)} is before {FIRST_YEAR}")
    return found


def one_of(values: Collection[str]) -> Callable[[str], str]:
    """Make a parser that takes the values of a code list and nothing else."""

    def parser(text: str) -> str:
        if text not in values:
            raise ValueFault(f"{show(text)} is not in the list of values")
        return text

    return parser


def code_of(codes: type[IntEnum]) -> Callable[[str], int]:
    """Make a parser that takes the numbers of a code list."""

    def parser(text: str) -> int:
        number = whole(text)
        if number not in set(codes):
            raise ValueFault(f"{show(text)} is no code of 1 to {len(codes)}")
        return number

    return parser


_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def clock(text: str) -> str:
    """Read a time of day, ``23:05``; seconds are left aside."""
    plain = western(text.strip())
    if not _CLOCK.match(plain):
        raise ValueFault(f"{show(text)} is no time of the form 23:05")
    return plain[:5]
