import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cli import main
from geo.extraction import extract, geoparse
from geo.extraction.confidence import confidence
from geo.extraction.names import key, keys


def first(text, published="2024-05-15"):
    return extract(text, published).to_json()["candidates"][0]


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), max_size=8))
def test_many_keys_at_once_are_the_keys_one_by_one(names):
    assert keys(names) == [key(n) for n in names]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("in the Afghan capital", "Kabul"),
        ("in Somalia's capital", "Mogadishu"),
        ("near the village of Zamalka, in Syria", "Zamalka"),
        ("in the Dniprovskyi district of Kherson, Ukraine", "Kherson"),
    ],
)
def test_a_capital_and_a_part_of_a_city_are_found(words, name):
    assert first(f"A bomb exploded {words} on Monday, killing two people.")["place"]["name"] == name


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A shell hit a car in Kherson, Ukraine, on Monday. The driver, 45, was injured.", None, 1),
        ("Gunmen shot at a farmer near Erbil, Iraq, on Monday, killing him and wounding his son.", 1, 1),
        ("The death toll from Monday's bombing in Lahore, Pakistan, has risen to 72.", 72, None),
        ("On 13 May, at about 2:30, 36 people were killed when a house in Rafah, Gaza, was struck.", 36, None),
    ],
)
def test_a_toll_is_told_from_ages_and_hours(text, killed, injured):
    found = first(text)
    assert (found["killed"]["best"], found["injured"]["best"]) == (killed, injured)


def test_tolls_by_place_go_to_their_places():
    text = "Air strikes hit Homs and Idlib in Syria on Monday. Five people were killed in Homs and two in Idlib."
    found = {c["place"]["name"]: c["killed"]["best"] for c in extract(text, "2024-05-15").to_json()["candidates"]}
    assert found == {"Homs": 5, "Idlib": 2}


def test_a_group_that_only_the_report_names_can_claim():
    text = (
        "A bomb killed nine people in Quetta, Pakistan, on Monday. "
        "A previously unknown group, the Sons of the Valley, claimed responsibility."
    )
    assert first(text)["claimant"] == ["Sons of the Valley"]


def test_several_speakers_of_a_sentence_keep_their_own_words():
    text = (
        "Rockets killed four people in Homs, Syria, on Monday, the governor said; "
        "shells wounded nine people in Idlib on Monday, according to local medics."
    )
    said = {
        k["text"]: k["attributed_to"] for c in extract(text, "2024-05-15").to_json()["candidates"] for k in c["claims"]
    }
    assert said["Homs"] == "the governor"
    assert said["Idlib"] == "local medics"


def test_what_a_country_is_blamed_for_backing_is_not_its_attack():
    text = "Gunmen killed six people near Pahalgam, India, on Monday. India blamed Pakistan for backing the attack."
    assert first(text)["initiator"] == ["gunmen"]


def test_a_confidence_is_a_share_and_few_values_lean_on_the_family():
    assert 0 < confidence("party.subject") < confidence("place.at") < 1
    assert confidence("place.unheard_of") == pytest.approx(confidence("place.area"), abs=0.4)


def test_a_name_far_from_everything_else_in_the_report_gets_no_point():
    text = "Fighting went on in Donetsk region, Ukraine. A shell hit the village of Rybotyn on Monday."
    assert [p.text for p in geoparse(text) if p.is_point and p.text == "Rybotyn"] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "holds no text"),
        (" \n\t ", "holds no text"),
        ("x " * 500_000, "at most"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, capsys, content, says):
    path = tmp_path / "report.txt"
    path.write_text(content, encoding="utf-8")
    assert main(["extract", str(path), "--json"]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert says in said


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"Advertisement\nShare on Facebook\nSubscribe\n", "no incident was found in the text"),
        ("قصفت طائرات مدينة القائم يوم الثلاثاء".encode(), "not in Latin letters"),
        (b"Two rockets\x00 hit Erbil, Iraq\r\n\r\n\x00", "no publication date"),
    ],
)
def test_odd_text_is_read_with_a_note(tmp_path, capsys, content, note):
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    assert main(["extract", str(path), "--json"]) == 0
    assert note in " ".join(json.loads(capsys.readouterr().out)["article"]["notes"])


def test_a_month_that_does_not_exist_is_named(tmp_path, capsys):
    path = tmp_path / "report.txt"
    path.write_text("Two rockets hit Erbil in Iraq.", encoding="utf-8")
    assert main(["extract", str(path), "--published", "2024-13", "--json"]) == 1
    assert "2024-13" in capsys.readouterr().err
