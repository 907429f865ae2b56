import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.frames import conform
from geo.workflows.spool import Spool

DAYS = st.one_of(st.none(), st.integers(0, 5))


def batch(pairs, first_row, extra=None):
    days = pa.array([d for d, _ in pairs], pa.int32()).cast(pa.date32())
    ids = pa.array([str(i) for _, i in pairs], pa.string())
    nothing = pa.nulls(len(pairs), pa.float64())
    columns = {"dataset_id": ids, "date_start": days, "longitude": nothing, "latitude": nothing}
    if extra:
        columns["raw_" + extra] = ids
    return conform(pa.table(columns)), np.arange(first_row, first_row + len(pairs))


def fill(spool, batches):
    row = 1
    for number, pairs in enumerate(batches):
        spool.add(*batch(pairs, row, extra="odd" if number % 2 else None))
        row += len(pairs)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.tuples(DAYS, st.integers(0, 40)), min_size=1, max_size=12), min_size=1, max_size=5))
@pytest.mark.parametrize("memory", [0, 1 << 20], ids=["in files", "in memory"])
def test_rows_come_back_sorted_each_id_once_the_earliest_row_kept(memory, batches):
    flat = [pair for pairs in batches for pair in pairs]
    first = {}
    for row, (day, id_) in enumerate(flat, 1):
        first.setdefault(id_, (row, day))
    with Spool(memory=memory, run=memory) as spool:
        fill(spool, batches)
        repeats = spool.repeats()
        found = [r for t in spool.sorted() for r in t.select(["date_start", "dataset_id"]).to_pylist()]
        assert len(spool) == len(first)
    expected = sorted((d is None, d or 0, str(i)) for i, (_, d) in first.items())
    assert [r["dataset_id"] for r in found] == [i for _, _, i in expected]
    assert repeats == [(row, str(i), first[i][0]) for row, (_, i) in enumerate(flat, 1) if first[i][0] != row]


def test_files_are_removed_in_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Spool(memory=0, run=0) as spool:
        fill(spool, [[(1, 1)], [(0, 2)]])
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []
