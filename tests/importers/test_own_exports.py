"""What our exporters write, our importer reads back: the same incidents, whatever their texts hold."""

from datetime import UTC, date, datetime
from itertools import permutations

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import CANARY, read, reasons, write

from geo.exporters import EXPORTERS, Meta
from geo.exporters.rows import prepare
from geo.frames import RAW, from_incidents, to_incident
from geo.importers import choose
from geo.importers.sample import Sample
from geo.model import DatePrecision, EventType, Incident, Party, Place, PlaceKind, Role, Source, WherePrecision

META = Meta(words="All incidents", made_at=datetime(2026, 1, 2, tzinfo=UTC), rows=1)
FORMATS = ("geojson", "geojsonl", "csv", "parquet", "xlsx", "gpkg", "fgb", "kml")
NASTY = [
    "=1+1",
    "'=x",
    "''-y",
    "-5",
    "+٣",
    "@a",
    "\tb",
    "a; b",
    "a\\; b",
    "\\",
    ";",
    '"',
    "a,b",
    "line\nbreak",
    CANARY,
    "قائم",
    "NA",
]
TEXT = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
MAYBE = st.none() | TEXT
SHAPES = ["POLYGON ((41 33, 42 33, 42 34, 41 33))", "LINESTRING (41 33, 42 34)"]


def degrees(most):
    return st.floats(-most, most, allow_nan=False).map(lambda n: round(n, 9)).filter(lambda n: abs(n) > 0.001)


@st.composite
def places(draw):
    has_point = draw(st.booleans())
    return Place(
        name=draw(TEXT),
        kind=draw(st.none() | st.sampled_from(PlaceKind)),
        longitude=draw(degrees(180)) if has_point else None,
        latitude=draw(degrees(90)) if has_point else None,
        precision=draw(st.none() | st.sampled_from(WherePrecision)),
        uncertainty_m=draw(st.sampled_from([None, 12.5])) if has_point else None,
        footprint=draw(st.none() | st.sampled_from(SHAPES)),
        country=draw(st.none() | st.sampled_from(["IQ", "NA"])),
        adm_1=draw(MAYBE),
    )


SOURCES = st.builds(
    Source,
    publisher=TEXT,
    title=MAYBE,
    published=st.none() | st.dates(date(1900, 1, 1)),
    url=st.sampled_from([None, "https://example.org/a;b"]),
)


@st.composite
def incidents(draw):
    days = sorted(draw(st.lists(st.dates(date(1900, 1, 1)), min_size=2, max_size=2)))
    start = draw(st.sampled_from([None, days[0]]))
    count = draw(st.integers(0, 5))
    return Incident(
        dataset="sample",
        dataset_id=draw(st.text("abc123;", min_size=1, max_size=5)),
        event_type=draw(st.sampled_from(EventType)),
        title=draw(MAYBE),
        description=draw(MAYBE),
        date_start=start,
        date_end=draw(st.sampled_from([start, days[1]])) if start else None,
        date_precision=draw(st.none() | st.sampled_from(DatePrecision)),
        place=draw(st.none() | places()),
        actors=draw(st.lists(st.builds(Party, actor=TEXT, role=st.sampled_from(Role)), max_size=3).map(tuple)),
        fatalities={"low": draw(st.sampled_from([None, count])), "best": count + 1},
        sources=draw(st.lists(SOURCES, max_size=2).map(tuple)),
        licence=draw(st.sampled_from([None, "CC-BY-4.0"])),
        raw={"note": draw(MAYBE), "count": "-5"},
    )


def exported(folder, name, values):
    data = b"".join(EXPORTERS[name].write(prepare([from_incidents(values)], licences={}), META))
    return write(folder, data, "export" + EXPORTERS[name].suffix)


def normal(rows):
    found = {}
    for incident in map(to_incident, rows):
        actors = tuple(sorted(incident.actors, key=lambda p: (p.role, p.actor)))
        sources = tuple(s.model_copy(update={"licence": None}) for s in incident.sources)
        blank = {k: v for k, v in incident.raw.items() if v is not None}
        found[incident.dataset_id] = incident.model_copy(update={"actors": actors, "sources": sources, "raw": blank})
    return found


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.lists(incidents(), min_size=1, max_size=4, unique_by=lambda i: i.dataset_id))
def test_an_export_read_back_holds_the_same_incidents(tmp_path_factory, name, values):
    path = exported(tmp_path_factory.mktemp(name), name, values)
    table, sink = read(path, dataset="sample")
    assert reasons(sink) == []
    assert normal(table.to_pylist()) == normal(from_incidents(values).to_pylist())


@settings(max_examples=16, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.lists(incidents(), min_size=1, max_size=3, unique_by=lambda i: i.dataset_id), pair=st.data())
def test_from_any_format_to_any_other_nothing_is_lost(tmp_path_factory, values, pair):
    first, second = pair.draw(st.sampled_from(list(permutations(FORMATS, 2))))
    folder = tmp_path_factory.mktemp("pair")
    held, _ = read(exported(folder, first, values), dataset="sample")
    table, sink = read(exported(folder, second, map(to_incident, held.to_pylist())), dataset="sample")
    assert reasons(sink) == []
    assert normal(table.to_pylist()) == normal(from_incidents(values).to_pylist())


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_is_recognised_by_its_content(tmp_path, name):
    path = exported(tmp_path, name, [Incident(dataset="sample", dataset_id="1", event_type="protest")])
    assert choose(Sample(path))[0].name == "incident-atlas"


@pytest.mark.parametrize("name", FORMATS)
def test_rows_of_a_second_dataset_keep_its_name_in_their_id(tmp_path, name):
    values = [Incident(dataset=d, dataset_id="1", event_type="protest") for d in ("one", "two")]
    table, _ = read(exported(tmp_path, name, values), dataset="copy")
    assert table["dataset_id"].to_pylist() == ["1", "two:1"]
    assert set(table["dataset"].to_pylist()) == {"copy"}


def test_a_row_that_was_spoilt_in_a_spreadsheet_is_rejected(tmp_path):
    values = [
        Incident(dataset="s", dataset_id=str(n), event_type="protest", date_start=date(2024, 1, 2)) for n in (1, 2)
    ]
    path = exported(tmp_path, "csv", values)
    path.write_text(path.read_text("utf-8").replace("2024-01-02", "1/2/24", 1).replace("protest", "party", 1), "utf-8")
    _, sink = read(path, dataset="s")
    assert reasons(sink) == [
        (
            1,
            "event_type",
            "“party” is not in the list of values; date_start: “1/2/24” is not a date of the form 2013-01-31",
        )
    ]


def test_original_columns_come_back_under_their_names(tmp_path):
    value = Incident(dataset="s", dataset_id="1", event_type="protest", raw={"side_a": "X", "best": "00123"})
    for name in FORMATS:
        table, _ = read(exported(tmp_path, name, [value]), dataset="s")
        assert {n: table[n].to_pylist() for n in table.column_names if n.startswith(RAW)} == {
            "raw_side_a": ["X"], "raw_best": ["00123"]
        }  # fmt: skip
        assert table.schema.field("raw_best").type == pa.string()
