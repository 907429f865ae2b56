import csv
import io
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "importers"))
from made_up import feature, ucdp_csv, ucdp_geojson, write

from geo.errors import InputError
from geo.importers.base import Fault
from geo.importers.sample import Sample
from geo.workflows.refused import refused_csv, refused_rows

FAULTS = (Fault(2, "latitude", "latitude 99 is outside -90 to 90"), Fault(3, "=cmd", "=cmd is no number"))


def parsed(content: bytes):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_refused_rows_stand_beside_their_reasons_as_the_file_has_them(tmp_path):
    path = ucdp_csv(tmp_path, {}, {"latitude": "99", "side_b": "A{{7*191}}B<b>x</b>"}, {"side_b": "=1+1"})
    one, other = parsed(refused_csv(FAULTS, refused_rows(Sample(path), FAULTS)))
    assert (one["rejected_row"], one["rejected_column"], one["id"]) == ("2", "latitude", "102")
    assert (one["latitude"], one["longitude"], one["side_b"]) == ("99", "40.25", "A{{7*191}}B<b>x</b>")
    assert (other["rejected_row"], other["id"]) == ("3", "103")


def test_a_spreadsheet_runs_nothing_of_it(tmp_path):
    path = ucdp_csv(tmp_path, {}, {}, {"side_b": "=1+1", "longitude": "-40"})
    (row,) = parsed(refused_csv(FAULTS[1:], refused_rows(Sample(path), FAULTS[1:])))
    assert (row["rejected_column"], row["rejected_reason"]) == ("'=cmd", "'=cmd is no number")
    assert (row["side_b"], row["longitude"]) == ("'=1+1", "-40")


def test_without_cells_the_reasons_stand_alone():
    assert list(parsed(refused_csv(FAULTS))[0]) == ["rejected_row", "rejected_column", "rejected_reason"]


def test_a_row_that_cannot_be_cut_into_cells_keeps_its_reason(tmp_path):
    path = write(tmp_path, "a,b\n1,2\n1,2,3\n")
    faults = [Fault(2, "", "the row has 3 cells where the header has 2"), Fault(1, "a", "no")]
    rows = parsed(refused_csv(faults, refused_rows(Sample(path), faults)))
    assert [(r["rejected_row"], r["a"]) for r in rows] == [("2", ""), ("1", "1")]


def test_what_cannot_be_opened_again_is_said(tmp_path):
    with pytest.raises(InputError, match="GeoPackage"):
        refused_rows(Sample(write(tmp_path, b"SQLite format 3\0" + bytes(100), "x.gpkg")), FAULTS)


def test_rows_of_a_file_in_metres_stand_beside_their_reasons(tmp_path):
    crs = {"type": "name", "properties": {"name": "EPSG:32638"}}
    path = ucdp_geojson(tmp_path, [feature({"name": "x", "date": "soon"}, (500_000, 3_650_000))], crs=crs)
    faults = [Fault(1, "date", "“soon” is no date")]
    (row,) = parsed(refused_csv(faults, refused_rows(Sample(path), faults, crs="EPSG:32638")))
    assert (row["rejected_row"], row["name"], row["date"]) == ("1", "x", "soon")
