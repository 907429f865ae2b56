"""Dates without a day, heads of many languages, packed TimeMaps, shapes of mixed kinds, sheets as people make them."""

import json
import zipfile
from datetime import date

import openpyxl
import pytest
import shapely
from made_up import CANARY, csv_text, feature, read, ucdp_geojson, write
from suite_markup import kml, mark
from suite_vector import geopackage
from test_other_formats import timemap_event

from geo.errors import UnknownFormatError
from geo.importers import choose
from geo.importers.sample import Sample
from geo.importers.tools.guess import guess
from geo.importers.tools.mixed import MIXED

HEADS = {
    "de": ("Datum", "Breitengrad", "Längengrad", "Ort", "Typ", "Tote", "Verletzte", "Quelle"),
    "fr": ("Date de l'incident", "Latitude", "Longitude", "Lieu", "Type d'événement", "Morts", "Blessés", "Sources"),
    "es": ("Fecha", "Latitud", "Longitud", "Localidad", "Tipo", "Muertos", "Heridos", "Fuente"),
    "ar": ("التاريخ", "خط العرض", "خط الطول", "المكان", "النوع", "القتلى", "الجرحى", "المصدر"),
    "ru": ("Дата", "Широта", "Долгота", "Место", "Тип события", "Погибшие", "Раненые", "Источник"),
    "uk": ("Дата", "Широта", "Довгота", "Населений пункт", "Тип", "Загиблі", "Поранені", "Джерело"),
    "tr": ("Tarih", "Enlem", "Boylam", "Yer", "Tür", "Ölü", "Yaralı", "Kaynak"),
    "fa": ("تاریخ", "عرض جغرافیایی", "طول جغرافیایی", "مکان", "نوع", "کشته", "زخمی", "منبع"),
}
FIELDS = ("date_start", "latitude", "longitude", "place_name", "event_type", "fatalities_best", "injuries_best")
VALUES = ("2024-01-05", "34.5", "40.25", "Town", "Battle", "3", "4", "Agency")


@pytest.mark.parametrize("language", HEADS)
def test_heads_of_a_language_are_known(language):
    found = guess({head: [value] for head, value in zip(HEADS[language], VALUES, strict=True)}).mapping.columns
    assert tuple(found[f] for f in (*FIELDS, "source_publisher")) == HEADS[language]


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31), 5),
        ("2019-02", date(2019, 2, 1), date(2019, 2, 28), 4),
        ("02/2020", date(2020, 2, 1), date(2020, 2, 29), 4),
        ("März 2019", date(2019, 3, 1), date(2019, 3, 31), 4),
        ("March, 2019", date(2019, 3, 1), date(2019, 3, 31), 4),
        ("2019-02-03", date(2019, 2, 3), date(2019, 2, 3), None),
    ],
)
def test_a_date_without_a_day_is_the_whole_span(tmp_path, text, first, last, precision):
    rows = [{"date": text, "latitude": "34.5", "longitude": "40.25"}]
    table, _ = read(write(tmp_path, csv_text(rows, columns=list(rows[0]))))
    row = table.to_pylist()[0]
    assert (row["date_start"], row["date_end"], row["date_precision"]) == (first, last, precision)


def test_times_of_kml_may_leave_out_the_day_and_are_of_two_kinds(tmp_path):
    marks = (
        "<TimeSpan><begin>2018</begin><end>2019-03</end></TimeSpan>",
        "<TimeStamp><when>2020</when></TimeStamp>",
        "<TimeStamp><when>2020-05-06T10:00:00Z</when></TimeStamp>",
    )
    table, _ = read(write(tmp_path, kml(*map(mark, marks)), "a.kml"))
    assert list(zip(table["date_start"].to_pylist(), table["date_end"].to_pylist(), strict=True)) == [
        (date(2018, 1, 1), date(2019, 3, 31)),
        (date(2020, 1, 1), date(2020, 12, 31)),
        (date(2020, 5, 6), date(2020, 5, 6)),
    ]


