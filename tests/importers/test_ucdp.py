from datetime import date

import pytest
from made_up import (
    UCDP_COLUMNS,
    csv_text,
    feature,
    read,
    reasons,
    ucdp_csv,
    ucdp_geojson,
    ucdp_properties,
    ucdp_rows,
    write,
)

from geo.errors import FileContentError
from geo.frames import to_incident
from geo.importers import choose
from geo.importers.sample import Sample
from geo.model import EventType, Role


def incidents(table):
    return [to_incident(row) for row in table.to_pylist()]


def test_a_row_becomes_an_incident_with_its_place_dates_parties_and_sources(tmp_path):
    table, _ = read(ucdp_csv(tmp_path))
    incident = incidents(table)[0]
    assert (incident.uid, incident.date_start, incident.date_end) == ("made-up:101", date(2020, 5, 1), date(2020, 5, 1))
    assert (incident.place.name, incident.place.country, incident.place.precision) == ("Someplace town", "SY", 1)
    assert (incident.place.longitude, incident.place.latitude) == (40.25, 34.5)
    assert incident.by_role(Role.UNSPECIFIED) == ("Government of Nowhere", "Front")
    assert (incident.fatalities.low, incident.fatalities.best, incident.fatalities.high) == (1, 2, 4)
    assert [(s.publisher, s.title, s.published) for s in incident.sources] == [
        ("Daily", "Clash", date(2020, 5, 1)),
        ("Agency", "Second report", date(2020, 5, 2)),
    ]
    assert incident.licence == "CC-BY-4.0"


@pytest.mark.parametrize(("code", "word"), [("1", "state-based"), ("2.0", "non-state")])
def test_the_type_of_violence_says_between_whom_and_leaves_the_roles_open(tmp_path, code, word):
    incident = incidents(read(ucdp_csv(tmp_path, {"type_of_violence": code}))[0])[0]
    assert incident.event_type is EventType.VIOLENCE_UNSPECIFIED
    assert incident.provider_type == f"UCDP type of violence {code[0]}: {word}"
    assert {p.role for p in incident.actors} == {Role.UNSPECIFIED}


def test_side_a_of_one_sided_violence_is_the_initiator_by_definition(tmp_path):
    incident = incidents(read(ucdp_csv(tmp_path, {"type_of_violence": "3", "side_b": "Civilians"}))[0])[0]
    assert incident.event_type is EventType.ATTACK_ON_CIVILIANS
    assert incident.by_role(Role.INITIATOR) == ("Government of Nowhere",)
    assert incident.by_role(Role.TARGET) == ("Civilians",)
    assert incident.by_role(Role.UNSPECIFIED) == ()


def test_original_columns_survive_exactly_as_written(tmp_path):
    written = {"id": "300380.0", "gwnoa": "2;200;900", "relid": "00123", "adm_2": "NA", "active_year": "true"}
    row = read(ucdp_csv(tmp_path, written | {"latitude": "34.500000", "side_b": " Front "}))[0].to_pylist()[0]
    assert row["dataset_id"] == "300380"
    assert {name: row[f"raw_{name}"] for name in written} == written
    assert (row["raw_latitude"], row["raw_side_b"], row["party"][1]) == ("34.500000", " Front ", "Front")
    assert [n for n in row if n.startswith("raw_")] == [f"raw_{n}" for n in UCDP_COLUMNS]


def test_a_row_of_hxl_tags_is_not_a_row(tmp_path):
    header, row = csv_text(ucdp_rows({})).splitlines()
    tags = ",".join("#date+year" if c == "year" else "#geo+lat" if c == "latitude" else "" for c in UCDP_COLUMNS)
    table, sink = read(write(tmp_path, "\n".join([header, tags, row, row.replace("34.5", "95", 1)])))
    assert (sink.read, len(table)) == (2, 1)
    assert reasons(sink) == [(2, "latitude", "latitude 95 is outside -90 to 90")]


@pytest.mark.parametrize(
    "columns",
    [
        [c for c in UCDP_COLUMNS if c not in {"relid", "code_status", "source_date", "source_headline", "gwnob"}],
        ["﻿id", *UCDP_COLUMNS[1:]],
        [c.upper() for c in UCDP_COLUMNS],
        [*UCDP_COLUMNS[:34], "iso3", *UCDP_COLUMNS[34:]],
    ],
    ids=["fewer", "byte order mark", "upper case", "fifty"],
)
def test_variants_of_the_header_are_read_alike(tmp_path, columns):
    row = ucdp_rows({})[0]
    lookup = {c: row.get(c.strip("﻿").lower(), "") for c in columns}
    table, _ = read(write(tmp_path, csv_text([lookup], columns=columns)))
    assert table["dataset_id"].to_pylist() == ["101"]
    assert table["country"].to_pylist() == ["SY"]


