"""``incident-atlas serve``: the dashboard on this machine."""

from __future__ import annotations

import os
import subprocess
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
    environment = os.environ | {"INCIDENT_ATLAS_STORE": str(store_settings(store).store.absolute())}
    command = [sys.executable, "-m", "streamlit", "run", str(app_dir() / "dashboard.py")]
    command += ["--server.address", host or server.host, "--server.port", str(port or server.port)]
    command += ["--server.headless", str(headless).lower()]
    click.echo(f"Incident Atlas on http://{host or server.host}:{port or server.port} (stop with Ctrl+C)", err=True)
    process = subprocess.Popen(command, env=environment, cwd=app_dir())  # noqa: S603 - our own interpreter and file
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        code = process.wait()
    if code not in {0, -15, 130, 143}:
        raise click.ClickException(f"The server stopped with code {code}; is port {port or server.port} in use?")
