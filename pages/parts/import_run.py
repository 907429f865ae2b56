"""Checking and storing an upload, as jobs: the upload lies under a name of ours while it is read."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import CancelledError, InputError, TooLargeError, UnknownFormatError
from geo.importers import IMPORTERS, choose
from geo.importers.sample import Sample
from geo.settings import LimitSettings
from geo.workflows import mappings
from geo.workflows.ingest import import_file
from geo.workflows.refused import refused_csv, refused_rows
from geo.workflows.unpacked import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from geo.importers.base import Description, Importer
    from geo.importers.tools.mapping import Mapping as ColumnMapping
    from geo.workflows.atlas import Atlas
    from geo.workflows.ingest import ImportReport

    Progress = Callable[[float], bool]


_TABLES = frozenset({"text", "xlsx", "parquet"})


@dataclass(frozen=True)
class Asked:
    """How a file shall be read; None is "see from the content", for ``dataset`` "as the file says"."""

    file: str
    format: str | None = None
    encoding: str | None = None
    dataset: str | None = None
    mapping: ColumnMapping | None = None
    crs: str | None = None


@dataclass(frozen=True)
class Checked:
    """What a check found: a report, or the fault that stands in its way.

    ``asked`` has what was settled while checking: the dataset, the mapping. ``about`` is what the file
    says of its dataset; ``refused`` a CSV, b"" for none. ``look`` is there for files whose columns a
    mapping explains; ``saved`` names the kept mapping that was used. ``is_last_resort`` is true for a table that no
    format claims.
    """

    asked: Asked
    format: str
    about: Description
    report: ImportReport | None = None
    fault: InputError | None = None
    refused: bytes = b""
    look: mappings.Look | None = None
    saved: str | None = None
    is_last_resort: bool = False

    @property
    def asks(self) -> bool:
        """True where the file cannot be read before the user says what its columns mean."""
        return self.look is not None and self.report is None and self.asked.mapping is None


def check(atlas: Atlas, upload: UploadedFile, asked: Asked, progress: Progress) -> Checked:
    """Read the whole file and store nothing; raises InputError where not even its format is known."""
    with _on_disk(upload) as (path, name):
        sample = Sample(path, name=name)
        importer, unknown = _importer(sample, asked)
        found = Checked(
            asked, importer.name, importer.describe(sample), fault=unknown, is_last_resort=unknown is not None
        )
        try:
            if importer.name in mappings.MAPPED:
                found = _looked_at(atlas, sample, found)
            if unknown is not None and asked.mapping is None:
                return found
            options = _named(name, found)
            report = import_file(atlas, path, **options, by="nobody", why="a check", dry_run=True, progress=progress)
        except CancelledError:
            raise
        except InputError as fault:
            return replace(found, fault=fault)
        settled = replace(found.asked, dataset=report.dataset)
        return replace(found, asked=settled, report=report, fault=None, refused=_refused(sample, report, asked))


def _importer(sample: Sample, asked: Asked) -> tuple[Importer, InputError | None]:
    """Give the importer; for a table that none knows the one with a mapping, and what there is to say of that."""
    try:
        return choose(sample, asked.format)[0], None
    except UnknownFormatError as fault:
        if asked.format is not None or sample.kind not in _TABLES or len(sample.header) < 2:
            raise
        return IMPORTERS["table"], fault


def _looked_at(atlas: Atlas, sample: Sample, found: Checked) -> Checked:
    """Settle the mapping: as asked, else a kept one that fits, else the guess where nothing has to be asked."""
    asked = found.asked
    look = mappings.look(sample, found.format, encoding=asked.encoding, crs=asked.crs)
    found = replace(found, look=look)
    if asked.mapping is not None:
        return found
    kept = mappings.fitting(mappings.saved_mappings(atlas).values(), look.columns)
    if kept is not None:
        return replace(found, asked=replace(asked, mapping=kept.mapping), saved=kept.name)
    if look.guess.questions or found.fault is not None:
        return found
    return replace(found, asked=replace(asked, mapping=look.guess.mapping))


def store(
    atlas: Atlas, upload: UploadedFile, found: Checked, progress: Progress, *, details: Mapping[str, Any], by: str
) -> ImportReport:
    """Read the file once more and store its rows as the dataset's next version."""
    rest = {k: v for k, v in details.items() if k not in {"licence", "url"}}
    with _on_disk(upload) as (path, name):
        return import_file(
            atlas,
            path,
            **_named(name, found),
            licence=details.get("licence"),
            url=details.get("url"),
            details=rest,
            by=by,
            why="import from the page",
            bring_back=True,  # the button waits for the consent
            progress=progress,
        )


def _named(name: str, found: Checked) -> dict[str, Any]:
    asked = found.asked
    return {
        "name": name,
        "format": found.format if found.is_last_resort else asked.format,
        "encoding": asked.encoding,
        "dataset": asked.dataset,
        "mapping": asked.mapping,
        "crs": asked.crs,
        "limits": LimitSettings(),
    }


@contextmanager
def _on_disk(upload: UploadedFile) -> Iterator[tuple[Path, str]]:
    limit = LimitSettings().upload_mb
    if upload.size > limit << 20:
        raise TooLargeError(f"{upload.name} is larger than {limit} MB, the most that is read.")
    with tempfile.TemporaryDirectory(prefix="incident-atlas-") as folder:
        path = Path(folder) / ("upload" + safe_suffix(upload.name))
        path.write_bytes(upload.getbuffer())
        with unpacked(path, upload.name) as found:
            yield found


def safe_suffix(name: str) -> str:
    """Give the ending of a user's file name where it is short and plain, otherwise nothing."""
    suffix = Path(name).suffix.lower()
    plain = suffix.removeprefix(".")
    return suffix if plain.isascii() and plain.isalnum() and len(plain) < 10 else ""


def _refused(sample: Sample, report: ImportReport, asked: Asked) -> bytes:
    if not report.rejected:
        return b""
    try:
        return refused_csv(report.rejected, refused_rows(sample, report.rejected, asked.encoding, asked.crs))
    except InputError:  # no table, or one that only a process of its own may open
        return refused_csv(report.rejected)
