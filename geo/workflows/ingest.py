"""Bring a file into the store as a dataset: every row is stored, unchanged, or rejected with its reason."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.errors import FileContentError, InputError, TooLargeError
from geo.importers import choose
from geo.importers.base import Fault, Options, Sink
from geo.importers.sample import Sample
from geo.importers.tools.ahead import ahead
from geo.settings import LimitSettings
from geo.workflows.compare import Difference, compare
from geo.workflows.heap import reusing_memory
from geo.workflows.misplaced import MOST_TOLD, Misplaced
from geo.workflows.spool import Spool
from geo.workflows.unpacked import unpacked
from geo.workflows.versions import Comparison, Stored, removal, returning, side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    import pyarrow as pa

    from geo.importers.base import Batch, Description, Importer
    from geo.importers.tools.mapping import Mapping as ColumnMapping
    from geo.model import DatasetInfo
    from geo.store.datasets import Datasets
    from geo.workflows.atlas import Atlas
    from geo.workflows.misplaced import Countries


_KEPT = ("licence", "redistributable", "attribution", "url")
"""What is asked once per dataset: a next version keeps it unless it is given anew."""


@dataclass(frozen=True)
class ImportReport:
    """The fate of every row: ``read`` = ``stored`` + ``unchanged`` + number of ``rejected``.

    ``version`` is the version now current, None where the dataset does not exist (nothing was stored,
    or a preview); ``previous`` the one before this import, None for a new dataset. ``flagged`` rows
    are stored in spite of a doubt. ``difference`` speaks against ``previous``; a preview says it in
    ``comparison`` field by field.
    """

    dataset: str
    format: str
    recognised: str
    version: int | None
    previous: int | None
    read: int
    stored: int
    unchanged: int
    unmapped: int
    rejected: tuple[Fault, ...]
    flagged: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    difference: Difference = field(default_factory=Difference)
    comparison: Comparison | None = None
    dry_run: bool = False

    def to_json(self) -> dict[str, Any]:
        """Give the report as plain JSON types."""
        plain = ("dataset", "format", "version", "read", "stored", "unchanged", "unmapped", "dry_run")
        return {name: getattr(self, name) for name in plain} | {
            "removed": len(self.difference.removed),
            "rejected": [f.to_json() for f in self.rejected],
            "flagged": [f.to_json() for f in self.flagged],
            "notes": list(self.notes),
        }


def suggest_name(path: Path, file_name: str | None = None, *, format: str | None = None) -> str:  # noqa: A002 - the option's name
    """Give the dataset name for a file: provider and release where it tells them, else its stem."""
    sample = Sample(path, name=file_name)
    return _plain(choose(sample, format)[0].describe(sample).name)


def _plain(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:100] or "dataset"


def import_file(
    atlas: Atlas,
    path: Path,
    *,
    dataset: str | None = None,
    format: str | None = None,  # noqa: A002 - the option's name
    licence: str | None = None,
    url: str | None = None,
    encoding: str | None = None,
    mapping: ColumnMapping | None = None,
    crs: str | None = None,
    beside: Sequence[Path] = (),
    name: str | None = None,
    details: Mapping[str, Any] | None = None,
    by: str,
    why: str,
    dry_run: bool = False,
    bring_back: bool = False,
    progress: Callable[[float], object] | None = None,
    limits: LimitSettings | None = None,
) -> ImportReport:
    """Import a file as the dataset's next version; ``dry_run`` only tells what would happen.

    ``beside`` are further files of the same export (TimeMap's sources and associations).
    ``bring_back`` consents to the return of incidents, or of a whole dataset, that were removed; without it
    their return is refused. ``name`` is the user's name for the file where it lies under another one.
    ``details`` are further fields of DatasetInfo (redistributable, attribution, accessed); what neither they
    nor ``licence`` and ``url`` give is kept from the version before. ``progress`` takes the share that is done,
    0 to 1; returning False cancels and raises CancelledError. Raises InputError classes with one sentence for a
    file that cannot be used; nothing is stored then.
    """
    with unpacked(path, name or path.name) as (file, file_name), reusing_memory(), Spool() as spool:
        sample = Sample(file, name=file_name)
        limits = limits or LimitSettings()
        if sample.size > limits.upload_mb << 20:
            raise TooLargeError(f"{sample.name} is larger than {limits.upload_mb} MB, the most that is read.")
        importer, match = choose(sample, format)
        about = importer.describe(sample)
        dataset = dataset or _plain(about.name)
        held = _current(atlas.store.datasets, dataset)
        given = {k: v for k, v in {**(details or {}), "licence": licence, "url": url}.items() if v is not None}
        info = _info(about, held, given, sample, importer)
        options = Options(
            dataset=dataset,
            licence=info["licence"],
            encoding=encoding,
            mapping=mapping,
            crs=crs,
            beside=tuple(beside),
            cell_chars=limits.cell_chars,
            memory_mb=limits.parse_memory_mb,
            seconds=limits.parse_seconds,
            sample=sample,
        )
        sink = Sink(progress=_bytes_to_share(progress))
        _fill(spool, importer.read(sample.path, options, sink), sample.name, sink, atlas.reference)
        before = Stored(atlas.store.datasets, held) if held else None
        difference = _difference(before, spool)
        again = returning(atlas.store.datasets, dataset, difference.added)
        if again:
            sink.notes.append(f"Incidents of an earlier version that come back: {len(again):,}.")
        if not bring_back and not dry_run:
            _refuse_return(atlas, dataset, again, held)
        version, unmapped = held.version if held else None, spool.column("geometry").null_count
        if len(spool) and not difference.is_none and not dry_run:
            rows, told = ahead(_stoppable(spool.sorted(), sink)), {"accessed": options.today} | info
            version = atlas.store.datasets.write(dataset, rows, told, by=by, why=why, in_order=True).version
        return ImportReport(
            dataset=dataset,
            format=importer.name,
            recognised=match.reason if match else "the format was named",
            version=version,
            previous=held.version if held else None,
            unmapped=unmapped,
            comparison=side_by_side(before, spool, difference, again) if dry_run and len(spool) else None,
            dry_run=dry_run,
            **_fates(sink, difference),
        )


def _fates(sink: Sink, difference: Difference) -> dict[str, Any]:
    """Give the fields of the report that say what became of each row."""
    return {
        "read": sink.read,
        "stored": len(difference.added) + len(difference.changed),
        "unchanged": difference.unchanged,
        "rejected": tuple(sorted(sink.rejected)),
        "flagged": tuple(sorted(sink.flagged)),
        "notes": tuple(dict.fromkeys(sink.notes)),
        "difference": difference,
    }


def _refuse_return(atlas: Atlas, dataset: str, again: tuple[str, ...], held: DatasetInfo | None) -> None:
    """Raise InputError where what was removed would come back without anybody's word."""
    ask = "confirm that this is meant (on the command line with --bring-back)"
    gone = removal(atlas, dataset) if held is None else None
    if gone is not None:
        raise InputError(f"Dataset {dataset}, removed by {gone.by} on {gone.at:%Y-%m-%d}, would come back; {ask}.")
    if again:
        named = ", ".join(again[:5]) + (" …" if len(again) > 5 else "")
        raise InputError(f"{len(again):,} incidents that were removed ({named}) would come back; {ask}.")


def undo_import(atlas: Atlas, report: ImportReport, *, by: str, why: str = "undo of an import") -> None:
    """Make the version before the import current again, or take the dataset out where there was none.

    Raises InputError where the import stored nothing, or the dataset has changed since.
    """
    if report.version is None or report.dry_run or report.version == report.previous:
        raise InputError(f"The import into {report.dataset} stored nothing; there is nothing to undo.")
    held = _current(atlas.store.datasets, report.dataset)
    if held is None or held.version != report.version:
        raise InputError(f"Dataset {report.dataset} has changed since that import; choose a version of it instead.")
    if report.previous is None:
        atlas.store.datasets.remove(report.dataset, by=by, why=why)
    else:
        atlas.store.datasets.restore(report.dataset, report.previous, by=by, why=why)


def _bytes_to_share(progress: Callable[[float], object] | None) -> Callable[[int, int], bool] | None:
    if progress is None:
        return None
    return lambda done, total: progress(done / total if total else 1.0) is not False


def _fill(spool: Spool, batches: Iterable[Batch], name: str, sink: Sink, countries: Countries) -> None:
    misplaced = Misplaced(countries)
    with ThreadPoolExecutor(1, thread_name_prefix="misplaced") as pool:
        asked: Future[list[Fault]] | None = None
        for batch in batches:
            sink.flagged.extend(asked.result() if asked else ())
            asked = pool.submit(misplaced.doubts, batch.table, batch.rows)
            spool.add(batch.table, batch.rows)
        sink.flagged.extend(asked.result() if asked else ())
    if sink.read == 0:
        raise FileContentError(f"{name} has no rows.")
    if misplaced.found > MOST_TOLD:
        sink.notes.append(f"{misplaced.found:,} points lie outside their country; {MOST_TOLD:,} of them are listed.")
    sink.rejected.extend(
        Fault(row, "", f"the id {id_} stands already on row {first}") for row, id_, first in spool.repeats()
    )


def _current(datasets: Datasets, name: str) -> DatasetInfo | None:
    return next((i for i in datasets.current() if i.name == name), None)


def _stoppable(tables: Iterator[pa.Table], sink: Sink) -> Iterator[pa.Table]:
    for table in tables:
        sink.step(1, 1)
        yield table


def _difference(before: Stored | None, spool: Spool) -> Difference:
    if before is None:
        return Difference(added=tuple(spool.column("dataset_id").to_pylist()))
    if not len(spool):
        return Difference()
    return compare(before, spool, dict.fromkeys([*spool.schema.names, *before.names]))


def _info(
    about: Description, held: DatasetInfo | None, given: dict[str, Any], sample: Sample, importer: Importer
) -> dict[str, Any]:
    kept = {name: getattr(held, name, None) for name in _KEPT}
    stated = {name: getattr(about, name) for name in _KEPT}
    return (
        {"provider": about.provider, "release": about.release, "file_name": sample.name, "format": importer.name}
        | stated
        | {name: value for name, value in kept.items() if value is not None}
        | given
    )
