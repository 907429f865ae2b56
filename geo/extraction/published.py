"""The publication date of a report, as far as it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date as far as it is known: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, given: str | date | None) -> Published | None:
        """Read ``2024``, ``2024-01``, ``2024-01-24`` or a date."""
        if given is None or isinstance(given, date):
            return None if given is None else cls(given.year, given.month, given.day)
        match = re.fullmatch(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?\s*", given)
        if not match:
            msg = f"publication date {given!r}: give a year, a month or a day such as 2024-01-24"
            raise ValueError(msg)
        year, month, day = (int(g) if g else None for g in match.groups())
        found = cls(year or 0, month, day)
        try:
            date(found.year, found.month or 1, found.day or 1)
        except ValueError as error:
            msg = f"publication date {given!r}: {error}"
            raise ValueError(msg) from error
        return found

    @property
    def as_date(self) -> date | None:
        """The day, where it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        if self.month and self.day:
            return date(self.year, self.month, self.day)
        following = date(self.year + (self.month or 12) // 12, (self.month or 12) % 12 + 1, 1)
        return following - timedelta(days=1)
