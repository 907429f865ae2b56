from datetime import date

import pytest
from more_reports import MORE_REPORTS
from reports import REPORTS

from geo.extraction import extract
from geo.extraction.gazetteer import distance_km

ALL = {**REPORTS, **MORE_REPORTS}


def read(name):
    report = ALL[name]
    return extract(report["text"], report["published"], report["title"])


def fits(expected, found):
    place = found["place"]
    if found["date_start"] is None or not found["date_start"] <= expected["date"] <= found["date_end"]:
        return False
    if place["country"] != expected["country"]:
        return False
    if expected["lat"] is None:
        return place["latitude"] is None
    return (
        place["latitude"] is not None
        and distance_km(expected["lat"], expected["lon"], place["latitude"], place["longitude"]) <= expected["tol"]
    )


def details(expected, found):
    """Give what differs from the expectation."""
    wrong = [r for r in ("initiator", "target", "claimant") if r in expected and not set(expected[r]) <= set(found[r])]
    wrong += ["claimant"] if expected.get("claimant") == [] and found["claimant"] else []
    wrong += [f for f in ("killed", "injured") if f in expected and found[f]["best"] != expected[f]]
    bounds = {"killed_low": ("killed", "low"), "killed_high": ("killed", "high"), "injured_low": ("injured", "low")}
    wrong += [key for key, (field, end) in bounds.items() if key in expected and found[field][end] != expected[key]]
    checks = {
        "type": found["event_type"],
        "precision": found["place"]["where_precision"],
        "answers": len(found["in_response_to"]),
    }
    wrong += [key for key, value in checks.items() if key in expected and expected[key] != value]
    return wrong + (["weapon"] if expected.get("weapon", "") not in (found["weapon"] or "") else [])


@pytest.mark.parametrize("name", ALL)
def test_a_report_gives_its_incidents_and_nothing_else(name):
    found = read(name).to_json()["candidates"]
    for expected in ALL[name]["expect"]:
        match = next((f for f in found if fits(expected, f)), None)
        assert match, (expected, found)
        assert details(expected, match) == []
        found.remove(match)
    assert found == []


@pytest.mark.parametrize("name", ALL)
def test_every_claim_stands_on_its_words(name):
    article = read(name)
    for candidate in article.candidates:
        for claim in candidate.incident.claims:
            assert article.text[claim.start : claim.end] == claim.text
            assert claim.rule
            assert 0 < claim.confidence <= 1


@pytest.mark.parametrize("name", ALL)
def test_an_area_has_no_point_or_a_coarse_precision(name):
    for candidate in read(name).candidates:
        place = candidate.incident.place
        if place.longitude is None:
            assert candidate.reasons
        elif place.kind == "admin1":
            assert place.precision >= 3


def test_reading_twice_gives_the_same():
    assert read("ukraine_overnight") == read("ukraine_overnight")


def test_relative_dates_without_a_publication_date_stay_undated_with_the_reason():
    article = extract("Rockets hit the Ain al-Asad air base in Iraq on Tuesday.", None)
    assert article.candidates[0].incident.date_start is None
    assert "publication date" in article.candidates[0].reasons[-1]
    assert "no publication date" in article.notes[0]


def test_absolute_dates_need_no_publication_date():
    article = extract("On 3 March 2022, a Russian air strike on the city of Chernihiv killed 47 people.", None)
    assert article.candidates[0].incident.date_start == date(2022, 3, 3)


def test_a_clock_time_of_another_zone_moves_the_day_to_local_time():
    article = extract(
        "A rocket hit the Ain al-Asad air base in Iraq on Dec. 25 at 8:45 p.m. (EST), officials said.", "2023-12-27"
    )
    incident = article.candidates[0].incident
    assert (incident.date_start, incident.time_local.isoformat("minutes"), incident.time_zone) == (
        date(2023, 12, 26),
        "04:45",
        "Asia/Baghdad",
    )


def test_a_statement_keeps_who_said_it():
    claims = read("two_in_one_sentence").candidates[0].incident.claims
    assert [c.attributed_to for c in claims if c.field == "date"] == ["Saudi officials"]


def test_the_full_text_is_not_in_the_json():
    article = read("nigeria_gunmen")
    assert "No group has claimed" not in str(article.to_json())
    assert article.to_json()["article"]["sha256"] == article.sha256


@pytest.mark.parametrize(
    "text",
    [
        "More than 150 attacks have targeted US bases in Iraq since mid-October.",
        "Iran vowed to strike Israel if its embassy in Damascus is attacked again.",
        "Hezbollah denied that it had attacked the base in Haifa on Tuesday.",
        "There are roughly 2,500 US troops in Iraq and 900 in Syria.",
        "The minister condemned attacks on shipping in the Red Sea in recent weeks.",
        "Workers at the port of Haifa went on strike on Tuesday.",
        "The army could bomb Rafah next week, the prime minister warned on Monday.",
    ],
)
def test_series_threats_denials_and_numbers_of_troops_are_no_incidents(text):
    assert extract(text, "2024-05-01").candidates == ()
