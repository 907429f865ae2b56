import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.importers.base import Options, Sink
from geo.importers.tools.coded import is_coded, plain, recoded
from geo.importers.tools.delimited import open_delimited

CELLS = st.sampled_from(["", " a ", "a", "b,c", 'say "x"', "two\nlines", "é", "#tag"])


def table(path, *, coded, **options):
    sink = Sink()
    found = list(open_delimited(path, Options("x", **options), sink, coded=coded).batches)
    cells = {n: [v for r in found for v in plain(r.cells[n]).to_pylist()] for n in (found[0].cells if found else ())}
    return cells, [int(n) for r in found for n in r.rows], sink, found


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"'


@settings(deadline=None, max_examples=40)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=30), broken=st.booleans())
def test_text_read_as_codes_says_the_same(tmp_path_factory, rows, broken):
    path = tmp_path_factory.mktemp("coded") / "a.csv"
    lines = [",".join(map(quoted, row)) for row in rows] + (["1,2,3"] if broken else [])
    path.write_text("\n".join(["a,b", *lines]) + "\n", encoding="utf-8")
    as_codes, as_text = table(path, coded=True), table(path, coded=False)
    assert as_codes[:2] == as_text[:2]
    assert (as_codes[2].read, as_codes[2].rejected) == (as_text[2].read, as_text[2].rejected)


def test_columns_that_repeat_are_read_as_codes_and_others_as_text(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("country,id\n" + "".join(f"Iraq,{n}\n" for n in range(100)))
    (records,) = table(path, coded=True)[3]
    assert is_coded(records.cells["country"])
    assert not is_coded(records.cells["id"])


def test_a_huge_cell_among_codes_rejects_its_row_only(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "x,y\n" * 50 + f"{'z' * 5000},y\n" + "x,y\n" * 50)
    cells, rows, sink, _ = table(path, coded=True, cell_chars=1000)
    assert [f.row for f in sink.rejected] == [51]
    assert (len(rows), set(cells["a"])) == (100, {"x"})


@pytest.mark.parametrize("values", [["p", "q"], ["p", "p"], ["p", None]])
def test_codes_with_other_values_stay_sound(values):
    column = pa.array(["a", "b", None, "a"]).dictionary_encode()
    found = recoded(column, pa.array(values, pa.string()))
    assert found.to_pylist() == [values[0], values[1], None, values[0]]
    assert len(set(found.dictionary.to_pylist())) == len(found.dictionary)
    assert not found.dictionary.null_count
