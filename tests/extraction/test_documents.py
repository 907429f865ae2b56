import io
import time
import zipfile
from contextlib import suppress

import docx
import pytest
from pypdf import PdfWriter

from geo.apart import Limits
from geo.errors import ExtractionError, TooLargeError, UnknownFormatError
from geo.extraction import documents, read_document


def packed(*members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def pdf_with(text):
    """Write a page of text by hand: one font, one content stream."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def test_plain_text_is_read_as_it_is(tmp_path):
    path = tmp_path / "report.txt"
    path.write_bytes("Rockets hit Erbil – no one hurt.\r\nSecond line.".encode())
    assert read_document(path).text == "Rockets hit Erbil – no one hurt.\nSecond line."


def test_a_page_gives_its_article_title_and_date_without_menus_and_scripts():
    page = b"""<html><head><title>Rockets hit base</title><meta property="article:published_time" content="2024-01-24T10:00:00Z">
    <script>var x = "A strike hit Paris";</script></head><body><nav>Home World</nav><article><h1>Rockets hit base</h1>
    <p>Rockets hit the base on Tuesday.</p><p>No one was hurt.</p></article><footer>Popular</footer></body></html>"""
    found = read_document(page, "page.html")
    assert found.title == "Rockets hit base"
    assert found.published == "2024-01-24"
    assert "Rockets hit the base on Tuesday.\n\nNo one was hurt." in found.text
    assert "Paris" not in found.text
    assert "Home" not in found.text


def test_markup_in_a_page_stays_text():
    found = read_document(b"<html><body><p>A{{7*191}}B&lt;b&gt;x&lt;/b&gt;</p></body></html>", "x.html")
    assert found.text == "A{{7*191}}B<b>x</b>"


def test_a_word_document_is_read():
    stream = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Rockets hit the base on Tuesday.")
    document.save(stream)
    assert read_document(stream.getvalue(), "report.docx").text == "Rockets hit the base on Tuesday."


def test_a_pdf_is_read():
    assert (
        read_document(pdf_with("Rockets hit the base on Tuesday."), "report.pdf").text
        == "Rockets hit the base on Tuesday."
    )


def test_a_pdf_with_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "MAX_PAGES", 2)
    writer, stream = PdfWriter(), io.BytesIO()
    for _ in range(3):
        writer.add_blank_page(100, 100)
    writer.write(stream)
    with pytest.raises(TooLargeError, match="3 pages"):
        read_document(stream.getvalue(), "report.pdf")


def test_a_broken_pdf_is_refused_with_a_sentence():
    with pytest.raises(ExtractionError, match="cannot be read"):
        read_document(b"%PDF-1.7 nothing else", "report.pdf")


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(documents, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(TooLargeError, match="unpacks"):
        read_document(packed(("word/document.xml", b"0" * 5_000_000)), "bomb.docx")


def test_another_archive_is_no_document():
    with pytest.raises(UnknownFormatError, match="no DOCX"):
        read_document(packed(("a.txt", b"x")), "report.docx")


@pytest.mark.parametrize(("data", "name"), [(b"\x00\x01\x02\x03", "x.bin"), (b"GIF89a\x00\x00", "x.gif")])
def test_other_files_are_refused(data, name):
    with pytest.raises(UnknownFormatError, match=r"\.txt, \.html, \.pdf or \.docx"):
        read_document(data, name)


def test_an_empty_file_is_refused():
    with pytest.raises(ExtractionError, match="no text"):
        read_document(b"  \n", "x.txt")


def test_a_text_beyond_the_limit_is_refused():
    with pytest.raises(TooLargeError, match="characters"):
        read_document(b"a" * (documents.MAX_TEXT + 1), "x.txt")


def word_with(body, **members):
    """Pack a DOCX whose document is this XML, with the parts that a reader asks for."""
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{office}"/></Types>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r" Type="{kind}" Target="word/document.xml"/></Relationships>'
    )
    return packed(
        ("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", body), *members.items()
    )


WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
SAID = "<w:p><w:r><w:t>Rockets hit{}.</w:t></w:r></w:p>"


def test_an_entity_of_a_document_brings_no_file_of_the_server(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    body = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>' + WORD.format(SAID.format("&e;"))
    assert "SECRET" not in read_document(word_with(body), "x.docx").text


def test_entities_within_entities_do_not_grow():
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE x [<!ENTITY e0 "lol">{nested}]>' + WORD.format(SAID.format("&e9;"))
    began = time.monotonic()
    with suppress(ExtractionError):  # refusing it is as good
        assert len(read_document(word_with(body), "x.docx").text) < 1000
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (word_with(WORD.format("<w:p>" * 5000 + "</w:p>" * 5000)), "deep.docx", "cannot be read"),
        (word_with("<not closed"), "broken.docx", "cannot be read"),
        (word_with(WORD.format(SAID))[:300], "cut.docx", "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked.docx", "password-protected"),
        (pdf_with("x")[:200], "cut.pdf", "cannot be read"),
        (b"%PDF-1.7\n" + b"[" * 200_000, "deep.pdf", "cannot be read"),
    ],
)
def test_a_hostile_document_is_refused_with_one_sentence(data, name, words):
    with pytest.raises(ExtractionError, match=words):
        read_document(data, name)


def test_an_encrypted_pdf_is_refused():
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(stream)
    with pytest.raises(ExtractionError, match="encrypted"):
        read_document(stream.getvalue(), "x.pdf")


def test_a_document_that_needs_more_memory_than_allowed_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "LIMITS", Limits(memory_mb=200, seconds=10, file_mb=1))
    bomb = word_with(WORD.format("<w:p/>" * 4_000_000))
    with pytest.raises((ExtractionError, TooLargeError), match=r"cannot be read|MB of memory"):
        read_document(bomb, "bomb.docx")


def test_a_document_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(documents, "LIMITS", Limits(memory_mb=1024, seconds=1, file_mb=1))
    began = time.monotonic()
    with pytest.raises((ExtractionError, TooLargeError), match="longer than is allowed"):
        read_document(word_with(WORD.format("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 1_500_000)), "slow.docx")
    assert time.monotonic() - began < 5


def test_characters_that_no_text_holds_are_left_out():
    assert read_document(b"<html><p>a\0b</p></html>", "x.html").text == "ab"
