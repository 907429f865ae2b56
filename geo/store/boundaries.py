"""Outlines of countries and their first-order divisions, read from `data/basemap` when first asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson
import shapely

from geo.model.normalise import fold

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

_KIND_WORDS = re.compile(
    r"\b(province|provincia|governorate|gouvernorat|muhafaza[ht]|mintaqat|oblasts?|kra[iy]|republic|respublika|state"
    r"|region|regiao|district|department|departement|departamento|county|prefecture|territory|canton|division|zone"
    r"|raion|rayon|wilaya[ht]?|emirate|municipality|autonomous|okrug|ostan|changwat|the|of|محافظه|ولايه)\b"
)
_ARTICLES = re.compile(r"\b(al|ad|an|ar|as|ash|at|az|adh|ath|el)\b")
_SPLIT_OFF = {"SD": "SS", "IL": "PS"}
"""Datasets count divisions of the second country to the first: before 2011, or throughout."""


@dataclass(frozen=True)
class Division:
    """One first-order division as drawn; ``id`` is Natural Earth's ``adm1_code``."""

    id: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True)
class _Country:
    divisions: dict[str, Division]


@dataclass(frozen=True)
class Boundaries:
    """Lines as Natural Earth draws them, WGS 84, kept in memory a country at a time."""

    folder: Path
    _read: dict[str, _Country | None] = field(default_factory=dict, compare=False, repr=False)
    _outlines: dict[str, BaseGeometry | None] = field(default_factory=dict, compare=False, repr=False)

    def country(self, code: str) -> BaseGeometry | None:
        """Give the outline of a country by its alpha-2 code; None where none is bundled."""
        if code not in self._outlines:
            self._outlines[code] = _outline(path) if (path := self._path(code)) else None
        return self._outlines[code]

    def division(self, code: str, name: str) -> Division | None:
        """Find a division by country and name in any bundled spelling; None where no name fits for certain.

        ``Al Anbar province``, ``Al-Anbar`` and ``Anbar`` are the same; a name that fits two divisions fits none.
        """
        for where in (code, _SPLIT_OFF.get(code, "")):
            country = self._country(where)
            found = country and (country.divisions.get(fold(name)) or country.divisions.get(core(name)))
            if found:
                return found
        return None

    def _country(self, code: str) -> _Country | None:
        if code not in self._read:
            self._read[code] = _load(path) if (path := self._path(code)) else None
        return self._read[code]

    def _path(self, code: str) -> Path | None:
        path = self.folder / f"{code}.json"
        return path if re.fullmatch("[A-Z]{2}", code) and path.is_file() else None


def core(name: str) -> str:
    """Fold a division's name without the words for its kind and without Arabic articles."""
    words = _KIND_WORDS.sub(" ", fold(name))
    return "".join((_ARTICLES.sub(" ", words) or words).split())


def _outline(path: Path) -> BaseGeometry:
    outline, *_ = orjson.loads(path.read_bytes())["features"]
    return shapely.from_geojson(orjson.dumps(outline["geometry"]))


def _load(path: Path) -> _Country:
    _, *rows = orjson.loads(path.read_bytes())["features"]
    shapes = shapely.from_geojson([orjson.dumps(row["geometry"]) for row in rows])
    found = [Division(row["id"], row["properties"]["name"], shape) for row, shape in zip(rows, shapes, strict=True)]
    names: dict[str, Division] = {}
    for spell in (fold, core):
        _add(names, {(spell(d.name), d.id): d for d in found})
    for spell in (fold, core):
        spelt = {(spell(n), d.id): d for d, row in zip(found, rows, strict=True) for n in row["properties"]["names"]}
        _add(names, spelt)
    return _Country(names)


def _add(names: dict[str, Division], spelt: dict[tuple[str, str], Division]) -> None:
    """Add names that are not taken and that only one division has."""
    count: dict[str, int] = {}
    for name, _ in spelt:
        count[name] = count.get(name, 0) + 1
    names.update({name: d for (name, _), d in spelt.items() if name and count[name] == 1 and name not in names})
