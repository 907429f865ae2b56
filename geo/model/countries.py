"""Countries by ISO 3166 alpha-2 code, and from the many ways in which datasets spell them."""

from __future__ import annotations

from functools import cache

from geo.model.country_names import TABLE
from geo.model.normalise import fold


def country_code(name: str) -> str | None:
    """Give the alpha-2 code for a name, an alpha-2 or an alpha-3 code; None where it is not known.

    Knows common and official names and those of UCDP (``DR Congo (Zaire)``), ACLED and GeoNames.
    """
    return _codes().get(fold(name))


def country_name(code: str) -> str:
    """Give the common English name of an alpha-2 code, or the code itself where it is not known."""
    return _names().get(code.upper(), code)


def country_codes() -> frozenset[str]:
    """Give all known alpha-2 codes."""
    return frozenset(_names())


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split("|")) for line in TABLE.split("\n") if line)


@cache
def _codes() -> dict[str, str]:
    return {fold(spelling): row[0] for row in _rows() for spelling in row}


@cache
def _names() -> dict[str, str]:
    return {row[0]: row[2] for row in _rows()}
