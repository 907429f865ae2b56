"""What is acknowledged stays, and nothing is ever half there: kills, full disks, many writers."""

from __future__ import annotations

import signal
import sqlite3
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from store_samples import WHO, at_once, python, rows

from geo.errors import StaleEditError, StoreBusyError
from geo.store import Store
from geo.store.files import Draft, clean

WRITER = """
import pathlib, sys
sys.path.insert(0, "tests/store")
from store_samples import WHO, rows
from geo.store import Store
store, run = Store.open(pathlib.Path(sys.argv[1])), sys.argv[2]
for n in range(10**6):
    store.casebook.put("note", f"{run}-{n}", {"n": n}, **WHO)
    print("note", f"{run}-{n}", flush=True)
    if n % 4 == 0:
        info = store.datasets.write("ucdp", rows(200 + n, title=run), **WHO)
        print("dataset", info.content_hash, flush=True)
"""


def acknowledged(path, run):
    """Let a writer work for a while, kill it, and give what it had acknowledged."""
    writer = python(WRITER, path, run)
    first = writer.stdout.readline()
    time.sleep(0.25 + 0.13 * run)
    writer.send_signal(signal.SIGKILL)
    said, _ = writer.communicate(timeout=20)
    whole = (first + said).rpartition("\n")[0].splitlines()
    return [line.split() for line in whole]


def test_a_killed_writer_loses_nothing_and_leaves_nothing_half_written(tmp_path):
    said = [line for run in range(5) for line in acknowledged(tmp_path, run)]
    with Store.open(tmp_path) as store:
        notes, versions = store.casebook.all("note"), store.datasets.versions("ucdp")
        assert {v for k, v in said if k == "note"} <= set(notes)
        assert {v for k, v in said if k == "dataset"} <= {v.content_hash for v in versions}
        assert all(len(store.datasets.read(v)) == v.rows for v in versions)
    assert len(said) > 20
    assert all(pq.read_table(file).num_rows for file in tmp_path.rglob("*.parquet"))
    assert list(tmp_path.rglob("*.part")) == []
    assert sqlite3.connect(tmp_path / "casebook.sqlite").execute("PRAGMA integrity_check").fetchone() == ("ok",)


def work(path, database, writer):
    path = Path(path)
    with Store.open(path, database=database, busy_seconds=60) as store:
        for n in range(20):
            store.casebook.put("note", f"{writer}-{n}", {"n": n}, **WHO)
        for _ in range(5):
            while not count_one(store.casebook):
                pass


def count_one(casebook):
    held = casebook.get("count", "all")
    try:
        casebook.put("count", "all", {"n": held.body["n"] + 1}, **WHO, expected=held.version)
    except StaleEditError:
        return False
    return True


def test_eight_writers_lose_no_write_and_no_update(tmp_path, database, casebook):
    casebook.put("count", "all", {"n": 0}, **WHO)
    at_once("test_crashes", "work", [(str(tmp_path / "store"), database, writer) for writer in range(8)])
    assert casebook.get("count", "all").body == {"n": 40}
    assert len(casebook.all("note")) == 160
    ids = [r.id for r in casebook.revisions()]
    assert len(ids) == 201 == len(set(ids))


FULL = """
import pathlib, resource, sys
sys.path.insert(0, "tests/store")
from store_samples import WHO, rows
from geo.errors import StoreError
from geo.store import Store
store = Store.open(pathlib.Path(sys.argv[1]))
store.casebook.put("note", "before", {}, **WHO)
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
def attempt(limit, act):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        act()
        print("done")
    except StoreError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
used = (pathlib.Path(sys.argv[1]) / "casebook.sqlite-wal").stat().st_size
table = rows(3000)
attempt(20_000, lambda: store.datasets.write("ucdp", table, **WHO))
attempt(used + 9000, lambda: store.datasets.write("tiny", rows(1, "tiny"), **WHO))
attempt(used + 9000, lambda: store.casebook.put("note", "big", {"text": "x" * 10**6}, **WHO))
attempt(100, lambda: store.backup(pathlib.Path(sys.argv[1]) / "all.zip"))
attempt(hard, lambda: store.casebook.put("note", "after", {}, **WHO))
"""


def test_a_full_disk_refuses_in_one_sentence_and_stores_nothing(tmp_path):
    pytest.importorskip("resource", reason="this system has no limit on file sizes")
    said, faults = python(FULL, tmp_path).communicate(timeout=60)
    assert faults == ""
    refused = [line for line in said.splitlines() if "nothing was stored" in line]
    assert said.splitlines()[-1] == "done"
    assert len(refused) == 4
    with Store.open(tmp_path) as store:
        assert list(store.casebook.all("note")) == ["after", "before"]
        assert store.datasets.current() == []
    assert {p.name.split("-")[0] for p in tmp_path.rglob("*") if p.is_file()} == {"casebook.sqlite"}


def test_a_registration_that_fails_leaves_no_file(store):
    with (
        Store.open(store.path, busy_seconds=0.1) as other,
        store.database.writing(),
        pytest.raises(StoreBusyError, match="Another process is writing"),
    ):
        other.datasets.write("ucdp", rows(3), **WHO)
    assert list(store.path.rglob("*.parquet")) == list(store.path.rglob("*.part")) == []


def test_opening_cleans_only_our_own_drafts_that_nobody_writes(tmp_path):
    folder = tmp_path / "datasets" / "ucdp"
    folder.mkdir(parents=True)
    orphan = folder / f".incident-atlas-{'0' * 32}.part"
    for path in (orphan, folder / "notes.part", folder / ".other-1.part"):
        path.write_bytes(b"half")
    living = Draft(folder)
    Store.open(tmp_path).close()
    assert {p.name for p in folder.iterdir()} == {"notes.part", ".other-1.part", living.path.name}
    living.discard()
    assert clean(tmp_path) == 0
