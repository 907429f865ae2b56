"""Scores what was read of a report against what a person coded in it."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from geo.extraction import extract
from geo.extraction.actor_words import GENERIC
from geo.extraction.gazetteer import distance_km
from geo.extraction.reader import shared_lexicon
from geo.extraction.text import Sentence

HELD_OUT = Path(__file__).parent / "held_out"
AREA_KM = 200
PROVINCE = 4


def held_out(batch="*"):
    """Give the held-out reports with their texts, in the order of their batches."""
    found = []
    for path in sorted(HELD_OUT.glob(f"{batch}.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append((row, (HELD_OUT / row["text_file"]).read_text(encoding="utf-8")))
    return found


@dataclass
class Score:
    """Counts over reports; ``fields`` and ``rules`` hold one truth value for each value compared."""

    hit: int = 0
    missed: int = 0
    spurious: int = 0
    invented: int = 0
    fields: defaultdict = field(default_factory=lambda: defaultdict(list))
    rules: defaultdict = field(default_factory=lambda: defaultdict(list))
    errors: list = field(default_factory=list)

    @property
    def precision(self):
        return self.hit / max(1, self.hit + self.spurious)

    @property
    def recall(self):
        return self.hit / max(1, self.hit + self.missed)

    @property
    def f1(self):
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def score(reports):
    total = Score()
    for row, text in reports:
        published = (row["published"] or "").split(" ")[0] or None
        add(total, row, extract(text, published, row["title"]).to_json()["candidates"])
    return total


def add(total, row, found):
    """Count one report."""
    pairs = paired(row["gold"], found)
    ours, coded = {id(f) for _, f in pairs}, {id(g) for g, _ in pairs}
    for gold in row["gold"]:
        if not gold.get("optional") and id(gold) not in coded:
            total.missed += 1
            total.errors.append(f"{row['id']}: missed {gold['date']} {gold['place']}")
    for extra in found:
        if id(extra) not in ours:
            total.spurious += 1
            total.errors.append(f"{row['id']}: extra {extra['date_start']} {extra['place']} ({extra['event_type']})")
            for claim in extra["claims"]:
                total.rules[claim["rule"]].append(False)
    for stray in found:
        if stray["place"]["latitude"] is not None and not any(is_near(g, stray, area=AREA_KM) for g in row["gold"]):
            total.invented += 1
            total.errors.append(f"{row['id']}: INVENTED POINT {stray['place']}")
    for gold, ours_one in pairs:
        for claim in ours_one["claims"]:
            if claim["field"] in {"event_type", "time_local", "in_response_to"}:
                total.rules[claim["rule"]].append(True)
        if not gold.get("optional"):
            total.hit += 1
            _add_fields(total, row, gold, ours_one)


def _add_fields(total, row, gold, found):
    for name, ok in field_scores(gold, found).items():
        total.fields[name].append(ok)
        key = {"party": "initiator"}.get(name, name)
        for claim in found["claims"]:
            if claim["field"] == key or (name == "party" and claim["field"] == "claimant"):
                total.rules[claim["rule"]].append(claim_is_right(gold, claim, ok=ok))
        if not ok:
            coded = gold.get(
                {"party": "perpetrator", "role": "perpetrator", "attribution": "attributed_to"}.get(name, name)
            )
            keys = {"party": ("initiator", "claimant"), "role": ("initiator", "claimant"), "date": ("date_start",)}
            read = (
                sorted({c["attributed_to"] for c in found["claims"] if c["attributed_to"]})
                if name == "attribution"
                else [found.get(k) for k in keys.get(name, (name,))]
            )
            total.errors.append(f"{row['id']}: {name} of {gold['date']} {gold['place']}: coded {coded!r}, read {read}")


def claim_is_right(gold, claim, *, ok):
    """Say whether one claim of a paired candidate stands on a right value."""
    if claim["field"] in {"initiator", "claimant"}:
        return party_is_right(gold["perpetrator"], {str(claim["value"])})
    if claim["field"] == "target":
        return party_is_right(gold["target"], {str(claim["value"])}) if gold["target"] else True
    if claim["field"] in {"killed", "injured"}:
        return toll_is_right(gold[claim["field"]], {"best": claim["value"], "low": claim["value"]})
    return ok


def paired(golds, found):
    """Give each coded incident the nearest read one in days, required ones first."""
    free, pairs = list(found), []
    for gold in sorted(golds, key=lambda g: bool(g.get("optional"))):
        fits = [f for f in free if days_off(gold, f) <= 1 and place_matches(gold, f)]
        if fits:
            best = min(fits, key=lambda f: (days_off(gold, f), f["date_start"], f["id"]))
            free.remove(best)
            pairs.append((gold, best))
    return pairs


def days_off(gold, found):
    """Give the days between a coded day and the span read, 0 inside it."""
    if found["date_start"] is None:
        return 9_999
    day = date.fromisoformat(gold["date"])
    first, last = date.fromisoformat(found["date_start"]), date.fromisoformat(found["date_end"])
    return max((first - day).days, (day - last).days, 0)


def place_matches(gold, found):
    if gold["lat"] is None:
        return found["place"]["latitude"] is None and found["place"]["country"] == gold["country"]
    return found["place"]["latitude"] is not None and is_near(gold, found)


def is_near(gold, found, *, area=0):
    """Say whether a point lies within the coder's tolerance; ``area`` km are allowed to the middle of a province."""
    place = found["place"]
    if gold["lat"] is None:
        return False
    reach = max(gold["tolerance_km"], area if place["where_precision"] >= PROVINCE else 0)
    return distance_km(gold["lat"], gold["lon"], place["latitude"], place["longitude"]) <= reach


