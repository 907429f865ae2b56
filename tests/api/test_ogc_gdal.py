"""GDAL, and with it QGIS, reads what the page shows: ogrinfo against a real server on this machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time

import pytest
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette

from geo import api
from geo.model.filter_query import from_query
from geo.settings import ServerSettings
from geo.workflows.search import select
from tests.api.ogc_client import ODD

pytestmark = pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo (Debian: gdal-bin) is not installed")


class Server:
    """The routes on a free port of this machine, in a thread."""

    def __init__(self, atlas, **settings):
        app = Starlette(routes=api.routes(lambda: atlas, ServerSettings(**settings)))
        self._server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none"))
        self._thread = threading.Thread(target=self._server.run)

    def __enter__(self):
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"OAPIF:http://127.0.0.1:{port}/ogc"

    def __exit__(self, *_):
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture(scope="module")
def address(atlas):
    with Server(atlas) as address:
        yield address


def ogrinfo(*arguments):
    done = subprocess.run(["ogrinfo", "-ro", *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    return done.stdout


def counted(text):
    """Give the count of each layer that ogrinfo speaks of."""
    counts, layer = {}, ""
    for line in text.splitlines():
        if line.startswith("Layer name: "):
            layer = line.removeprefix("Layer name: ")
        elif line.startswith("Feature Count: "):
            counts[layer] = int(line.removeprefix("Feature Count: "))
    return counts


def test_gdal_lists_the_collections(address):
    listed = ogrinfo(address)
    for words in ("incidents (title: All incidents)", "open (title: Incidents of open)", ODD, "places", "areas"):
        assert words in listed


def test_gdal_counts_what_we_count(address, atlas):
    counts = counted(ogrinfo("-al", "-so", address))
    snapshot = atlas.snapshot()
    for name, query in (("incidents", ""), ("reported", "dataset=reported"), ("open", "dataset=open")):
        assert counts[name] == select(snapshot, from_query(query)).counts.shown
    assert len(counts) == 7


def test_gdal_filters_by_property_and_by_time(address):
    assert counted(ogrinfo("-so", address, "open", "-where", "country = 'SY'")) == {"open": 1}
    assert counted(ogrinfo("-so", address, "open", "-where", "country = 'IQ'")) == {"open": 8}


def test_gdal_reads_every_feature_over_many_pages(address, tmp_path, atlas):
    path = tmp_path / "out.geojson"
    command = ["ogr2ogr", str(path), address, "incidents", "-oo", "PAGE_SIZE=7"]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    features = json.loads(path.read_text())["features"]
    assert len({f["properties"]["id"] for f in features}) == atlas.snapshot().total


def test_gdal_reads_with_the_token_and_not_without(atlas):
    with Server(atlas, sign_in=True, token=SecretStr("open sesame")) as address:
        refused = subprocess.run(["ogrinfo", address], capture_output=True, text=True, timeout=60, check=False)
        assert refused.returncode != 0
        listed = ogrinfo("--config", "GDAL_HTTP_HEADERS", "Authorization: Bearer open sesame", "-so", "-al", address)
        assert counted(listed)["open"] == 9
