"""Reports written and coded before the rules read them; the bench prints what each batch gave when it was new."""

import pytest
from scoring import held_out, score


@pytest.fixture(scope="module", params=["b1", "b2", "b3", "b4"])
def total(request):
    return score(held_out(request.param))


def test_most_incidents_of_a_batch_are_found_and_little_else(total):
    assert total.recall >= 0.85, total.errors
    assert total.precision >= 0.85, total.errors


@pytest.mark.parametrize("batch", ["b5", "b6", "b7", "b8", "b9"])
def test_of_the_newest_batches_most_incidents_are_found(batch):
    newest = score(held_out(batch))
    assert newest.f1 >= 0.75, newest.errors
    assert newest.invented == 0, [e for e in newest.errors if "INVENTED" in e]


def test_no_point_lies_where_the_report_puts_nothing(total):
    assert total.invented == 0, [e for e in total.errors if "INVENTED" in e]


def test_tolls_and_dates_of_found_incidents_are_right(total):
    for field, least in (("date", 0.95), ("killed", 0.85), ("injured", 0.85), ("role", 0.85), ("attribution", 0.75)):
        values = total.fields[field]
        assert sum(values) >= least * len(values), [e for e in total.errors if f": {field} of" in e]


def test_each_report_has_its_text_and_its_coding():
    reports = held_out()
    assert len(reports) >= 60
    assert all(text.strip() and "gold" in row for row, text in reports)
