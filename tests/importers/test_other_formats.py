"""Made-up rows under the real headers of GeoConfirmed, Atlos, Ushahidi, TimeMap and GDELT."""

import json
from datetime import date, time

import pytest
from made_up import CANARY, csv_text, read, reasons, write

from geo.errors import FileContentError
from geo.frames import to_incident
from geo.importers import choose
from geo.importers.gdelt import COLUMNS
from geo.importers.sample import Sample
from geo.model import EventType, Method, ReviewState, Role

GEOCONFIRMED = (  # noqa: SIM905
    "Date;Name;Faction;Origin;Latitude;Longitude;PlusCode;Description;Source;Geolocation;Equipment;EquipmentItems;Units;"
    "OrbatUnits;Id"
).split(";")
ATLOS = (  # noqa: SIM905
    "slug,inserted_at,updated_at,latitude,longitude,status,assignments,description,date,time,tags,geolocation_resolution,"
    "more_info,restrictions,sensitive,source_1,source_2,source_10,project column"
).split(",")
USHAHIDI = (  # noqa: SIM905
    "#,INCIDENT TITLE,INCIDENT DATE,LOCATION,DESCRIPTION,CATEGORY,LATITUDE,LONGITUDE,APPROVED,VERIFIED"
).split(",")


def incidents(path):
    table, sink = read(path)
    return [to_incident(r) for r in table.to_pylist()] if table is not None else [], sink


def geoconfirmed(folder, *changes):
    row = {
        "Date": "2024-01-05", "Name": CANARY, "Faction": "Front", "Latitude": "34.5", "Longitude": "40.25",
        "Description": "Made up.", "Source": "https://example.org/a https://example.org/b",
        "Geolocation": "https://example.net/c", "Units": "1st Made-up Battalion", "Id": "x-1",
    }  # fmt: skip
    rows = [row | {"Id": f"x-{n}"} | c for n, c in enumerate(changes or ({},), 1)]
    return write(folder, csv_text(rows, columns=GEOCONFIRMED, delimiter=";"))


def test_geoconfirmed_keeps_units_as_original_columns_only(tmp_path):
    path = geoconfirmed(tmp_path)
    assert choose(Sample(path))[0].name == "geoconfirmed"
    (incident,), _ = incidents(path)
    assert (incident.title, incident.place.precision, incident.by_role(Role.UNSPECIFIED)) == (CANARY, None, ("Front",))
    assert [s.url for s in incident.sources] == [
        "https://example.org/a",
        "https://example.org/b",
        "https://example.net/c",
    ]
    assert incident.sources[2].publisher == "example.net"
    assert incident.raw["Units"] == "1st Made-up Battalion"
    assert "Battalion" not in incident.model_copy(update={"raw": {}}).model_dump_json()


def test_geoconfirmed_rejects_a_bad_year_and_asks_for_the_order_of_dates(tmp_path):
    assert reasons(read(geoconfirmed(tmp_path, {}, {"Date": "1527-02-03"}))[1]) == [
        (2, "Date", "the year 1527 of “1527-02-03” is before 1900")
    ]
    assert incidents(geoconfirmed(tmp_path, {"Date": "25/12/2023"}))[0][0].date_start == date(2023, 12, 25)
    with pytest.raises(FileContentError, match="Say whether the day or the month comes first"):
        read(geoconfirmed(tmp_path, {"Date": "03/04/2024"}))


def atlos(folder, *changes):
    row = {
        "slug": "ABC-1", "latitude": "34.5", "longitude": "40.25", "status": "Completed", "description": "Made up.",
        "date": "2024-01-05", "time": "23:05:00", "geolocation_resolution": "100 m", "sensitive": "Not Sensitive",
        "source_1": "https://example.org/a", "source_10": "https://example.org/c", "source_2": "a witness",
        "project column": "kept",
    }  # fmt: skip
    return write(
        folder, csv_text([row | {"slug": f"ABC-{n}"} | c for n, c in enumerate(changes or ({},), 1)], columns=ATLOS)
    )


