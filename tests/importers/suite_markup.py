"""KML and KMZ, and files of other kinds under the names of ours."""

from __future__ import annotations

import io
import tarfile
import zipfile

from refusals import VRT
from suite_cases import POINT, SOUND, case, collection, rowwise

SOUND_MARK = "<Placemark><name>sound</name><Point><coordinates>44.5,33.5,0</coordinates></Point></Placemark>"


def kml(*marks: str, head: str = "<?xml version='1.0' encoding='UTF-8'?>") -> str:
    return head + '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>' + "".join(marks) + "</Document></kml>"


def mark(inside: str) -> str:
    return f"<Placemark><name>x</name>{inside}</Placemark>"


MARKS = {
    "no_geometry": ("", (2, 0)),
    "point": ("<Point><coordinates>44,33</coordinates></Point>", (2, 0)),
    "point_with_blanks": ("<Point><coordinates>\n 44,33,0 \n</coordinates></Point>", (2, 0)),
    "point_blank_after_comma": ("<Point><coordinates>44, 33</coordinates></Point>", (1, 1)),
    "point_empty": ("<Point><coordinates></coordinates></Point>", (2, 0)),
    "point_without_coordinates": ("<Point/>", (2, 0)),
    "point_of_two": ("<Point><coordinates>44,33 45,34</coordinates></Point>", (1, 1)),
    "point_words": ("<Point><coordinates>here</coordinates></Point>", (1, 1)),
    "point_nan": ("<Point><coordinates>NaN,33</coordinates></Point>", (1, 1)),
    "point_infinite": ("<Point><coordinates>1e999,33</coordinates></Point>", (1, 1)),
    "point_out_of_range": ("<Point><coordinates>33,144</coordinates></Point>", (1, 1)),
    "point_zero": ("<Point><coordinates>0,0,0</coordinates></Point>", (1, 1)),
    "line": ("<LineString><coordinates>44,33 45,34</coordinates></LineString>", (2, 0)),
    "polygon": (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>44,33 45,33 45,34 44,33</coordinates></LinearRing></outerBoundaryIs></Polygon>",
        (2, 0),
    ),
    "polygon_open": (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>44,33 45,33 45,34 44,34</coordinates></LinearRing></outerBoundaryIs></Polygon>",
        (2, 0),
    ),
    "polygon_of_two": (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>44,33 45,33</coordinates></LinearRing></outerBoundaryIs></Polygon>",
        (1, 1),
    ),
    "polygon_empty": ("<Polygon/>", (2, 0)),
    "multi": (
        "<MultiGeometry><Point><coordinates>44,33</coordinates></Point><Point><coordinates>45,34</coordinates></Point></MultiGeometry>",
        (2, 0),
    ),
    "multi_mixed": (
        "<MultiGeometry><Point><coordinates>44,33</coordinates></Point><LineString><coordinates>44,33 45,34</coordinates></LineString></MultiGeometry>",
        (2, 0),
    ),
    "multi_nested": (
        "<MultiGeometry><MultiGeometry><Point><coordinates>44,33</coordinates></Point></MultiGeometry></MultiGeometry>",
        (2, 0),
    ),
    "multi_empty": ("<MultiGeometry/>", (2, 0)),
    "track": (
        '<gx:Track xmlns:gx="http://www.google.com/kml/ext/2.2"><when>2020-01-01T00:00:00Z</when><gx:coord>44 33 0</gx:coord><when>2020-01-01T01:00:00Z</when><gx:coord>45 34 0</gx:coord></gx:Track>',
        (2, 0),
    ),
    "multi_track": (
        '<gx:MultiTrack xmlns:gx="http://www.google.com/kml/ext/2.2"><gx:Track><gx:coord>44 33 0</gx:coord></gx:Track></gx:MultiTrack>',
        (2, 0),
    ),
    "model": ("<Model><Location><longitude>44</longitude><latitude>33</latitude></Location></Model>", (2, 0)),
    "span_of_days": ("<TimeSpan><begin>2020-01-01</begin><end>2020-01-02</end></TimeSpan>", (2, 0)),
    "span_of_years": ("<TimeSpan><begin>2019</begin><end>2020</end></TimeSpan>", (2, 0)),
    "span_of_months": ("<TimeSpan><begin>2019-02</begin><end>2019-03</end></TimeSpan>", (2, 0)),
    "span_without_begin": ("<TimeSpan><end>2019-03-01</end></TimeSpan>", (1, 1)),
    "span_turned": ("<TimeSpan><begin>2020-02-02</begin><end>2019-03-01</end></TimeSpan>", (1, 1)),
    "stamp_of_a_year": ("<TimeStamp><when>2020</when></TimeStamp>", (2, 0)),
    "stamp_with_zone": ("<TimeStamp><when>2020-01-01T10:00:00+03:00</when></TimeStamp>", (2, 0)),
    "stamp_empty": ("<TimeStamp><when/></TimeStamp>", (2, 0)),
    "stamp_words": ("<TimeStamp><when>long ago</when></TimeStamp>", (1, 1)),
    "description_html": ("<description><![CDATA[<b>A{{7*191}}B</b><script>x</script>]]></description>", (2, 0)),
    "extended_data": ('<ExtendedData><Data name="k"><value>v</value></Data></ExtendedData>', (2, 0)),
    "schema_data": ('<ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="k">v</SimpleData></SchemaData></ExtendedData>', (2, 0)),
    "extended_data_without_names": ("<ExtendedData><Data><value>v</value></Data></ExtendedData>", (2, 0)),
    "icon_of_the_network": ("<Style><IconStyle><Icon><href>http://127.0.0.1:9/x.png</href></Icon></IconStyle></Style>", (2, 0)),
}  # fmt: skip


