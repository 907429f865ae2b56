from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pyarrow as pa
import pytest
from export_samples import CANARY, META, exported, incident

import geo.exporters
from geo.errors import StoreError
from geo.exporters import EXPORTERS, rows
from geo.exporters.gdal import write_layer
from geo.exporters.rows import prepare
from geo.frames import from_incidents

MOMENT = datetime(2024, 1, 2, 3, 4, tzinfo=UTC)
KINDS = {
    "integer": pa.array([7], pa.uint64()),
    "half": pa.array([1.5], pa.float32()),
    "not_a_number": pa.array([float("nan")]),
    "infinite": pa.array([float("inf")]),
    "truth": pa.array([True]),
    "moment": pa.array([MOMENT], pa.timestamp("us")),
    "zoned": pa.array([MOMENT], pa.timestamp("ms", "UTC")),
    "span": pa.array([timedelta(seconds=3)]),
    "time": pa.array([3_600], pa.time32("s")),
    "decimal": pa.array([Decimal("1.50")]),
    "bytes": pa.array([b"\x00\xff"]),
    "large": pa.array(["x"], pa.large_string()),
    "coded": pa.array([CANARY]).dictionary_encode(),
    "object": pa.array([{"a": [1, None]}]),
    "list": pa.array([[1, 2]]),
    "names": pa.array([["a", None]]),
    "nothing": pa.nulls(1),
}


def test_every_module_with_an_exporter_is_in_the_registry():
    folder = Path(geo.exporters.__file__).parent
    modules = [import_module(f"geo.exporters.{p.stem}") for p in folder.glob("*.py") if p.stem != "__init__"]
    assert {m.EXPORTER.name for m in modules if hasattr(m, "EXPORTER")} == set(EXPORTERS)


def test_names_and_suffixes_are_told_apart():
    assert all(name == e.name for name, e in EXPORTERS.items())
    assert len({e.suffix for e in EXPORTERS.values()}) == len(EXPORTERS)


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_original_columns_of_any_type_are_written(name):
    table = from_incidents([incident()])
    for kind, column in KINDS.items():
        table = table.append_column(f"raw_{kind}", column)
    assert b"".join(EXPORTERS[name].write(prepare([table], licences={}), META))


@pytest.mark.parametrize("name", ["geojson", "geojsonl", "csv", "kml"])
def test_the_same_incidents_give_the_same_bytes(name):
    assert exported(name) == exported(name)


@pytest.mark.parametrize("name", ["geojson", "csv", "kml", "parquet"])
def test_many_batches_are_one_file(name):
    table = from_incidents(incident(str(i)) for i in range(50))
    slices = [table.slice(i, 7) for i in range(0, 50, 7)]
    written = b"".join(EXPORTERS[name].write(prepare(slices, licences={}), META))
    if name != "parquet":
        whole = b"".join(EXPORTERS[name].write(prepare([table], licences={}), META))
        assert written == whole


def test_batches_are_read_only_a_little_ahead_of_the_reader():
    table, read = from_incidents([incident()]), []

    def tables():
        for number in range(50):
            read.append(number)
            yield table

    chunks = EXPORTERS["geojson"].write(prepare(tables(), licences={}), META)
    next(chunks)
    assert read == []
    next(chunks)
    assert len(read) <= 8
    chunks.close()


def test_large_texts_are_written_in_smaller_batches():
    table = from_incidents(incident(str(i), description="x" * 1_000_000) for i in range(80))
    batches = list(rows.prepare([table], licences={}))
    assert sum(map(len, batches)) == 80
    assert max(b.nbytes for b in batches) <= rows.BATCH_BYTES


def test_what_gdal_cannot_write_is_told_in_one_sentence(tmp_path):
    with pytest.raises(StoreError, match="The FlatGeobuf file cannot be written"):
        write_layer(tmp_path / "nowhere" / "x.fgb", "FlatGeobuf", iter([]))


def test_every_format_and_column_is_documented():
    told = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")
    assert [name for name in [*EXPORTERS, *rows.COLUMNS] if f"`{name}`" not in told] == []
