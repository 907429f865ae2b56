"""The coded reports lie beside the project, not in it."""

import json
from pathlib import Path

import pytest

from geo.extraction import extract
from geo.model import LinkKind, Role

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_reports = pytest.mark.skipif(
    not (FOLDER / "seed_article.txt").is_file(), reason="the coded reports are not beside the project"
)


@pytest.fixture(scope="module")
def seed():
    return extract((FOLDER / "seed_article.txt").read_text(encoding="utf-8"), "2024-01-24")


@needs_reports
def test_the_seed_gives_two_strikes_an_unnamed_third_and_two_attacks(seed):
    found = {(c.incident.place.name, c.incident.date_start.isoformat()) for c in seed.candidates}
    assert found == {
        ("Jurf al-Sakhar", "2024-01-24"),
        ("Al-Qa'im", "2024-01-24"),
        ("not named", "2024-01-24"),
        ("Ain al-Asad air base", "2024-01-23"),
        ("Ain al-Asad air base", "2024-01-20"),
    }


@needs_reports
def test_the_strikes_of_the_seed_answer_both_attacks(seed):
    by_day = {c.incident.date_start.day: c.incident for c in seed.candidates if c.incident.place.name.startswith("Ain")}
    strikes = [c.incident for c in seed.candidates if c.incident.date_start.day == 24]
    for strike in strikes:
        assert {link.to for link in strike.links if link.kind is LinkKind.IN_RESPONSE_TO} == {
            i.uid for i in by_day.values()
        }
    assert by_day[23].by_role(Role.CLAIMANT) == ("Islamic Resistance in Iraq",)


@needs_reports
def test_the_tolls_of_the_seed_stand_where_they_belong(seed):
    tolls = {
        c.incident.place.name: c.incident.fatalities.best for c in seed.candidates if c.incident.date_start.day == 24
    }
    assert tolls == {"Al-Qa'im": 2, "Jurf al-Sakhar": None, "not named": None}


@needs_reports
def test_no_point_is_invented_in_the_coded_reports():
    for line in (FOLDER / "articles_with_gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "text" not in row or any(g["lat"] is not None for g in row["gold"]):
            continue
        found = extract(row["text"], row["published"].split(" ")[0], row["title"]).candidates
        assert [c.incident.place.name for c in found if c.incident.place.longitude is not None] == []
