"""GIS files of others: every format, any coordinate system, attributes read as a table's columns are."""

import json
import zipfile
from datetime import date

import geopandas as gpd
import pyogrio
import pytest
import shapely
from made_up import CANARY, read, reasons, write

from geo.errors import CancelledError, FileContentError, UnknownFormatError
from geo.importers import choose
from geo.importers.base import Options, Sink
from geo.importers.sample import Sample
from geo.importers.tools.days import Order
from geo.importers.tools.mapping import Mapping

POINT, AREA = shapely.Point(44.5, 33.25), shapely.box(43, 34, 44, 35)
DRIVERS = {"a.geojson": "GeoJSON", "a.gpkg": "GPKG", "a.fgb": "FlatGeobuf", "a.geojsonl": "GeoJSONSeq", "a.kml": "KML"}
SYSTEMS = ("EPSG:4326", "EPSG:3857", "EPSG:32638")


def frame(crs="EPSG:4326", **columns):
    columns = {"name": ["غارة جوية على المدينة", CANARY], "date": ["2020-01-01", "2020-01-02"]} | columns
    return gpd.GeoDataFrame(columns | {"deaths": [3, 0]}, geometry=[POINT, AREA], crs="EPSG:4326").to_crs(crs)


def zipped(folder, data, *, leave_out=(), **options):
    """Write a zipped shapefile; give its path."""
    parts = folder / "parts"
    parts.mkdir()
    data.to_file(parts / "a.shp", driver="ESRI Shapefile", **options)
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(parts.iterdir()):
            if part.suffix not in leave_out:
                archive.write(part, f"folder/{part.name}")
    return folder / "a.zip"


def written(folder, name, crs):
    data = frame(crs)
    if name == "a.zip":
        return zipped(folder, data.iloc[1:])
    if name == "a.parquet":
        data.to_parquet(folder / name)
    else:
        data.to_file(folder / name, driver=DRIVERS[name])
    return folder / name


def placed(table):
    return [(round(r["longitude"], 5), round(r["latitude"], 5)) for r in table.to_pylist()]


@pytest.mark.parametrize("crs", SYSTEMS)
@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.fgb", "a.zip", "a.parquet"])
def test_every_format_is_recognised_and_brought_to_degrees(tmp_path, name, crs):
    table, sink = read(written(tmp_path, name, crs))
    area = shapely.from_wkb(table["geometry"][-1].as_py())
    assert not sink.rejected
    assert table["title"][-1].as_py() == CANARY
    assert table["fatalities_best"][-1].as_py() == 0
    assert table["where_precision"][-1].as_py() == 5
    assert shapely.hausdorff_distance(area, AREA) < 1e-6
    assert AREA.contains(shapely.Point(*placed(table)[-1]))


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.fgb", "a.geojsonl", "a.kml", "a.parquet"])
def test_points_keep_their_place_and_arabic_text_its_letters(tmp_path, name):
    table, _ = read(written(tmp_path, name, "EPSG:4326"))
    row = next(r for r in table.to_pylist() if r["title"] == "غارة جوية على المدينة")
    assert (row["longitude"], row["latitude"], row["where_precision"]) == (44.5, 33.25, None)
    assert (row["date_start"], row["fatalities_best"], row["raw_date"]) == (date(2020, 1, 1), 3, "2020-01-01")


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.parquet"])
def test_a_row_without_geometry_is_stored_unmapped(tmp_path, name):
    data = frame()
    data.loc[1, "geometry"] = None
    data.to_parquet(tmp_path / name) if name == "a.parquet" else data.to_file(tmp_path / name)
    table, sink = read(tmp_path / name)
    assert table["longitude"].to_pylist() == [44.5, None]
    assert table["geometry"].null_count == 1
    assert not sink.rejected