def test_day_numbers_of_a_spreadsheet_are_told_by_the_name_of_their_column(tmp_path):
    table, _ = read(write(tmp_path, "date,latitude,longitude\n43831,34.5,40.25\n43832.5,34.5,40.25\n"))
    assert table["date_start"].to_pylist() == [date(2020, 1, 1), date(2020, 1, 2)]


def test_a_collection_of_mixed_shapes_becomes_an_area_and_stays_as_text(tmp_path):
    parts = [{"type": "Point", "coordinates": [44, 33]}, {"type": "LineString", "coordinates": [[45, 34], [45, 33]]}]
    mixed = feature({"name": "x"}) | {"geometry": {"type": "GeometryCollection", "geometries": parts}}
    alone = feature({"name": "y"}) | {"geometry": {"type": "GeometryCollection", "geometries": parts[:1]}}
    table, sink = read(ucdp_geojson(tmp_path, [mixed, alone]))
    one, other = table.to_pylist()
    assert (shapely.from_wkb(one["geometry"]).geom_type, one["where_precision"]) == ("Polygon", 5)
    assert one[f"raw_{MIXED}"].startswith("GEOMETRYCOLLECTION")
    assert (shapely.from_wkb(other["geometry"]).wkt, other["longitude"]) == ("POINT (44 33)", 44.0)
    assert [(f.row, f.column) for f in sink.flagged] == [(1, "geometry")]


def test_a_coordinate_system_after_the_features_is_heeded(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}
    whole = {"type": "FeatureCollection", "features": [feature({"name": "x"}, (500_000, 3_650_000))], "crs": crs}
    table, _ = read(write(tmp_path, json.dumps(whole), "a.geojson"))
    assert table["longitude"].to_pylist() == [pytest.approx(45.0)]


def test_a_packed_timemap_is_read_with_its_sources_and_associations(tmp_path):
    parts = {
        "events.json": [timemap_event(associations=["a1", "a9"])],
        "sources.json": {"s1": {"id": "s1", "title": "A video", "url": "https://example.org/v"}},
        "associations.json": [{"id": "a1", "mode": "FILTER", "title": CANARY}],
    }
    with zipfile.ZipFile(tmp_path / "map.zip", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, json.dumps(content))
    assert choose(Sample(tmp_path / "map.zip"))[0].name == "timemap"
    table, sink = read(tmp_path / "map.zip")
    assert table["source_title"].to_pylist() == [["A video", "s2"]]
    assert table["raw_association titles"].to_pylist() == [CANARY]
    assert any(note.startswith("1 sources are known by their ids alone") for note in sink.notes)


def test_the_first_filled_sheet_that_is_shown_is_read_and_the_others_are_named(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "empty"
    hidden, shown = book.create_sheet("hidden"), book.create_sheet("shown")
    hidden.append(["date", "latitude", "longitude"])
    hidden.sheet_state = "hidden"
    for row in (["Report of the year"], [], ["date", "latitude", "longitude"], ["2020-01-01", 34.5, 40.25]):
        shown.append(row)
    book.save(tmp_path / "a.xlsx")
    table, sink = read(tmp_path / "a.xlsx")
    assert table["latitude"].to_pylist() == [34.5]
    assert any("“shown” was read, not empty, hidden" in n for n in sink.notes)
    assert any("above the table: 1 row" in n for n in sink.notes)


def test_shapes_that_are_no_geopackage_geometry_are_counted(tmp_path):
    path = tmp_path / "a.gpkg"
    path.write_bytes(geopackage("UPDATE good SET geom = 'POINT (44 33)' WHERE fid = 1"))
    table, sink = read(path)
    assert table["geometry"].null_count == 1
    assert any("no GeoPackage geometry: 1" in n for n in sink.notes)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"\xff\xd8\xff\xe0" + bytes(range(256)), "a JPEG picture"),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "an old Office file"),
        ("a.csv", b"\x1f\x8b\x08" + bytes(range(256)), "unpack it first"),
        ("a.csv", b"%PDF-1.7\n" + bytes(range(1, 256)), "a PDF document"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path, name, data, words):
    with pytest.raises(UnknownFormatError, match=words):
        choose(Sample(write(tmp_path, data, name)))
