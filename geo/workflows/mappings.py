"""What the columns of a file mean: looked at, settled by a person, and kept under a name for the next file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from geo.errors import InputError
from geo.importers import gis, table
from geo.importers.base import Options, Sink
from geo.importers.tools.guess import guess
from geo.importers.tools.mapping import Guess, Mapping
from geo.importers.tools.open import open_records
from geo.model.values import Value
from geo.store.casebook import body_of, slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.importers.sample import Sample
    from geo.model import Revision
    from geo.workflows.atlas import Atlas

KIND = "mapping"
MAPPED = frozenset({table.IMPORTER.name, gis.IMPORTER.name})
"""The formats whose columns a mapping explains."""
_SEEN = 2_000


class SavedMapping(Value):
    """A mapping under a name; ``header`` are the columns of the file that it was made for, in order."""

    name: str
    header: tuple[str, ...]
    mapping: Mapping


@dataclass(frozen=True)
class Look:
    """The beginning of a file: its columns with some of their values as text, and what they seem to mean.

    ``has_shapes`` is true where geometries say where, so that no column has to.
    """

    columns: dict[str, list[str]]
    guess: Guess
    has_shapes: bool = False


def look(sample: Sample, format_: str, *, encoding: str | None = None, crs: str | None = None) -> Look:
    """Look at the first rows of a table or GIS file; raises InputError where it cannot be read."""
    options = Options("look", encoding=encoding, crs=crs)
    if format_ == gis.IMPORTER.name:
        records = gis.first_records(sample, options)
    else:
        records = next(iter(open_records(sample, options, Sink()).batches), None)
    if records is None:
        return Look({}, Guess(mapping=Mapping()))
    columns = {n: [str(v or "") for v in c.slice(0, _SEEN).to_pylist()] for n, c in records.cells.items()}
    if format_ == gis.IMPORTER.name:
        return Look(columns, gis.guessed(records), records.shapes is not None)
    return Look(columns, guess(columns))


def saved_mappings(atlas: Atlas) -> dict[str, SavedMapping]:
    """Give the kept mappings by name; one that this release cannot read is left out."""
    found = {}
    for record in atlas.store.casebook.all(KIND).values():
        try:
            saved = SavedMapping.model_validate(record.body)
        except ValidationError:
            continue
        found[saved.name] = saved
    return found


def find_mapping(atlas: Atlas, given: str) -> Mapping:
    """Give the mapping kept under that name, or the one in that JSON file; raises InputError."""
    saved = saved_mappings(atlas)
    if given in saved:
        return saved[given].mapping
    path = Path(given)
    if not path.is_file():
        known = ", ".join(saved) or "none is kept yet"
        raise InputError(f"There is no mapping and no file called {given} (kept mappings: {known}).")
    try:
        return Mapping.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"{path.name} is no mapping: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error


def fitting(saved: Iterable[SavedMapping], columns: Iterable[str]) -> SavedMapping | None:
    """Give the mapping that was made for exactly these columns, whatever their order."""
    wanted = set(columns)
    return next((s for s in saved if set(s.header) == wanted), None)


def save_mapping(atlas: Atlas, name: str, mapping: Mapping, header: Iterable[str], *, by: str) -> Revision:
    """Keep a mapping under a name; one of the same name is replaced, its past stays in the revisions."""
    name = name.strip()
    if not slug(name):
        raise InputError("A mapping needs a name with letters or digits.")
    saved = SavedMapping(name=name, header=tuple(header), mapping=mapping)
    return atlas.store.casebook.put(KIND, slug(name), body_of(saved), by=by, why="columns of an import")
