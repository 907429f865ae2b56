"""Rows are made up under the real headers of the three generations; none is ACLED's."""

from datetime import date

import pytest
from made_up import csv_text, read, reasons, write

from geo.frames import to_incident
from geo.importers import choose
from geo.importers.sample import Sample
from geo.model import EventType, Role
from geo.model.event_types import ACLED_SUB_EVENT_TYPE

NEW = (  # noqa: SIM905
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
).split(",")
MIDDLE = (  # noqa: SIM905
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,"
    "longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3"
).split(",")
OLD = (  # noqa: SIM905
    "GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,INTER1,ACTOR2,"
    "ALLY_ACTOR_2,INTER2,INTERACTION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,NOTES,"
    "FATALITIES"
).split(",")
ROW = {
    "event_id_cnty": "NWH1", "event_date": "2023-01-05", "time_precision": "1", "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "Forces of Nowhere", "assoc_actor_1": "Helpers; More Helpers",
    "inter1": "State forces", "actor2": "Front", "inter2": "2", "country": "Iraq", "admin1": "Anbar",
    "admin2": "Al Qaim", "location": "Someplace", "latitude": "34.5", "longitude": "41.25", "geo_precision": "1",
    "source": "Daily; Agency", "notes": "Made up.", "fatalities": "3", "timestamp": "1700000000",
}  # fmt: skip


def acled(folder, *changes, columns=NEW, **options):
    rows = [ROW | {"event_id_cnty": f"NWH{n}"} | change for n, change in enumerate(changes or ({},), 1)]
    rows = [{c: row.get(c.lower().lstrip("\ufeff").replace("ally_", "assoc_"), "") for c in columns} for row in rows]
    return write(folder, csv_text(rows, columns=columns, **options))


@pytest.mark.parametrize(
    "columns", [NEW, MIDDLE, OLD, ["\ufeff" + NEW[0], *NEW[1:]]], ids=["new", "middle", "old", "bom"]
)
def test_each_generation_gives_the_same_incident(tmp_path, columns):
    path = acled(tmp_path, columns=columns)
    assert choose(Sample(path))[0].name == "acled"
    table, sink = read(path)
    incident = to_incident(table.to_pylist()[0])
    assert (incident.dataset_id, incident.event_type, incident.date_start) == (
        "NWH1",
        EventType.ARMED_CLASH,
        date(2023, 1, 5),
    )
    assert (incident.place.name, incident.place.country, incident.place.precision) == ("Someplace", "IQ", 1)
    assert incident.by_role(Role.UNSPECIFIED)[0] == "Forces of Nowhere"
    assert {p.role for p in incident.actors} == {Role.UNSPECIFIED}
    assert (incident.fatalities.low, incident.fatalities.best, incident.fatalities.high) == (None, 3, None)
    assert [s.publisher for s in incident.sources] == ["Daily", "Agency"]
    assert sink.flagged == []


def test_associates_are_parties_too_and_no_one_has_a_role(tmp_path):
    row = read(acled(tmp_path))[0].to_pylist()[0]
    assert row["party"] == ["Forces of Nowhere", "Helpers", "More Helpers", "Front"]
    assert (row["initiator"], row["target"]) == (None, None)
    assert read(acled(tmp_path, columns=OLD))[0].to_pylist()[0]["party"] == row["party"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-01-05", date(2023, 1, 5)),
        ("01-January-2015", date(2015, 1, 1)),
        ("9-May-20", date(2020, 5, 9)),
        ("05 September 2022", date(2022, 9, 5)),
        ("31-12-19", date(2019, 12, 31)),
        ("3-4-97", date(1997, 4, 3)),
        ("18262", date(2020, 1, 1)),
    ],
)
def test_every_form_of_date_is_read(tmp_path, text, expected):
    assert read(acled(tmp_path, {"event_date": text}))[0]["date_start"].to_pylist() == [expected]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"event_date": "31-02-19"}, "event_date", "“31-02-19” is a day that the calendar does not have"),
        ({"event_date": "3-Mug-19"}, "event_date", "“3-Mug-19” names no month that is known"),
        ({"event_date": ""}, "event_date", "the date is missing"),
        ({"geo_precision": "4"}, "geo_precision", "“4” is no geo_precision code (1 to 3)"),
        ({"event_id_cnty": ""}, "event_id_cnty", "the id is missing"),
        ({"event_type": ""}, "event_type", "the event type is missing"),
        ({"latitude": "0", "longitude": "0"}, "latitude", "the coordinates (0, 0) stand for a missing place"),
    ],
)
def test_faulty_rows_are_rejected(tmp_path, change, column, reason):
    assert reasons(read(acled(tmp_path, {}, change))[1]) == [(2, column, reason)]


@pytest.mark.parametrize(("code", "where", "when"), [("1", 1, 1), ("2", 2, 3), ("3", 4, 4)])
def test_the_three_codes_of_precision_become_those_of_the_model(tmp_path, code, where, when):
    table, _ = read(acled(tmp_path, {"geo_precision": code, "time_precision": code}))
    assert (table["where_precision"][0].as_py(), table["date_precision"][0].as_py()) == (where, when)


def test_every_sub_event_type_has_its_type_and_keeps_its_own_words(tmp_path):
    table, sink = read(acled(tmp_path, *({"sub_event_type": s.upper()} for s in ACLED_SUB_EVENT_TYPE)))
    assert table["event_type"].to_pylist() == [t.value for t in ACLED_SUB_EVENT_TYPE.values()]
    assert table["provider_type"][0].as_py() == f"Battles: {next(iter(ACLED_SUB_EVENT_TYPE)).upper()}"
    assert sink.flagged == []


def test_old_and_unknown_event_types(tmp_path):
    kinds = ("Battle-No change of territory", "Riots/Protests", "Something new")
    table, sink = read(acled(tmp_path, *({"event_type": k, "sub_event_type": ""} for k in kinds)))
    assert table["event_type"].to_pylist() == ["armed_clash", "protest", "violence_unspecified"]
    assert table["provider_type"].to_pylist() == list(kinds)
    assert [(f.row, f.reason) for f in sink.flagged] == [(3, "the event type “Something new” is not known")]


def test_rows_are_not_for_redistribution(tmp_path):
    path = acled(tmp_path, delimiter=";")
    assert choose(Sample(path))[0].describe(Sample(path)).redistributable is False
    assert read(path)[0]["licence"].to_pylist() == ["ACLED terms of use"]
