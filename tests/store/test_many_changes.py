"""Many changes in few statements do what each does by itself."""

from __future__ import annotations

import pytest

from geo.errors import StaleEditError
from geo.store import Change


def test_many_changes_are_made_in_order_and_taken_back_together(store):
    book = store.casebook
    book.put("note", "old", {"n": 0}, by="me", why="first")
    made = book.put_many([Change("note", str(i), {"n": i}) for i in range(1200)], by="me", why="many")
    assert [r.record for r in made] == [str(i) for i in range(1200)]
    assert [r.id for r in made] == sorted(r.id for r in made)
    assert len(book.all("note")) == 1201
    book.undo_many([r.id for r in made], by="me", why="undo")
    assert list(book.all("note")) == ["old"]


def test_a_record_that_is_changed_twice_has_both_revisions(store):
    made = store.casebook.put_many(
        [Change("note", "a", {"n": 1}), Change("note", "b", {"n": 1}), Change("note", "a", {"n": 2})], by="me", why="w"
    )
    assert [r.before for r in made] == [None, None, {"n": 1}]
    assert store.casebook.get("note", "a").version == 2


def test_one_stale_change_among_many_undoes_all(store):
    store.casebook.put("note", "5", {"n": 0}, by="you", why="first")
    changes = [Change("note", str(i), {"n": i}, 0) for i in range(50)]
    with pytest.raises(StaleEditError, match="changed by you"):
        store.casebook.put_many(changes, by="me", why="many")
    assert list(store.casebook.all("note")) == ["5"]


def test_a_change_that_changes_nothing_makes_no_revision(store):
    first = store.casebook.put("note", "1", {"n": 1}, by="me", why="first")
    made = store.casebook.put_many([Change("note", "1", {"n": 1}), Change("note", "2", {"n": 2})], by="you", why="w")
    assert [(r.record, r.by) for r in made] == [("2", "you")]
    again = store.casebook.put("note", "1", {"n": 1}, by="you", why="w")
    assert (again.id, again.by) == (first.id, "me")


def test_what_changed_nothing_is_not_taken_back_with_the_rest(store):
    store.casebook.put("note", "1", {"n": 1}, by="me", why="first")
    made = store.casebook.put_many([Change("note", "1", {"n": 1}), Change("note", "2", {"n": 2})], by="you", why="w")
    store.casebook.undo_many([r.id for r in made], by="you", why="undo")
    assert list(store.casebook.all("note")) == ["1"]
