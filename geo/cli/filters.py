"""One option for every field of ``Filter``, and ``--query`` for a page's URL query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geo.model.filter_query import from_query

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model.filter import Filter

_OPTIONS = (
    click.option("--from", "start", metavar="DAY", help="First day, such as 2024-01-20."),
    click.option("--to", "end", metavar="DAY", help="Last day."),
    click.option("--bbox", metavar="W,S,E,N", help="Box in degrees."),
    click.option("--country", multiple=True, metavar="CC", help="ISO 3166-1 alpha-2 code; may be repeated."),
    click.option("--adm-1", "adm_1", multiple=True, metavar="NAME", help="First-order division; may be repeated."),
    click.option("--type", "type_", multiple=True, help="Event type or class; may be repeated."),
    click.option("--actor", multiple=True, help="Actor with all its parts; may be repeated."),
    click.option("--role", help="Role of the actor: initiator, target, claimant or unspecified."),
    click.option("--precision", metavar="1-7", help="Coarsest UCDP where_prec code to take."),
    click.option("--text", metavar="WORDS", help="Words that must all occur."),
    click.option("--polygon", metavar="WKT", help="Area to lie in, longitude first."),
    click.option("--within", metavar="KM,PLACE", help="Distance of a place or border, such as 25,al-qaim."),
    click.option("--dataset", multiple=True, help="Name of a dataset; may be repeated."),
    click.option("--state", multiple=True, help="Review state; may be repeated."),
    click.option("--query", metavar="QUERY", help="The part of a page's address after '?'; other options override it."),
)
_NAMES = {"type_": "type", "text": "q"}


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command; collect them again with ``read_filter``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_filter(options: dict[str, Any]) -> Filter:
    """Make the filter of a command's options; raises FilterError with the value at fault."""
    given: dict[str, Any] = {_NAMES.get(k, k): list(v) if isinstance(v, tuple) else v for k, v in options.items() if v}
    start, end, query = (given.pop(name, None) for name in ("start", "end", "query"))
    if start or end:
        given["datetime"] = f"{start or '..'}/{end or '..'}"
    stated = from_query(given)
    if not query:
        return stated
    base = from_query(query)
    return base.model_copy(update={name: getattr(stated, name) for name in stated.model_fields_set})
