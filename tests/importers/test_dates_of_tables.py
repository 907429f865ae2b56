"""Dates in further forms, and what is said of a column of dates that cannot be read."""

from datetime import date

import pytest
from made_up import read, write

from geo.errors import ValueFault
from geo.importers.tools.days import span_reader

HEAD = "date,latitude,longitude,title\n"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Wed, 01 Jan 2020 10:00:00 GMT", (2020, 1, 1), (2020, 1, 1)),
        ("2020-01-01 10:00 PM UTC", (2020, 1, 1), (2020, 1, 1)),
        ("2020年1月2日", (2020, 1, 2), (2020, 1, 2)),
        ("2020년 1월 2일", (2020, 1, 2), (2020, 1, 2)),
        ("2020-W01-3", (2020, 1, 1), (2020, 1, 1)),
        ("2020-366", (2020, 12, 31), (2020, 12, 31)),
        ("2020-01-01/2020-01-05", (2020, 1, 1), (2020, 1, 5)),
        ("2020-01-01 – 2020-01-05", (2020, 1, 1), (2020, 1, 5)),
    ],
)
def test_a_date_is_read_in_many_forms(text, first, last):
    assert span_reader(None)(text) == (date(*first), date(*last))


@pytest.mark.parametrize("text", ["2021-366", "2020-000", "2020-W54-1", "2020-01-05/2020-01-01", "2020年13月2日"])
def test_a_day_that_no_calendar_has_is_refused(text):
    with pytest.raises(ValueFault):
        span_reader(None)(text)


def test_it_is_said_where_a_column_of_dates_cannot_be_read(tmp_path):
    _, sink = read(write(tmp_path, HEAD + "32 Smarch,33.5,44.5,x\n"))
    assert "date start: none; column “date” cannot be read as dates, for example “32 Smarch”." in sink.notes


@pytest.mark.parametrize("mark", ["\u200b", "\u202e", "\ufeff\ufeff"])
def test_marks_without_width_in_names_do_not_count(tmp_path, mark):
    table, _ = read(write(tmp_path, mark + HEAD.replace("lati", "lati\u200b") + "2020-01-01,33.5,44.5,x\n"))
    assert (table["date_start"][0].as_py(), table["latitude"][0].as_py()) == (date(2020, 1, 1), 33.5)
