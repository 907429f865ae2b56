"""Synthetic incidents with the shape of UCDP GED: clustered places, skewed actors, 1989 to today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo import frames

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, LAST = np.datetime64("1989-01-01"), np.datetime64("2026-06-30")
DATASET = "synthetic"
BATCH = 250_000

_COUNTRIES = {  # code: (longitude, latitude, spread in degrees, weight)
    "AF": (66, 34, 3.5, 14), "SY": (38, 35, 1.8, 13), "UA": (34, 48.5, 3.0, 12), "IQ": (43.5, 33.5, 2.0, 10),
    "MX": (-102, 23, 5.0, 8), "IN": (80, 23, 6.0, 7), "NG": (8, 9.5, 3.0, 6), "SO": (45, 4, 2.5, 6),
    "CO": (-74, 4, 3.0, 5), "YE": (45.5, 15, 2.0, 5), "CD": (27, -3, 4.5, 5), "PK": (70, 31, 3.0, 4),
    "LK": (80.7, 8, 0.9, 4), "PH": (123, 9, 2.5, 3), "SD": (30, 13, 3.0, 3), "ET": (39, 9, 3.0, 3),
    "MM": (96, 21, 2.5, 3), "ML": (-2, 15, 2.5, 2), "BF": (-1, 13, 1.5, 2), "TR": (40, 38, 2.0, 2),
    "IL": (34.6, 31.5, 0.5, 2), "LB": (35.8, 33.8, 0.4, 1), "JO": (36.5, 31.5, 0.7, 1), "IR": (53, 32, 3.0, 1),
}  # fmt: skip
_WORDS = (  # noqa: SIM905 - a list of words reads better so
    "attack village convoy checkpoint patrol clash killed wounded civilians army police rebels shelling bomb roadside "
    "market district province north south east west river bridge airport camp school mosque house night morning "
    "officials said according residents witnesses ministry spokesman statement claimed responsibility fighters "
    "militants soldiers forces ambush raid operation strike drone rocket mortar grenade rifle explosion vehicle"
).split()
_TYPES = {
    "armed_clash": 30, "violence_unspecified": 25, "attack_on_civilians": 20, "missile_rocket_artillery": 8,
    "explosive_device": 6, "air_or_drone_strike": 5, "drone_attack": 2, "suicide_attack": 2, "abduction": 2,
}  # fmt: skip
_PLACES_PER_ROW = 1 / 9
_ACTORS = 1_900


def table(rows: int, seed: int = 1, *, dataset: str = DATASET) -> pa.Table:
    """Give conforming incidents, sorted by (date_start, dataset_id); the same for the same arguments."""
    return pa.concat_tables(batches(rows, seed, dataset=dataset))


def batches(rows: int, seed: int = 1, *, dataset: str = DATASET) -> Iterator[pa.Table]:
    """Give the same incidents a quarter of a million at a time."""
    rng = np.random.default_rng(seed)
    places = _places(max(int(rows * _PLACES_PER_ROW), 50), rng)
    span = int((LAST - FIRST).astype(int))
    days = np.sort((span * rng.beta(2.2, 1.4, rows)).astype(np.int32)) + np.int32(
        FIRST.astype("datetime64[D]").astype(int)
    )
    for start in range(0, rows, BATCH):
        yield _batch(days[start : start + BATCH], start, places, rng, dataset)


def _places(count: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    codes = np.array(list(_COUNTRIES))
    shape = np.array(list(_COUNTRIES.values()), float)
    country = rng.choice(len(codes), count, p=shape[:, 3] / shape[:, 3].sum())
    province = rng.integers(0, 18, count)
    centres = np.random.default_rng(7).normal(0, 0.8, (len(codes), 18, 2))
    offset = centres[country, province] * shape[country, 2:3] + rng.normal(0, 0.18, (count, 2)) * shape[country, 2:3]
    weight = 1.0 / np.arange(1, count + 1) ** 0.9
    rng.shuffle(weight)
    return {
        "country": codes[country],
        "province": np.char.add(np.char.add(codes[country], " province "), (province + 1).astype(str)),
        "longitude": np.round(np.clip(shape[country, 0] + offset[:, 0], -179, 179), 6),
        "latitude": np.round(np.clip(shape[country, 1] + offset[:, 1], -85, 85), 6),
        "name": np.char.add("Place ", np.arange(count).astype(str)),
        "cumulative": np.cumsum(weight / weight.sum()),
        "country_index": country,
    }


def _batch(
    days: np.ndarray, first: int, places: dict[str, np.ndarray], rng: np.random.Generator, dataset: str
) -> pa.Table:
    rows = len(days)
    at = np.minimum(np.searchsorted(places["cumulative"], rng.random(rows)), len(places["name"]) - 1)
    where = rng.choice(np.arange(1, 8, dtype=np.int8), rows, p=[0.42, 0.2, 0.16, 0.11, 0.06, 0.04, 0.01])
    date_precision = rng.choice(np.arange(1, 6, dtype=np.int8), rows, p=[0.78, 0.11, 0.05, 0.04, 0.02])
    lengths = np.array([0, 0, 3, 6, 27, 120], np.int32)[date_precision]
    unmapped = rng.random(rows) < 0.003
    best = np.minimum(rng.zipf(1.9, rows), 5000).astype(np.int32) - 1
    sides = _actors(rng, places["country_index"][at])
    kinds = np.array(list(_TYPES))
    share = np.array(list(_TYPES.values()), float)
    event_type = kinds[rng.choice(len(kinds), rows, p=share / share.sum())]
    one_sided = pa.array(event_type == "attack_on_civilians")
    side_a, side_b = (_one_each(pa.array(s)) for s in sides)
    empty = _one_each(pa.nulls(rows, pa.string()))
    columns = {
        "dataset": pa.repeat(dataset, rows),
        "dataset_id": pc.cast(pa.array(np.arange(first + 100_000, first + 100_000 + rows)), pa.string()),
        "event_type": pa.array(event_type),
        "provider_type": pa.array(
            np.array(["state-based", "non-state", "one-sided"])[rng.choice(3, rows, p=[0.7, 0.15, 0.15])]
        ),
        "description": _sentences(rng, rows, 4),
        "date_start": pa.array(days, pa.int32()).cast(pa.date32()),
        "date_end": pa.array(days + (lengths * rng.random(rows)).astype(np.int32), pa.int32()).cast(pa.date32()),
        "date_precision": pa.array(date_precision),
        "place_name": pa.array(places["name"]).take(pa.array(at)),
        "longitude": pa.array(places["longitude"][at], mask=unmapped),
        "latitude": pa.array(places["latitude"][at], mask=unmapped),
        "where_precision": pa.array(where),
        "country": pa.array(places["country"]).take(pa.array(at)),
        "adm_1": pa.array(places["province"]).take(pa.array(at)),
        "initiator": pc.if_else(one_sided, side_a, empty),
        "target": pc.if_else(one_sided, side_b, empty),
        "party": pc.if_else(one_sided, empty, _one_each(pa.array(sides[0]), pa.array(sides[1]))),
        "fatalities_low": pa.array((best * 0.8).astype(np.int32)),
        "fatalities_best": pa.array(best),
        "fatalities_high": pa.array((best * 1.5).astype(np.int32)),
        "source_publisher": _one_each(
            pa.array(
                np.array(["Reuters", "AP", "AFP", "BBC Monitoring", "Xinhua", "Local press"])[rng.integers(0, 6, rows)]
            )
        ),
        "source_title": _one_each(_sentences(rng, rows, 8)),
        "source_published": _one_each(pc.cast(pa.array(days, pa.int32()).cast(pa.date32()), pa.string())),
        "source_url": _one_each(pa.repeat("", rows)),
        "licence": pa.repeat("CC-BY-4.0", rows),
        "state": pa.repeat("published", rows),
        "method": pa.repeat("provider", rows),
    }
    return frames.conform(pa.table(columns))


def _actors(rng: np.random.Generator, country: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    names = np.array([f"Armed group {i}" for i in range(_ACTORS)])
    governments = np.array([f"Government of {code}" for code in _COUNTRIES])
    rank = np.minimum(rng.zipf(1.6, len(country)) - 1, 60)
    group = names[(country * 71 + rank) % _ACTORS]
    other = names[(country * 71 + rank + 1) % _ACTORS]
    return np.where(rng.random(len(country)) < 0.65, governments[country], other), group


def _sentences(rng: np.random.Generator, rows: int, length: int) -> pa.Array:
    words = pa.array(_WORDS)
    parts = [words.take(pa.array(rng.integers(0, len(_WORDS), rows))) for _ in range(length)]
    return pc.binary_join_element_wise(*parts, pc.cast(pa.array(rng.integers(0, 5000, rows)), pa.string()), " ")


def _one_each(*names: pa.Array) -> pa.Array:
    """Give lists of one name of each array a row; a null name leaves its list without one."""
    rows = len(names[0])
    if names[0].null_count == rows:
        return pa.ListArray.from_arrays(pa.array(np.zeros(rows + 1, np.int32)), pa.array([], pa.string()))
    flat = pa.concat_arrays(names).take(pa.array(np.arange(rows * len(names)).reshape(len(names), rows).T.ravel()))
    offsets = np.arange(0, rows * len(names) + 1, len(names), dtype=np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), flat)


def today() -> date:
    """Give the last day that synthetic incidents reach."""
    return LAST.astype(date)
