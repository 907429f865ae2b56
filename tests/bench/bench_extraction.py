"""Scores the reading of reports against hand-coded ones, and prints what the gazetteer costs.

Run as a script. Reports outside the project are read where the folder exists; else a sentence says so.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from geo.extraction import Gazetteer, extract, geocode_table
from geo.extraction.gazetteer import distance_km
from geo.extraction.reader import shared_gazetteer, shared_lexicon
from geo.extraction.text import Sentence

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def load_reports() -> list[tuple[dict, str]]:
    """Give the coded reports with their texts; none where the folder is not there."""
    path = SHARED / "articles_with_gold.jsonl"
    if not path.is_file():
        print("extraction: no coded reports beside the project, skipped")
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [(row, row.get("text") or (SHARED / row["text_file"]).read_text(encoding="utf-8")) for row in rows]


def matches(gold: dict, found: dict) -> bool:
    """Say whether a candidate is the coded incident: date within a day, place within the tolerance or both unmapped."""
    if (
        found["date_start"] is None
        or abs((date.fromisoformat(found["date_start"]) - date.fromisoformat(gold["date"])).days) > 1
    ):
        return (
            found["date_end"] is not None
            and found["date_start"] is not None
            and found["date_start"] <= gold["date"] <= found["date_end"]
        )
    return place_matches(gold, found)


def place_matches(gold: dict, found: dict) -> bool:
    place = found["place"]
    if gold["lat"] is None:
        return place["latitude"] is None and place["country"] == gold["country"]
    if place["latitude"] is None:
        return False
    return distance_km(gold["lat"], gold["lon"], place["latitude"], place["longitude"]) <= gold["tolerance_km"]


def pair(golds: list[dict], found: list[dict]) -> list[tuple[dict, dict]]:
    free = list(found)
    pairs = []
    for gold in sorted(golds, key=lambda g: bool(g.get("optional"))):
        fits = [f for f in free if matches(gold, f) and place_matches(gold, f)]
        if fits:
            best = min(
                fits, key=lambda f: abs((date.fromisoformat(f["date_start"]) - date.fromisoformat(gold["date"])).days)
            )
            free.remove(best)
            pairs.append((gold, best))
    return pairs


def names(words: str | None) -> set[str]:
    if not words:
        return set()
    sentence = Sentence(0, len(words), words, 0, 0)
    found = {m.name for m in shared_lexicon().find(sentence) if not m.is_generic}
    return found or {words.casefold()}


def party_is_right(gold: str | None, got: set[str]) -> bool:
    expected = names(gold)
    if not expected:
        return not got
    return bool(expected & got) or any(
        set(e.casefold().split()) & {w for g in got for w in g.casefold().split()} for e in expected
    )


def toll_is_right(gold: object, got: dict) -> bool:
    value = got["best"] if got["best"] is not None else got["low"]
    if gold in (None, 0, "0"):
        return not value
    if isinstance(gold, str) and not gold.isdigit():
        return bool(value)
    return value == int(gold)  # type: ignore[call-overload]


def field_scores(gold: dict, found: dict) -> dict[str, bool]:
    attackers = {*found["initiator"], *found["claimant"]}
    claimed = "(claimed)" in (gold["perpetrator"] or "")
    return {
        "date": abs((date.fromisoformat(found["date_start"]) - date.fromisoformat(gold["date"])).days) == 0,
        "attacker": party_is_right(gold["perpetrator"], attackers),
        "target": party_is_right(gold["target"], set(found["target"])),
        "role": not claimed or bool(found["claimant"]),
        "killed": toll_is_right(gold["killed"], found["killed"]),
        "injured": toll_is_right(gold["injured"], found["injured"]),
        "weapon": not gold["weapon"] or bool(found["weapon"]) or "strike" in gold["weapon"],
    }


def score() -> None:  # noqa: PLR0912
    hit = missed = spurious = invented = 0
    right: defaultdict[str, list[bool]] = defaultdict(list)
    rules: defaultdict[str, list[bool]] = defaultdict(list)
    errors: list[str] = []
    times = []
    for row, text in load_reports():
        started = time.perf_counter()
        found = extract(text, row["published"].split(" ")[0], row["title"]).to_json()["candidates"]
        times.append(time.perf_counter() - started)
        pairs = pair(row["gold"], found)
        required = [g for g in row["gold"] if not g.get("optional")]
        ours, golds = {id(f) for _, f in pairs}, {id(g) for g, _ in pairs}
        hit += sum(not g.get("optional") for g, _ in pairs)
        for gold in required:
            if id(gold) not in golds:
                missed += 1
                errors.append(f"{row['id']}: missed {gold['date']} {gold['place']}")
        for extra in found:
            if id(extra) not in ours:
                spurious += 1
                errors.append(
                    f"{row['id']}: extra {extra['date_start']} {extra['place']['name']} ({extra['event_type']})"
                )
                invented += extra["place"]["latitude"] is not None and not any(
                    g["lat"] is not None for g in row["gold"]
                )
        for gold, ours_one in pairs:
            if gold.get("optional"):
                continue
            for field, ok in field_scores(gold, ours_one).items():
                right[field].append(ok)
                key = {"attacker": "initiator"}.get(field, field)
                for claim in ours_one["claims"]:
                    if claim["field"] == key:
                        rules[claim["rule"]].append(ok)
                if not ok:
                    errors.append(
                        f"{row['id']}: {field} of {gold['date']} {gold['place']}: coded {gold.get({'attacker': 'perpetrator'}.get(field, field))!r}, read {ours_one.get({'attacker': 'initiator', 'date': 'date_start'}.get(field, field))!r}"
                    )
    if not times:
        return
    precision, recall = hit / max(1, hit + spurious), hit / max(1, hit + missed)
    print(
        f"incidents: precision {precision:.2f}, recall {recall:.2f}, F1 {2 * precision * recall / (precision + recall):.2f}, invented points {invented}"
    )
    for field, values in right.items():
        print(f"  {field}: {sum(values)} of {len(values)} right ({sum(values) / len(values):.2f})")
    print("calibration, share of claims of a rule that stand on a right value:")
    for rule, values in sorted(rules.items()):
        print(f"  {rule}: {sum(values)}/{len(values)}")
    print("errors:")
    for error in errors:
        print("  " + error)
    print(f"slowest report after warm-up {max(times[1:]):.2f} s, mean {sum(times[1:]) / len(times[1:]):.2f} s")


def gazetteer_cost() -> None:
    started = time.perf_counter()
    gazetteer = Gazetteer.of()
    made = time.perf_counter() - started
    started = time.perf_counter()
    size = gazetteer.world.nbytes
    loaded = time.perf_counter() - started
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
    score()
    table()


if __name__ == "__main__":
    main()
