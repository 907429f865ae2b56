"""The casebook on SQLite and PostgreSQL: versions, revisions, tombstones, undo."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import WHO, incident

from geo.errors import InputError, NotFoundError, StaleEditError, StoreError
from geo.model import Actor, Place
from geo.store import Change, Store, View, restore
from geo.store.tables import RECORD, REVISION


def test_a_record_is_read_back_as_it_was_put(casebook):
    body = {"text": "A{{7*191}}B<b>x</b>\0", "n": 2**70, "list": [1.5, None, {"deep": "نص"}]}
    casebook.put("note", "1", body, **WHO)
    assert casebook.get("note", "1").body == body
    assert casebook.get("note", "1").version == 1


def test_a_revision_says_who_when_why_before_and_after(casebook):
    casebook.put("note", "1", {"a": 1}, **WHO)
    revision = casebook.put("note", "1", {"a": 2}, by="Basil", why="a better source")
    assert (revision.by, revision.why) == ("Basil", "a better source")
    assert (revision.before, revision.after) == ({"a": 1}, {"a": 2})
    assert casebook.revisions("note", "1")[0] == revision
    assert revision.at.utcoffset().total_seconds() == 0


def test_a_stale_edit_is_refused_and_says_who_was_faster(casebook):
    casebook.put("note", "1", {"a": 1}, **WHO, expected=0)
    casebook.put("note", "1", {"a": 2}, by="Basil", why="faster", expected=1)
    with pytest.raises(StaleEditError, match="note 1 was changed by Basil"):
        casebook.put("note", "1", {"a": 3}, **WHO, expected=1)
    assert casebook.get("note", "1").body == {"a": 2}


def test_a_new_record_does_not_overwrite_another(casebook):
    casebook.put("note", "1", {"a": 1}, **WHO)
    with pytest.raises(StaleEditError, match="note 1 was changed by Amal"):
        casebook.put("note", "1", {"a": 9}, **WHO, expected=0)


def test_an_edit_of_a_removed_record_is_stale(casebook):
    casebook.put("note", "1", {"a": 1}, **WHO)
    casebook.remove("note", "1", **WHO, expected=1)
    with pytest.raises(StaleEditError, match="note 1 was removed by Amal"):
        casebook.put("note", "1", {"a": 2}, **WHO, expected=1)


def test_an_edit_of_a_record_that_never_was_is_stale(casebook):
    with pytest.raises(StaleEditError, match="no note 1 any more"):
        casebook.put("note", "1", {"a": 2}, **WHO, expected=4)


def test_a_removed_record_leaves_a_tombstone(casebook):
    casebook.put("note", "1", {"a": 1}, **WHO)
    revision = casebook.remove("note", "1", **WHO)
    assert revision.after is None
    assert casebook.all("note") == {}
    assert casebook.all("note", removed=True)["1"].removed
    with pytest.raises(NotFoundError, match="no note 1"):
        casebook.get("note", "1")
    with pytest.raises(NotFoundError, match="no note 1"):
        casebook.remove("note", "1", **WHO)


def test_undo_brings_back_what_was_and_can_be_undone(casebook):
    casebook.put("note", "1", {"a": 1}, **WHO)
    removal = casebook.remove("note", "1", **WHO)
    undo = casebook.undo(removal.id, by="Basil", why="it was right")
    assert casebook.get("note", "1").body == {"a": 1}
    casebook.undo(undo.id, **WHO)
    assert "1" not in casebook.all("note")
    assert [r.by for r in casebook.revisions("note", "1")] == ["Amal", "Basil", "Amal", "Amal"]


def test_undo_of_a_creation_removes(casebook):
    created = casebook.put("note", "1", {"a": 1}, **WHO)
    assert casebook.undo(created.id, **WHO).after is None
    assert casebook.all("note") == {}


def test_undo_is_refused_once_the_record_changed_again(casebook):
    first = casebook.put("note", "1", {"a": 1}, **WHO)
    casebook.put("note", "1", {"a": 2}, **WHO)
    with pytest.raises(StaleEditError, match="undo the later change first"):
        casebook.undo(first.id, **WHO)
    with pytest.raises(NotFoundError, match="no such revision"):
        casebook.undo(999, **WHO)


def test_several_changes_are_undone_together(casebook):
    first = casebook.put("note", "1", {"a": 1}, **WHO)
    second = casebook.put("note", "1", {"a": 2}, **WHO)
    casebook.undo_many([first.id, second.id], **WHO)
    assert casebook.all("note") == {}


def test_many_changes_are_made_all_or_none(casebook):
    changes = [Change("note", "1", {"a": 1}), Change("note", "2", {"a": float("nan")})]
    with pytest.raises(InputError, match="cannot be kept: Out of range float"):
        casebook.put_many(changes, **WHO)
    assert casebook.all("note") == {}
    assert casebook.serial() == 0


@pytest.mark.parametrize("body", [{"a": "\ud800"}, {"a": {1, 2}}])
def test_a_body_that_is_no_json_is_refused(casebook, body):
    with pytest.raises(InputError, match="cannot be kept"):
        casebook.put("note", "1", body, **WHO)


def test_the_same_body_again_adds_no_revision(casebook):
    first = casebook.put("note", "1", {"a": 1}, **WHO)
    assert casebook.put("note", "1", {"a": 1}, by="Basil", why="again") == first
    assert casebook.get("note", "1").version == 1


@pytest.mark.parametrize("words", [{"by": " ", "why": "x"}, {"by": "x", "why": ""}, {"by": "a\0", "why": "x"}])
def test_every_change_says_who_and_why(casebook, words):
    with pytest.raises(InputError, match=r"Say (by whom|why)"):
        casebook.put("note", "1", {}, **words)


def test_revisions_come_newest_first_and_by_kind_and_record(casebook):
    for kind, name in (("note", "1"), ("note", "2"), ("view", "1")):
        casebook.put(kind, name, {}, **WHO)
    assert [(r.kind, r.record) for r in casebook.revisions()] == [("view", "1"), ("note", "2"), ("note", "1")]
    assert [r.record for r in casebook.revisions("note", limit=1)] == ["2"]
    assert casebook.serial("note") < casebook.serial() == casebook.serial("view")


@pytest.mark.parametrize(
    "statement",
    [
        sa.update(REVISION).values(by="nobody"),
        sa.delete(REVISION),
        sa.delete(RECORD),
        sa.update(REVISION).where(REVISION.c.id == 1).values(why="x"),
    ],
)
def test_history_and_tombstones_cannot_be_rewritten(casebook, statement):
    casebook.put("note", "1", {"a": 1}, **WHO)
    with pytest.raises(StoreError, match=r"append-only|tombstone"), casebook.database.writing() as connection:
        connection.execute(statement)
    assert casebook.revisions()[0].by == "Amal"


def test_a_replacing_insert_cannot_rewrite_history(store):
    store.casebook.put("note", "1", {"a": 1}, **WHO)
    sql = "INSERT OR REPLACE INTO revision SELECT id, kind, record, version, at, 'nobody', why, before, after FROM revision"
    with pytest.raises(StoreError, match="append-only"), store.database.writing() as connection:
        connection.exec_driver_sql(sql)


def test_values_follow_what_another_process_changes(casebook, tmp_path, database):
    casebook.put_incident(incident(1), **WHO)
    casebook.put_incident(incident(2), **WHO)
    assert casebook.incidents() == {"reported:1": incident(1), "reported:2": incident(2)}
    unchanged = casebook.incidents()["reported:2"]
    with Store.open(tmp_path / "store", database=database) as other:
        other.casebook.put_incident(incident(1, title="changed"), **WHO)
        other.casebook.put_incident(incident(0), **WHO)
    assert list(casebook.incidents()) == ["reported:0", "reported:1", "reported:2"]
    assert casebook.incidents()["reported:1"].title == "changed"
    assert casebook.incidents()["reported:2"] is unchanged
    casebook.remove("incident", "reported:2", **WHO)
    assert "reported:2" not in casebook.incidents()


_STEPS = st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["put", "remove", "undo"]), st.integers(0, 3))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_STEPS, max_size=12))
def test_the_revisions_tell_the_whole_story_of_any_work(store, steps):
    kind, held = f"note-{uuid.uuid4()}", {}
    for record, step, number in steps:
        if step == "put":
            store.casebook.put(kind, record, {"n": number}, **WHO)
            held[record] = {"n": number}
        elif record in held and step == "remove":
            store.casebook.remove(kind, record, **WHO)
            del held[record]
        elif record in held:
            revision = store.casebook.undo(store.casebook.revisions(kind, record, 1)[0].id, **WHO)
            held = {k: v for k, v in (held | {record: revision.after}).items() if v is not None}
    told = {}
    for revision in reversed(store.casebook.revisions(kind)):
        assert told.get(revision.record) == revision.before
        told[revision.record] = revision.after
    assert {k: v for k, v in told.items() if v is not None} == held
    assert {r.id: r.body for r in store.casebook.all(kind).values()} == held


def test_users_add_places_actors_and_views(casebook):
    casebook.put_place(Place(name="Tower 22", longitude=38.7, latitude=33.3), **WHO)
    casebook.put_actor(Actor(name="كتائب", aliases=("Brigades",)), **WHO)
    casebook.put_view(View(name="January", query="datetime=2024-01"), **WHO)
    assert casebook.places()["tower-22"].name == "Tower 22"
    assert [a.aliases for a in casebook.actors().values()] == [("Brigades",)]
    assert casebook.views()["january"].query == "datetime=2024-01"
    with pytest.raises(StaleEditError, match="place tower-22 was changed by Amal"):
        casebook.put_place(Place(name="Tower 22"), **WHO)


def test_a_record_of_a_newer_shape_is_named(casebook):
    casebook.put("place", "x", {"name": "X", "colour": "red"}, **WHO)
    with pytest.raises(StoreError, match="place x in the casebook cannot be read by this release"):
        casebook.places()


def test_backup_moves_a_casebook_between_databases(casebook, tmp_path, database):
    casebook.put_incident(incident(1), **WHO)
    casebook.remove("incident", "reported:1", **WHO)
    history = casebook.revisions()
    with Store.open(tmp_path / "store", database=database) as store:
        store.backup(tmp_path / "all.zip")
    restore(tmp_path / "all.zip", tmp_path / "other")
    with pytest.raises(StoreError, match="is not empty"):
        restore(tmp_path / "all.zip", tmp_path / "store", database=database)
    restore(tmp_path / "all.zip", tmp_path / "store", database=database, force=True)
    with Store.open(tmp_path / "other") as other, Store.open(tmp_path / "store", database=database) as same:
        assert other.casebook.revisions() == same.casebook.revisions() == history
        assert same.casebook.put("note", "1", {}, **WHO).id == history[0].id + 1
