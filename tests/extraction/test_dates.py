from datetime import date, time

import pytest

from geo.extraction.casualties import find
from geo.extraction.dates import Calendar
from geo.extraction.published import Published
from geo.extraction.text import Sentence, clean


def read(words, published="2024-01-24"):
    return Calendar(Published.of(published)).read(Sentence(0, len(words), words, 0, 0))[0]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("early Wednesday", "2024-01-24", "2024-01-24"),
        ("Late on Tuesday", "2024-01-23", "2024-01-23"),
        ("on Saturday", "2024-01-20", "2024-01-20"),
        ("last night", "2024-01-23", "2024-01-23"),
        ("overnight", "2024-01-23", "2024-01-24"),
        ("overnight Sunday into Monday", "2024-01-21", "2024-01-22"),
        ("over the past 24 hours", "2024-01-23", "2024-01-24"),
        ("two days ago", "2024-01-22", "2024-01-22"),
        ("mid-October", "2023-10-11", "2023-10-20"),
        ("Dec. 25", "2023-12-25", "2023-12-25"),
        ("12-13 June", "2023-06-12", "2023-06-13"),
        ("Jan. 3 to 5", "2024-01-03", "2024-01-05"),
        ("October 17th, 2022", "2022-10-17", "2022-10-17"),
    ],
)
def test_dates_are_read_up_to_the_publication(words, first, last):
    found = read(words)
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("words", ["in recent weeks", "in the last six months", "since mid-October", "in 2019"])
def test_spans_that_date_no_single_incident_are_marked(words):
    assert read(words).vague


def test_a_year_of_publication_dates_days_but_not_weekdays():
    assert read("On 15 February", "2021").first == date(2021, 2, 15)
    assert read("on Tuesday", "2021").first is None


def test_a_clock_time_keeps_its_zone():
    found = read("On Dec. 25 at 8:45 p.m. (EST)")
    assert (found.clock, found.zone) == (time(20, 45), "America/New_York")


def test_local_time_wins_over_another_zone():
    assert read("at 7:40 P.M. Eastern time, or 2:40 A.M. local, on Monday").clock == time(2, 40)


@pytest.mark.parametrize("given", ["yesterday", "2024-13-01", "24 January"])
def test_a_wrong_publication_date_is_refused(given):
    with pytest.raises(ValueError, match=r"publication date|month must be"):
        Published.of(given)


def test_furniture_adverts_captions_and_datelines_are_told_from_the_report():
    text = (
        "28.9 C\nSunday, June 16, 2024\n\nTwo killed in strike\n\n- Advertisement -\n\nBAGHDAD, Iraq\u2014Rockets hit a base.\n\n"
        "FILE - Soldiers at the base in 2019.\n\nPopular Articles"
    )
    found = clean(text)
    assert [s.text for s in found.sentences] == ["Rockets hit a base."]
    assert text[slice(*found.headline)] == "Two killed in strike"
    assert [text[a:b] for a, b in found.datelines] == ["BAGHDAD, Iraq\u2014"]
    assert len(found.captions) == 1


@pytest.mark.parametrize(
    ("words", "killed", "injured"),
    [
        ("Two people were killed and two wounded in the raid", (2, 2, 2), (2, 2, 2)),
        ("five soldiers and one additional contractor were wounded", None, (6, 6, 6)),
        ("killing between 49 and 60 civilians", (49, None, 60), None),
        ("killed at least 12 people and wounded 30 others", (12, 12, None), (30, 30, 30)),
        ("There were no casualties", (0, 0, 0), (0, 0, 0)),
        ("There were no immediate reports of casualties", None, None),
        ("causing injuries and damage", None, (1, None, None)),
        ("There are roughly 2,500 US troops in Iraq", None, None),
        ("More than 34,700 people have been killed since October", None, None),
        ("killed four soldiers and severely wounded seven others", (4, 4, 4), (7, 7, 7)),
    ],
)
def test_tolls_are_read_as_they_are_said(words, killed, injured):
    found = {t.field: (t.count.low, t.count.best, t.count.high) for t in find(words)}
    assert (found.get("killed"), found.get("injured")) == (killed, injured)
