from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import csv_text, read, reasons, write

from geo.errors import FileContentError, ValueFault
from geo.importers import choose
from geo.importers.sample import Sample
from geo.importers.table import look
from geo.importers.tools.coordinates import Form, latitude, longitude, point
from geo.importers.tools.days import Order, find_order, reader
from geo.importers.tools.mapping import Mapping

ROW = {"Date": "25/12/2023", "Lat": "34.5", "Lon": "40.25", "Town": "Someplace", "Killed": "3", "Notes": "Made up."}


def table(folder, *changes, name="made_up.csv", delimiter=",", encoding="utf-8"):
    rows = [ROW | change for change in changes or ({},)]
    return write(folder, csv_text(rows, columns=list(rows[0]), delimiter=delimiter), name, encoding)


def mapping_of(path):
    return look(Sample(path)).mapping


def test_columns_are_guessed_from_their_names_with_the_reason(tmp_path):
    found = look(Sample(table(tmp_path)))
    assert found.mapping.columns == {
        "date_start": "Date", "latitude": "Lat", "longitude": "Lon", "place_name": "Town",
        "fatalities_best": "Killed", "description": "Notes",
    }  # fmt: skip
    assert found.reasons["date_start"] == "the column is named “Date”"
    assert (found.mapping.date_order, found.reasons["date_order"]) == (
        Order.DAY_FIRST,
        "a first part of 25 can only be a day",
    )


@pytest.mark.parametrize(
    ("names", "language"),
    [
        (("fecha", "latitud", "longitud", "lugar", "muertos", "descripción"), "Spanish"),
        (("Datum", "Breitengrad", "Längengrad", "Ort", "Tote", "Beschreibung"), "German"),
        (("дата", "широта", "долгота", "место", "погибшие", "описание"), "Russian"),
        (("التاريخ", "خط العرض", "خط الطول", "المكان", "القتلى", "الوصف"), "Arabic"),
    ],
)
def test_column_names_are_known_in_several_languages(tmp_path, names, language):
    path = write(tmp_path, csv_text([dict(zip(names, ROW.values(), strict=True))], columns=names))
    assert set(mapping_of(path).columns) == {
        "date_start", "latitude", "longitude", "place_name", "fatalities_best", "description"
    }  # fmt: skip


@pytest.mark.parametrize(("delimiter", "name"), [(";", "a.csv"), ("\t", "a.tsv"), ("|", "a.txt")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_a_table_is_read_whatever_its_delimiter_and_encoding(tmp_path, delimiter, name, encoding):
    path = table(tmp_path, {"Town": "مدينة القائم"}, name=name, delimiter=delimiter, encoding=encoding)
    assert choose(Sample(path))[0].name == "table"
    row = read(path)[0].to_pylist()[0]
    assert (row["place_name"], row["date_start"], row["fatalities_best"]) == ("مدينة القائم", date(2023, 12, 25), 3)
    assert (row["longitude"], row["latitude"], row["raw_Lat"]) == (40.25, 34.5, "34.5")


def test_the_order_of_day_and_month_is_asked_where_no_value_settles_it(tmp_path):
    path = table(tmp_path, {"Date": "03/04/2024"})
    with pytest.raises(FileContentError, match="Column Date: 03/04/2024 can be read day first or month first"):
        read(path)
    answered = {
        order: mapping_of(path).model_copy(update={"date_order": order})
        for order in (Order.DAY_FIRST, Order.MONTH_FIRST)
    }
    days = {o: read(path, mapping=m)[0]["date_start"][0].as_py() for o, m in answered.items()}
    assert days == {"dmy": date(2024, 4, 3), "mdy": date(2024, 3, 4)}


def test_a_column_that_mixes_both_orders_is_asked_too():
    assert find_order(["25/12/2023", "12/25/2023"]).order is None
    assert find_order(["2023-12-25", "5 May 2023"]).order is Order.YEAR_FIRST


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2024-3-4", None, (2024, 3, 4)),
        ("2024/03/04 10:30", None, (2024, 3, 4)),
        ("20240304", None, (2024, 3, 4)),
        ("4 March 2024", None, (2024, 3, 4)),
        ("March 4, 2024", None, (2024, 3, 4)),
        ("Monday, 4th March 2024", None, (2024, 3, 4)),
        ("04-Mar-24", None, (2024, 3, 4)),
        ("4 مارس 2024", None, (2024, 3, 4)),
        ("4 марта 2024", None, (2024, 3, 4)),
        ("٤/٣/٢٠٢٤", Order.DAY_FIRST, (2024, 3, 4)),
        ("3/4/2024 11:05 PM", Order.MONTH_FIRST, (2024, 3, 4)),
        ("04.03.2024", Order.DAY_FIRST, (2024, 3, 4)),
    ],
)
def test_dates_are_read_as_people_write_them(text, order, expected):
    assert reader(order)(text) == date(*expected)


