"""GeoPackage, FlatGeobuf, GeoParquet, XLSX and KML, read back by other programs."""

import io
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing

import geopandas as gpd
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
from export_samples import CANARY, META, Boundaries, exported, incident, sample
from lxml import etree

from geo.exporters import EXPORTERS
from geo.exporters.rows import COLUMNS
from geo.model import Place

GDAL = ["geojson", "gpkg", "fgb", "kml"]
KML = {"k": "http://www.opengis.net/kml/2.2"}


def saved(tmp_path, name, *arguments, **options):
    path = tmp_path / f"out{EXPORTERS[name].suffix}"
    path.write_bytes(exported(name, *arguments, **options))
    return path


@pytest.mark.parametrize("boundaries", [None, Boundaries()])
@pytest.mark.parametrize("name", GDAL)
def test_gdal_reads_every_incident_of_every_format_it_knows(tmp_path, name, boundaries):
    path = saved(tmp_path, name, boundaries=boundaries)
    assert pyogrio.read_info(path, force_feature_count=True)["features"] == 5
    frame = gpd.read_file(path)
    assert frame.geometry.isna().sum() == 1
    assert CANARY in frame["title"].tolist()


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo is not installed")
@pytest.mark.parametrize("name", GDAL)
def test_ogrinfo_counts_every_incident(tmp_path, name):
    path = saved(tmp_path, name)
    told = subprocess.run(["ogrinfo", "-so", "-al", path], capture_output=True, text=True, check=True).stdout
    assert "Feature Count: 5" in told


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_an_empty_selection_is_a_file_that_opens(tmp_path, name):
    path = saved(tmp_path, name, [])
    if name in {"gpkg", "fgb", "kml", "geojson"}:
        assert pyogrio.read_info(path, force_feature_count=True)["features"] == 0
    elif name == "parquet":
        assert len(gpd.read_parquet(path)) == 0


@pytest.mark.parametrize(
    ("incidents", "counts", "indexed"), [(None, META.counts, False), ([incident()], {"unmapped": 0}, True)]
)
def test_flatgeobuf_has_its_index_only_when_all_are_mapped(tmp_path, incidents, counts, indexed):
    path = saved(tmp_path, "fgb", incidents, meta=META.model_copy(update={"counts": counts}))
    assert pyogrio.read_info(path)["capabilities"]["fast_spatial_filter"] is indexed


def test_a_geopackage_of_points_says_so_and_carries_the_filter(tmp_path):
    path = saved(tmp_path, "gpkg", [incident()])
    with closing(sqlite3.connect(path)) as file:
        kind = file.execute("SELECT geometry_type_name, srs_id FROM gpkg_geometry_columns").fetchone()
        about = file.execute("SELECT metadata FROM gpkg_metadata").fetchone()[0]
    assert kind == ("POINT", 4326)
    assert "All incidents" in about


def test_original_names_that_differ_by_case_alone_are_told_apart(tmp_path):
    path = saved(tmp_path, "gpkg", [incident(raw={"ID": "1", "id": "2"})])
    frame = gpd.read_file(path)
    assert (frame["raw_ID"][0], frame["raw_id_2"][0]) == ("1", "2")


@pytest.mark.parametrize("boundaries", [None, Boundaries()])
def test_geoparquet_has_its_boxes_kinds_and_extent(tmp_path, boundaries):
    path = saved(tmp_path, "parquet", boundaries=boundaries)
    metadata = pq.read_metadata(path).metadata
    said = json.loads(metadata[b"geo"])
    column = said["columns"]["geometry"]
    assert said["version"] == "1.1.0"
    assert column["geometry_types"] == (["MultiPolygon", "Polygon"] if boundaries else ["Point"])
    assert json.loads(metadata[b"incident_atlas"])["filter"]["words"] == "All incidents"
    frame = gpd.read_parquet(path)
    assert frame.total_bounds.tolist() == column["bbox"]
    assert pq.read_table(path)["bbox"].to_pylist()[1] is None
    assert len(gpd.read_parquet(path, bbox=(42, 33, 43, 34))) == 3


