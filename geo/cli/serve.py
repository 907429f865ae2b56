"""``incident-atlas serve``: the dashboard on this machine."""

from __future__ import annotations

import os
import runpy
import sys
from typing import TYPE_CHECKING

import click

from geo.cli.common import store_option, store_settings
from geo.settings import ServerSettings, app_dir

if TYPE_CHECKING:
    from pathlib import Path


@click.command("serve")
@click.option("--host", help="Address to listen on [default: 127.0.0.1, this machine only].")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on [default: 8501].")
@click.option("--headless", is_flag=True, help="Do not open a browser.")
@store_option
def serve_command(host: str | None, port: int | None, headless: bool, store: Path | None) -> None:
    """Open the dashboard in the browser.

    It answers on /healthz once it is up. Listening on another address than 127.0.0.1 shows the
    store to everyone who can reach it: configure sign-in first (see docs/team.md).
    """
    server = ServerSettings()
    os.environ["INCIDENT_ATLAS_STORE"] = str(store_settings(store).store.absolute())
    address = host or server.host, str(port or server.port)
    click.echo(f"Incident Atlas on http://{address[0]}:{address[1]} (stop with Ctrl+C)", err=True)
    sys.argv = ["streamlit", "run", str(app_dir() / "dashboard.py"), "--server.headless", str(headless).lower()]
    sys.argv += ["--server.address", address[0], "--server.port", address[1]]
    sys.argv += ["--server.showEmailPrompt", "false"]  # a first start must not wait for an answer
    os.chdir(app_dir())
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
