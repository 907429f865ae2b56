"""Snapshots of incidents in memory, and a plain reading of what a filter shows of them."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from geo import frames
from geo.columns import Columns
from geo.model import Actor, DatasetInfo, Place, Relation
from geo.store.boundaries import Boundaries
from geo.store.reference import Reference
from geo.workflows.snapshot import Part, Snapshot

ACTORS = (
    Actor(
        name="Kataib Hezbollah",
        id="kh",
        aliases=("Kata'ib Hizballah", "KH", "كتائب حزب الله"),
        relations=(Relation(part_of="umbrella"), Relation(part_of="Front")),
    ),
    Actor(name="Umbrella", id="umbrella"),
    Actor(name="Front", id="front", relations=(Relation(part_of="Umbrella"),)),
)
PLACES = (
    Place(name="point", id="point", longitude=40, latitude=33),
    Place(name="line", id="line", footprint="LINESTRING (40 33, 43.7 34)"),
    Place(name="area", id="area", footprint="POLYGON ((40 33, 41 33, 41 34, 40 34, 40 33))"),
    Place(name="corner", id="corner", longitude=179.9, latitude=89.9),
)
REFERENCE = Reference(
    places=MappingProxyType({p.id: p for p in PLACES}),
    actors=MappingProxyType({a.id: a for a in ACTORS}),
    incidents=(),
    sources=MappingProxyType({}),
    boundaries=Boundaries(Path("none")),
)


def part_of(incidents, name, suppressed=None):
    table = frames.from_incidents(incidents)
    table = table.sort_by([("date_start", "ascending"), ("dataset_id", "ascending")])
    info = DatasetInfo(name=name, version=1, content_hash=name, rows=len(table))

    def take(rows, columns=None):
        return (table if columns is None else table.select(list(columns))).take(rows)

    return Part(name, info, Columns.from_table(table, name), suppressed, take)


def snapshot_of(*lists):
    """Make a snapshot with a part for each list of incidents; their datasets are named d0, d1, ..."""
    named = [[i.model_copy(update={"dataset": f"d{n}"}) for i in incidents] for n, incidents in enumerate(lists)]
    parts = tuple(part_of(incidents, f"d{n}") for n, incidents in enumerate(named))
    return Snapshot(parts, REFERENCE, 1, {}), [i for incidents in named for i in incidents]
