"""The ``incident-atlas`` command: ``serve``, ``import``, ``export``, ``info``, ``backup``, ``restore`` and more.

Results go to standard output (``--json`` for machines), faults to standard error as one sentence
that says what to do; the exit code is 0 only on success.
"""

from __future__ import annotations

import sys

import click

from geo import __version__
from geo.cli.files import export_command, import_command
from geo.cli.reports import extract_command, geocode_command, geoparse_command
from geo.cli.serve import serve_command
from geo.cli.store import backup_command, info_command, restore_command
from geo.errors import AtlasError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="incident-atlas")
def commands() -> None:
    """Map publicly reported incidents: what happened, where, when, between whom, and who says so."""


for command in (
    serve_command,
    import_command,
    export_command,
    info_command,
    backup_command,
    restore_command,
    extract_command,
    geocode_command,
    geoparse_command,
):
    commands.add_command(command)


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
