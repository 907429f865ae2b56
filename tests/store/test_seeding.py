"""Built-in incidents are written once, and give way to what people decide."""

from __future__ import annotations

import pytest
from store_samples import WHO, built_in, incident

from geo.store import Store
from geo.store import seed as seeding


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store"


def opened(path, *incidents):
    return Store.open(path, reference=built_in(*incidents))


def test_opening_again_writes_nothing(path):
    with opened(path, incident(1), incident(2)) as store:
        serial = store.casebook.serial()
        assert list(store.casebook.incidents()) == ["reported:1", "reported:2"]
        assert store.casebook.revisions("incident")[0].by == "Incident Atlas"
    with opened(path, incident(1), incident(2)) as store:
        assert store.casebook.serial() == serial


def test_a_newer_release_changes_and_adds_what_nobody_touched(path):
    opened(path, incident(1)).close()
    with opened(path, incident(1, title="mended"), incident(2)) as store:
        assert store.casebook.incidents()["reported:1"].title == "mended"
        assert "reported:2" in store.casebook.incidents()
    with opened(path, incident(1, title="mended again"), incident(2)) as store:
        assert store.casebook.incidents()["reported:1"].title == "mended again"


def test_a_person_s_edit_is_never_overwritten(path):
    with opened(path, incident(1)) as store:
        store.casebook.put_incident(incident(1, title="Amal's"), **WHO)
    with opened(path, incident(1, title="ours")) as store:
        assert store.casebook.incidents()["reported:1"].title == "Amal's"


def test_a_tombstone_survives_seeding(path):
    with opened(path, incident(1)) as store:
        store.casebook.remove("incident", "reported:1", **WHO)
    with opened(path, incident(1, title="ours"), incident(2)) as store:
        assert list(store.casebook.incidents()) == ["reported:2"]


def test_a_person_s_own_record_of_that_id_is_left_alone(path):
    with Store.open(path) as store:
        store.casebook.put_incident(incident(1, title="Amal's"), **WHO)
    with opened(path, incident(1)) as store:
        assert store.casebook.incidents()["reported:1"].title == "Amal's"


def test_an_older_release_does_not_seed_over_a_newer_one(path, monkeypatch):
    with monkeypatch.context() as newer:
        newer.setattr(seeding, "__version__", "99.0.0")
        opened(path, incident(1, title="newer")).close()
    with opened(path, incident(1, title="older")) as store:
        assert store.casebook.incidents()["reported:1"].title == "newer"