def test_a_time_part_of_a_date_is_left_aside(tmp_path):
    changes = [{"date_start": d} for d in ("2020-05-01 00:00:00.000", "2020-05-01T00:00:00", "2020-05-01T00:00:00Z")]
    table, _ = read(ucdp_csv(tmp_path, *changes))
    assert set(table["date_start"].to_pylist()) == {date(2020, 5, 1)}


FAULTS = [
    ({"id": ""}, "id", "the id is missing"),
    ({"type_of_violence": "NA"}, "type_of_violence", "the type of violence is missing"),
    ({"latitude": "95.3"}, "latitude", "latitude 95.3 is outside -90 to 90"),
    ({"longitude": "-181"}, "longitude", "longitude -181 is outside -180 to 180"),
    ({"latitude": "0", "longitude": "0.0"}, "latitude", "the coordinates (0, 0) stand for a missing place"),
    ({"latitude": "NaN"}, "latitude", "latitude is not a finite number"),
    ({"longitude": "1e999"}, "longitude", "longitude is not a finite number"),
    ({"latitude": "north"}, "latitude", "“north” is not a number"),
    ({"latitude": "34,5"}, "latitude", "“34,5” is not a number"),
    ({"latitude": ""}, "latitude", "longitude is given without latitude"),
    ({"date_end": "2020-04-30"}, "date_end", "the end 2020-04-30 is before the start 2020-05-01"),
    ({"date_start": "1527-05-01"}, "date_start", "the year 1527 of “1527-05-01” is before 1900"),
    ({"date_start": "2020-02-30"}, "date_start", "“2020-02-30” is a day that the calendar does not have"),
    ({"date_start": "03/04/2020"}, "date_start", "“03/04/2020” is not a date of the form 2013-01-31"),
    ({"date_start": ""}, "date_start", "the date is missing"),
    ({"date_start": "2031-01-01", "date_end": ""}, "date_start", "the date 2031-01-01 lies in the future"),
    ({"type_of_violence": "4"}, "type_of_violence", "“4” is no UCDP type of violence (1, 2 or 3)"),
    ({"where_prec": "8"}, "where_prec", "“8” is no where_prec code (1 to 7)"),
    ({"best": "-1"}, "best", "“-1” is negative"),
    ({"best": "2.5"}, "best", "“2.5” is not a whole number"),
    ({"low": "a few"}, "low", "“a few” is not a number"),
]


