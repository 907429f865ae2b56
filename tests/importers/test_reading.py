import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import csv_text, feature, read, reasons, ucdp_csv, ucdp_geojson, ucdp_properties, ucdp_rows, write

from geo.errors import FileContentError, TooLargeError, UnknownFormatError
from geo.importers import choose
from geo.importers.base import Options, Sink
from geo.importers.sample import Sample
from geo.importers.tools.delimited import open_delimited

CANARY = "A{{7*191}}B<b>x</b>"


def records(path, **options):
    sink = Sink()
    container = open_delimited(path, Options("made-up", **options), sink)
    batches = list(container.batches)
    rows = [n for b in batches for n in b.rows.tolist()]
    cells = {c: [v for b in batches for v in b.cells[c].to_pylist()] for c in container.columns} if batches else {}
    return rows, cells, sink


def test_broken_rows_are_rejected_under_their_own_numbers(tmp_path):
    text = 'a,b\n1,2\n\n3\n4,5\n"x\ny",6\n7,8,9\n10,11\n12\n'
    rows, cells, sink = records(write(tmp_path, text))
    assert rows == [1, 3, 4, 6]
    assert cells["a"] == ["1", "4", "x\ny", "10"]
    assert [(f.row, f.reason) for f in sink.rejected] == [
        (2, "the row has 1 cells where the header has 2"),
        (5, "the row has 3 cells where the header has 2"),
        (7, "the row has 1 cells where the header has 2"),
    ]


@pytest.mark.parametrize("size", [1 << 10, 1 << 24])
def test_numbers_do_not_depend_on_the_size_of_the_blocks(tmp_path, size):
    lines = [f"{i},{'x' * (i % 50)}" if i % 7 else f"{i}" for i in range(1, 400)]
    rows, cells, sink = records(write(tmp_path, "\n".join(["a,b", "#tag,#more", *lines])), row_bytes=size)
    assert rows == [i for i in range(1, 400) if i % 7]
    assert [int(a) for a in cells["a"]] == rows
    assert [f.row for f in sink.rejected] == list(range(7, 400, 7))
    assert sink.read == 399


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=8))
def test_cells_come_back_as_they_were_written(tmp_path_factory, pairs):
    pairs = [
        tuple("".join(c for c in t if c not in "\0\r" and not "\ud800" <= c <= "\udfff") for t in p) for p in pairs
    ]
    pairs = [("first", "row"), *(("x" + a, b) for a, b in pairs)]
    text = csv_text([{"a": a, "b": b} for a, b in pairs], columns=["a", "b"])
    rows, cells, _ = records(write(tmp_path_factory.mktemp("csv"), text))
    assert rows == list(range(1, len(pairs) + 1))
    assert list(zip(cells["a"], cells["b"], strict=True)) == pairs


@pytest.mark.parametrize("text", ['a,b\n1,2\n3,"4\n5,6\n', 'a,b\n1,2\n3,"' + "x\n" * 100_000])
def test_a_quotation_mark_that_is_never_closed_is_an_error_with_its_row(tmp_path, text):
    with pytest.raises(FileContentError, match="row 2: a quotation mark is opened and never closed"):
        records(write(tmp_path, text))


def test_a_lone_quotation_mark_inside_a_cell_is_text(tmp_path):
    assert records(write(tmp_path, 'a,b\n1,12" shell\n'))[1]["b"] == ['12" shell']


def test_a_record_longer_than_a_block_is_an_error(tmp_path):
    with pytest.raises(TooLargeError, match="record is longer than 1 MB"):
        records(write(tmp_path, f"a,b\n1,2\n3,{'x' * (3 << 20)}\n4,5\n"), row_bytes=1 << 20)


def test_a_huge_cell_and_a_zero_byte_reject_their_row_only(tmp_path):
    text = f"a,b\n1,2\n3,{'x' * 5000}\n4,y\0z\n5,6\n"
    rows, _, sink = records(write(tmp_path, text), cell_chars=1000)
    assert rows == [1, 4]
    assert [(f.row, f.column, f.reason) for f in sink.rejected] == [
        (2, "b", "the cell is 5,000 bytes long; 1,000 is the most that is read"),
        (3, "b", "the cell holds a zero byte"),
    ]


ARABIC = "قصف على المدينة"