@pytest.mark.parametrize("text", ["3/4/2024", "soon", "4 Mug 2024", "31/02/2024", "1527-01-01", "9" * 500])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueFault):
        reader(None)(text)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("34.5", 34.5), ("34,5", 34.5), ("٣٤٫٥", 34.5), ("34.5 N", 34.5), ("34.5S", -34.5), ("-34.5°", -34.5),
        ("34°30'N", 34.5), ("34° 30' 36\" N", 34.51), ("34 30 36 S", -34.51), ("34º30′36″", 34.51), ("N 34 30", 34.5),
    ],
)  # fmt: skip
def test_angles_are_read_in_every_notation(text, degrees):
    assert latitude(text) == pytest.approx(degrees)


@pytest.mark.parametrize("text", ["north", "34°61'N", "34.5 E", "95", "34 N N", "-34 S", "1 2 3 4", " " * 300 + "x"])
def test_what_is_no_latitude_is_refused(text):
    with pytest.raises(ValueFault):
        latitude(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("34.5, 40.25", Form.LAT_LON), ("(34.5; 40.25)", Form.LAT_LON), ("34.5 40.25", Form.LAT_LON),
        ("34,5; 40,25", Form.LAT_LON), ("40.25,34.5", Form.LON_LAT), ("34°30'N 40°15'E", Form.LAT_LON),
        ("40°15'E, 34°30'N", Form.LAT_LON), ("POINT (40.25 34.5)", Form.WKT), ("37S FU 14757 18306", Form.MGRS),
        ("37S 614757 3818306", Form.UTM),
    ],
)  # fmt: skip
def test_places_in_one_cell_are_read_in_every_form(text, form):
    found = point(text, form)
    if form is Form.MGRS:
        assert found.latitude == pytest.approx(34.5, abs=1e-4)
    else:
        assert (found.longitude, found.latitude) == (pytest.approx(40.25, abs=1e-4), pytest.approx(34.5, abs=1e-4))


@settings(deadline=None)
@given(st.integers(-89, 89), st.integers(0, 59), st.integers(0, 59), st.integers(-179, 179))
def test_degrees_and_minutes_come_back_as_the_same_angles(lat, minutes, seconds, lon):
    text = f"{abs(lat)}°{minutes}'{seconds}\"{'S' if lat < 0 else 'N'}"
    sign = -1 if lat < 0 else 1
    assert latitude(text) == pytest.approx(sign * (abs(lat) + minutes / 60 + seconds / 3600))
    assert longitude(f"{abs(lon)}° {'W' if lon < 0 else 'E'}") == lon


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("34.5, 40.25", Form.LAT_LON),
        ("120.5, 34.5", Form.LON_LAT),
        ("POINT (40.25 34.5)", Form.WKT),
        ("37SFU1234567890", Form.MGRS),
    ],
)
def test_a_column_of_places_is_found_by_its_values(tmp_path, cell, form):
    path = write(tmp_path, csv_text([{"Date": "2024-01-05", "where": cell}], columns=["Date", "where"]))
    found = mapping_of(path)
    assert (found.columns["coordinates"], found.form) == ("where", form)
    assert read(path)[0]["latitude"][0].is_valid


def test_a_polygon_in_wkt_is_kept_as_the_footprint(tmp_path):
    rows = [{"date": "2024-01-05", "wkt": "POLYGON ((40 34, 41 34, 41 35, 40 34))"}]
    row = read(write(tmp_path, csv_text(rows, columns=["date", "wkt"])))[0].to_pylist()[0]
    assert len(row["geometry"]) > 21
    assert 40 < row["longitude"] < 41


def test_rows_without_coordinates_are_stored_unmapped_under_ids_of_their_content(tmp_path):
    rows = [{"date": "10/17/2016", "country": "Syria", "location": "Abu Kamal"}] * 2
    path = write(tmp_path, csv_text(rows, columns=["date", "country", "location"]))
    table, _ = read(path)
    assert table["geometry"].null_count == 2
    first, second = table["dataset_id"].to_pylist()
    assert second == f"{first}-2"
    assert read(path)[0]["dataset_id"].to_pylist() == [first, second]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"Lat": "95"}, "Lat", "latitude 95 is outside -90 to 90"),
        ({"Lat": "0", "Lon": "0"}, "Lat", "the coordinates (0, 0) stand for a missing place"),
        ({"Lat": ""}, "Lat", "longitude is given without latitude"),
        ({"Date": "soon"}, "Date", "“soon” is not a date of the form 2013-01-31"),
        ({"Killed": "many"}, "Killed", "“many” is not a number"),
    ],
)
def test_faulty_rows_are_rejected_under_the_names_of_their_columns(tmp_path, change, column, reason):
    assert reasons(read(table(tmp_path, {}, change))[1]) == [(2, column, reason)]


def test_a_mapping_that_names_an_absent_column_is_an_error(tmp_path):
    with pytest.raises(FileContentError, match="column elsewhere missing"):
        read(table(tmp_path), format="table", mapping=Mapping(columns={"title": "Elsewhere"}))


def test_the_strike_reports_without_coordinates_are_stored_unmapped(shared_data):
    table, sink = read(shared_data / "centcom_airstrikes_2014_2016.csv")
    assert (len(table), sink.rejected, table["geometry"].null_count) == (5531, [], 5531)