@pytest.mark.parametrize(("encoding", "note"), [("UTF-8", []), ("cp1256", ["Arabic"])])
def test_text_of_a_shapefile_is_in_the_encoding_that_its_bytes_show(tmp_path, encoding, note):
    path = zipped(tmp_path, frame().iloc[:1], encoding=encoding, leave_out={".cpg"})
    table, sink = read(path)
    assert table["title"].to_pylist() == ["غارة جوية على المدينة"]
    assert [n for n in note if not any(n in s for s in sink.notes)] == []


def test_the_user_can_state_the_encoding_of_a_shapefile(tmp_path):
    table, _ = read(zipped(tmp_path, frame().iloc[:1], encoding="cp1256", leave_out={".cpg"}), encoding="cp1256")
    assert table["title"].to_pylist() == ["غارة جوية على المدينة"]


def test_an_unknown_coordinate_system_is_asked_for_and_then_taken(tmp_path):
    path = zipped(tmp_path, frame("EPSG:32638").iloc[1:], leave_out={".prj"})
    with pytest.raises(FileContentError, match="does not say in which coordinate system"):
        read(path)
    table, _ = read(path, crs="EPSG:32638")
    assert AREA.contains(shapely.Point(*placed(table)[0]))


@pytest.mark.parametrize(
    "crs", ["EPSG:0", "EPSG:999999", "nonsense", "/etc/passwd", "http://127.0.0.1:9/crs", "EPSG:5701"]
)
def test_a_coordinate_system_that_is_none_is_refused_in_a_sentence(tmp_path, crs):
    path = written(tmp_path, "a.geojson", "EPSG:4326")
    with pytest.raises(FileContentError, match="coordinate system"):
        read(path, crs=crs)


def test_geoparquet_with_a_null_system_is_asked_for(tmp_path):
    frame().set_crs(None, allow_override=True).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(FileContentError, match="does not say in which coordinate system"):
        read(tmp_path / "a.parquet", "gis")


def test_shapes_of_all_kinds_stand_in_one_file(tmp_path):
    shapes = [POINT, AREA, shapely.LineString([(40, 34), (41, 35)]), shapely.MultiPoint([(40, 34), (41, 35)])]
    shapes += [shapely.MultiPolygon([AREA, shapely.box(50, 20, 51, 21)]), shapely.Point()]
    data = gpd.GeoDataFrame({"name": list("abcdef")}, geometry=shapes, crs=4326)
    data.to_file(tmp_path / "a.gpkg")
    table, sink = read(tmp_path / "a.gpkg")
    assert table["where_precision"].to_pylist() == [None, 5, 5, 5, 5, None]
    assert table["longitude"].null_count == 1
    assert not sink.rejected


def test_every_layer_is_read_with_ids_of_its_own(tmp_path):
    for layer in ("strikes", "clashes"):
        frame().to_file(tmp_path / "a.gpkg", layer=layer)
    table, sink = read(tmp_path / "a.gpkg")
    assert sorted(table["dataset_id"].to_pylist()) == ["clashes.1", "clashes.2", "strikes.1", "strikes.2"]
    assert set(table["raw_layer"].to_pylist()) == {"clashes", "strikes"}
    assert sink.read == 4


def test_ids_stay_when_rows_change_their_order(tmp_path):
    frame().to_file(tmp_path / "a.geojson")
    frame().iloc[::-1].to_file(tmp_path / "b.geojson")
    first, second = (read(tmp_path / n)[0]["dataset_id"].to_pylist() for n in ("a.geojson", "b.geojson"))
    assert first == second[::-1]


def test_a_stated_precision_goes_before_the_general_one(tmp_path):
    frame(accuracy=["1", "4"]).to_file(tmp_path / "a.geojson")
    mapping = Mapping(columns={"title": "name", "where_precision": "accuracy"})
    table, _ = read(tmp_path / "a.geojson", mapping=mapping)
    assert table["where_precision"].to_pylist() == [1, 4]


