"""Scores the reading of reports against hand-coded ones, and prints what the gazetteer costs.

Run as a script. Reports outside the project are read where the folder exists; else a sentence says so.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from geo.extraction import Gazetteer, extract, geocode_table
from geo.extraction.confidence import confidence
from geo.extraction.reader import shared_gazetteer

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "extraction"))
import scoring

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def load_reports() -> list[tuple[dict, str]]:
    """Give the coded reports with their texts; none where the folder is not there."""
    path = SHARED / "articles_with_gold.jsonl"
    if not path.is_file():
        print("extraction: no coded reports beside the project, skipped")
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [(row, row.get("text") or (SHARED / row["text_file"]).read_text(encoding="utf-8")) for row in rows]


def visible() -> None:
    """Score the reports beside the project; they were used to build the rules."""
    reports = load_reports()
    if not reports:
        return
    times = []
    for row, text in reports:
        started = time.perf_counter()
        extract(text, row["published"].split(" ")[0], row["title"])
        times.append(time.perf_counter() - started)
    print(f"coded reports beside the project ({len(reports)}):")
    scoring.report(scoring.score(reports))
    print(f"slowest report after warm-up {max(times[1:]):.2f} s, mean {sum(times[1:]) / len(times[1:]):.2f} s")


def held_out() -> None:
    """Score the project's own reports batch by batch, beside what each gave when it was read for the first time."""
    first = json.loads((scoring.HELD_OUT / "first_readings.json").read_text(encoding="utf-8"))
    everything = scoring.Score()
    for batch, then in first.items():
        reports = scoring.held_out(batch)
        now = scoring.score(reports)
        print(
            f"{batch} ({len(reports)} reports): at the first reading precision {then['precision']:.2f}, "
            f"recall {then['recall']:.2f}, F1 {then['f1']:.2f}, invented points {then['invented']}; now:"
        )
        scoring.report(now)
        for rule, values in now.rules.items():
            everything.rules[rule] += values
    calibration(everything)


def calibration(total: scoring.Score) -> None:
    """Print by tenths of confidence how many values say what the coder says; the rules have improved since."""
    groups: defaultdict[float, list[bool]] = defaultdict(list)
    for rule, values in total.rules.items():
        groups[round(confidence(rule), 1)] += values
    print("calibration: confidence from first readings, share of such values that are right now")
    for said, values in sorted(groups.items()):
        print(f"  {said:.1f}: {sum(values) / len(values):.2f} of {len(values)}")
    print("rules: confidence, right now")
    for rule, values in sorted(total.rules.items()):
        print(f"  {rule}: {confidence(rule):.2f}, {sum(values)}/{len(values)}")


def gazetteer_cost() -> None:
    started = time.perf_counter()
    gazetteer = Gazetteer.of()
    made = time.perf_counter() - started
    started = time.perf_counter()
    size = gazetteer.world.nbytes
    loaded = time.perf_counter() - started
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gazetteer.find("Baghdad")
    gazetteer.province("Anbar")
    first = time.perf_counter() - started
    print(
        f"gazetteer: first lookup in the project's own lists {first:.2f} s, "
        f"the process holds {before / 1024:.0f} MB at its most"
    )
    print(
        f"gazetteer: made in {made * 1000:.1f} ms, arrays read in {loaded:.2f} s at the first lookup, {size / 1e6:.0f} MB"
    )


def table() -> None:
    path = SHARED / "centcom_airstrikes_2014_2016.csv"
    if not path.is_file():
        print("extraction: no strike table beside the project, skipped")
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["country"], row["location"]) for row in csv.DictReader(file)]
    started = time.perf_counter()
    found = geocode_table(rows)
    placed = sum(n.count for n in found if n.resolution.place)
    print(
        f"strike table: {placed} of {len(rows)} rows placed ({placed / len(rows):.1%}), {len(found)} distinct names, {time.perf_counter() - started:.2f} s"
    )
    print(
        "  unresolved: "
        + "; ".join(f"{n.stated_country}: {n.name} ({n.count})" for n in found if not n.resolution.place)
    )
    if "--sample" in sys.argv:
        names_by_row = {(n.stated_country, n.name): n for n in found}
        picks = Counter(random.Random(5).sample([(c, n.strip()) for c, n in rows], 100))
        for key, count in picks.most_common():
            place = names_by_row[key].resolution.place
            print(f"  {count} x {key}: {place and (place.name, place.country, place.latitude, place.longitude)}")


def main() -> None:
    gazetteer_cost()
    shared_gazetteer().find("Baghdad")
    visible()
    held_out()
    table()


if __name__ == "__main__":
    main()