def names(words):
    if not words:
        return set()
    found = {m.name for m in shared_lexicon().find(Sentence(0, len(words), words, 0, 0)) if not m.is_generic}
    if not found and re.search(rf"(?i){GENERIC}", words):
        return {"persons not named"}
    return found or {re.sub(r" \((?:claimed|blamed)\)", "", words).casefold()}


def party_is_right(gold, got):
    expected = names(gold)
    if not expected:
        return not got
    got = got | ({"persons not named"} if any(re.search(rf"(?i){GENERIC}", g) for g in got) else set())
    said = {w for g in got for w in g.casefold().split()}
    return bool(expected & got) or any(set(e.casefold().split()) & said for e in expected)


def toll_is_right(gold, got):
    value = got["best"] if got["best"] is not None else got["low"]
    if gold in (None, 0, "0"):
        return not value
    if isinstance(gold, str) and not gold.isdigit():
        return bool(value)
    return value == int(gold)


def field_scores(gold, found):
    """Give what is right of a paired incident; a field that the coder left open is not compared."""
    who = gold["perpetrator"] or ""
    role = "claimant" if "(claimed)" in who else "initiator"
    found_names = {*found["initiator"], *found["claimant"]}
    scores = {
        "place": True,
        "date": days_off(gold, found) == 0,
        "party": party_is_right(who, found_names),
        "target": not gold["target"] or party_is_right(gold["target"], set(found["target"])),
        "role": not who or party_is_right(who, set(found[role])),
        "killed": toll_is_right(gold["killed"], found["killed"]),
        "injured": toll_is_right(gold["injured"], found["injured"]),
        "weapon": not gold["weapon"] or bool(found["weapon"]) or "strike" in gold["weapon"],
    }
    if said := gold.get("attributed_to"):
        scores["attribution"] = any(said.casefold() in (c["attributed_to"] or "").casefold() for c in found["claims"])
    return scores


def report(total):
    """Print a score with every error by name."""
    print(
        f"  precision {total.precision:.2f}, recall {total.recall:.2f}, F1 {total.f1:.2f}, "
        f"invented points {total.invented} ({total.hit} found, {total.missed} missed, {total.spurious} extra)"
    )
    print("  " + ", ".join(f"{k} {sum(v)}/{len(v)}" for k, v in total.fields.items()))
    for error in total.errors:
        print("    " + error)
