"""UCDP GED and UCDP candidate events: CSV and GeoJSON, 41 to 50 columns, HDX copies too.

Codes follow the UCDP GED Codebook; the estimates come in the order best, high, low.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import ValueFault
from geo.importers.base import NO_MATCH, Batch, Description, Importer, Match
from geo.importers.tools.checks import BLANK, Checks, as_mask
from geo.importers.tools.coded import recoded
from geo.importers.tools.columns import constant, countries, each, finish, located, ordered_days, past_days, people
from geo.importers.tools.lists import blanks_like, parallel
from geo.importers.tools.open import records_of
from geo.importers.tools.parse import iso_day, show, whole
from geo.model.event_types import UCDP_TYPE_OF_VIOLENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.importers.base import Options, Sink
    from geo.importers.sample import Sample
    from geo.importers.tools.records import Records

_NEEDED = ("id", "type_of_violence", "side_a", "side_b", "date_start")
_TELLING = frozenset({"type_of_violence", "side_a", "side_b", "date_start", "dyad_name", "where_prec", "date_prec"})
_VIOLENCE = {1: "state-based", 2: "non-state", 3: "one-sided"}
_ONE_SIDED = 3
_FULL = re.compile(r"(?:ucdp[-_ ]*)?ged(?:event)?[-_ ]*v?(\d{2})[-_.]?(\d)(?![\d])", re.IGNORECASE)
_CANDIDATE = re.compile(r"ged(?:event)?[-_ ]*v?(\d{2}(?:[-_.]\d{1,2}){2,3})(?![\d])", re.IGNORECASE)
_GENERIC = re.compile(r"\b(csv|geojson|json|events?|data|upload|export|full|ucdp|ged|tmp\w*)\b", re.IGNORECASE)
_ATTRIBUTION = "Uppsala Conflict Data Program (UCDP), Georeferenced Event Dataset"


def _sniff(sample: Sample) -> Match:
    found = _TELLING & sample.columns
    if len(found) < 5:
        return NO_MATCH
    return Match(0.6 + 0.05 * len(found), f"it has the UCDP columns {', '.join(sorted(found))}")


def _describe(sample: Sample) -> Description:
    inner = re.search(r'"name"\s*:\s*"([^"]{1,80})"', sample.text[:2000]) if sample.kind == "json" else None
    for text in (sample.stem, inner.group(1) if inner else ""):
        for product, pattern in (("candidate", _CANDIDATE), ("ged", _FULL)):
            if match := pattern.search(text):
                release = ".".join(g for g in re.split(r"[-_.]", "_".join(match.groups())) if g)
                rest = _GENERIC.sub("", re.sub(r"[^0-9A-Za-z]+", " ", pattern.sub(" ", sample.stem)))
                name = "-".join(["ucdp", product, release, *rest.lower().split()])
                return Description(name, "UCDP", release, "CC-BY-4.0", True, _ATTRIBUTION, "https://ucdp.uu.se")
    return Description(sample.stem, "UCDP", None, "CC-BY-4.0", True, _ATTRIBUTION, "https://ucdp.uu.se")


def _read(path: Path, options: Options, sink: Sink) -> Iterator[Batch]:
    for records in records_of(path, options, sink, _NEEDED, "UCDP file"):
        batch = _batch(records, options, sink)
        if len(batch.rows):
            yield batch


def _violence(text: str) -> int:
    number = whole(text)
    if number not in _VIOLENCE:
        raise ValueFault(f"{show(text)} is no UCDP type of violence (1, 2 or 3)")
    return number


def _where(text: str) -> int:
    return _code(text, 7, "where_prec")


def _when(text: str) -> int:
    return _code(text, 5, "date_prec")


def _code(text: str, most: int, name: str) -> int:
    number = whole(text)
    if not 1 <= number <= most:
        raise ValueFault(f"{show(text)} is no {name} code (1 to {most})")
    return number


def _batch(records: Records, options: Options, sink: Sink) -> Batch:
    checks = Checks(records, sink)
    n = len(records)
    violence = checks.values("type_of_violence", _violence, pa.int8())
    columns = _identity(checks, options, violence) | _dates(checks, options) | _place(checks)
    columns |= _parties(checks, violence) | _sources(checks)
    lows, bests, highs = people(checks, *_estimates(checks))
    columns |= {"fatalities_low": lows, "fatalities_best": bests, "fatalities_high": highs}
    columns |= {"state": constant("published", n), "method": constant("provider", n)}
    return finish(checks, columns)


def _identity(checks: Checks, options: Options, violence: pa.Array) -> dict[str, pa.Array]:
    n = len(checks.records)
    ids = checks.text("id")
    if pc.any(pc.match_substring(ids, ".0")).as_py():
        ids = pc.replace_substring_regex(ids, r"^([+-]?\d+)\.0+$", r"\1")
    checks.refuse(pc.is_null(ids), "id", "the id is missing")
    blank = pc.is_in(checks.text("type_of_violence"), value_set=pa.array([None, *BLANK], pa.string()))
    checks.refuse(blank, "type_of_violence", "the type of violence is missing")
    kinds = violence.dictionary_encode()
    codes = kinds.dictionary.to_pylist()
    event = pa.array([UCDP_TYPE_OF_VIOLENCE[c].value for c in codes], pa.string())
    words = pa.array([f"UCDP type of violence {c}: {_VIOLENCE[c]}" for c in codes], pa.string())
    return {
        "dataset": constant(options.dataset, n),
        "dataset_id": ids,
        "event_type": recoded(kinds, event),
        "provider_type": recoded(kinds, words),
        "title": checks.label("dyad_name", "conflict_name"),
        "description": checks.label("where_description"),
        "licence": constant(options.licence or "CC-BY-4.0", n),
    }


def _dates(checks: Checks, options: Options) -> dict[str, pa.Array]:
    start = past_days(checks, "date_start", iso_day, options.today)
    end = ordered_days(checks, start, checks.days("date_end", iso_day), "date_end")
    return {"date_start": start, "date_end": end, "date_precision": checks.values("date_prec", _when, pa.int8())}


def _place(checks: Checks) -> dict[str, pa.Array]:
    place = located(checks)
    columns = {
        "longitude": place.longitude,
        "latitude": place.latitude,
        "where_precision": checks.values("where_prec", _where, pa.int8()),
        "place_name": checks.label("where_coordinates"),
        "country": countries(checks, "country", "iso3"),
        "adm_1": checks.label("adm_1"),
        "adm_2": checks.label("adm_2"),
    }
    return columns if place.geometry is None else columns | {"geometry": place.geometry}


def _parties(checks: Checks, violence: pa.Array) -> dict[str, pa.Array]:
    """Give the sides without a role, but for one-sided violence, where side A attacks by definition."""
    side_a, side_b = checks.text("side_a"), checks.text("side_b")
    one_sided = as_mask(pc.equal(violence, _ONE_SIDED))
    return {
        "initiator": each(side_a, where=one_sided),
        "target": each(side_b, where=one_sided),
        "party": each(side_a, side_b, where=~one_sided),
    }


def _estimates(checks: Checks) -> tuple[str, str, str]:
    """Name the columns of low, best and high; releases before 17 call them ``best_est`` and so on."""
    low, best, high = (n if checks.has(n) else f"{n}_est" for n in ("low", "best", "high"))
    return low, best, high


def _sources(checks: Checks) -> dict[str, pa.Array]:
    """Pair offices, headlines and dates; old rows have nothing but ``source_article``, kept whole."""
    office, headline, published = (checks.text(f"source_{n}") for n in ("office", "headline", "date"))
    nothing = pc.and_(pc.and_(pc.is_null(office), pc.is_null(headline)), pc.is_null(published))
    headline = pc.if_else(nothing, checks.text("source_article"), headline)
    offices, headlines, dates = parallel((office, headline, published), ";")
    return {
        "source_publisher": offices,
        "source_title": headlines,
        "source_published": dates,
        "source_url": blanks_like(offices),
    }


IMPORTER = Importer("ucdp", "UCDP GED and UCDP candidate events", _sniff, _describe, _read)
