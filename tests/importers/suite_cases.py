"""What the suites of awkward files share: a case, and GeoJSON around a value."""

from __future__ import annotations

from typing import NamedTuple

POINT = '{"type":"Point","coordinates":[44.5,33.5]}'
SOUND = '{"type":"Feature","properties":{"name":"sound","date":"2020-01-02"},"geometry":' + POINT + "}"


class Case(NamedTuple):
    """One file and its fate: (stored, rejected), or words that stand in the one sentence of its refusal."""

    file: str
    data: bytes
    fate: tuple[int, int] | str


class Rows(NamedTuple):
    """One file whose rows have names, and the names of those that are rejected."""

    file: str
    data: bytes
    names: tuple[str, ...]
    rejected: frozenset[str]


def rowwise(file, data, fates) -> Rows:
    """Make a file of named rows, each with the fate that it has beside one sound row, and a sound one at the end."""
    names = (*(n for n, _ in fates), "sound")
    rejected = frozenset(n for n, fate in fates if fate[1])
    return Rows(file, data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"), names, rejected)


def case(file, data, fate) -> Case:
    return Case(file, data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"), fate)


def collection(*features: str, more: str = "") -> str:
    return '{"type":"FeatureCollection","features":[' + ",".join(features) + "]" + more + "}"


def feature(geometry: str = POINT, properties: str = '{"name":"x"}', more: str = "") -> str:
    return '{"type":"Feature","properties":' + properties + ',"geometry":' + geometry + more + "}"
