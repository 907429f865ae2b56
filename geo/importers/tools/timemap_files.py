"""The files of a TimeMap: events, sources and associations, in one file, in a ZIP, or side by side."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import FileContentError, InputError, TooLargeError
from geo.importers.sandbox import archive
from geo.importers.tools.encoding import chunks, detect
from geo.importers.tools.json_window import DECODER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.importers.base import Options, Sink

_MOST_BYTES = 256 << 20
_HEAD = 1 << 16
_EVENT_KEYS = tuple(re.compile(rf'"{name}"\s*:') for name in ("id", "date", "latitude", "longitude"))
_PARTS = ("events", "sources", "associations")
_ZIP = b"PK\x03\x04"

ById = dict[str, dict[str, Any]]


@dataclass
class TimeMap:
    """What the files hold together; sources and associations by their ids."""

    events: list[Any] = field(default_factory=list)
    sources: ById = field(default_factory=dict)
    associations: ById = field(default_factory=dict)


def is_packed(path: Path) -> bool:
    """Tell whether a ZIP holds JSON with TimeMap events."""
    try:
        found = archive.only(archive.members(path), ".json")
        heads = [archive.head(path, m, _HEAD).decode("utf-8", "replace") for m in found]
    except InputError:
        return False
    return any(all(key.search(head) for key in _EVENT_KEYS) for head in heads)


def load(paths: Iterable[Path], options: Options, sink: Sink) -> TimeMap:
    """Read all files, packed or not; raises InputError where they hold no events or are no JSON."""
    found, has_events = TimeMap(), False
    for path in paths:
        for name, value in _values(path, options, sink):
            has_events |= _sort_in(name, value, found)
    if not has_events:
        raise FileContentError("The file is JSON, but holds no list of TimeMap events.")
    return found


def _values(path: Path, options: Options, sink: Sink) -> Iterator[tuple[str, Any]]:
    with path.open("rb") as file:
        is_zip = file.read(4) == _ZIP
    if not is_zip:
        yield path.name, _decoded(path, options, sink)
        return
    packed = archive.only(archive.members(path), ".json")
    if sum(m.file_size for m in packed) > _MOST_BYTES:
        raise TooLargeError(f"TimeMap files of more than {_MOST_BYTES >> 20} MB are not read.")
    with tempfile.TemporaryDirectory(prefix="incident-atlas-") as folder:
        for number, member in enumerate(packed):
            unpacked = archive.unpack(path, member, Path(folder) / f"{number}.json")
            yield member.filename, _decoded(unpacked, options, sink)


def _decoded(path: Path, options: Options, sink: Sink) -> Any:
    if path.stat().st_size > _MOST_BYTES:
        raise TooLargeError(f"A TimeMap file of more than {_MOST_BYTES >> 20} MB is not read.")
    encoding = detect(path, options.encoding)
    sink.notes.extend([encoding.note] if encoding.note else [])
    try:
        return DECODER.decode("".join(chunks(path, encoding.codec)))
    except ValueError:
        raise FileContentError("The file is not valid JSON.") from None
    except RecursionError:
        raise FileContentError("The file nests its values too deeply.") from None


def _sort_in(name: str, value: Any, found: TimeMap) -> bool:
    """Put the value where it belongs; True where it holds events."""
    if isinstance(value, dict) and any(part in value for part in _PARTS):
        parts = {part: value[part] for part in _PARTS if part in value}
    else:
        parts = {_part_of(name, value): value}
    found.sources |= _by_id(parts.get("sources"))
    found.associations |= _by_id(parts.get("associations"))
    events = parts.get("events")
    if not isinstance(events, list | dict):
        return False
    found.events += list(events.values()) if isinstance(events, dict) else events
    return True


def _part_of(name: str, value: Any) -> str:
    """Tell by its members, else by its file's name, which part a list or object of records is."""
    records = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(records, list):
        return ""
    keys = {k for r in records[:20] if isinstance(r, dict) for k in r}
    if {"date", "latitude"} <= keys:
        return "events"
    plain = name.rsplit("/", 1)[-1].lower()
    named = next((part for part in ("sources", "associations") if part[:6] in plain), None)
    if named:
        return named
    if keys & {"mode", "filter_paths"}:
        return "associations"
    return "sources" if keys & {"url", "paths", "affiliation_s", "publisher"} else "events"


def _by_id(records: Any) -> ById:
    if isinstance(records, dict):
        return {str(k): v for k, v in records.items() if isinstance(v, dict)}
    found = [r for r in records if isinstance(r, dict)] if isinstance(records, list) else []
    return {str(r.get("id")): r for r in found}


def first(record: dict[str, Any], *names: str) -> str:
    """Give the first of the members that is filled, as text; of a list its first item."""
    value = next((record[n] for n in names if record.get(n)), "")
    return str(value[0]) if isinstance(value, list) else str(value)
