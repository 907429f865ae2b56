"""One dataset version as one GeoParquet file: sorted, in row groups, read by parts."""

from __future__ import annotations

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import FileContentError, NotFoundError, StoreError
from geo.frames import SCHEMA, Extent, conform
from geo.store.coded import as_schema, decoded, decoded_all, plain_schema
from geo.store.content import GROUP_ROWS, ContentHash
from geo.store.faults import translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_SOUGHT = ["date_start", "date_end", "longitude", "latitude", "event_type", "country"]
"""The columns whose bounds in each row group let a reader skip it."""
_LOOKED_AT = 4_000
_PAGE_BYTES, _ROWS_AT_ONCE = 1 << 18, 8_192  # pages that stay in the processor's cache are compressed sooner
_ARROW = b"ARROW:schema"
_KEYS = ["date_start", "dataset_id"]


def prepared(name: str, batches: Iterable[pa.Table] | pa.Table) -> pa.Table:
    """Join batches into the dataset's table, sorted by start date (undated last) and id.

    Raises FileContentError where an id is missing or stands twice, or a row names another dataset.
    """
    tables = [batches] if isinstance(batches, pa.Table) else list(batches)
    if not tables:
        raise FileContentError("There is no row to store.")
    try:
        table = pa.concat_tables([conform(t).replace_schema_metadata() for t in tables], promote_options="default")
        _check(table, name)
        _refuse_twice(table["dataset_id"])
        return _sorted(table)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as fault:
        raise FileContentError(f"The rows cannot be put into one table: {str(fault).splitlines()[0]}.") from fault


def _check(table: pa.Table, name: str) -> None:
    for field in SCHEMA:
        if not field.nullable and table[field.name].null_count:
            raise FileContentError(f"Some rows of dataset {name} have no {field.name}.")
    if pc.unique(decoded(table["dataset"])).to_pylist() not in ([], [name]):
        raise FileContentError(f"Every row of dataset {name} must name it in its column dataset.")


def _refuse_twice(ids: pa.ChunkedArray) -> None:
    if pc.count_distinct(ids).as_py() == len(ids):
        return
    counts = pc.value_counts(ids)
    twice = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    raise FileContentError(f"The id {twice[0].as_py()} stands on more than one row ({len(twice)} such ids).")


def _sorted(table: pa.Table) -> pa.Table:
    order = pc.sort_indices(table, sort_keys=[(k, "ascending") for k in _KEYS])  # nulls last
    if np.array_equal(order.to_numpy(), np.arange(len(table))):
        return table
    return table.combine_chunks().take(order)


class Written(NamedTuple):
    """What a new file holds."""

    content_hash: str
    rows: int


