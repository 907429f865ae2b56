"""Batch geocoding of tables that have names but no coordinates: each name once for all rows that say the same."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from geo.extraction.gazetteer import Gazetteer
from geo.extraction.resolve import Resolution, resolve
from geo.model.countries import country_code
from geo.model.values import CountryCode, Value

if TYPE_CHECKING:
    from collections.abc import Iterable


class TableName(Value):
    """A name as a table gives it, with the number of rows that say the same and what it resolves to."""

    name: str
    stated_country: str | None
    country: CountryCode | None
    count: int
    resolution: Resolution


def geocode_table(rows: Iterable[tuple[str | None, str]], *, gazetteer: Gazetteer | None = None) -> list[TableName]:
    """Resolve the distinct (country, name) pairs of a table, unresolved first, then by number of rows.

    ``country`` may be a code, a name or words that hold one ("Tikrit, Iraq"); None searches everywhere.
    """
    known = gazetteer or Gazetteer.of()
    counts = Counter((country, name.strip()) for country, name in rows)
    found = [_named(country, name, count, known) for (country, name), count in counts.items()]
    return sorted(found, key=lambda n: (n.resolution.place is not None, -n.count, n.name))


def _named(stated: str | None, name: str, count: int, gazetteer: Gazetteer) -> TableName:
    code = _code(stated) if stated else None
    resolution = resolve(name, (code,) if code else (), gazetteer)
    return TableName(name=name, stated_country=stated, country=code, count=count, resolution=resolution)


def _code(stated: str) -> str | None:
    parts = [stated, *reversed(re.split(r"[,;/]", stated))]
    return next((code for part in parts if (code := country_code(part.strip()))), None)
