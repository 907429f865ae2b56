"""A made-up table of incidents as anybody keeps one: its own heads, quoted free text, no format that is known."""

from __future__ import annotations

import csv
import random
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (  # noqa: SIM905 - a list of words reads better so
    "incident_id event_date end_date time category title notes lat lon location admin1 admin2 country perpetrator "
    "target weapon killed killed_min killed_max injured source url article reported_by verified grid_code population "
    "follow_up tags updated_at"
).split()
_COUNTRIES = {
    "Syria": (35, 38), "Iraq": (33, 43.5), "Ukraine": (48.5, 35), "Nigeria": (9.5, 8), "Somalia": (3, 44),
    "Mexico": (23, -102), "Colombia": (4, -73),
}  # fmt: skip
_CATEGORIES = ("Shelling/artillery/missile attack", "Armed clash", "Attack", "Air/drone strike", "Looting")
_WEAPONS = ("artillery", "small arms", "drone", "roadside bomb", "")
_NAMES = (
    "Dayr az Zawr",
    "Al-Ḥasaka",
    "Kyïv",
    "Maiduguri",
    "Beledweyne",
    "San José",
    "Cúcuta",
    "Mosul",
    "Харків",
    "حمص",
)
_WORDS = (  # noqa: SIM905
    "the a village market school road bridge convoy patrol fighters police army witnesses said reported late early "
    "morning evening near after before several houses damaged destroyed wounded residents fled area northern southern"
).split()


def write(path: Path, rows: int, *, ids: bool = True) -> None:
    """Write so many rows of 30 columns; without ``ids`` the first one says who looked at the row."""
    rng = random.Random(2)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS if ids else ["reviewed_by", *COLUMNS[1:]])
        for number in range(1, rows + 1):
            first = f"IN-{number:07d}" if ids else f"reader {rng.randrange(20)}"
            writer.writerow([first, *_row(number, rng)])


def _row(number: int, rng: random.Random) -> list[object]:
    day = date(2000, 1, 1) + timedelta(days=rng.randrange(9_000))
    country, place, killed = rng.choice(list(_COUNTRIES)), rng.randrange(9_000), rng.randrange(6)
    lat, lon = (round(rng.gauss(middle, 0.5), 5) for middle in _COUNTRIES[country])
    name = f"{rng.choice(_NAMES)} {place}"
    outlet, changed = f"Outlet {rng.randrange(80)}", datetime(2025, 1, 1) + timedelta(minutes=number)  # noqa: DTZ001 - as tables have it
    return [
        day, day + timedelta(days=rng.choice((0, 0, 0, 1))), f"{rng.randrange(24):02}:{rng.randrange(60):02}",
        rng.choice(_CATEGORIES), f"{rng.choice(_WORDS)} in {name}".capitalize(), _notes(name, rng), lat, lon, name,
        f"{country} province {rng.randrange(12)}", f"District {place % 90}", country, f"Front {rng.randrange(300)}",
        rng.choice(("Civilians", "Police", "Army", f"Village of {name}")), rng.choice(_WEAPONS), killed,
        max(killed - 1, 0), killed + 2, rng.choice(("", 0, 1, 4)), outlet, f"https://example.org/{day:%Y/%m}/{number}",
        f"{name}: {' '.join(rng.choices(_WORDS, k=7))}", f"desk {rng.randrange(9)}", rng.choice(("yes", "no", "")),
        f"G{place:05}", rng.randrange(200, 90_000), _sentence(rng) if rng.random() < 0.3 else "",
        rng.choice(("market;road", "school", "", "bridge;convoy;police")), f"{changed:%Y-%m-%d %H:%M}",
    ]  # fmt: skip


def _notes(name: str, rng: random.Random) -> str:
    text = _sentence(rng)
    said = f' A resident of {name} said: "{" ".join(rng.choices(_WORDS, k=6))}".' if rng.random() < 0.2 else ""
    return text + said + (f"\n{_sentence(rng)}" if rng.random() < 0.05 else "")


def _sentence(rng: random.Random) -> str:
    words = rng.choices(_WORDS, k=rng.randrange(8, 15))
    return f"{' '.join(words[:5])}, {' '.join(words[5:])}.".capitalize()
