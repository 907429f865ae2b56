import pyarrow as pa
import pyarrow.parquet as pq
from store_samples import WHO, rows

from geo.store.coded import decoded_all
from geo.store.content import content_hash


def coded(table, *names):
    for name in names:
        at = table.column_names.index(name)
        column = table[name].dictionary_encode()
        table = table.set_column(at, table.field(name).with_type(column.type), column)
    return table


def in_order(table):
    return table.sort_by([("date_start", "ascending"), ("dataset_id", "ascending")])


def test_text_held_as_codes_is_stored_as_the_text_itself_would_be(store):
    table = in_order(rows(60))
    plain = store.datasets.write("ucdp", [table], in_order=True, **WHO)
    codes = coded(table, "event_type", "country", "raw_cell", "dataset", "dataset_id", "description")
    again = store.datasets.write("ucdp", [codes], in_order=True, **WHO)
    assert again == plain
    assert store.datasets.read(again).equals(table.replace_schema_metadata())


def test_batches_may_hold_text_as_codes_here_and_as_text_there(store):
    table = in_order(rows(60))
    parts = [coded(table.slice(0, 20), "raw_cell"), table.slice(20, 20), coded(table.slice(40), "country")]
    held = store.datasets.write("ucdp", parts, in_order=True, **WHO)
    assert store.datasets.read(held).equals(table.replace_schema_metadata())


def test_a_stored_file_has_the_types_of_the_incident_table_for_every_reader(store):
    table = in_order(rows(3))
    held = store.datasets.write("ucdp", [coded(table, "country")], in_order=True, **WHO)
    assert pq.read_schema(store.datasets.path(held)).equals(table.schema.remove_metadata())


def test_codes_have_no_part_in_the_content_hash():
    table = rows(40)
    assert content_hash(coded(table, "country", "raw_cell")) == content_hash(table)
    assert decoded_all(coded(table, "country")).equals(table)


def test_a_column_is_read_piece_by_piece(store):
    held = store.datasets.write("ucdp", rows(30), **WHO)
    pieces = list(store.datasets.pieces(held, "dataset_id"))
    assert pa.chunked_array(pieces).equals(store.datasets.read(held, ["dataset_id"])["dataset_id"])