def test_the_order_of_day_and_month_is_asked_for(tmp_path):
    frame(date=["03/04/2020", "05/06/2020"]).to_file(tmp_path / "a.geojson")
    with pytest.raises(FileContentError, match="whether the day or the month comes first"):
        read(tmp_path / "a.geojson")
    mapping = Mapping(columns={"date_start": "date"}, date_order=Order.DAY_FIRST)
    table, _ = read(tmp_path / "a.geojson", mapping=mapping)
    assert table["date_start"].to_pylist() == [date(2020, 4, 3), date(2020, 6, 5)]


def test_a_feature_outside_the_globe_is_rejected_with_its_row(tmp_path):
    feature = {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "Point", "coordinates": [500, 5]}}
    good = feature | {"geometry": {"type": "Point", "coordinates": [44, 33]}}
    path = write(tmp_path, json.dumps({"type": "FeatureCollection", "features": [good, feature]}), "a.geojson")
    table, sink = read(path)
    assert len(table) == 1
    assert reasons(sink) == [(2, "geometry", "longitude 500, latitude 5 is outside ±180 and ±90 degrees")]


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>
<Style id="s"><IconStyle/></Style>
<Folder><name>Strikes</name>
<Placemark><name>One</name><description><![CDATA[<b>bold</b>]]></description>
<TimeSpan><begin>2020-01-01</begin><end>2020-01-03T00:00:00Z</end></TimeSpan>
<ExtendedData><Data name="killed"><value>4</value></Data></ExtendedData>
<Point><coordinates> 44.5,33.25,10 </coordinates></Point></Placemark>
<Placemark><name>Two</name><TimeStamp><when>2020-02-01</when></TimeStamp>
<ExtendedData><SchemaData schemaUrl="#x"><SimpleData name="killed">2</SimpleData></SchemaData></ExtendedData>
<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>43,34 44,34 44,35 43,34</coordinates></LinearRing>
</outerBoundaryIs></Polygon><Polygon><outerBoundaryIs><LinearRing><coordinates>53,34 54,34 54,35 53,34</coordinates>
</LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>
<Placemark><name>Three</name></Placemark>
<Placemark><name>Four</name><Point><coordinates>44.5;33.25</coordinates></Point></Placemark>
<Placemark><name>Five</name><gx:Track><gx:coord>44 33 0</gx:coord><gx:coord>45 34 0</gx:coord></gx:Track></Placemark>
</Folder></Document></kml>"""


def test_kml_gives_times_extended_data_folders_and_shapes(tmp_path):
    table, sink = read(write(tmp_path, KML, "a.kml"))
    one, two, three, five = table.to_pylist()
    assert (one["date_start"], one["date_end"]) == (date(2020, 1, 1), date(2020, 1, 3))
    assert (one["description"], one["fatalities_best"], one["raw_folder"]) == ("<b>bold</b>", 4, "Strikes")
    assert two["where_precision"] == five["where_precision"] == 5
    assert (two["fatalities_best"], three["longitude"]) == (2, None)
    assert reasons(sink) == [(4, "geometry", "“44.5;33.25” is no position")]


def test_kmz_is_its_main_document(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", KML)
        archive.writestr("files/icon.png", b"png")
    table, _ = read(tmp_path / "a.kmz")
    assert len(table) == 4


def test_a_geopackage_without_geometry_is_a_table(tmp_path):
    data = frame().drop(columns="geometry").assign(latitude=33.0, longitude=44.0)
    pyogrio.write_dataframe(data, tmp_path / "a.gpkg")
    table, _ = read(tmp_path / "a.gpkg")
    assert placed(table) == [(44.0, 33.0), (44.0, 33.0)]


def test_progress_is_told_and_cancels(tmp_path):
    path = written(tmp_path, "a.gpkg", "EPSG:4326")
    importer, match = choose(Sample(path))
    assert match.reason == "it is a GeoPackage"
    with pytest.raises(CancelledError):
        list(importer.read(path, Options("x"), Sink(progress=lambda *_: False)))


def test_a_file_that_is_no_gis_file_is_named_so(tmp_path):
    with pytest.raises(UnknownFormatError, match="no GIS file"):
        read(write(tmp_path, "a,b\n1,2\n"), "gis")
