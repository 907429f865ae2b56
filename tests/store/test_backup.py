"""One file holds the whole store; a stranger's file is checked before anything is written."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from store_samples import WHO, built_in, incident, rows

from geo.errors import FileContentError, StoreError, StoreVersionError
from geo.store import Amendment, Store, restore


@pytest.fixture
def saved(store, tmp_path):
    """A backup of a store with a bit of everything."""
    store.casebook.put_incident(incident(1), **WHO)
    store.casebook.put_amendment(incident(1, "ucdp"), Amendment(set={"title": "Mended"}), **WHO)
    store.casebook.remove("incident", "reported:1", **WHO)
    store.datasets.write("ucdp", rows(20), {"licence": "CC-BY-4.0"}, **WHO)
    store.datasets.write("ucdp", rows(30), **WHO)
    store.datasets.write("UCDP GED 24.1", rows(5, "UCDP GED 24.1"), **WHO)
    store.datasets.remove("UCDP GED 24.1", **WHO)
    store.backup(tmp_path / "all.zip")
    return tmp_path / "all.zip"


def test_a_restored_store_is_the_same(store, saved, tmp_path):
    restore(saved, tmp_path / "new" / "store")
    with Store.open(tmp_path / "new" / "store") as other:
        assert other.casebook.revisions() == store.casebook.revisions()
        for kind in ("incident", "amendment", "dataset"):
            assert other.casebook.all(kind, removed=True) == store.casebook.all(kind, removed=True)
        for name in ("ucdp", "UCDP GED 24.1"):
            for info in other.datasets.versions(name):
                assert other.datasets.read(info) == store.datasets.read(info)
        other.casebook.undo(other.casebook.serial(), **WHO)
        assert [i.name for i in other.datasets.current()] == ["UCDP GED 24.1", "ucdp"]


def test_an_undone_import_can_be_redone_after_a_restore(store, tmp_path):
    store.datasets.write("ucdp", rows(4), **WHO)
    undone = store.casebook.undo(store.casebook.serial(), **WHO)
    store.backup(tmp_path / "all.zip")
    restore(tmp_path / "all.zip", tmp_path / "new")
    with Store.open(tmp_path / "new") as other:
        other.casebook.undo(undone.id, **WHO)
        assert [len(other.datasets.read(i)) for i in other.datasets.current()] == [4]


def test_a_restored_store_keeps_its_protections_and_tombstones(saved, tmp_path):
    restore(saved, tmp_path / "new")
    with Store.open(tmp_path / "new", reference=built_in(incident(1))) as other:
        assert other.casebook.incidents() == {}
        with pytest.raises(StoreError, match="append-only"), other.database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM revision")


def test_a_store_that_is_not_empty_is_not_overwritten_unless_forced(store, saved, tmp_path):
    store.casebook.put("note", "later", {}, **WHO)
    store.casebook.put_incident(incident(5), **WHO)
    assert store.casebook.incidents()
    with pytest.raises(StoreError, match="is not empty"):
        restore(saved, store.path)
    assert store.casebook.get("note", "later")
    restore(saved, store.path, force=True)
    with Store.open(store.path) as again:
        assert again.casebook.all("note") == {}
        assert [i.rows for i in again.datasets.current()] == [30]
    assert store.casebook.incidents() == {}


def test_a_folder_of_other_things_is_not_restored_into(saved, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    with pytest.raises(StoreError, match="is not empty"):
        restore(saved, tmp_path / "home")


def test_a_backup_replaces_an_older_one_at_once(store, saved):
    before = saved.read_bytes()
    store.casebook.put("note", "later", {}, **WHO)
    store.backup(saved)
    assert saved.read_bytes() != before
    assert [p.name for p in saved.parent.iterdir() if p.name.startswith(".")] == []


def test_a_backup_without_all_datasets_is_refused(store, saved, tmp_path):
    info = store.datasets.versions("ucdp")[0]
    store.datasets.path(info).unlink()
    with pytest.raises(StoreError, match="dataset ucdp, version 1, is missing or damaged"):
        store.backup(tmp_path / "second.zip")
    assert not (tmp_path / "second.zip").exists()
    with pytest.raises(StoreError, match="is a folder"):
        store.backup(tmp_path)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99, 0.9999])
def test_a_truncated_backup_is_refused_and_nothing_is_written(saved, tmp_path, share):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FileContentError, match="no backup of Incident Atlas"):
        restore(saved, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_flipped_byte_is_noticed_wherever_it_is(saved, tmp_path):
    whole = saved.read_bytes()
    directory = range(len(whole) - 60, len(whole))
    for position in sorted({*range(0, len(whole), len(whole) // 23), *directory}):
        saved.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        try:
            restore(saved, tmp_path / "new" / str(position))
        except FileContentError:
            continue
        with Store.open(tmp_path / "new" / str(position)) as other:
            assert [len(other.datasets.read(i)) for i in other.datasets.current()] == [30]


def forged(saved, change, *, relist=True):
    """Rewrite the backup by ``change(files)``; a forger mends the manifest too."""
    with zipfile.ZipFile(saved) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files)
    if relist:
        manifest["members"] = [
            {"name": n, "size": len(b), "sha256": hashlib.sha256(b).hexdigest()} for n, b in files.items()
        ]
    files["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return saved


STRANGE = [
    "../evil.parquet",
    "/etc/cron.d/x",
    "datasets/../../x.parquet",
    "casebook.sqlite",
    "datasets/ucdp/../x.parquet",
]


@pytest.mark.parametrize("name", [*STRANGE, f"datasets/../{'0' * 64}.parquet", f"datasets/x/{'0' * 64}.parquet"])
def test_a_file_that_is_no_part_of_a_store_is_refused(saved, tmp_path, name):
    forged(saved, lambda files: files.update({name: b"evil"}))
    with pytest.raises(FileContentError, match=r"no part of a store|not those of its registered datasets"):
        restore(saved, tmp_path / "deep" / "new")
    assert {p.name for p in tmp_path.iterdir()} == {"all.zip", "store"}


def test_a_registry_that_names_a_path_is_refused(saved, tmp_path):
    def point_outside(files):
        lines = [json.loads(line) for line in files["records.jsonl"].splitlines()]
        next(r for r in lines if r["id"] == "ucdp")["body"]["versions"][0]["content_hash"] = "../../../etc/passwd"
        files["records.jsonl"] = b"".join(json.dumps(line).encode() + b"\n" for line in lines)

    forged(saved, point_outside)
    with pytest.raises(StoreError, match="broken content hash"):
        restore(saved, tmp_path / "new")


def _replaced(name, old, new):
    def change(files):
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_replaced("records.jsonl", b'{"kind"', b'["kind"'), "Line 1 of records.jsonl"),
        (_replaced("records.jsonl", b'"version":1', b'"version":7'), "does not agree with its revisions"),
        (_replaced("revisions.jsonl", b'"id":1,', b'"id":-1,'), "Line 1 of revisions.jsonl"),
        (_replaced("records.jsonl", b'"Mended"}', b'"Mended"},"colour":1'), "amendment ucdp:1 in the casebook"),
        (_replaced("records.jsonl", b'"rows":20', b'"rows":21'), "has not the 21 rows"),
        (lambda files: files.pop("revisions.jsonl"), "does not hold the files"),
        (lambda files: files.update({"records.jsonl": b"[" * 10**6}), "Line 1 of records.jsonl"),
    ],
)
def test_forged_rows_are_refused_and_nothing_is_written(saved, tmp_path, change, said):
    forged(saved, change)
    with pytest.raises(StoreError if "casebook" in said else FileContentError, match=said):
        restore(saved, tmp_path / "new")
    assert list(tmp_path.glob("new/**/*.parquet")) == []
    with Store.open(tmp_path / "new") as store:
        assert store.casebook.serial() == 0


def test_a_manifest_that_lies_is_refused(saved, tmp_path):
    forged(saved, lambda files: files.update({"records.jsonl": b"{}\n"}), relist=False)
    with pytest.raises(FileContentError, match="is not what its manifest says"):
        restore(saved, tmp_path / "new")


def test_a_backup_of_a_newer_release_is_refused(saved, tmp_path):
    with zipfile.ZipFile(saved) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
    whole = {}
    forged(saved, whole.update)
    _set_manifest(saved, tables=tables + "9")
    with pytest.raises(StoreVersionError, match="newer release"):
        restore(saved, tmp_path / "new")
    _set_manifest(saved, layout=2)
    with pytest.raises(FileContentError, match="may be of a newer release"):
        restore(saved, tmp_path / "new")


def _set_manifest(saved, **fields):
    with zipfile.ZipFile(saved) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["manifest.json"] = json.dumps(json.loads(files["manifest.json"]) | fields).encode()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def test_a_zip_of_something_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(FileContentError, match="has no manifest"):
        restore(tmp_path / "other.zip", tmp_path / "new")
    with pytest.raises(StoreError, match="cannot be used"):
        restore(tmp_path / "absent.zip", tmp_path / "new")


def test_a_bomb_among_the_datasets_is_refused(saved, tmp_path):
    bomb = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    saved.write_bytes(bomb.getvalue())
    with pytest.raises(FileContentError, match="no part of a store"):
        restore(saved, tmp_path / "new")
