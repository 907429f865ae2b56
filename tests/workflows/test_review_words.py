"""Words of a report become values; a missing date is given later; a decision rests on what was seen."""

from __future__ import annotations

from datetime import date

import pytest

from geo.errors import ExtractionError, InputError, StaleEditError
from geo.model import Fatalities, Method, ReviewState, Role, WherePrecision
from geo.workflows import reports, review
from geo.workflows.accounts import side_by_side
from geo.workflows.spot import country_at, pointed_at

TEXT = """KIRKUK, Iraq - Two rockets hit the Kirkuk air base late on Monday, killing at least four policemen, an Iraqi
security official said on Tuesday. A similar attack near Tikrit was blamed on the Islamic State. The base stands there
since 2003 – far from Xyzzyville."""


@pytest.fixture
def report(atlas):
    return reports.read_report(atlas, TEXT, "2021-03-02", publisher="Wire", by="me")


def take(atlas, report, field, words):
    start = TEXT.index(words)
    one = review.held(atlas, report.uids[0])
    review.take_words(atlas, one, report.article, field, (start, start + len(words)), by="me")
    return review.held(atlas, report.uids[0]).incident


def test_picked_words_are_read_as_the_rules_read_them(atlas, report):
    changed = take(atlas, report, "date", "late on Monday")
    assert (changed.date_start, changed.date_end) == (date(2021, 3, 1), date(2021, 3, 1))
    assert take(atlas, report, "place", "Tikrit").place.name == "Tikrit"
    assert take(atlas, report, "initiator", "Islamic State").by_role(Role.INITIATOR)[-1] == "Islamic State"
    assert take(atlas, report, "killed", "at least four").fatalities.low == 4
    assert take(atlas, report, "injured", "Two").injuries == Fatalities(low=2, best=2, high=2)
    assert take(atlas, report, "weapon", "rockets").weapon == "rockets"


def test_a_value_from_words_is_a_claim_of_a_person_on_that_very_span(atlas, report):
    claim = take(atlas, report, "place", "Tikrit").claims[-1]
    assert (claim.field, claim.value, claim.method) == ("place", "Tikrit", Method.HUMAN)
    assert TEXT[claim.start : claim.end] == claim.text == "Tikrit"
    assert claim.source.sha256 == report.article.sha256


@pytest.mark.parametrize(
    ("field", "words", "why"),
    [
        ("date", "Two rockets", "No date is read"),
        ("place", "Xyzzyville", "not in the gazetteer"),
        ("killed", "Kirkuk air base", "No number is read"),
    ],
)
def test_words_that_say_no_such_value_are_refused_with_the_reason(atlas, report, field, words, why):
    with pytest.raises(InputError, match=why):
        take(atlas, report, field, words)


@pytest.mark.parametrize("span", [(5, 5), (9, 2), (-1, 3), (0, 10**6)])
def test_a_span_outside_the_text_is_refused(atlas, report, span):
    with pytest.raises(InputError, match="cannot be made a value"):
        review.take_words(atlas, review.held(atlas, report.uids[0]), report.article, "weapon", span, by="me")


def test_a_decision_rests_on_what_was_seen(atlas, report):
    seen = {uid: review.held(atlas, uid) for uid in report.uids}
    review.edit(atlas, seen[report.uids[0]], {"weapon": "mortar"}, by="you", why="seen")
    with pytest.raises(StaleEditError, match="changed by you"):
        review.decide(atlas, report.uids, ReviewState.ACCEPTED, by="me", why="read", seen=seen)
    assert review.held(atlas, report.uids[-1]).incident.state is ReviewState.CANDIDATE, "none is accepted, or all"
    assert review.last_change(atlas, report.uids[0]).by == "you"


def test_a_date_given_later_dates_what_nobody_touched_and_can_be_undone(atlas):
    report = reports.read_report(atlas, TEXT, None, by="me")
    assert review.held(atlas, report.uids[0]).incident.date_start is None
    made = reports.redate(atlas, report, "2021-03-02", by="me")
    assert review.held(atlas, report.uids[0]).incident.date_start == date(2021, 3, 1)
    assert reports.reports(atlas)[report.id].article.published == "2021-03-02"
    review.undo(atlas, made, by="me")
    assert review.held(atlas, report.uids[0]).incident.date_start is None


def test_a_date_given_later_leaves_what_was_decided(atlas):
    report = reports.read_report(atlas, TEXT, None, by="me")
    review.decide(atlas, report.uids[:1], ReviewState.ACCEPTED, by="me", why="read")
    reports.redate(atlas, report, "2021-03-02", by="me")
    assert review.held(atlas, report.uids[0]).incident.date_start is None
    with pytest.raises(ExtractionError, match="give a year"):
        reports.redate(atlas, report, "soon", by="me")


def test_two_accounts_differ_where_both_say_something_else(atlas, report):
    one = review.held(atlas, report.uids[0]).incident
    other = one.model_copy(update={"weapon": "mortar", "fatalities": Fatalities(), "title": "Rockets"})
    rows = {r.field: r for r in side_by_side(one, other)}
    assert rows["Weapon"].differs
    assert not rows["Killed"].differs
    assert (rows["Title"].one, rows["Title"].other) == ("", "Rockets")


def test_a_point_on_the_map_tells_its_country_and_keeps_what_still_holds(atlas):
    lookup = atlas.snapshot().lookup
    assert country_at(lookup, 44.4, 33.3) == "IQ"
    assert country_at(lookup, -40.0, 0.0) is None
    place = pointed_at(lookup, None, name="x", longitude=36.3, latitude=33.5, precision=WherePrecision.NEAR)
    assert (place.country, place.precision, place.footprint) == ("SY", WherePrecision.NEAR, None)


def test_what_people_entered_without_a_report_is_listed(atlas):
    assert reports.by_hand(atlas) == ()
    source = next(iter(atlas.reference.incidents)).sources[0]
    new = review.new_incident(atlas, "Shots", "riot", day=None, place=None, source=source)
    made = review.add(atlas, new, by="me", why="typed in")
    assert reports.by_hand(atlas) == (new.uid,)
    review.undo(atlas, [made], by="me")
    assert reports.by_hand(atlas) == ()
