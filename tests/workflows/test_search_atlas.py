"""One atlas a process over a real store: loads once, follows every edit, forgets what is no longer current."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from geo import frames
from geo.errors import NotFoundError
from geo.model import Actor, EventType, Incident, Party, Place, Relation, Role, Source
from geo.model.filter import Filter, Within
from geo.settings import StoreSettings
from geo.store import Amendment, Store
from geo.workflows.atlas import Atlas
from geo.workflows.search import select
from tests.workflows.snapshots import REFERENCE

WHO = {"by": "tester", "why": "test"}


def incident(number, dataset="ged", **fields):
    start = date(2024, 1, 1 + number)
    return Incident(dataset=dataset, dataset_id=str(number), event_type=EventType.RIOT, date_start=start, **fields)


def write(store, numbers, name="ged", **fields):
    return store.datasets.write(name, frames.from_incidents(incident(n, name, **fields) for n in numbers), {}, **WHO)


def uids(snapshot, chosen=None):
    return sorted(row["uid"] for row in select(snapshot, chosen or Filter()).page(limit=99))


@pytest.fixture
def atlas(tmp_path):
    with Store.open(tmp_path / "store") as store:
        yield Atlas(store, REFERENCE)


def test_an_empty_store_has_an_empty_casebook_part(atlas):
    snapshot = atlas.snapshot()
    assert (len(snapshot.parts), snapshot.total, snapshot.datasets()[0].name) == (1, 0, "reported")
    assert select(snapshot, Filter()).page() == []
    assert list(select(snapshot, Filter()).tables()) == []


def test_datasets_and_casebook_are_seen_together(atlas):
    write(atlas.store, range(3))
    atlas.store.casebook.put_incident(incident(7, "reported"), **WHO)
    assert uids(atlas.snapshot()) == ["ged:0", "ged:1", "ged:2", "reported:7"]
    assert atlas.snapshot().incident("ged:1").date_start == date(2024, 1, 2)


def test_the_same_snapshot_is_given_until_something_changes(atlas):
    first = atlas.snapshot()
    assert atlas.snapshot() is first
    atlas.store.casebook.put_incident(incident(7, "reported"), **WHO)
    assert atlas.snapshot() is not first


def test_an_edit_of_the_casebook_loads_no_dataset_again(atlas, monkeypatch):
    write(atlas.store, range(3))
    columns = atlas.snapshot().parts[1].columns
    monkeypatch.setattr(atlas.store.datasets, "read", None)
    atlas.store.casebook.put_incident(incident(7, "reported"), **WHO)
    assert atlas.snapshot().parts[1].columns is columns


def test_an_edit_elsewhere_keeps_the_casebook_part(atlas):
    before = atlas.snapshot().parts[0]
    write(atlas.store, range(1))
    assert atlas.snapshot().parts[0] is before


def test_many_threads_load_a_dataset_once(atlas, monkeypatch):
    write(atlas.store, range(3))
    read, asked = atlas.store.datasets.read, []
    monkeypatch.setattr(
        atlas.store.datasets, "read", lambda info, names: asked.append(tuple(names)) or read(info, names)
    )
    with ThreadPoolExecutor(8) as pool:
        snapshots = list(pool.map(lambda _: atlas.snapshot(), range(16)))
    assert len({id(s) for s in snapshots}) == 1
    assert len(asked) == len(set(asked))


def test_while_another_thread_loads_the_snapshot_before_is_given(atlas, monkeypatch):
    monkeypatch.setattr("geo.workflows.atlas._PATIENCE_S", 0.01)
    before = atlas.snapshot()
    write(atlas.store, range(3))
    with atlas._lock:
        assert atlas.snapshot() is before
    assert atlas.snapshot().total == 3


def test_columns_of_a_version_no_longer_current_are_dropped(atlas):
    write(atlas.store, range(3))
    old = atlas.snapshot().parts[1].id
    write(atlas.store, range(4))
    snapshot = atlas.snapshot()
    assert set(atlas._columns) == {snapshot.parts[1].id}
    with pytest.raises(NotFoundError, match="newer version"):
        snapshot.part(old)


def test_an_amended_row_is_shown_as_amended_and_once(atlas):
    write(atlas.store, range(3))
    row = atlas.snapshot().incident("ged:1")
    amendment = Amendment(set={"title": "Corrected", "event_type": "protest"}, sources=(Source(publisher="Another"),))
    atlas.store.casebook.put_amendment(row, amendment, **WHO)
    snapshot = atlas.snapshot()
    assert snapshot.total == 3
    assert uids(snapshot, Filter(types=("protest",), text="another")) == ["ged:1"]
    assert uids(snapshot, Filter(types=("riot",))) == ["ged:0", "ged:2"]
    assert snapshot.incident("ged:1").title == "Corrected"


def test_an_amendment_survives_the_next_version_and_its_undo_restores_the_row(atlas):
    write(atlas.store, range(3))
    revision = atlas.store.casebook.put_amendment(
        atlas.snapshot().incident("ged:1"), Amendment(set={"title": "Corrected"}), **WHO
    )
    write(atlas.store, range(5))
    assert atlas.snapshot().incident("ged:1").title == "Corrected"
    assert atlas.snapshot().total == 5
    atlas.store.casebook.undo(revision.id, **WHO)
    assert atlas.snapshot().incident("ged:1").title is None
    assert atlas.snapshot().parts[1].suppressed is None


def test_a_row_taken_out_of_view_is_gone(atlas):
    write(atlas.store, range(3))
    atlas.store.casebook.put_amendment(atlas.snapshot().incident("ged:1"), Amendment(removed=True), **WHO)
    assert uids(atlas.snapshot()) == ["ged:0", "ged:2"]
    with pytest.raises(NotFoundError, match="no incident ged:1"):
        atlas.snapshot().incident("ged:1")


def test_a_changed_incident_replaces_its_row_and_a_removed_one_leaves(atlas):
    for number in (1, 2, 3):
        atlas.store.casebook.put_incident(incident(number, "reported"), **WHO)
    first = atlas.snapshot()
    atlas.store.casebook.put_incident(incident(2, "reported", title="New", raw={"note": 1}), **WHO)
    atlas.store.casebook.remove("incident", "reported:3", **WHO)
    snapshot = atlas.snapshot()
    assert uids(snapshot) == ["reported:1", "reported:2"]
    assert uids(snapshot, Filter(text="new")) == ["reported:2"]
    assert snapshot.parts[0].id != first.parts[0].id
    assert uids(first) == ["reported:1", "reported:2", "reported:3"]


def test_places_and_actors_that_users_add_are_found_by_filters(atlas):
    write(
        atlas.store,
        range(1),
        actors=(Party(actor="New Group", role=Role.TARGET),),
        place=Place(name="x", longitude=10, latitude=10),
    )
    assert uids(atlas.snapshot(), Filter(actors=("Umbrella",))) == []
    atlas.store.casebook.put_actor(Actor(name="New Group", relations=(Relation(part_of="Umbrella"),)), **WHO)
    atlas.store.casebook.put_place(Place(name="Camp", longitude=10, latitude=10.1), **WHO)
    snapshot = atlas.snapshot()
    assert uids(snapshot, Filter(actors=("Umbrella",), role=Role.TARGET)) == ["ged:0"]
    assert uids(snapshot, Filter(within=Within(km=20, of="Camp"))) == ["ged:0"]


def test_a_removed_dataset_is_gone(atlas):
    write(atlas.store, range(2))
    assert atlas.snapshot().total == 2
    atlas.store.datasets.remove("ged", **WHO)
    assert atlas.snapshot().total == 0
    assert atlas._columns == {}


def test_an_atlas_opened_from_settings_shows_the_built_in_incidents(tmp_path):
    atlas = Atlas.open(StoreSettings(store=tmp_path / "own"))
    snapshot = atlas.snapshot()
    assert snapshot.total == len(atlas.reference.incidents) > 0
    assert {i.uid for i in atlas.reference.incidents} == set(uids(snapshot))
    atlas.close()


@pytest.mark.parametrize("damage", [b"", b"PAR1 no longer", None], ids=["empty", "overwritten", "gone"])
def test_a_damaged_dataset_is_left_out_with_a_word_and_the_others_stay(atlas, damage):
    write(atlas.store, [1, 2], "sound")
    info = write(atlas.store, [3], "broken")
    path = atlas.store.datasets.path(info)
    path.write_bytes(damage) if damage is not None else path.unlink()
    snapshot = atlas.snapshot()
    assert uids(snapshot) == ["sound:1", "sound:2"]
    (said,) = snapshot.damaged
    assert said.startswith("Dataset broken is not shown.")
    assert "restore a backup" in said
    atlas.store.datasets.remove("broken", **WHO)
    assert atlas.snapshot().damaged == ()
