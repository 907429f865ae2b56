"""Options and helpers that several commands share."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from geo.settings import PersonSettings, StoreSettings
from geo.workflows.atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Callable

store_option = click.option(
    "--store",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the store [INCIDENT_ATLAS_STORE; default: the user's data folder].",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON for machines.")
by_option = click.option(
    "--by", help="Who does this, for the record [INCIDENT_ATLAS_EDITOR; default: the account name]."
)


def store_settings(store: Path | None) -> StoreSettings:
    """Give the settings of the store, the command line's folder first."""
    return StoreSettings(store=store) if store else StoreSettings()


def open_atlas(store: Path | None) -> Atlas:
    """Open the store that the options and the settings name, making it when it is new."""
    return Atlas.open(store_settings(store))


def person(by: str | None) -> str:
    """Name who acts: the option, the settings, or the account."""
    return by or PersonSettings().editor or getpass.getuser()


def show(result: dict[str, Any], *, as_json: bool, text: Callable[[dict[str, Any]], str]) -> None:
    """Print a result for a machine or for a person."""
    click.echo(orjson.dumps(result, option=orjson.OPT_INDENT_2).decode() if as_json else text(result))