def test_atlos_gives_state_resolution_time_and_numbered_sources(tmp_path):
    path = atlos(tmp_path)
    assert choose(Sample(path))[0].name == "atlos"
    (incident,), _ = incidents(path)
    assert (incident.state, incident.place.uncertainty_m, incident.time_local) == (
        ReviewState.ACCEPTED,
        100,
        time(23, 5),
    )
    assert [(s.title, s.url) for s in incident.sources] == [
        (None, "https://example.org/a"), ("a witness", None), (None, "https://example.org/c")
    ]  # fmt: skip
    assert incident.raw["project column"] == "kept"


@pytest.mark.parametrize(
    ("status", "state"), [("To Do", "candidate"), ("Ready for Review", "candidate"), ("Cancelled", "rejected")]
)
def test_an_atlos_status_is_a_state_of_review(tmp_path, status, state):
    assert incidents(atlos(tmp_path, {"status": status}))[0][0].state == state


def test_atlos_undated_and_unmapped_rows_are_stored_and_sensitive_ones_flagged(tmp_path):
    blank = dict.fromkeys(("date", "time", "latitude", "longitude"), "")
    (incident, _), sink = incidents(atlos(tmp_path, blank, {"sensitive": "Graphic Violence"}))
    assert (incident.date_start, incident.place) == (None, None)
    assert [(f.row, f.reason) for f in sink.flagged] == [(2, "it is marked “Graphic Violence”")]


def ushahidi(folder, *changes):
    row = {
        "#": "7", "INCIDENT TITLE": "Report", "INCIDENT DATE": "01/20/2010 04:53:00 pm", "LOCATION": "Someplace",
        "CATEGORY": "1. Urgent, 2. Medical, ", "LATITUDE": "18.5", "LONGITUDE": "-72.3", "APPROVED": "YES", "VERIFIED": "NO",
    }  # fmt: skip
    return write(
        folder, csv_text([row | {"#": str(n)} | c for n, c in enumerate(changes or ({},), 7)], columns=USHAHIDI)
    )


def test_ushahidi_dates_are_month_first_with_a_time(tmp_path):
    path = ushahidi(tmp_path)
    assert choose(Sample(path))[0].name == "ushahidi"
    (incident,), _ = incidents(path)
    assert (incident.dataset_id, incident.date_start, incident.time_local) == ("7", date(2010, 1, 20), time(16, 53))
    assert (incident.provider_type, incident.state) == ("1. Urgent, 2. Medical", ReviewState.PUBLISHED)


@pytest.mark.parametrize(
    ("approved", "verified", "state"), [("NO", "NO", "candidate"), ("YES", "YES", "accepted"), ("", "", "candidate")]
)
def test_ushahidi_approval_and_verification_are_states(tmp_path, approved, verified, state):
    assert incidents(ushahidi(tmp_path, {"APPROVED": approved, "VERIFIED": verified}))[0][0].state == state


def timemap_event(**changes):
    return {
        "id": "1", "description": CANARY, "date": "1/24/2024", "time": "10:05:00", "time_precision": "", "location": "Town",
        "latitude": "34.5", "longitude": "40.25", "type": "Air or drone strike", "category": "alpha", "category_full": "",
        "associations": ["a1"], "sources": ["s1", "s2"], "comments": "", "time_display": "10:05",
    } | changes  # fmt: skip


@pytest.mark.parametrize("nested", [True, False], ids=["an object with sources", "a list of events"])
def test_timemap_events_take_their_sources_along(tmp_path, nested):
    sources = {"s1": {"id": "s1", "title": "A video", "url": "https://example.org/v", "author": "Someone"}}
    whole = {"events": [timemap_event()], "sources": sources} if nested else [timemap_event()]
    path = write(tmp_path, json.dumps(whole), "events.json")
    assert choose(Sample(path))[0].name == "timemap"
    (incident,), _ = incidents(path)
    assert (incident.date_start, incident.time_local) == (date(2024, 1, 24), time(10, 5))
    assert (incident.event_type, incident.description) == (EventType.AIR_OR_DRONE_STRIKE, CANARY)
    assert [s.title for s in incident.sources] == (["A video", "s2"] if nested else ["s1", "s2"])
    assert incident.raw["associations"] == '["a1"]'


