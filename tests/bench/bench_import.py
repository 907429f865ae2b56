"""Import of synthetic rows, cold store: ``python -m tests.bench.bench_import --rows 100000,1000000 --tables ucdp``.

Rows a second over the whole of ``import_file`` (read, check, sort, hash, write, register), each size in a process
of its own, so that the peak of memory is that size's own; then of importing it again, and of what the dashboard loads.
49 columns are UCDP GED whole; 30 are those of them that have something to say of an incident. ``plain`` is a table of 30
columns with heads of its own (``plain_table``), read by the mapping that is guessed; ``no-ids`` one without an id.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from tests.bench import plain_table

COLUMNS = (  # noqa: SIM905 - a list of words reads better so
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob"
).split()
_LEFT_OUT = (  # noqa: SIM905
    "active_year code_status conflict_dset_id conflict_new_id dyad_dset_id dyad_new_id side_a_dset_id side_a_new_id "
    "side_b_dset_id side_b_new_id source_article source_original geom_wkt deaths_a deaths_b deaths_civilians "
    "deaths_unknown gwnoa gwnob"
).split()
CHOSEN = {49: COLUMNS, 30: [c for c in COLUMNS if c not in _LEFT_OUT]}
COUNTRIES = {  # latitude and longitude about which its places lie
    "Syria": (35, 38), "Iraq": (33, 43.5), "Ukraine": (48.5, 35), "Nigeria": (9.5, 8), "Afghanistan": (34, 66),
    "Somalia": (3, 44), "Mexico": (23, -102), "Yemen (North Yemen)": (15, 45.5),
}  # fmt: skip
WORDS = (  # noqa: SIM905
    "clash attack village convoy checkpoint army police rebels shelling district river night officials said"
).split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="100000,1000000")
    parser.add_argument("--columns", default="30,49")
    parser.add_argument("--tables", default="ucdp,plain,no-ids", help="ucdp; plain and no-ids always have 30 columns")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one[0], int(options.one[1]), int(options.one[2]))
        return
    print(
        f"{'table':<8}{'rows':>10}{'columns':>9}{'MB':>7}{'seconds':>9}{'rows/s':>10}{'cpu s':>7}{'again s':>9}{'peak MB':>9}{'again MB':>10}{'loaded MB':>11}"
    )
    for rows in options.rows.split(","):
        for table in options.tables.split(","):
            for columns in options.columns.split(",") if table == "ucdp" else ("30",):
                command = [sys.executable, "-m", "tests.bench.bench_import", "--one", table, rows, columns]
                subprocess.run(command, check=True)


def measure(table: str, rows: int, columns: int) -> None:
    from geo.settings import data_dir
    from geo.store import Store
    from geo.store.reference import load_reference
    from geo.workflows.atlas import Atlas
    from geo.workflows.ingest import import_file

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store") as store:
        path = Path(folder) / "synthetic.csv"
        if table == "ucdp":
            write(path, rows, columns)
        else:
            plain_table.write(path, rows, ids=table == "plain")
        atlas, seconds, busy, peaks = Atlas(store, load_reference(data_dir())), [], [], []
        for stored in (rows, 0):
            start, cpu = time.perf_counter(), time.process_time()
            report = import_file(atlas, path, by="bench", why="bench")
            seconds.append(time.perf_counter() - start)
            busy.append(time.process_time() - cpu)
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            assert (report.read, report.stored) == (rows, stored)
        atlas.snapshot()
        loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = path.stat().st_size / 1e6
        print(
            f"{table:<8}{rows:>10,}{columns:>9}{size:>7.0f}{seconds[0]:>9.2f}{rows / seconds[0]:>10,.0f}{busy[0]:>7.2f}{seconds[1]:>9.2f}{peaks[0]:>9.0f}{peaks[1]:>10.0f}{loaded:>11.0f}"
        )


def write(path: Path, rows: int, columns: int = 49) -> None:
    """Write so many made-up rows of UCDP GED with 49 or 30 of its columns."""
    names = CHOSEN[columns]
    places = [COLUMNS.index(n) for n in names]
    rng = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for number in range(1, rows + 1):
            row = _row(number, rng)
            writer.writerow([row[i] for i in places])


def _row(number: int, rng: random.Random) -> list[object]:
    day = date(1989, 1, 1) + timedelta(days=rng.randrange(12_000))
    kind, place, side = rng.choice((1, 1, 1, 2, 3)), rng.randrange(9_000), rng.randrange(400)
    country, low = rng.choice(list(COUNTRIES)), rng.randrange(4)
    lat, lon = (round(rng.gauss(middle, 0.5), 6) for middle in COUNTRIES[country])
    offices = [f"Agency {rng.randrange(60)}" for _ in range(rng.choice((1, 1, 2, 3)))]
    headlines = [" ".join(rng.choices(WORDS, k=8)) for _ in offices]
    articles = ";".join(f'"{o},{day},{h}"' for o, h in zip(offices, headlines, strict=True))
    sides = [299, 299, f"Government of {country}", 44, 44, "Civilians" if kind == 3 else f"Front {side}"]
    head = [number, f"XXX-{day.year}-{kind}-{number}", day.year, 1, "Clear", kind, 299, 299, f"{country}: Government"]
    return [
        *head, 11973, 11973, f"Government of {country} - Front {side}", *sides, len(offices), articles,
        ";".join(offices), ";".join([str(day)] * len(offices)), ";".join(headlines), "officials",
        rng.choice((1, 1, 1, 2, 3, 4)), f"Place {place} town", " ".join(rng.choices(WORDS, k=6)), f"{country} province",
        f"District {place % 90}", lat, lon, f"POINT ({lon} {lat})", 181154, country, 652, "Middle East", 1,
        rng.choice((1, 1, 1, 2, 4)), day, day + timedelta(days=rng.choice((0, 0, 0, 3))), 0, low, 0, 0, low + 1, low + 3,
        low, 652, "",
    ]  # fmt: skip


if __name__ == "__main__":
    main()
