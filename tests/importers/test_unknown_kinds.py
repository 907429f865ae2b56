"""What is said of files that no importer reads."""

import io
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_up import write

from geo.errors import FileContentError, TooLargeError, UnknownFormatError
from geo.importers import choose
from geo.importers.sample import Sample

KINDS = {
    b"%PDF-1.7\n1 0 obj": "a PDF document",
    b"Rar!\x1a\x07\x01\0": "a RAR archive; unpack it first",
    b"\x28\xb5\x2f\xfd, a, b\n": "a Zstandard archive; unpack it first",
    b"Obj\x01\x04\x16avro.schema": "an Avro file; save it as Parquet",
    b"$FL2@(#) SPSS DATA FILE": "an SPSS file; save it as CSV",
    b"{\\rtf1 hello}": "an RTF document",
    b"PK\x05\x06" + b"\0" * 18: "an empty ZIP archive",
    b"\0\0\x27\x0a" + b"\0" * 96: "one part of a Shapefile; pack its .shp, .shx, .dbf and .prj in a ZIP",
    b"<!DOCTYPE HTML><html><table>": "a web page; save the table in it as CSV or .xlsx",
    b'<?xml version="1.0"?><gpx version="1.1"/>': "GPX; save it as GeoJSON",
    b'{"type": "Topology", "objects": {}, "arcs": []}': "TopoJSON; save it as GeoJSON",
    b"\x84\x81\xa3\x85k\x93\x81\xa3%\x01\x02": "a file of bytes that are no text",
}


def refusal(path):
    with pytest.raises(UnknownFormatError) as caught:
        choose(Sample(path))
    return str(caught.value)


@pytest.mark.parametrize("data", KINDS, ids=KINDS.values())
def test_a_file_of_another_kind_is_named(tmp_path, data):
    assert refusal(write(tmp_path, data)).endswith(f"is not known; it looks like {KINDS[data]}.")


def test_an_old_spreadsheet_in_xml_is_named(tmp_path):
    text = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert "a spreadsheet in XML; save it as .xlsx" in refusal(write(tmp_path, text))


def test_an_open_document_spreadsheet_is_named(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "an OpenDocument spreadsheet; save it as .xlsx" in refusal(write(tmp_path, packed.getvalue()))


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("date,latitude,longitude\n2020-01-01,335000000,445000000\n", "where"),
        ("latitude,longitude\n33,44\n", "when or what"),
        ("a,b\n1,2\n", "what or where"),
    ],
)
def test_a_table_that_is_not_understood_is_refused_with_what_is_missing(tmp_path, text, lacking):
    assert refusal(write(tmp_path, text)).endswith(f"none of them says {lacking} something happened.")


def test_a_table_that_cannot_be_read_is_refused_for_that(tmp_path):
    data = "date,latitude,longitude,title\n2020-01-01,33,44,x\n".encode("utf-16") + b"\0"
    with pytest.raises(FileContentError, match="not valid utf-16"):
        choose(Sample(write(tmp_path, data)))


def test_a_parquet_file_of_very_many_columns_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "wide.parquet"
    pq.write_table(pa.table({f"c{n}": [1] for n in range(3_000)}), path)
    with pytest.raises(TooLargeError, match=r"has 3,000 columns; 2,000 is the most"):
        choose(Sample(path))
