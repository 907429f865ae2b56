"""Made-up files for the importers' tests, and one call that reads them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pyarrow as pa

from geo.importers import choose
from geo.importers.base import Options, Sink
from geo.importers.sample import Sample

CANARY = "A{{7*191}}B<b>x</b>"
TODAY = date(2026, 6, 30)
UCDP_COLUMNS = (  # noqa: SIM905 - a list of words reads better so
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob"
).split()
UCDP_ROW = {
    "id": "101", "relid": "XXX-2020-1-1-1", "year": "2020", "active_year": "1", "code_status": "Clear",
    "type_of_violence": "1", "conflict_name": "Syria: Government", "dyad_name": "Government of Nowhere - Front",
    "side_a": "Government of Nowhere", "side_b": "Front", "number_of_sources": "2",
    "source_office": "Daily;Agency", "source_date": "2020-05-01;2020-05-02", "source_headline": "Clash;Second report",
    "where_prec": "1", "where_coordinates": "Someplace town", "adm_1": "Some province", "latitude": "34.5",
    "longitude": "40.25", "country": "Syria", "country_id": "652", "event_clarity": "1", "date_prec": "1",
    "date_start": "2020-05-01", "date_end": "2020-05-01", "best": "2", "high": "4", "low": "1",
}  # fmt: skip


def ucdp_rows(*changes: dict[str, str]) -> list[dict[str, str]]:
    """Make one row for each set of changes, with ids of their own unless given."""
    return [UCDP_ROW | {"id": str(101 + i)} | change for i, change in enumerate(changes)]


def csv_text(rows, columns=UCDP_COLUMNS, delimiter=",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(folder, text, name="made_up.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def ucdp_csv(folder, *changes, name="made_up.csv", **options):
    return write(folder, csv_text(ucdp_rows(*changes or ({},)), **options), name)


def feature(properties, coordinates=(40.25, 34.5)):
    geometry = {"type": "Point", "coordinates": list(coordinates)} if coordinates is not None else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def ucdp_geojson(folder, features, file="made_up.geojson", **members):
    return write(folder, json.dumps({"type": "FeatureCollection", **members, "features": features}), file)


def ucdp_properties(**changes):
    left_out = {"latitude", "longitude", "geom_wkt"}
    numbers = {"id", "year", "type_of_violence", "where_prec", "date_prec", "best", "high", "low"}
    row = {k: v for k, v in (UCDP_ROW | changes).items() if k not in left_out}
    return {k: int(v) if k in numbers and isinstance(v, str) and v.isdigit() else v for k, v in row.items()}


def read(path, format=None, dataset="made-up", **options):  # noqa: A002 - the option's name
    """Read a file; give its table (None where no row was left) and the sink."""
    sink = Sink()
    importer, _ = choose(Sample(path), format)
    batches = list(importer.read(path, Options(dataset, today=TODAY, **options), sink))
    table = pa.concat_tables([b.table for b in batches], promote_options="default") if batches else None
    assert sink.read == len(sink.rejected) + sum(len(b.rows) for b in batches)
    return table, sink


def reasons(sink):
    return [(f.row, f.column, f.reason) for f in sorted(sink.rejected)]