@pytest.mark.parametrize(("change", "column", "reason"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_faulty_row_is_rejected_with_its_number_column_and_reason(tmp_path, change, column, reason):
    table, sink = read(ucdp_csv(tmp_path, {}, change, {}))
    assert reasons(sink) == [(2, column, reason)]
    assert table["dataset_id"].to_pylist() == ["101", "103"]


def test_all_faults_of_a_row_are_told_at_once(tmp_path):
    _, sink = read(ucdp_csv(tmp_path, {"latitude": "95", "best": "many"}))
    assert reasons(sink) == [(1, "latitude", "latitude 95 is outside -90 to 90; best: “many” is not a number")]


def test_a_row_without_coordinates_is_stored_unmapped(tmp_path):
    incident = incidents(read(ucdp_csv(tmp_path, {"latitude": "", "longitude": ""}))[0])[0]
    assert not incident.place.is_mapped
    assert incident.place.name == "Someplace town"


def test_arabic_digits_are_read_as_numbers(tmp_path):
    table, _ = read(ucdp_csv(tmp_path, {"latitude": "٣٤٫٥", "best": "٣"}))
    assert (table["latitude"][0].as_py(), table["fatalities_best"][0].as_py()) == (34.5, 3)
    assert table["raw_latitude"][0].as_py() == "٣٤٫٥"


def test_a_bound_that_contradicts_the_best_estimate_is_left_out_and_flagged(tmp_path):
    table, sink = read(ucdp_csv(tmp_path, {"best": "5", "low": "9", "high": "3"}))
    assert [table[f"fatalities_{n}"][0].as_py() for n in ("low", "best", "high")] == [None, 5, None]
    assert [(f.column, f.reason) for f in sink.flagged] == [
        ("low", "low 9 is above best 5, so the bound is left out"),
        ("high", "high 3 is below best 5, so the bound is left out"),
    ]


def test_sources_that_do_not_pair_up_are_kept_whole(tmp_path):
    row = read(ucdp_csv(tmp_path, {"source_headline": "A; B; C"}))[0].to_pylist()[0]
    assert (row["source_publisher"], row["source_title"]) == (["Daily;Agency"], ["A; B; C"])


def test_an_old_row_with_nothing_but_its_article_keeps_that_as_its_source(tmp_path):
    blank = dict.fromkeys(("source_office", "source_date", "source_headline"), "")
    row = read(ucdp_csv(tmp_path, blank | {"source_article": "Paper 1/2-89; Radio"}))[0].to_pylist()[0]
    assert (row["source_title"], row["source_url"]) == (["Paper 1/2-89; Radio"], [""])


def test_a_country_that_is_not_known_is_flagged_and_kept_as_written(tmp_path):
    table, sink = read(ucdp_csv(tmp_path, {"country": "Atlantis"}))
    assert table["country"][0].as_py() is None
    assert table["raw_country"][0].as_py() == "Atlantis"
    assert [f.reason for f in sink.flagged] == ["the country “Atlantis” is not known"]


def test_geojson_gives_the_same_incident_as_csv(tmp_path):
    path = ucdp_geojson(tmp_path, [feature(ucdp_properties(date_start="2020-05-01T00:00:00"))])
    incident, same = incidents(read(path)[0])[0], incidents(read(ucdp_csv(tmp_path))[0])[0]
    assert incident.model_copy(update={"raw": {}}) == same.model_copy(update={"raw": {}})
    assert incident.raw["best"] == "2"


def test_geojson_faults_are_told_by_feature(tmp_path):
    places = [(40.25, 34.5), None, (0, 0), (200, 10), ("40", "34"), (float("nan"), 3)]
    path = ucdp_geojson(tmp_path, [feature(ucdp_properties(id=str(n)), p) for n, p in enumerate(places)])
    table, sink = read(path)
    assert table["latitude"].to_pylist() == [34.5, None]
    assert reasons(sink) == [
        (3, "geometry", "the coordinates (0, 0) stand for a missing place"),
        (4, "geometry", "longitude 200, latitude 10 is outside ±180 and ±90 degrees"),
        (5, "geometry", "the geometry is broken: coordinate '40' is not a number"),
        (6, "geometry", "the geometry is broken: coordinate NaN is not finite"),
    ]


def test_missing_columns_are_named(tmp_path):
    columns = [c for c in UCDP_COLUMNS if c not in {"side_b", "id"}]
    with pytest.raises(FileContentError, match=r"no UCDP file: columns id, side_b missing"):
        read(write(tmp_path, csv_text(ucdp_rows({}), columns=columns)), format="ucdp")


@pytest.mark.parametrize(
    ("file", "inner", "name"),
    [
        ("GEDEvent_v23_1.csv", None, "ucdp-ged-23.1"),
        ("ged241-csv.csv", None, "ucdp-ged-24.1"),
        ("GEDEvent_v23_1_CAR.geojson", "GEDEvent_v23_1", "ucdp-ged-23.1-car"),
        ("upload.geojson", "GEDEvent_v23_1", "ucdp-ged-23.1"),
        ("GEDEvent_v24_0_10.csv", None, "ucdp-candidate-24.0.10"),
        ("GEDEvent_v24_01_24_12.csv", None, "ucdp-candidate-24.01.24.12"),
        ("conflict_data_ukr.csv", None, "conflict_data_ukr"),
    ],
)
def test_a_release_names_the_dataset_and_a_subset_keeps_its_own_name(tmp_path, file, inner, name):
    made = (
        ucdp_geojson(tmp_path, [feature(ucdp_properties())], file, name=inner)
        if inner
        else ucdp_csv(tmp_path, name=file)
    )
    sample = Sample(made)
    assert choose(sample)[0].describe(sample).name == name


@pytest.mark.parametrize(
    ("file", "rows"),
    [("ucdp_ged231_sample1000.csv", 1000), ("hdx_conflict_data_ukr.csv", 2989), ("GEDEvent_v23_1_CAR.geojson", 1848)],
)
def test_every_row_of_the_real_files_is_stored(shared_data, file, rows):
    table, sink = read(shared_data / file)
    assert (sink.read, len(table), sink.rejected) == (rows, rows, [])
    assert len(incidents(table)) == rows
