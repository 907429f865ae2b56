"""Small files of every format, cut and changed at random: a sentence or rows, never a crash of this process."""

import zipfile
from io import BytesIO

import geopandas as gpd
import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.importers import IMPORTERS, choose
from geo.importers.base import Options, Sink
from geo.importers.sample import Sample

KINDS = ("geojson", "gpkg", "fgb", "kml", "kmz", "zip", "parquet", "xlsx")
DRIVERS = {"geojson": "GeoJSON", "gpkg": "GPKG", "fgb": "FlatGeobuf", "kml": "KML"}
ENDINGS = (*KINDS, "csv", "tsv", "json", "shp", "vrt", "")
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def make(kind, folder):
    """Give the bytes of a small sound file."""
    data = gpd.GeoDataFrame(
        {"name": ["a", "b"], "date": ["2020-01-01"] * 2},
        geometry=[shapely.Point(44, 33), shapely.Point(45, 34)],
        crs=4326,
    )
    path = folder / f"a.{kind}"
    if kind == "parquet":
        data.to_parquet(path)
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["name", "date", "latitude", "longitude"])
        book.active.append(["a", "2020-01-01", 33, 44])
        book.save(path)
    elif kind in {"zip", "kmz"}:
        inner = folder / "inner"
        inner.mkdir()
        name, driver = ("a.shp", "ESRI Shapefile") if kind == "zip" else ("doc.kml", "KML")
        data.to_file(inner / name, driver=driver)
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for part in inner.iterdir():
                archive.write(part, part.name)
        return out.getvalue()
    else:
        data.to_file(path, driver=DRIVERS[kind])
    return path.read_bytes()


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return {kind: make(kind, tmp_path_factory.mktemp(kind)) for kind in KINDS}


def one_sentence(text):
    assert "\n" not in text
    assert len(text) < 500
    return text


def outcome(path, format=None):  # noqa: A002 - the option's name
    """Read; give the rows read and accounted for, or the sentence of the refusal."""
    sink = Sink()
    try:
        importer, _ = choose(Sample(path), format)
        stored = sum(len(b.rows) for b in importer.read(path, Options("x", memory_mb=2048, seconds=30), sink))
    except InputError as error:
        return one_sentence(str(error))
    assert sink.read == stored + len(sink.rejected)
    return stored


@pytest.mark.parametrize("kind", KINDS)
def test_the_sound_file_is_read(kind, sound, tmp_path):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(sound[kind])
    assert outcome(path) in {1, 2}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused_or_accounted_for(kind, share, sound, tmp_path):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(sound[kind][: int(len(sound[kind]) * share)])
    result = outcome(path)
    assert isinstance(result, str) or result < 2 or kind in {"gpkg", "fgb"}


@pytest.mark.parametrize("kind", KINDS)
@FEW
@given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6))
def test_a_file_with_changed_bytes_never_crashes(kind, sound, tmp_path_factory, changes):
    data = bytearray(sound[kind])
    for share, piece in changes:
        at = int(share * len(data))
        data[at : at + len(piece)] = piece
    path = tmp_path_factory.mktemp("changed") / "upload"
    path.write_bytes(bytes(data))
    outcome(path)


@pytest.mark.parametrize("ending", ENDINGS)
@FEW
@given(data=st.binary(min_size=1, max_size=400))
def test_random_bytes_under_any_name_are_refused_or_accounted_for(ending, tmp_path_factory, data):
    path = tmp_path_factory.mktemp("random") / f"a.{ending}"
    path.write_bytes(data)
    outcome(path)


@pytest.mark.parametrize(
    "mark", [b"PK\x03\x04", b"PAR1", b"SQLite format 3\0", b"fgb\x03fgb\x01", b"<kml>", b'{"type":"Feature']
)
@pytest.mark.parametrize("format", [None, *sorted(IMPORTERS)])
def test_a_first_mark_alone_is_refused(mark, format, tmp_path):  # noqa: A002 - the option's name
    path = tmp_path / "upload"
    path.write_bytes(mark + b"\x07" * 100 + b"PAR1")
    assert not isinstance(outcome(path, format), int) or outcome(path, format) == 0
