"""Checking and storing an upload, as jobs: the upload lies under a name of ours while it is read."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import TooLargeError, UnknownFormatError
from geo.importers import choose
from geo.importers.sample import Sample
from geo.settings import LimitSettings
from geo.workflows.ingest import import_file
from geo.workflows.refused import refused_csv, refused_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from geo.importers.base import Description
    from geo.workflows.atlas import Atlas
    from geo.workflows.ingest import ImportReport

    Progress = Callable[[float], bool]


@dataclass(frozen=True)
class Asked:
    """How a file shall be read; None is "see from the content", for ``dataset`` "as the file says"."""

    file: str
    format: str | None = None
    encoding: str | None = None
    dataset: str | None = None


@dataclass(frozen=True)
class Checked:
    """What a check found. ``about`` is what the file says of its dataset; ``refused`` a CSV, b"" for none."""

    asked: Asked
    report: ImportReport
    about: Description
    refused: bytes


def check(atlas: Atlas, upload: UploadedFile, asked: Asked, progress: Progress) -> Checked:
    """Read the whole file and store nothing."""
    with _on_disk(upload) as path:
        sample = Sample(path, name=upload.name)
        about = choose(sample, asked.format)[0].describe(sample)
        report = import_file(
            atlas, path, **_named(upload, asked), by="nobody", why="a check", dry_run=True, progress=progress
        )
        return Checked(asked, report, about, _refused(sample, report, asked))


def store(
    atlas: Atlas, upload: UploadedFile, asked: Asked, progress: Progress, *, details: Mapping[str, Any], by: str
) -> ImportReport:
    """Read the file once more and store its rows as the dataset's next version."""
    rest = {k: v for k, v in details.items() if k not in {"licence", "url"}}
    with _on_disk(upload) as path:
        return import_file(
            atlas,
            path,
            **_named(upload, asked),
            licence=details.get("licence"),
            url=details.get("url"),
            details=rest,
            by=by,
            why="import from the page",
            progress=progress,
        )


def _named(upload: UploadedFile, asked: Asked) -> dict[str, Any]:
    return {
        "name": upload.name,
        "format": asked.format,
        "encoding": asked.encoding,
        "dataset": asked.dataset,
        "limits": LimitSettings(),
    }


@contextmanager
def _on_disk(upload: UploadedFile) -> Iterator[Path]:
    limit = LimitSettings().upload_mb
    if upload.size > limit << 20:
        raise TooLargeError(f"{upload.name} is larger than {limit} MB, the most that is read.")
    with tempfile.TemporaryDirectory(prefix="incident-atlas-") as folder:
        path = Path(folder) / ("upload" + safe_suffix(upload.name))
        path.write_bytes(upload.getbuffer())
        yield path


def safe_suffix(name: str) -> str:
    """Give the ending of a user's file name where it is short and plain, otherwise nothing."""
    suffix = Path(name).suffix.lower()
    plain = suffix.removeprefix(".")
    return suffix if plain.isascii() and plain.isalnum() and len(plain) < 10 else ""


def _refused(sample: Sample, report: ImportReport, asked: Asked) -> bytes:
    if not report.rejected:
        return b""
    try:
        return refused_csv(report.rejected, refused_rows(sample, report.rejected, asked.encoding))
    except UnknownFormatError:
        return refused_csv(report.rejected)
