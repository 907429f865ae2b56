"""Whatever is given to the reading commands ends in a result or in one clear sentence, and soon."""

import json
import time

import pytest

from geo.cli import main
from geo.extraction import extract, geocode
from geo.extraction.text import LONGEST_SENTENCE, MOST_PIECES, clean

SECONDS = 10
REPORT = "A bomb exploded in Baghdad on Monday, killing three people."


def said(capsys, *arguments):
    code = main(list(arguments))
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.mark.parametrize(
    "name", ["", "   ", ",,,", "…", "💥", "\x00", "x" * 100_000, "'; drop table", "1e999 km north of Baghdad"]
)
def test_a_name_that_is_none_gets_no_place_and_a_reason(name):
    (found,) = geocode([name])
    assert found.place is None
    assert found.reason


@pytest.mark.parametrize("name", ["بغداد", "\u202eBaghdad", "Bagh\x00dad", " Baghdad\n", "BAGHDAD"])
def test_marks_and_scripts_do_not_hide_a_name(name):
    (found,) = geocode([name])
    assert (found.place.country, found.name) == ("IQ", name)


@pytest.mark.parametrize("country", ["IQ", "iq", "iq,", " IQ ; sy", "Iraq", "IRQ"])
def test_a_country_may_be_given_in_any_usual_way(capsys, country):
    code, out, _ = said(capsys, "geocode", "--json", "--country", country, "Baghdad")
    assert code == 0
    assert json.loads(out)["results"][0]["place"]["country"] == "IQ"


@pytest.mark.parametrize("country", ["XX", "💥", "IQ,Nowhere"])
def test_what_is_no_country_is_refused(capsys, country):
    code, _, err = said(capsys, "geocode", "--country", country, "Baghdad")
    assert code == 2
    assert "no country is called" in err


def test_ten_thousand_names_are_answered_one_by_one_and_soon():
    started = time.monotonic()
    found = geocode(["Baghdad", "Nowhereville"] * 5_000, ["IQ"])
    assert time.monotonic() - started < 3 * SECONDS
    assert [bool(f.place) for f in found] == [True, False] * 5_000


@pytest.mark.parametrize("command", ["extract", "geoparse"])
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "holds no text"),
        ("blank.txt", b" \n\t\n", "holds no text"),
        ("binary.txt", bytes(range(256)) * 40, "binary data"),
        ("binary.bin", bytes(range(256)) * 40, "a report is a .txt"),
        ("huge.txt", REPORT.encode() * 100_000, "at most 400000"),
        ("torn.pdf", b"%PDF-1.4 torn", "damaged"),
        ("torn.docx", b"PK\x03\x04torn", "damaged"),
    ],
)
def test_a_file_that_holds_no_report_is_refused_in_a_sentence(  # noqa: PLR0917
    tmp_path, capsys, command, name, data, words
):
    (tmp_path / name).write_bytes(data)
    code, out, err = said(capsys, command, str(tmp_path / name), "--json")
    assert (code, out) == (1, "")
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["extract", "geoparse"])
@pytest.mark.parametrize("name", ["", "missing.txt", "folder"])
def test_what_is_no_file_is_refused(tmp_path, capsys, command, name):
    (tmp_path / "folder").mkdir()
    code, _, err = said(capsys, command, str(tmp_path / name) if name else "")
    assert code == 2
    assert "Traceback" not in err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_report_is_read_in_each_usual_encoding(tmp_path, capsys, encoding):
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.replace("Baghdad", "Baghdad’s centre").encode(encoding))
    code, out, _ = said(capsys, "geoparse", str(path), "--json")
    assert code == 0
    assert [r["name"] for r in json.loads(out)["results"]] == ["Baghdad"]


def test_scripts_and_styles_of_a_page_are_not_read(tmp_path, capsys):
    path = tmp_path / "page.html"
    path.write_text(f"<script>'A bomb exploded in Basra'</script><style>p</style><nav>Home</nav><p>{REPORT}</p>")
    _, out, _ = said(capsys, "extract", str(path), "--published", "2024-01-24", "--json")
    assert [c["place"]["name"] for c in json.loads(out)["candidates"]] == ["Baghdad"]


@pytest.mark.parametrize(
    ("published", "year"),
    [("2024", 2024), ("2024-01", 2024), ("2024-01-24", 2024), ("2024-1-4", 2024), ("9999-12-31", 9999)],
)
def test_a_publication_date_takes_a_year_a_month_or_a_day(published, year):
    article = extract("A bomb exploded in Baghdad on 3 January.", published)
    assert article.candidates[0].incident.date_start.year == year


@pytest.mark.parametrize("published", ["2024-13", "2024-02-30", "0000", "tomorrow", "24.01.2024", "-1", "1"])
def test_a_date_that_is_none_is_refused_in_a_sentence(tmp_path, capsys, published):
    path = tmp_path / "report.txt"
    path.write_text(REPORT)
    code, _, err = said(capsys, "extract", str(path), "--published", published)
    assert (code, err.count("\n")) == (1, 1)
    assert published in err


@pytest.mark.parametrize(
    "text",
    [
        "Baghdad " * 40000,
        "Al-A " * 60000,
        "the " * 90000,
        "12 " * 100000,
        "killed 3 people and " * 10000,
        "x" * 300000,
        "(" * 100000,
        "said Mr Ali Hassan, " * 8000,
        "Share\nSubscribe\nAdvertisement\n",
        '"' * 50000,
    ],
    ids=["name", "article", "word", "number", "toll", "letters", "brackets", "speaker", "furniture", "quotes"],
)
def test_a_text_that_is_no_prose_is_read_soon(text):
    started = time.monotonic()
    extract(text, "2024-01-24")
    assert time.monotonic() - started < SECONDS


def test_a_sentence_without_an_end_is_read_in_pieces_up_to_a_limit():
    sentences = clean("word " * 50_000).sentences
    assert len(sentences) <= MOST_PIECES
    assert max(len(s.text) for s in sentences) <= LONGEST_SENTENCE


def test_furniture_alone_gives_nothing_and_says_so():
    article = extract("Share\nSubscribe\nAll rights reserved", "2024-01-24")
    assert article.candidates == ()
    assert "no incident was found in the text" in article.notes
