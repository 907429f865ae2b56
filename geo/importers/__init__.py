"""Importers, one file a format; a format is recognised by the content of a file, or named."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from geo.errors import UnknownFormatError
from geo.importers import acled, atlos, gdelt, geoconfirmed, gis, own, table, timemap, ucdp, ushahidi
from geo.importers.base import Options, Sink
from geo.importers.sandbox import open_apart
from geo.importers.tools.other_kinds import other_kind

if TYPE_CHECKING:
    from geo.importers.base import Importer, Match
    from geo.importers.sample import Sample

_FORMATS = (own, ucdp, acled, geoconfirmed, atlos, ushahidi, timemap, gdelt, gis, table)
IMPORTERS: dict[str, Importer] = {i.name: i for i in (f.IMPORTER for f in _FORMATS)}
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
    for last_resort in (False, True):
        asked = [i for i in IMPORTERS.values() if i.last_resort is last_resort]
        importer, match = max(((i, i.sniff(sample)) for i in asked), key=lambda found: found[1].confidence)
        if match.confidence >= _SURE_ENOUGH:
            return importer, match
    if sample.kind in {"xlsx", "parquet"} and not sample.header:
        open_apart(sample.path, sample.kind, Options(""), Sink())  # says what is wrong with it
    raise UnknownFormatError(f"The format of {sample.name} is not known; {_looks(sample)}"[:400] + ".")


def _looks(sample: Sample) -> str:
    """Say what the file looks like; raises InputError where it is a table that cannot be read."""
    if other_kind(sample.head) or not sample.header:
        return f"it looks like {sample.words}"
    if any(category(c) == "Cc" or c == "\ufffd" for name in sample.header for c in name):
        return "it looks like a file of bytes that are no text"
    found = table.look(sample, Options("")).mapping.columns if len(sample.header) > 1 else {}
    lacking = "where" if table.tells_what(found) else "when or what" if table.tells_where(found) else "what or where"
    named = ", ".join(name[:80] for name in sample.header[:8])
    return f"its columns are {named}, and by their names and values none of them says {lacking} something happened"
