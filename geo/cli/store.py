"""``info``, ``backup`` and ``restore`` of a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geo.cli.common import json_option, open_atlas, show, store_option, store_settings
from geo.settings import StoreSettings
from geo.store.restore import restore


@click.command("info")
@store_option
@json_option
def info_command(store: Path | None, as_json: bool) -> None:
    """Say what the store holds: datasets with versions, rows and licences, and the casebook."""
    atlas = open_atlas(store)
    snapshot = atlas.snapshot()
    datasets = [info.to_json() for info in snapshot.datasets()]
    result = {
        "store": str(atlas.store.path),
        "incidents": sum(d["rows"] for d in datasets),
        "datasets": datasets,
        "damaged": list(snapshot.damaged),
        "places": len(snapshot.lookup.places),
        "actors": len(snapshot.lookup.actors),
        "revisions": atlas.store.casebook.serial(),
    }
    show(result, as_json=as_json, text=_info_text)


def _info_text(result: dict[str, Any]) -> str:
    lines = [f"Store {result['store']}: {result['incidents']:,} incidents, {result['revisions']:,} revisions"]
    lines += [
        f"  {d['name']} (version {d['version']}): {d['rows']:,} rows, {d.get('licence') or 'no licence stated'}"
        for d in result["datasets"]
    ]
    lines += [f"  {sentence}" for sentence in result["damaged"]]
    return "\n".join([*lines, f"  {result['places']} places, {result['actors']} actors"])


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_option
@json_option
def backup_command(file: Path, store: Path | None, as_json: bool) -> None:
    """Write the whole store into FILE, also while the dashboard runs."""
    open_atlas(store).store.backup(file)
    result = {"file": str(file), "bytes": file.stat().st_size}
    show(result, as_json=as_json, text=lambda r: f"Backed up to {r['file']} ({r['bytes']:,} bytes).")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a store that already holds records.")
@store_option
@json_option
def restore_command(file: Path, force: bool, store: Path | None, as_json: bool) -> None:
    """Make the store what it was when FILE was written by 'backup'."""
    target = store_settings(store).store
    restore(file, target, database=StoreSettings().database, force=force)
    show({"store": str(target)}, as_json=as_json, text=lambda r: f"Restored into {r['store']}.")
