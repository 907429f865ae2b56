"""``extract``, ``geocode`` and ``geoparse``: reading reports without the dashboard."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.common import json_option, open_atlas, show, store_option
from geo.extraction import extract, geocode, geoparse, read_document
from geo.model.countries import country_code
from geo.settings import data_dir
from geo.store.reference import load_reference
from geo.workflows.places import gazetteer, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.extraction import Gazetteer, Lexicon
    from geo.model import Place

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def _known(store: Path | None) -> tuple[Gazetteer, Lexicon]:
    """Give the project's places and actors, with those that the team added when a store is named."""
    lookup = open_atlas(store).snapshot().lookup if store else load_reference(data_dir())
    return gazetteer(lookup), lexicon(lookup)


@click.command("extract")
@_FILE
@click.option(
    "--published", metavar="DATE", help="Day, month or year of publication; without it relative dates stay undated."
)
@click.option("--title", help="Headline [default: what the file states].")
@click.option("--url", help="Where it was published.")
@click.option("--publisher", help="Who published it.")
@store_option
@json_option
def extract_command(
    file: Path, *, published: str | None, title: str | None, store: Path | None, as_json: bool, **details: Any
) -> None:
    """Read a report (.txt, .html, .pdf, .docx) into candidate incidents, each value tied to its words."""
    document = read_document(file)
    places, actors = _known(store)
    article = extract(
        document.text,
        published or document.published,
        title or document.title,
        gazetteer=places,
        lexicon=actors,
        **details,
    )
    show(article.to_json(), as_json=as_json, text=_candidates_text)


def _candidates_text(result: dict[str, Any]) -> str:
    lines = [f"{len(result['candidates'])} candidate incidents", *result["article"]["notes"]]
    for c in result["candidates"]:
        where = c["place"]["name"] or "no place"
        at = (
            "unmapped"
            if c["place"]["longitude"] is None
            else f"{c['place']['latitude']:.4f}, {c['place']['longitude']:.4f}"
        )
        lines.append(f"  {c['date_start'] or 'undated'}  {c['event_type']}  {where} ({at})")
        lines += [f"      {k['field']}: {k['value']}  “{k['text']}”" for k in c["claims"]]
    lines += [f"  not resolved: {u['name']}: {u['reason']}" for u in result["unresolved"]]
    return "\n".join(lines)


@click.command("geocode")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--country", default="", metavar="CC,CC", help="ISO 3166-1 alpha-2 codes to look in [default: all].")
@store_option
@json_option
def geocode_command(names: tuple[str, ...], country: str, store: Path | None, as_json: bool) -> None:
    """Find the coordinates of place names; a name that does not resolve gets none, with the reason."""
    codes = _codes(country)
    found = geocode(names, codes, gazetteer=_known(store)[0])
    results = [
        {"name": r.name, "place": _place(r.place), "method": r.method, "score": r.score, "reason": r.reason}
        | {"alternatives": [_place(p) for p in r.alternatives]}
        for r in found
    ]
    show({"results": results}, as_json=as_json, text=lambda r: _places_text(r["results"]))


def _codes(words: str) -> list[str]:
    """Read ``IQ,sy``; also takes alpha-3 codes and names, and refuses what is no country."""
    said = [c.strip() for c in re.split(r"[,;]", words) if c.strip()]
    unknown = [c for c in said if country_code(c) is None]
    if unknown:
        raise click.BadParameter(f"no country is called {', '.join(unknown)[:80]}", param_hint="--country")
    return [code for c in said if (code := country_code(c))]


@click.command("geoparse")
@_FILE
@store_option
@json_option
def geoparse_command(file: Path, store: Path | None, as_json: bool) -> None:
    """Find every place name of a text with its span, its resolution and the alternatives."""
    document = read_document(file)
    found = geoparse(document.text, title=document.title, gazetteer=_known(store)[0])
    results = [
        {"name": m.text, "start": m.start, "end": m.end, "use": m.use, "place": _place(m.place), "reason": m.reason}
        | {"alternatives": [_place(p) for p in m.alternatives]}
        for m in found
    ]
    show({"results": results}, as_json=as_json, text=lambda r: _places_text(r["results"]))


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "kind": place.kind.value if place.kind else None,
        "country": place.country,
        "adm_1": place.adm_1,
        "longitude": place.longitude,
        "latitude": place.latitude,
        "where_precision": int(place.precision) if place.precision else None,
    }


def _places_text(results: Iterable[dict[str, Any]]) -> str:
    lines = []
    for r in results:
        p = r["place"]
        if p is None or p["longitude"] is None:
            lines.append(f"{r['name']}: {p['name'] + ', no point' if p else r['reason'] or 'not found'}")
        else:
            lines.append(f"{r['name']}: {p['name']}, {p['country']}  {p['latitude']:.5f}, {p['longitude']:.5f}")
    return "\n".join(lines)