def test_timemap_faults_are_told_by_event(tmp_path):
    events = [
        timemap_event(),
        7,
        timemap_event(id=""),
        timemap_event(latitude="", longitude=""),
        timemap_event(date="24/1/2024"),
    ]
    table, sink = read(write(tmp_path, json.dumps(events), "events.json"), format="timemap")
    assert (len(table), table["latitude"].null_count) == (2, 1)
    assert reasons(sink) == [
        (2, "", "this is no TimeMap event"),
        (3, "id", "the id is missing"),
        (5, "date", "“24/1/2024” is a day that the calendar does not have"),
    ]


@pytest.mark.parametrize("text", ['{"events": 7}', '[{"id": ', "[" * 100_000])
def test_json_that_is_no_timemap_file_is_an_error(tmp_path, text):
    with pytest.raises(FileContentError, match=r"no list of TimeMap events|not valid JSON|too deeply"):
        read(write(tmp_path, text, "events.json"), format="timemap")


GDELT_ROW = {
    "GLOBALEVENTID": "410000001", "SQLDATE": "20240105", "Actor1Name": "REBEL", "Actor2Name": 'THE "GUARD"', "EventCode": "195",
    "ActionGeo_Type": "4", "ActionGeo_FullName": "Someplace, Al Anbar, Iraq", "ActionGeo_CountryCode": "IZ",
    "ActionGeo_Lat": "34.5", "ActionGeo_Long": "40.25", "SOURCEURL": "https://www.example.org/news/1",
}  # fmt: skip


def gdelt(folder, *changes, width=61):
    rows = [GDELT_ROW | {"GLOBALEVENTID": str(410000000 + n)} | c for n, c in enumerate(changes or ({},))]
    return write(
        folder, "".join("\t".join(r.get(c, "") for c in COLUMNS[width]) + "\n" for r in rows), "20240105.export.CSV"
    )


@pytest.mark.parametrize("width", [58, 61])
def test_gdelt_rows_are_marked_as_coded_by_a_machine(tmp_path, width):
    path = gdelt(tmp_path, width=width)
    assert choose(Sample(path))[0].name == "gdelt"
    (incident,), sink = incidents(path)
    assert (incident.method, incident.state) == (Method.RULE, ReviewState.CANDIDATE)
    assert (incident.event_type, incident.provider_type) == (EventType.AIR_OR_DRONE_STRIKE, "CAMEO 195")
    assert (incident.place.country, incident.place.precision, incident.date_start) == ("IQ", 2, date(2024, 1, 5))
    assert incident.by_role(Role.TARGET) == ('THE "GUARD"',)
    assert (incident.sources[0].publisher, incident.sources[0].url) == ("example.org", "https://www.example.org/news/1")
    assert "coded by a machine" in sink.notes[0]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("193", "armed_clash"),
        ("1831", "suicide_attack"),
        ("1832", "explosive_device"),
        ("042", "strategic_development"),
        ("141", "protest"),
    ],
)
def test_cameo_codes_have_types(tmp_path, code, kind):
    assert incidents(gdelt(tmp_path, {"EventCode": code}))[0][0].event_type == kind


def test_gdelt_faults_and_unmapped_rows(tmp_path):
    changes = (
        {"ActionGeo_Lat": "", "ActionGeo_Long": ""},
        {"SQLDATE": "20240230"},
        {"ActionGeo_Lat": "0", "ActionGeo_Long": "0"},
    )
    table, sink = read(gdelt(tmp_path, *changes))
    assert table["latitude"].to_pylist() == [None]
    assert [f[:2] for f in reasons(sink)] == [(2, "SQLDATE"), (3, "ActionGeo_Lat")]
