"""Importers, one file a format; a format is recognised by the content of a file, or named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import UnknownFormatError
from geo.importers import acled, own, ucdp

if TYPE_CHECKING:
    from geo.importers.base import Importer, Match
    from geo.importers.sample import Sample

IMPORTERS: dict[str, Importer] = {i.name: i for i in (own.IMPORTER, ucdp.IMPORTER, acled.IMPORTER)}
_SURE_ENOUGH = 0.5


def candidates(sample: Sample) -> list[tuple[Importer, Match]]:
    """Give the importers that could read the file, the surest first, each with its reason."""
    found = [(importer, importer.sniff(sample)) for importer in IMPORTERS.values()]
    return sorted((f for f in found if f[1].confidence > 0), key=lambda f: -f[1].confidence)


def choose(sample: Sample, forced: str | None = None) -> tuple[Importer, Match | None]:
    """Give the importer for the file; Match is None where the user forced it.

    Raises UnknownFormatError with what the file looks like.
    """
    if forced is not None:
        if forced not in IMPORTERS:
            raise UnknownFormatError(f"There is no format named {forced}; there are {', '.join(sorted(IMPORTERS))}.")
        return IMPORTERS[forced], None
    for importer, match in candidates(sample):
        if match.confidence >= _SURE_ENOUGH:
            return importer, match
    columns = f"Its columns are {', '.join(sample.header[:8])}." if sample.header else f"It looks like {sample.kind}."
    raise UnknownFormatError(f"The format of {sample.name} is not known. {columns}"[:400])
