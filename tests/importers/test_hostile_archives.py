"""Archives made to do harm: bombs, links, names that lead out, archives in archives."""

import io
import stat
import struct
import zipfile

import pytest
from refusals import VRT, sentence_of


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.csv"
    path.write_text("longitude,latitude\n44,33\n")
    return path


def archive(folder, name="a.kmz", **members):
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for member, data in members.items():
            file.writestr(member, data)
    return path


def test_a_kmz_bomb_is_refused_by_its_index(tmp_path):
    path = archive(tmp_path, **{"doc.kml": b"<kml>" + b" " * (64 << 20)})
    assert path.stat().st_size < 1 << 20
    assert "200 times" in sentence_of(path)


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path):
    path = archive(tmp_path, **{"doc.kml": b"<kml>" + b" " * (64 << 20)})
    data = path.read_bytes()
    size = struct.pack("<I", (64 << 20) + 5)
    path.write_bytes(data.replace(size, struct.pack("<I", 1000)))
    assert sentence_of(path)


def test_many_members_are_refused(tmp_path):
    path = archive(tmp_path, **{f"{i}.kml": b"<kml/>" for i in range(1_000)})
    assert "more than 200 files" in sentence_of(path, "gis")


@pytest.mark.parametrize(
    "name", ["../doc.kml", "/etc/doc.kml", "a/../../doc.kml", "C:\\doc.kml", "..\\doc.kml", "a\0b.kml\n"]
)
def test_names_that_lead_out_of_an_archive_are_refused(tmp_path, name):
    info = zipfile.ZipInfo("x")
    info.filename = name
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as file:
        file.writestr(info, "<kml><Placemark/></kml>")
    assert sentence_of(tmp_path / "a.kmz", "gis")


@pytest.mark.parametrize("name", ["doc.kml", "a.shp", "a.dbf"])
def test_links_in_an_archive_are_refused(tmp_path, secret, name):
    link = zipfile.ZipInfo(name)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr(link, str(secret))
        file.writestr("other.kml", "<kml><Placemark><name>x</name></Placemark></kml>")
    assert "link" in sentence_of(tmp_path / "a.zip", "gis")


def test_an_archive_in_an_archive_is_refused(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("doc.kml", "<kml/>")
    assert "another archive" in sentence_of(
        archive(tmp_path, **{"doc.kml": "<kml/>", "in.kmz": inner.getvalue()}), "gis"
    )


@pytest.mark.parametrize(
    "parts", [("a.shp",), ("a.shp", "a.dbf"), ("a.shp", "b.dbf", "b.shx"), ("a.shp", "b.shp"), ("a.txt",)]
)
def test_an_incomplete_shapefile_is_named_so(tmp_path, parts):
    assert sentence_of(archive(tmp_path, "a.zip", **dict.fromkeys(parts, b"x" * 200)), "gis")


def test_parts_of_an_archive_are_not_taken_for_other_formats(tmp_path, secret):
    path = archive(tmp_path, "a.zip", **dict.fromkeys(("a.shp", "a.shx", "a.dbf"), VRT.format(source=secret)))
    assert sentence_of(path)
