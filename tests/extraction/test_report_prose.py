"""How wire, newspaper and official prose tells targets, persons, tolls, attackers and vague places."""

import pytest

from geo.extraction import extract


def read(text, published="2024-05-15", title=None):
    return extract(text, published, title).to_json()["candidates"]


def one(text, published="2024-05-15", title=None):
    found = read(text, published, title)
    assert len(found) == 1, [(c["place"], c["date_start"]) for c in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("A missile ripped through an eight-storey apartment block in Haifa, Israel, on Monday.", "apartment block"),
        ("Five people were killed on Monday when Khadija School, which sheltered families, was hit in Rafah, Gaza.", "Khadija School"),
        ("A drone attack on the Khor Mor gas field in Iraq on Monday cut the power supply.", "gas field"),
        ("Gunmen shot dead six passengers near Quetta, Pakistan, on Monday.", "passengers"),
    ],
)  # fmt: skip
def test_what_was_hit_is_told_in_the_words_of_the_report(text, target):
    assert any(target in t for t in one(text)["target"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("An Israeli strike in Beirut, Lebanon, on Monday killed senior commander Fuad Shukr.", "Fuad Shukr"),
        ("A strike in Tehran, Iran, on Monday killed the head of the Guards, Hossein Salami.", "Hossein Salami"),
        ("A Syrian man, Samer Haddad, was shot dead in Homs, Syria, on Monday.", "Samer Haddad"),
    ],
)
def test_a_person_named_as_killed_is_a_target(text, name):
    assert name in one(text)["target"]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Eight members of the Border Guard (BG) and their driver were killed by a mine near Kirkuk, Iraq, on Monday.", 9),
        ("The mayor and three other people were killed when gunmen stormed the town hall in Mosul, Iraq, on Monday.", 4),
        ("In Kalat, Pakistan, 11 people - five policemen among them - lost their lives when gunmen attacked a post on Monday.", 11),
        ("Troops neutralised nine terrorists in Maiduguri, Nigeria, on Monday.", 9),
    ],
)  # fmt: skip
def test_a_toll_counts_the_one_beside_the_number(text, killed):
    assert one(text)["killed"]["best"] == killed


def test_blame_on_the_followers_of_a_person_names_them():
    text = "Gunmen stormed a hotel in Benghazi, Libya, on Monday, killing five people. A minister blamed supporters of former leader Moammar Gadhafi."
    assert any("gadhafi" in who.casefold() for who in one(text)["initiator"])


def test_the_attacker_of_the_headline_is_the_attacker_of_a_strike_without_one():
    text = "Five people were killed when a missile hit a house in Kupiansk, in the Kharkiv region, on Monday."
    found = one(text, title="Russian strikes kill five in Ukraine")
    assert found["initiator"] == ["Russia"]
    assert [c["rule"] for c in found["claims"] if c["field"] == "initiator"] == ["party.context"]


def test_nobody_is_made_the_attacker_where_nobody_claims():
    text = "A drone hit a gas field near Kirkuk, Iraq, on Monday. No group has claimed responsibility."
    assert one(text, title="Turkish strikes and a drone attack hit northern Iraq")["initiator"] == []


def test_a_side_of_a_city_is_the_town_that_lies_there():
    text = "US warplanes struck a site south of Baghdad on Monday, killing eight fighters. The strike on Jurf al-Sakhr was in self-defence."
    assert one(text)["place"]["name"] == "Jurf al-Sakhar"


def test_a_claim_of_several_attacks_is_a_claim_of_each():
    text = (
        "Gunmen shot dead 23 passengers in Quetta, Pakistan, on Monday. In Kalat, gunmen attacked a police post on Monday, killing five. "
        "Separately, gunmen attacked a camp in Turbat on Monday. The Baloch Liberation Army claimed responsibility for the attacks."
    )
    assert [c["claimant"] for c in read(text)] == [["Baloch Liberation Army"]] * 3


def test_an_unknown_place_outside_a_town_has_no_point():
    text = "Militants attacked a police station in the Zorbanda area of Dera Ismail Khan, Pakistan, on Monday, killing ten officers."
    found = one(text)["place"]
    assert (found["country"], found["latitude"]) == ("PK", None)


def test_a_spokesman_who_says_where_rockets_landed_speaks_of_their_place():
    text = (
        "At least 14 rockets hit an Iraqi air base on Wednesday. "
        "A coalition spokesman said the rockets landed on Ain al-Asad base and its perimeter."
    )
    assert one(text)["place"]["name"] == "Ain al-Asad air base"
