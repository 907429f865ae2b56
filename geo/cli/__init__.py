"""The ``incident-atlas`` command: ``serve``, ``import``, ``export``, ``info``, ``backup``, ``restore`` and more.

Results go to standard output (``--json`` for machines), faults to standard error as one sentence
that says what to do; the exit code is 0 only on success.
"""

from __future__ import annotations

import importlib
import sys

import click

from geo import __version__
from geo.errors import AtlasError

_HOMES = {
    "serve": "geo.cli.serve",
    "import": "geo.cli.files",
    "export": "geo.cli.files",
    "info": "geo.cli.store",
    "backup": "geo.cli.store",
    "restore": "geo.cli.store",
    "extract": "geo.cli.reports",
    "geocode": "geo.cli.reports",
    "geoparse": "geo.cli.reports",
}


class _Commands(click.Group):
    """Loads a command when it is called, so that none waits for what another needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _HOMES:
            return None
        found: click.Command = getattr(importlib.import_module(_HOMES[cmd_name]), f"{cmd_name}_command")
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="incident-atlas")
def commands() -> None:
    """Map publicly reported incidents: what happened, where, when, between whom, and who says so."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command and give its exit code: 0 done, 1 refused or failed, 2 wrong usage, 130 interrupted."""
    try:
        commands.main(args=arguments, prog_name="incident-atlas", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return _say("Interrupted; nothing half done was kept.", 130)
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except AtlasError as error:
        return _say(str(error), 1)
    except OSError as error:
        return _say(f"{error.strerror or error}{': ' + str(error.filename) if error.filename else ''}.", 1)
    return 0


def _say(sentence: str, code: int) -> int:
    click.echo(f"incident-atlas: {sentence}", err=True)
    return code
