"""Pages for people, links, and who may read."""

from __future__ import annotations

import re

import pytest
from pydantic import SecretStr

from geo.settings import ServerSettings
from tests.api.ogc_client import CANARY, ODD, ROOT, Client, by_rel

PAGES = ["", "/conformance", "/api", "/collections", "/collections/open", "/collections/open/queryables"]
PAGES += ["/collections/open/items", "/collections/open/items/open%3A1", "/collections/places/items"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_text_as_text_and_runs_nothing(client, path):
    answer = client.get(path, f="html")
    assert answer.status == 200
    assert b"<b>x" not in answer.body
    assert b"<script" not in answer.body
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    for href in re.findall(rb'href="([^"]*)"', answer.body):
        assert href.startswith((b"http://test/ogc", b"https://"))


def test_pages_show_imported_text_literally(client):
    from html import unescape

    for path in ("/collections/open/items", "/collections/open/items/open%3A1"):
        assert CANARY in unescape(client.get(path, f="html").body.decode())


def test_pages_lead_on(client):
    page = client.get("/collections/open/items", limit=2, f="html").body.decode().replace("&amp;", "&")
    assert f'href="{ROOT}/collections/open/items?limit=2&offset=2&f=html"' in page


def test_addresses_of_datasets_are_linked_only_where_they_are_web_addresses(client):
    rels = {c["title"]: by_rel(c) for c in client.get("/collections").json()["collections"]}
    assert rels["Incidents of open"]["via"] == "https://example.org/data"
    assert "via" not in rels[f"Incidents of {ODD}"]


def test_links_begin_with_the_host_that_was_asked(client):
    found = client.get(headers={"host": "atlas.example.org:8443", "x-forwarded-host": "evil.example", "forwarded": "x"})
    assert by_rel(found.json())["data"] == "http://atlas.example.org:8443/ogc/collections"
    assert client.get(headers={"host": 'a"><script>'}).status == 400


def test_links_begin_with_the_address_from_the_settings(atlas):
    client = Client(atlas, public_url="https://atlas.example.org/team/")
    assert by_rel(client.get().json())["data"] == "https://atlas.example.org/team/ogc/collections"


def test_the_token_opens_and_never_stands_in_a_link(atlas):
    client = Client(atlas, sign_in=True, token=SecretStr("open sesame"))
    refused = client.get("/collections")
    assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.json()["code"] == "Unauthorized"
    assert client.get("/collections", headers={"authorization": "Bearer open sesame"}).status == 200
    page = client.get("/collections/open/items", limit=1, token="open sesame")
    assert page.status == 200
    assert b"sesame" not in page.body


def test_other_sites_may_read_only_where_each_request_carries_a_token(atlas):
    closed, unguarded = Client(atlas, sign_in=True, token=SecretStr("t")), Client(atlas)
    asked = closed.get(method="OPTIONS")
    assert asked.status == 204
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    assert closed.get(headers={"authorization": "Bearer t"}).headers["access-control-allow-origin"] == "*"
    for method in ("GET", "OPTIONS"):
        assert "access-control-allow-origin" not in unguarded.get(method=method).headers


def test_a_base_path_stands_in_every_link(atlas):
    import asyncio

    from starlette.applications import Starlette

    from geo import api
    from tests.api.asking import _ask

    app = Starlette(routes=api.routes(lambda: atlas, ServerSettings(), prefix="/base"))
    found = asyncio.run(_ask(app, "/base/ogc/collections", "GET", {}))
    assert found.json()["links"][0]["href"] == "http://test/base/ogc/collections?f=json"
