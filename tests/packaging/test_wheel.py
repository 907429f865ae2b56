"""The wheel works in an empty folder, without the checkout."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The unpacked wheel."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(out / "site")
    return out / "site"


@pytest.fixture
def run(site, tmp_path):
    """Run the installed command in an empty folder."""
    empty = tmp_path / "empty"
    empty.mkdir()
    environment = os.environ | {"PYTHONPATH": str(site), "INCIDENT_ATLAS_STORE": str(tmp_path / "store")}
    environment |= {"PYTHONSAFEPATH": "1"}

    def start(*arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "geo", *arguments]
        return subprocess.Popen(command, cwd=empty, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    return start


def test_the_wheel_carries_the_dashboard_its_pages_and_its_data_but_no_leftovers(site):
    assert (site / "geo" / "_app" / "dashboard.py").is_file()
    assert (site / "geo" / "_app" / "pages" / "map.py").is_file()
    assert (site / "geo" / "_app" / "data" / "basemap" / "world.json").is_file()
    assert not list(site.rglob("__pycache__"))
    assert {p.name for p in site.iterdir()} <= {"geo", *(p.name for p in site.glob("*.dist-info"))}


def test_the_installed_command_exports_the_built_in_incidents(run, tmp_path):
    process = run("export", str(tmp_path / "out.geojson"))
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output.decode()
    assert len(json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]) == 22


def test_the_installed_dashboard_answers(run):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = run("serve", "--headless", "--port", str(port))
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/atlas/state", timeout=5) as answer:
                    assert json.load(answer)["counts"]["total"] == 22
                    break
            except OSError:
                assert process.poll() is None, process.stdout.read().decode()
                time.sleep(0.2)
        else:
            raise AssertionError("the dashboard did not answer")
    finally:
        process.terminate()
        process.communicate(timeout=20)
