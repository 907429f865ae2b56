"""``import`` and ``export`` of files."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from geo.cli.common import by_option, json_option, open_atlas, person, show, store_option
from geo.cli.filters import filter_options, read_filter
from geo.errors import UnknownFormatError
from geo.exporters import EXPORTERS
from geo.importers import IMPORTERS
from geo.workflows.export import write_file
from geo.workflows.ingest import import_file
from geo.workflows.mappings import find_mapping

_FILE: Any = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=_FILE)
@click.option("--dataset", help="Name of the dataset [default: provider and release, or the file's stem].")
@click.option(
    "--format", "format_", type=click.Choice(sorted(IMPORTERS)), help="Format [default: seen from the content]."
)
@click.option("--licence", help="Licence of the rows, such as CC-BY-4.0.")
@click.option("--url", help="Where the file was published.")
@click.option("--attribution", help="Whom to name where the rows are passed on.")
@click.option("--accessed", type=click.DateTime(["%Y-%m-%d"]), help="Day on which the file was taken [default: today].")
@click.option(
    "--redistribution",
    type=click.Choice(["allowed", "forbidden"]),
    help="Whether the rows may be passed on [default: what is known of the licence].",
)
@click.option("--bring-back", is_flag=True, help="Let incidents come back that a version before had removed.")
@click.option("--with", "beside", multiple=True, type=_FILE, help="Further file of the export: TimeMap's sources.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen and store nothing.")
@click.option("--encoding", help="Text encoding [default: detected].")
@click.option("--crs", metavar="EPSG:CODE", help="Coordinate system of a GIS file that does not state its own.")
@click.option("--mapping", metavar="NAME|FILE", help="What a table's columns mean: kept on the page, or a JSON file.")
@click.option("--why", default="import", show_default=True, help="Why, for the record.")
@by_option
@store_option
@json_option
def import_command(file: Path, *, by: str | None, store: Path | None, as_json: bool, **options: Any) -> None:
    """Import FILE as a dataset; every row is stored, unchanged, or rejected with its reason.

    A file for a dataset that exists becomes its next version; the same content again stores nothing.
    """
    options["format"] = options.pop("format_")
    options["details"] = _details(options)
    atlas = open_atlas(store)
    options["mapping"] = find_mapping(atlas, options["mapping"]) if options["mapping"] else None
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=1000, label="Importing", file=sys.stderr, hidden=hidden) as bar:
        done = 0

        def progress(share: float) -> None:
            nonlocal done
            bar.update(int(share * 1000) - done)
            done = int(share * 1000)

        report = import_file(atlas, file, by=person(by), progress=progress, **options)
    show(report.to_json(), as_json=as_json, text=_import_text)


def _details(options: dict[str, Any]) -> dict[str, Any]:
    """Take out of the options what is said of the dataset; None is not said."""
    accessed, may = options.pop("accessed"), options.pop("redistribution")
    return {
        "attribution": options.pop("attribution"),
        "accessed": accessed.date() if accessed else None,
        "redistributable": None if may is None else may == "allowed",
    }


def _import_text(result: dict[str, Any]) -> str:
    rejected = result["rejected"]
    fates = f"{result['stored']:,} stored, {result['unchanged']:,} unchanged, {len(rejected):,} rejected"
    begin = "Nothing was stored, but would be: " if result["dry_run"] else ""
    lines = [f"{begin}{result['dataset']}: {result['read']:,} rows read, {fates}."]
    lines += [f"  {note}" for note in result["notes"]]
    lines += [f"  row {r['row']}, {r.get('column') or 'whole row'}: {r['reason']}" for r in rejected[:20]]
    if len(rejected) > 20:
        lines.append(f"  … and {len(rejected) - 20:,} more; --json lists them all.")
    return "\n".join(lines)


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "format_", type=click.Choice(sorted(EXPORTERS)), help="Format [default: by the file's name].")
@click.option("--areas", is_flag=True, help="Give the footprint of imprecise places instead of their published point.")
@click.option("--public", is_flag=True, help="Leave out rows whose licence forbids redistribution, and say how many.")
@filter_options
@store_option
@json_option
def export_command(
    file: Path, *, format_: str | None, areas: bool, public: bool, store: Path | None, as_json: bool, **options: Any
) -> None:
    """Write what the filter shows into FILE, mapped and unmapped alike; the same bytes as the page's download."""
    chosen = read_filter(options)
    name = format_ or _format_of(file)
    snapshot = open_atlas(store).snapshot()
    now = datetime.now(UTC)
    written = write_file(snapshot, chosen, name, file, areas=areas, public=public, now=now)
    result = {"file": str(file), "format": name, "rows": written.rows, "notice": written.notice}
    show(
        result,
        as_json=as_json,
        text=lambda r: " ".join(filter(None, (f"Wrote {r['rows']:,} incidents to {r['file']}.", r["notice"]))),
    )


def _format_of(file: Path) -> str:
    found = [e.name for e in EXPORTERS.values() if file.name.lower().endswith(e.suffix)]
    if not found:
        known = ", ".join(sorted(e.suffix for e in EXPORTERS.values()))
        raise UnknownFormatError(f"{file.name} has no ending of a known format ({known}); name one with --format.")
    return max(found, key=lambda name: len(EXPORTERS[name].suffix))
