import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.extraction import Gazetteer, Lexicon, extract
from geo.extraction.text import Sentence
from geo.model import Actor, Place

DATA = Path(__file__).resolve().parents[2] / "data"
WORDS = [
    "US forces",
    "Houthi",
    "struck",
    "hit",
    "a base",
    "near",
    "Erbil",
    "in Iraq",
    "on Tuesday",
    "killed",
    "two people",
    "said",
    "according to",
    "drones",
    "were shot down",
    "after",
    "in response to",
    "an attack",
    "Hezbollah",
    "claimed responsibility",
    "blamed",
    "the Pentagon",
    "more than 150 attacks",
    "since October",
    "35 km south of",
    "Baghdad",
    "overnight",
    ",",
    ".",
    '"',
    "and",
    "which",
    "on 20 January 2024",
    "at 6:30 p.m. (EST)",
    "no casualties",
    "the base",
    "it",
    "They",
    "was attacked by",
    "missiles",
    "between",
    "Kirkuk",
    "-",
    "\n\n",
    "Advertisement",
    "(",
    ")",
    "'s",
    "at least",
    "dozens",
    "anniversary of",
]


def names(words, lexicon):
    return [m.name for m in lexicon.find(Sentence(0, len(words), words, 0, 0))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Hezbollah Brigades denied it.", ["Kataib Hezbollah"]),
        ("Hezbollah fired rockets.", ["Hezbollah"]),
        ("Ketaeb Hezbollah and Hezbollah met.", ["Kataib Hezbollah", "Hezbollah"]),
        ("Hamas-run authorities said so.", []),
        ("American and British warplanes took off.", ["United States", "United Kingdom"]),
        ("Two U.S. Army soldiers were hurt.", ["United States"]),
        ("A coalition of parties won.", []),
        ("Unidentified gunmen fled.", ["unidentified gunmen"]),
    ],
)
def test_names_are_matched_whole(words, expected):
    assert names(words, Lexicon.of()) == expected


def test_the_name_of_the_project_wins_for_all_spellings():
    ours = Actor(name="Ansar Allah (Houthis)", id="houthis", kind="armed group", aliases=("Houthis", "Yemen"))
    assert names("Houthi rebels and Yemen", Lexicon.of([ours])) == ["Ansar Allah (Houthis)"]


@pytest.mark.skipif(not (DATA / "actors.json").is_file(), reason="the project's actors are not there")
def test_the_project_s_own_places_and_actors_are_understood():
    places = json.loads((DATA / "places.json").read_text(encoding="utf-8"))["places"]
    actors = json.loads((DATA / "actors.json").read_text(encoding="utf-8"))["actors"]
    plain = {"sources", "relations", "footprint"}
    gazetteer = Gazetteer.of(
        Place(**{k: v for k, v in p.items() if k in Place.model_fields and k not in plain}) for p in places
    )
    lexicon = Lexicon.of(
        Actor(**{k: v for k, v in a.items() if k in Actor.model_fields and k not in plain}) for a in actors
    )
    text = (
        "The Islamic Resistance in Iraq claimed a drone attack on the Ain al-Asad air base in Iraq on 23 January 2024."
    )
    incident = extract(text, "2024-01-24", gazetteer=gazetteer, lexicon=lexicon).candidates[0].incident
    assert incident.place.id in {p["id"] for p in places}
    assert incident.actors[0].actor in {a["name"] for a in actors}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_text_is_read_and_every_claim_stands_on_its_words(words):
    text = " ".join(words)
    article = extract(text, "2024-01-24")
    for candidate in article.candidates:
        assert all(text[c.start : c.end] == c.text for c in candidate.incident.claims)