def in_order(name: str, batches: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Pass on batches that are sorted already, as groups, never holding all of them; text may come as codes.

    Raises FileContentError at the end for rows out of order, an id that stands twice, or no row.
    """
    keys: list[pa.Table] = []
    for group in _grouped(conform(t, coded=True).replace_schema_metadata() for t in batches):
        _check(group, name)
        keys.append(pa.table({k: decoded(group[k]) for k in _KEYS}).combine_chunks())
        yield group
    if not keys:
        raise FileContentError("There is no row to store.")
    table = pa.concat_tables(keys)
    _refuse_twice(table["dataset_id"])
    if not _is_sorted(table):
        raise FileContentError("The rows are not in the order of start date and id.")


def _is_sorted(table: pa.Table) -> bool:
    """Tell whether each row comes behind the one before it by start date (undated last) and id."""
    far = np.iinfo(np.int32).max
    days = pc.fill_null(table["date_start"].cast(pa.int32()), far).to_numpy()
    ids = table["dataset_id"].combine_chunks()
    same = days[1:] == days[:-1]
    later = pc.greater(ids.slice(1), ids.slice(0, max(len(ids) - 1, 0))).to_numpy(zero_copy_only=False)
    return bool(np.all((days[1:] > days[:-1]) | (same & later)))


def groups_of(table: pa.Table) -> Iterator[pa.Table]:
    """Cut a prepared table into groups."""
    return (table.slice(start, GROUP_ROWS) for start in range(0, max(len(table), 1), GROUP_ROWS))


def _grouped(batches: Iterable[pa.Table]) -> Iterator[pa.Table]:
    held: pa.Table | None = None
    for batch in batches:
        held = _joined(held, batch) if held is not None and len(held) else batch
        while len(held) >= GROUP_ROWS:
            yield held.slice(0, GROUP_ROWS)
            held = held.slice(GROUP_ROWS)
    if held is not None and len(held):
        yield held


def _joined(held: pa.Table, batch: pa.Table) -> pa.Table:
    if held.schema.equals(batch.schema):
        return pa.concat_tables([held, batch])
    one, other = decoded_all(held), decoded_all(batch)
    if not one.schema.equals(other.schema):
        raise FileContentError("The rows cannot be put into one table: their columns differ.")
    return pa.concat_tables([one, other])


def write(groups: Iterable[pa.Table], file: BinaryIO) -> Written:
    """Write prepared groups, lightly compressed, with GeoParquet's metadata; hashed by a second thread."""
    whole, rows, extent = ContentHash(), 0, Extent()
    groups = iter(groups)
    first = next(groups)
    plain = plain_schema(first.schema)
    with (
        ThreadPoolExecutor(1, thread_name_prefix="content-hash") as pool,
        pq.ParquetWriter(
            file,
            first.schema,
            compression="snappy",
            write_page_index=True,
            use_dictionary=_repeating(first),
            write_statistics=_SOUGHT,
            store_schema=False,
            data_page_size=_PAGE_BYTES,
            write_batch_size=_ROWS_AT_ONCE,
        ) as writer,
    ):
        for group in chain((first,), groups):
            hashing = pool.submit(whole.add, group)
            writer.write_table(as_schema(group, first.schema), row_group_size=GROUP_ROWS)
            extent.add(group["geometry"])
            rows += len(group)
            hashing.result()
        writer.add_key_value_metadata(extent.metadata() | {_ARROW: b64encode(plain.serialize().to_pybytes())})
    return Written(whole.hexdigest(), rows)


def _repeating(group: pa.Table) -> list[str]:
    """Name the columns whose values mostly occur more than once, as Parquet's dictionaries want them."""
    found = []
    for field in group.schema:
        if pa.types.is_dictionary(field.type):
            found.append(field.name)
            continue
        is_list = pa.types.is_list(field.type)
        head = group[field.name].slice(0, _LOOKED_AT)
        values = pc.list_flatten(head) if is_list else head
        if 2 * pc.count_distinct(values).as_py() <= len(values):
            found.append(f"{field.name}.list.element" if is_list else field.name)
    return found


def rows_in(path: Path) -> int:
    """Count the rows by the file's footer; raises StoreError for a file that is no Parquet."""
    with translated():
        try:
            return int(pq.read_metadata(path).num_rows)
        except pa.ArrowInvalid as fault:
            raise _damaged(path) from fault


def read(path: Path, columns: Sequence[str] | None) -> pa.Table:
    """Read the file's rows in order; ``columns`` None means all."""
    with translated(), _opened(path) as file:
        return _read(file, path, None, columns)


def pieces(path: Path, column: str) -> Iterator[pa.Array]:
    """Read one column a row group's worth of rows at a time, in order."""
    with translated(), _opened(path) as file:
        try:
            for batch in file.iter_batches(batch_size=GROUP_ROWS, columns=[column]):
                yield batch.column(0)
        except (pa.ArrowInvalid, OSError) as fault:
            raise _damaged(path) from fault


def take(path: Path, rows: np.ndarray[Any, Any], columns: Sequence[str] | None) -> pa.Table:
    """Give the rows of those numbers, in the order asked; reads only the row groups they lie in, one at a time."""
    wanted = np.asarray(rows, dtype=np.int64)
    with translated(), _opened(path) as whole:
        if len(wanted) and (wanted.min() < 0 or wanted.max() >= whole.metadata.num_rows):
            raise NotFoundError(f"The dataset has {whole.metadata.num_rows} rows; there is no row {wanted.max()}.")
        if len(wanted) == 0:
            return _read(whole, path, [], columns)
        if np.array_equal(wanted, np.arange(whole.metadata.num_rows)):
            return _read(whole, path, None, columns)
        with _opened(path, whole.metadata, _repeated(whole)) as file:
            return _taken(file, path, wanted, columns)


def _taken(file: pq.ParquetFile, path: Path, wanted: np.ndarray[Any, Any], columns: Sequence[str] | None) -> pa.Table:
    ends = np.cumsum([file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)], dtype=np.int64)
    order = np.argsort(wanted, kind="stable")
    ordered = wanted[order]
    bounds = np.searchsorted(ordered, ends)
    found, first = [], 0
    for group, last in enumerate(bounds.tolist()):
        if last > first:
            inside = ordered[first:last] - (ends[group - 1] if group else 0)
            found.append(decoded_all(_read(file, path, [group], columns).take(pa.array(inside))))
        first = last
    joined = pa.concat_tables(found)
    if np.array_equal(order, np.arange(len(order))):
        return joined
    return joined.combine_chunks().take(pa.array(np.argsort(order)))


def _repeated(file: pq.ParquetFile) -> list[str]:
    """Name the columns of text that lie in the file as codes of few values, and are quicker read so."""
    first = file.metadata.row_group(0)
    columns = [first.column(i) for i in range(first.num_columns)]
    texts = {f.name for f in file.schema_arrow if pa.types.is_string(f.type)}
    return [c.path_in_schema for c in columns if c.path_in_schema in texts and "RLE_DICTIONARY" in c.encodings]


def _opened(path: Path, metadata: Any = None, coded: Sequence[str] = ()) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, metadata=metadata, read_dictionary=list(coded))
    except FileNotFoundError as fault:
        raise StoreError(f"The dataset's file {path.name} is missing; restore a backup.") from fault
    except pa.ArrowInvalid as fault:
        raise _damaged(path) from fault


def _read(file: pq.ParquetFile, path: Path, groups: list[int] | None, columns: Sequence[str] | None) -> pa.Table:
    names = None if columns is None else list(columns)
    unknown = set(names or ()) - set(file.schema_arrow.names)
    if unknown:
        raise NotFoundError(f"The dataset has no column {', '.join(sorted(unknown))}.")
    try:
        found = file.read(columns=names) if groups is None else file.read_row_groups(groups, columns=names)
    except (pa.ArrowInvalid, OSError) as fault:
        raise _damaged(path) from fault
    return found.replace_schema_metadata()


def _damaged(path: Path) -> StoreError:
    return StoreError(f"The dataset's file {path.name} is damaged; restore a backup.")
