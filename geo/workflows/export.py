"""From a filter to a file: the same bytes for the page, the command line and the API, but for the time."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import FilterError, StoreError, UnknownFormatError
from geo.exporters import EXPORTERS, LeftOut, Meta, Share
from geo.exporters.areas import Areas
from geo.exporters.licences import refusal
from geo.exporters.rows import prepare
from geo.model import ReviewState
from geo.model.filter_query import to_query
from geo.workflows.search import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from geo.exporters import Exporter
    from geo.model.filter import Filter
    from geo.model.values import DatasetInfo
    from geo.workflows.search import Selection
    from geo.workflows.snapshot import Part, Snapshot

Pair = tuple[str, str | None]
"""A dataset's name and the licence that its rows state; None where they state none."""


REVIEWED = (ReviewState.PUBLISHED, ReviewState.ACCEPTED, ReviewState.DISPUTED)
"""States whose records may go to the public: candidates and rejected ones never do."""


def exporter(name: str) -> Exporter:
    """Give the exporter of that name; raises UnknownFormatError."""
    if name not in EXPORTERS:
        raise UnknownFormatError(f"There is no export format {name}; there are {', '.join(sorted(EXPORTERS))}.")
    return EXPORTERS[name]


def export(
    snapshot: Snapshot, chosen: Filter, name: str, *, areas: bool = False, public: bool = False, now: datetime
) -> Iterator[bytes | memoryview]:
    """Give what the filter shows, mapped and unmapped, piece by piece in the format of that name.

    ``areas`` gives footprints for published points; ``public`` leaves out rows whose licence forbids
    redistribution; ``now`` is the time (UTC) that the export carries. Faults of the request are
    raised at once, before the first piece.
    """
    meta, tables = _begun(snapshot, chosen, name, areas=areas, public=public, now=now)
    return exporter(name).write(tables, meta)


def _begun(
    snapshot: Snapshot, chosen: Filter, name: str, *, areas: bool, public: bool, now: datetime
) -> tuple[Meta, Iterator[pa.Table]]:
    chosen_format = exporter(name)
    selection, meta = _described(snapshot, chosen, areas=areas, public=public, now=now)
    shapes = Areas(snapshot.lookup, rings=not chosen_format.draws) if areas or chosen_format.draws else None
    return meta, _tables(snapshot, selection, meta, shapes)


def _described(
    snapshot: Snapshot, chosen: Filter, *, areas: bool, public: bool, now: datetime
) -> tuple[Selection, Meta]:
    """Select and describe; what goes to the public was reviewed, or published by its provider."""
    asked = select(snapshot, chosen)
    if not public:
        return asked, describe(snapshot, asked, areas=areas, public=False, now=now)
    states = tuple(s for s in chosen.states or REVIEWED if s in REVIEWED)
    if not states:
        raise FilterError("An export for the public holds reviewed incidents only; ask for other states without it.")
    reviewed = select(snapshot, chosen.model_copy(update={"states": states}))
    meta = describe(snapshot, reviewed, areas=areas, public=True, now=now)
    waiting = asked.counts.shown - reviewed.counts.shown
    if not waiting:
        return asked, describe(snapshot, asked, areas=areas, public=True, now=now)
    notice = f"{waiting:,} incidents that nobody has reviewed are left out."
    return reviewed, meta.model_copy(update={"notices": (*meta.notices, notice)})


def notes(snapshot: Snapshot, chosen: Filter, *, areas: bool = False, public: bool = False, now: datetime) -> str:
    """Give as plain text what an export carries beside its rows."""
    meta = _described(snapshot, chosen, areas=areas, public=public, now=now)[1]
    return "\n".join(meta.lines) + "\n"


def write_file(
    snapshot: Snapshot,
    chosen: Filter,
    name: str,
    path: Path,
    *,
    areas: bool = False,
    public: bool = False,
    now: datetime,
) -> Meta:
    """Write the export to a file that is either whole or not there; gives what it carries beside its rows.

    A format without a place for that gets a text file of the same name with ``.txt`` added.
    """
    chosen_format = exporter(name)
    meta, tables = _begun(snapshot, chosen, name, areas=areas, public=public, now=now)
    if chosen_format.make is None:
        write_whole(path, chosen_format.write(tables, meta))
    else:
        _make_whole(path, chosen_format.suffix, partial(chosen_format.make, tables, meta))
    if chosen_format.sidecar:
        write_whole(path.with_name(path.name + ".txt"), ["\n".join([*meta.lines, ""]).encode()])
    return meta