def marks() -> dict:
    """Give one file of all placemarks."""
    data = kml(*(mark(m) for m, _ in MARKS.values()), SOUND_MARK)
    return {"kml-marks": rowwise("a.kml", data, [(n, f) for n, (_, f) in MARKS.items()])}


def packed(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def documents() -> dict:
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
    folders = "<Folder><name>f</name>" * 20 + SOUND_MARK + "</Folder>" * 20
    found = {
        "folders": (kml(folders), (1, 0)),
        "no_namespace": (f"<kml>{SOUND_MARK}</kml>", (1, 0)),
        "namespace_prefix": (f'<k:kml xmlns:k="http://www.opengis.net/kml/2.2">{SOUND_MARK.replace("<", "<k:").replace("<k:/", "</k:")}</k:kml>', (1, 0)),
        "utf16": (kml(SOUND_MARK, head="<?xml version='1.0' encoding='UTF-16'?>").encode("utf-16"), (1, 0)),
        "latin_1": (kml(mark("<description>é</description>"), head="<?xml version='1.0' encoding='ISO-8859-1'?>").encode("latin-1"), (1, 0)),
        "encoding_lies": (kml(mark("<description>é</description>")).encode("latin-1"), "well-formed"),
        "encoding_unknown": (kml(SOUND_MARK, head="<?xml version='1.0' encoding='klingon'?>"), "well-formed"),
        "bom": ("\ufeff" + kml(SOUND_MARK), (1, 0)),
        "billion_laughs": (kml(mark("<description>&l9;</description>"), head=f'<!DOCTYPE k [<!ENTITY l0 "lol">{lol}]>'), "entities"),
        "external_entity": (kml(mark("<description>&e;</description>"), head='<!DOCTYPE k [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "entities"),
        "xinclude": (kml(mark('<description><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/></description>')), (1, 0)),
        "stylesheet": (kml(SOUND_MARK, head='<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>'), (1, 0)),
        "network_link": (kml(link, SOUND_MARK), (1, 0)),
        "network_link_alone": (kml(link), "links to other files"),
        "ground_overlay_alone": (kml("<GroundOverlay><name>x</name></GroundOverlay>"), "no"),
        "no_placemarks": (kml(), "no"),
        "unclosed": (kml(SOUND_MARK)[:-6], "well-formed"),
        "deep": ("<kml>" + "<Folder>" * 100_000, "deeply"),
        "million_attributes": ("<kml " + " ".join(f'a{i}="x"' for i in range(100_000)) + "/>", ""),
        "control_character": (kml(mark("<description>a\x01b</description>")), "well-formed"),
        "nul": (kml(mark("<description>a\0b</description>")), "well-formed"),
        "html": ("<!DOCTYPE html><html><body>x</body></html>", ""),
        "svg": ('<svg xmlns="http://www.w3.org/2000/svg"/>', ""),
        "gpx": ('<gpx version="1.1"><wpt lat="33" lon="44"><name>x</name></wpt></gpx>', ""),
        "gml": ('<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>', ""),
        "rss": ('<rss version="2.0"><channel/></rss>', ""),
        "vrt": (VRT.format(source="/etc/passwd"), ""),
    }  # fmt: skip
    return {f"kml-{n}": case("a.kml", *v) for n, v in found.items()}


def archives() -> dict:
    found = {
        "sound": (packed({"doc.kml": kml(SOUND_MARK)}), (1, 0)),
        "other_name": (packed({"x/y.kml": kml(SOUND_MARK)}), (1, 0)),
        "with_pictures": (packed({"doc.kml": kml(SOUND_MARK), "files/a.png": b"\x89PNG"}), (1, 0)),
        "two_documents": (packed({"doc.kml": kml(SOUND_MARK), "b.kml": kml()}), (1, 0)),
        "kml_empty": (packed({"doc.kml": ""}), ""),
        "bomb": (packed({"doc.kml": b" " * (300 << 20)}), "unpacks"),
        "kmz_inside": (packed({"doc.kmz": packed({"doc.kml": kml(SOUND_MARK)})}), "another archive"),
        "leads_out": (packed({"../doc.kml": kml(SOUND_MARK)}), "leads out"),
        "many_members": (packed({f"{i}.png": b"" for i in range(1000)} | {"doc.kml": kml(SOUND_MARK)}), "more than"),
        "cut": (packed({"doc.kml": kml(SOUND_MARK)})[:200], "cut off"),
    }
    return {f"kmz-{n}": case("a.kmz", *v) for n, v in found.items()}


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("x"), io.BytesIO())
    return out.getvalue()


def disguised() -> dict:
    jpeg = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + bytes(range(256)) * 8
    kinds = {
        "jpg": jpeg,
        "png": b"\x89PNG\r\n\x1a\n" + bytes(64) + bytes(range(256)),
        "gif": b"GIF89a" + bytes(200),
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n",
        "exe": b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + bytes(100) + b"PE\0\0" + bytes(range(256)),
        "elf": b"\x7fELF\2\1\1" + bytes(57) + bytes(range(256)),
        "tar_gz": _tar(),
        "7z": b"7z\xbc\xaf\x27\x1c\0\4" + bytes(range(200)),
        "rar": b"Rar!\x1a\7\1\0" + bytes(range(200)),
        "docx": packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}),
        "ods": packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
        "python": b"import os\nprint(os.environ)\n",
        "pickle": b"\x80\x04\x95\x1a\0\0\0\0\0\0\0\x8c\x02os\x94\x8c\x06system\x94\x93\x94.",
        "prose": b"Dear all,\n\nplease find the list attached.\n\nBest, A.\n",
        "vrt": VRT.format(source="/etc/passwd").encode(),
        "vsicurl": b"/vsicurl/http://127.0.0.1:9/a.geojson",
        "gdal_prefix": b'GeoJSON:{"type":"Point","coordinates":[1,2]}',
        "shebang": b"#!/bin/sh\necho x\n",
    }
    names = ("a.geojson", "a.csv", "a.gpkg")
    return {f"{kind}-as-{n}": case(n, data, "") for kind, data in kinds.items() for n in names}


def mixed() -> dict:
    good = collection(SOUND)
    found = {
        "geojson_as_csv": case("a.csv", good, (1, 0)),
        "geojson_as_exe": case("a.exe", good, (1, 0)),
        "kml_as_geojson": case("a.geojson", kml(SOUND_MARK), (1, 0)),
        "csv_as_xlsx": case("a.xlsx", "date,latitude,longitude\n2020-01-01,33,44\n", (1, 0)),
        "kmz_as_xlsx": case("a.xlsx", packed({"doc.kml": kml(SOUND_MARK)}), (1, 0)),
        "point_as_json": case("a.json", POINT, ""),
        "geojson_and_zip": case("a.geojson", good.encode() + packed({"doc.kml": kml()}), "goes on"),
        "name_with_pipe": case("a|b;c$(id).geojson", good, (1, 0)),
        "name_of_dots": case("...", good, (1, 0)),
        "name_of_200_characters": case("n" * 200 + ".geojson", good, (1, 0)),
        "no_ending": case("upload", good, (1, 0)),
    }
    return {f"mixed-{n}": c for n, c in found.items()}
