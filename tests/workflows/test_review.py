"""From a pasted report to reviewed incidents of the casebook."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from geo import frames
from geo.errors import FilterError, InputError, StaleEditError
from geo.extraction import Proposal
from geo.extraction.proposer import Quote
from geo.model import Incident, LinkKind, Method, Party, Place, ReviewState, Role, Source
from geo.model.filter import Filter
from geo.settings import ModelSettings
from geo.workflows import reports, review
from geo.workflows.export import write_file
from geo.workflows.search import select

TEXT = """BAGHDAD - Two drones struck the Ain al-Asad air base in western Iraq on Tuesday, killing one soldier, an Iraqi
security official said. Kataib Hezbollah claimed responsibility for the attack."""


@pytest.fixture
def report(atlas):
    return reports.read_report(atlas, TEXT, "2024-03-06", title="Drones hit base", publisher="Wire", by="me")


def test_a_report_becomes_candidates_whose_every_claim_names_it(atlas, report):
    incidents = [atlas.snapshot().incident(uid) for uid in report.uids]
    assert incidents
    assert {i.state for i in incidents} == {ReviewState.CANDIDATE}
    assert {i.method for i in incidents} == {Method.RULE}
    claims = [c for i in incidents for c in i.claims]
    assert {c.source.sha256 for c in claims} == {report.article.sha256}
    assert all(TEXT[c.start : c.end] == c.text for c in claims if c.start is not None)


def test_the_same_text_again_changes_nothing(atlas, report):
    before = atlas.store.casebook.serial()
    again = reports.read_report(atlas, TEXT, "2024-03-06", by="me")
    assert (again.id, again.uids) == (report.id, report.uids)
    assert atlas.store.casebook.serial() == before


def test_states_can_be_asked_for_and_undone(atlas, report):
    made = review.decide(atlas, report.uids, ReviewState.ACCEPTED, by="me", why="read")
    accepted = select(atlas.snapshot(), Filter(states=(ReviewState.CANDIDATE,))).counts
    assert accepted.shown == 0
    review.undo(atlas, made, by="me")
    assert select(atlas.snapshot(), Filter(states=(ReviewState.CANDIDATE,))).counts.shown == len(report.uids)


def test_a_rejection_says_why_and_hides_the_incident(atlas, report):
    with pytest.raises(InputError, match="Say why"):
        review.decide(atlas, report.uids, ReviewState.REJECTED, by="me", why=" ")
    shown = select(atlas.snapshot(), Filter()).counts.shown
    review.decide(atlas, report.uids, ReviewState.REJECTED, by="me", why="not an incident")
    assert select(atlas.snapshot(), Filter()).counts.shown == shown - len(report.uids)


def test_a_stale_edit_is_refused(atlas, report):
    mine = review.held(atlas, report.uids[0])
    review.edit(atlas, mine, {"weapon": "drone"}, by="you", why="seen")
    with pytest.raises(StaleEditError, match="changed by you"):
        review.edit(atlas, mine, {"weapon": "rocket"}, by="me", why="seen")


def test_an_edit_is_kept_as_a_claim_of_the_person(atlas, report):
    one = review.held(atlas, report.uids[0])
    review.edit(atlas, one, {"date_start": date(2024, 3, 4), "date_end": date(2024, 3, 4)}, by="me", why="checked")
    changed = review.held(atlas, report.uids[0]).incident
    assert changed.date_start == date(2024, 3, 4)
    assert [(c.field, c.method, c.attributed_to) for c in changed.claims[-2:]] == [
        ("date_start", Method.HUMAN, "me"),
        ("date_end", Method.HUMAN, "me"),
    ]


def test_an_edit_that_does_not_fit_is_refused(atlas, report):
    one = review.held(atlas, report.uids[0])
    with pytest.raises(InputError, match="before date_start"):
        review.edit(atlas, one, {"date_end": date(1990, 1, 1)}, by="me", why="typing")


def test_a_known_incident_nearby_is_offered_and_takes_the_report_as_a_further_source(atlas):
    place = Place(name="Ain al-Asad", longitude=42.45, latitude=33.79, country="IQ")
    new = Incident(
        dataset="reported",
        dataset_id="new",
        event_type="missile_rocket_artillery",
        date_start=date(2024, 1, 23),
        place=place,
        actors=(Party(actor="Islamic Resistance in Iraq", role=Role.INITIATOR),),
        sources=(Source(publisher="Wire", sha256="x"),),
        state=ReviewState.CANDIDATE,
    )
    review.add(atlas, new, by="me", why="typed in")
    known = review.similar(atlas, new)[0]
    assert known.dataset_id == "2024-01-23-ain-al-asad"
    assert "event_type" in review.differences(new, known)
    review.merge(atlas, review.held(atlas, new.uid), review.held(atlas, known.uid), by="me", why="")
    merged, gone = (review.held(atlas, uid).incident for uid in (known.uid, new.uid))
    assert merged.state is ReviewState.DISPUTED
    assert new.sources[0] in merged.sources
    assert gone.state is ReviewState.REJECTED
    assert (gone.links[-1].kind, gone.links[-1].to) == (LinkKind.SAME_AS, known.uid)


def test_a_row_of_a_dataset_is_known_too_and_takes_the_report_as_an_amendment(atlas, report):
    new = review.held(atlas, report.uids[0])
    row = new.incident.model_copy(
        update={"dataset": "ucdp", "dataset_id": "7", "weapon": "mortar", "claims": (), "links": (), "sources": ()}
    )
    row = row.model_copy(update={"state": ReviewState.PUBLISHED})
    atlas.store.datasets.write("ucdp", frames.from_incidents([row]), {}, by="me", why="test")
    assert "ucdp:7" in [i.uid for i in review.similar(atlas, new.incident)]
    made = review.merge(atlas, new, review.known(atlas, "ucdp:7"), by="me", why="")
    joined = atlas.snapshot().incident("ucdp:7")
    assert (joined.weapon, joined.state) == ("mortar", ReviewState.DISPUTED)
    assert new.incident.sources[0] in joined.sources
    assert new.incident.claims[0] in joined.claims
    review.undo(atlas, made, by="me")
    assert atlas.snapshot().incident("ucdp:7").sources == ()


def test_a_split_gives_a_second_candidate(atlas, report):
    made = review.split(atlas, review.held(atlas, report.uids[0]), by="me", why="two bases")
    assert atlas.snapshot().incident(made.record).claims == atlas.snapshot().incident(report.uids[0]).claims
    review.undo(atlas, [made], by="me")
    assert made.record not in atlas.store.casebook.incidents()


def test_a_merge_that_adds_nothing_is_taken_back_without_harm_to_what_was_there(atlas, report):
    first = report.uids[0]
    copy = review.split(atlas, review.held(atlas, first), by="me", why="").record
    made = review.merge(atlas, review.held(atlas, copy), review.held(atlas, first), by="me", why="")
    review.undo(atlas, made, by="me")
    assert {first, copy} <= set(atlas.store.casebook.incidents())


def test_accepting_twice_and_undoing_the_second_leaves_the_first(atlas, report):
    review.decide(atlas, report.uids, ReviewState.ACCEPTED, by="me", why="read")
    assert review.decide(atlas, report.uids, ReviewState.ACCEPTED, by="me", why="read") == []
    assert review.held(atlas, report.uids[0]).incident.state is ReviewState.ACCEPTED


def test_an_export_for_the_public_holds_no_candidate_and_says_so(atlas, report, tmp_path):
    now = datetime(2024, 3, 6, tzinfo=UTC)
    own = write_file(atlas.snapshot(), Filter(), "geojson", tmp_path / "own.geojson", now=now)
    public = write_file(atlas.snapshot(), Filter(), "geojson", tmp_path / "public.geojson", public=True, now=now)
    assert own.rows - public.rows == len(report.uids)
    assert "nobody has reviewed" in public.notice
    assert '"state":"candidate"' not in (tmp_path / "public.geojson").read_text(encoding="utf-8")
    with pytest.raises(FilterError, match="reviewed incidents only"):
        write_file(
            atlas.snapshot(),
            Filter(states=(ReviewState.CANDIDATE,)),
            "csv",
            tmp_path / "x.csv",
            public=True,
            now=now,
        )


def test_an_exported_claim_names_its_source_and_its_words(atlas, report, tmp_path):
    write_file(atlas.snapshot(), Filter(), "geojson", tmp_path / "x.geojson", now=datetime(2024, 3, 6, tzinfo=UTC))
    features = json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))["features"]
    (one,) = (f for f in features if f["id"] == report.uids[0])
    claim = next(c for c in one["properties"]["claims"] if c.get("start") is not None)
    assert claim["text"] == TEXT[claim["start"] : claim["end"]]
    assert claim["source"]["publisher"] == "Wire"
    assert claim["rule"]


class Echo:
    """Proposes one incident with words of the text and one with words that are not there."""

    def propose(self, text, published):  # noqa: ARG002 - the protocol's
        there = Quote(field="event_type", value="protest", text="claimed responsibility")
        absent = Quote(field="event_type", value="riot", text="forty tanks")
        return [Proposal(event_type="protest", quotes=(there,)), Proposal(event_type="riot", quotes=(absent,))]


def test_a_language_models_candidates_are_marked_and_checked(atlas):
    report = reports.read_report(atlas, TEXT + " More.", "2024-03-06", proposer=Echo(), by="me")
    made = [atlas.snapshot().incident(uid) for uid in report.uids]
    assert [i.event_type.value for i in made if i.method is Method.MODEL] == ["protest"]


def test_no_language_model_is_asked_unless_the_settings_name_one(monkeypatch):
    assert reports.own_proposer(ModelSettings()) is None
    monkeypatch.setenv("INCIDENT_ATLAS_MODEL_ENDPOINT", "http://127.0.0.1:1/v1")
    assert reports.own_proposer(ModelSettings()).endpoint == "http://127.0.0.1:1/v1"