@pytest.mark.parametrize(
    ("encoding", "place", "note"),
    [
        ("utf-8", ARABIC, None),
        ("utf-8-sig", ARABIC, None),
        ("utf-16", ARABIC, None),
        ("utf-16-le", "Someplace", "looks like utf-16-le"),
        ("cp1256", ARABIC, r"Arabic \(Windows-1256\)"),
        ("cp1252", "Kölnische Brücke", r"Western \(cp1252\)"),
        ("cp1251", "Українське місто", r"Cyrillic \(Windows-1251\)"),
    ],
)
def test_the_encoding_is_found_and_a_guess_is_shown(tmp_path, encoding, place, note):
    path = write(tmp_path, csv_text(ucdp_rows({"where_coordinates": place})), encoding=encoding)
    table, sink = read(path)
    assert table["place_name"].to_pylist() == [place]
    assert bool(sink.notes) == bool(note)
    assert note is None or re.search(note, sink.notes[0])


def test_a_forced_encoding_that_does_not_fit_is_an_error(tmp_path):
    path = write(tmp_path, csv_text(ucdp_rows({"side_a": "Köln"})), encoding="cp1252")
    with pytest.raises(FileContentError, match=r"not valid utf-8: byte 0xf6 near position \d+"):
        read(path, encoding="utf-8")
    with pytest.raises(FileContentError, match="no encoding named klingon"):
        read(path, encoding="klingon")


@pytest.mark.parametrize("data", [b"", b" \r\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_error(tmp_path, data):
    with pytest.raises(FileContentError, match="is empty"):
        Sample(write(tmp_path, data))


@pytest.mark.parametrize(
    "data", [b"hello world", b"\x89PNG\r\n\x1a\n" + bytes(range(40)), b"<a/>", b"[1,2]", b"a,b\n1,2\n"]
)
def test_an_unknown_format_is_an_error_that_says_what_it_looks_like(tmp_path, data):
    with pytest.raises(UnknownFormatError, match=r"The format of made_up.csv is not known; it"):
        choose(Sample(write(tmp_path, data)))


def test_an_unknown_format_name_is_an_error(tmp_path):
    with pytest.raises(UnknownFormatError, match="no format named nope; there are"):
        choose(Sample(ucdp_csv(tmp_path)), "nope")


def test_marks_of_templates_and_html_stay_text_in_every_column(tmp_path):
    texts = ("side_a", "side_b", "where_coordinates", "adm_1", "adm_2", "dyad_name", "source_headline", "region")
    row = read(ucdp_csv(tmp_path, dict.fromkeys(texts, CANARY)))[0].to_pylist()[0]
    assert all(row[f"raw_{n}"] == CANARY for n in texts)
    assert (row["place_name"], row["party"], row["title"]) == (CANARY, [CANARY, CANARY], CANARY)


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        (-1, "ends too early after feature 2"),
        (-30, "ends too early after feature 1"),
        (60, "ends too early at its beginning"),
    ],
)
def test_geojson_that_ends_in_the_middle_is_an_error(tmp_path, cut, message):
    path = ucdp_geojson(tmp_path, [feature(ucdp_properties(id=n)) for n in (1, 2)])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(FileContentError, match=message):
        read(path, format="ucdp")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type": "FeatureCollection", "features": [{,}]}', "not valid JSON at its beginning"),
        ('{"type": "Topology"}', "no GeoJSON feature collection"),
        ("[1, 2]", "no GeoJSON feature collection"),
        ('{"type": "FeatureCollection", "features": []} extra', "goes on after the end"),
        ('{"features": ' + "[" * 100_000, "too deeply|ends too early"),
        (
            '{"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, "features": []}',
            "EPSG::3857; give them in WGS 84",
        ),
    ],
)
def test_json_that_is_no_geojson_is_an_error(tmp_path, text, message):
    with pytest.raises(FileContentError, match=message):
        read(write(tmp_path, text, "x.geojson"), format="ucdp")


def test_features_one_a_line_are_read_like_a_collection(tmp_path):
    features = [feature(ucdp_properties(id=n)) for n in (1, 2, 3)]
    lines = write(tmp_path, "\n".join(json.dumps(f) for f in features), "x.geojsonl")
    assert read(lines)[0].equals(read(ucdp_geojson(tmp_path, features))[0])


def test_numbers_of_geojson_keep_their_digits(tmp_path):
    text = json.dumps({"type": "FeatureCollection", "features": [feature(ucdp_properties())]})
    table, _ = read(write(tmp_path, text.replace('"event_clarity": "1"', '"event_clarity": 1.50'), "x.geojson"))
    assert table["raw_event_clarity"].to_pylist() == ["1.50"]


def test_a_thing_that_is_no_feature_is_rejected(tmp_path):
    table, sink = read(ucdp_geojson(tmp_path, [feature(ucdp_properties()), 7, {"type": "Point"}]))
    assert len(table) == 1
    assert [r for r, _, _ in reasons(sink)] == [2, 3]