def test_geoparquet_keeps_every_column_and_lists_as_lists(tmp_path):
    table = pq.read_table(saved(tmp_path, "parquet"))
    assert table.column_names == [*COLUMNS, "raw_note", "raw_count", "raw_empty", "bbox"]
    assert table["target"][0].as_py() == ["B; C"]


def test_excel_cells_of_text_are_text_and_numbers_are_numbers(tmp_path):
    rows = [*sample(), incident("6", title="#REF!", description="a\x00b\x07c\ufffe" + "x" * 40_000)]
    book = openpyxl.load_workbook(saved(tmp_path, "xlsx", rows))
    sheet = book["Incidents"]
    cells = {c.value: column for column, c in enumerate(sheet[1])}
    assert sheet.max_row == 7
    assert [sheet[r][cells["title"]].value for r in (2, 3, 7)] == [CANARY, "=HYPERLINK(1)", "#REF!"]
    assert {sheet[r][cells["title"]].data_type for r in (2, 3, 7)} == {"s"}
    assert sheet[2][cells["longitude"]].value == 42.44
    long = sheet[7][cells["description"]].value
    assert (len(long), long[:4], long[-1]) == (32_767, "abcx", "…")
    assert "1 texts shortened to 32767 characters." in [row[0].value for row in book["About"]]


def test_kml_has_one_folder_times_styles_and_plain_texts(tmp_path):
    rows = [*sample(), incident("6", date_end="2024-01-25", title="bad \x00\x0b\x1f\ufffe & end")]
    tree = etree.fromstring(exported("kml", rows))
    placemarks = tree.xpath("k:Document/k:Folder/k:Placemark", namespaces=KML)
    assert len(tree.xpath("//k:Folder", namespaces=KML)) == 1
    assert [p.find("k:name", KML).text for p in placemarks][0::5] == [CANARY, "bad  & end"]
    assert [placemarks[0].findtext(p, namespaces=KML) for p in ("k:TimeStamp/k:when", "k:styleUrl")] == [
        "2024-01-23",
        "#remote_violence",
    ]
    span = placemarks[5].find("k:TimeSpan", KML)
    assert [e.text for e in span] == ["2024-01-23", "2024-01-25"]
    styles = {"#" + s.get("id") for s in tree.xpath("//k:Style", namespaces=KML)}
    assert {p.findtext("k:styleUrl", namespaces=KML) for p in placemarks} <= styles


def test_kml_descriptions_are_html_in_which_texts_show_literally():
    tree = etree.fromstring(exported("kml"))
    told = tree.xpath("//k:Placemark/k:description", namespaces=KML)[0].text
    shown = etree.parse(io.StringIO(told), etree.HTMLParser())
    assert f"{CANARY} (exact place)" in "".join(shown.getroot().itertext())
    assert not shown.xpath("//b")


def test_kml_holds_lines_and_polygons_with_holes():
    shapes = ["LINESTRING (1 2, 3 4)", "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 1 1))"]
    rows = [incident(str(i), place=Place(name="p", footprint=shape)) for i, shape in enumerate(shapes)]
    tree = etree.fromstring(exported("kml", rows))
    assert tree.xpath("string(//k:LineString/k:coordinates)", namespaces=KML) == "1.0,2.0 3.0,4.0"
    assert len(tree.xpath("//k:innerBoundaryIs", namespaces=KML)) == 1


def test_excel_rows_beyond_a_sheet_go_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.exporters.xlsx.SHEET_ROWS", 2)
    book = openpyxl.load_workbook(saved(tmp_path, "xlsx"), read_only=True)
    ids = [[row[1] for row in book[name].iter_rows(values_only=True)] for name in book.sheetnames[:-1]]
    assert book.sheetnames == ["Incidents", "Incidents 2", "Incidents 3", "About"]
    assert ids == [["dataset_id", "1", "2"], ["dataset_id", "3", "4"], ["dataset_id", "5"]]
    book.close()


def test_excel_marks_risky_texts_as_typed_after_an_apostrophe(tmp_path):
    sheet = openpyxl.load_workbook(saved(tmp_path, "xlsx"))["Incidents"]
    column = [c.value for c in sheet[1]].index("title")
    assert [bool(sheet[r][column].quotePrefix) for r in (2, 3)] == [False, True]