def write_whole(path: Path, chunks: Iterable[bytes | memoryview]) -> None:
    """Write under a temporary name in the same folder, flush and rename; raises StoreError."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            for part in chunks:
                file.write(part)
            file.flush()
            os.fchmod(file.fileno(), 0o666 & ~_umask())
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}; nothing was left behind.") from error
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


def _make_whole(path: Path, suffix: str, make: Callable[[Path], None]) -> None:
    """Let ``make`` write a file in a folder of its own beside the path, flush and rename; raises StoreError."""
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.", suffix=".part") as folder:
            made = Path(folder) / f"incidents{suffix}"
            make(made)
            made.chmod(0o666 & ~_umask())
            with made.open("r+b") as file:
                os.fsync(file.fileno())
            made.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}; nothing was left behind.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def describe(snapshot: Snapshot, selection: Selection, *, areas: bool, public: bool, now: datetime) -> Meta:
    """Say what an export of the selection holds, before it is written."""
    infos = {info.name: info for info in snapshot.datasets()}
    found = _pairs(snapshot, selection)
    reasons = {pair: refusal(infos.get(pair[0]), pair[1]) for pair in found} if public else {}
    kept = {pair: rows for pair, rows in found.items() if not reasons.get(pair)}
    left_out = [
        LeftOut(dataset=pair[0], licence=_licence(infos, pair), rows=rows, reason=reasons[pair] or "")
        for pair, rows in found.items()
        if reasons.get(pair)
    ]
    shares = tuple(_share(infos, pair, rows) for pair, rows in kept.items())
    counts = selection.counts
    return Meta(
        words=selection.words,
        query=to_query(selection.filter),
        made_at=now,
        counts={k: getattr(counts, k) for k in ("on_map", "unmapped", "undated", "hidden", "total")},
        rows=sum(kept.values()),
        shares=shares,
        areas=areas,
        public=public,
        left_out=tuple(left_out),
        notices=(*snapshot.damaged, *(_unstated(s) for s in shares if public and not s.licence)),
    )


def _unstated(share: Share) -> str:
    return f"The licence of {share.dataset} ({share.rows} rows) is not stated: make sure before passing it on."


def _pairs(snapshot: Snapshot, selection: Selection) -> dict[Pair, int]:
    counts: Counter[Pair] = Counter()
    for part, shown in zip(snapshot.parts, selection.shown, strict=True):
        stated = snapshot.facts.get(("licences", part.id), partial(_counted, part, np.arange(part.rows)))
        if len(stated) > 1:
            stated = _counted(part, np.flatnonzero(shown))
        elif stated:
            stated = dict.fromkeys(stated, int(np.count_nonzero(shown)))
        counts.update({pair: rows for pair, rows in stated.items() if rows})
    return dict(sorted(counts.items(), key=lambda item: (item[0][0], item[0][1] or "")))


def _counted(part: Part, rows: np.ndarray) -> dict[Pair, int]:
    table = part.take(rows, ["dataset", "licence"])
    groups = table.group_by(["dataset", "licence"]).aggregate([([], "count_all")]).to_pylist()
    return {(group["dataset"], group["licence"]): group["count_all"] for group in groups}


def _licence(infos: dict[str, DatasetInfo], pair: Pair) -> str | None:
    dataset, licence = pair
    return licence or (infos[dataset].licence if dataset in infos else None)


def _share(infos: dict[str, DatasetInfo], pair: Pair, rows: int) -> Share:
    info = infos.get(pair[0])
    known = info.model_dump(include={"attribution", "provider", "release", "url", "accessed"}) if info else {}
    return Share(dataset=pair[0], rows=rows, licence=_licence(infos, pair), **known)


def _tables(snapshot: Snapshot, selection: Selection, meta: Meta, areas: Areas | None) -> Iterator[pa.Table]:
    """Read only when asked for the first table, so that a head can be sent before."""
    licences = {info.name: info.licence for info in snapshot.datasets()}
    pairs = [(o.dataset, o.licence) for o in meta.left_out]
    for table in prepare(selection.tables(), licences=licences, areas=areas):
        yield without(table, pairs)


def without(table: pa.Table, pairs: list[tuple[str, str | None]]) -> pa.Table:
    """Leave out the rows of these pairs of dataset and licence."""
    if not pairs:
        return table
    out = pa.repeat(pa.scalar(value=False), len(table))
    for dataset, licence in pairs:
        stated = pc.is_null(table["licence"]) if licence is None else pc.equal(table["licence"], licence)
        out = pc.or_(out, pc.fill_null(pc.and_kleene(pc.equal(table["dataset"], dataset), stated), False))
    return table.filter(pc.invert(out)).combine_chunks()
