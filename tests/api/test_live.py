"""The short way to the map: who may listen, and what is told."""

from __future__ import annotations

import asyncio
import time
from threading import Thread

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from geo import api
from geo.api import access, live
from geo.layers.packing import unpack
from geo.model.filter_query import from_query
from geo.settings import ServerSettings, StoreSettings
from geo.workflows.atlas import Atlas
from geo.workflows.search import select

SIGN_IN = ServerSettings(sign_in=True, token=SecretStr("machine"))


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    atlas = Atlas.open(StoreSettings(store=tmp_path_factory.mktemp("live") / "store"))
    yield atlas
    atlas.close()


def listen(atlas, act, *, query="session=s", server=None, **headers):
    """Open the socket, act in another thread as a script would, and give what the server sent until a first message."""
    app = Starlette(routes=api.routes(lambda: atlas, server or ServerSettings()))
    named = [(k.encode(), v.encode()) for k, v in {"host": "test", **headers}.items()]
    scope = {"type": "websocket", "path": "/atlas/live", "query_string": query.encode(), "headers": named}
    scope |= {"scheme": "ws", "root_path": "", "client": ("127.0.0.1", 1), "server": ("test", 80), "subprotocols": []}
    scope |= {"raw_path": b"/atlas/live", "asgi": {"version": "3.0"}}

    def once_heard():
        while not live.hears("s"):
            time.sleep(0.01)
        act()

    async def run():
        sent, incoming = [], asyncio.Queue()
        incoming.put_nowait({"type": "websocket.connect"})

        async def send(message):
            sent.append(message)
            if message["type"] == "websocket.accept":
                Thread(target=once_heard, daemon=True).start()
            if message["type"] == "websocket.send":
                incoming.put_nowait({"type": "websocket.receive", "text": "shown"})
                incoming.put_nowait({"type": "websocket.disconnect", "code": 1000})

        await asyncio.wait_for(app(scope, incoming.get, send), 10)
        return sent

    outcome = []
    thread = Thread(target=lambda: outcome.append(asyncio.run(run())))
    thread.start()
    thread.join(15)
    return outcome[0]


def test_a_listener_is_told_the_filter_and_its_rows(atlas):
    selection = select(atlas.snapshot(), from_query("country=SY&datetime=2024-01-01/.."))
    accepted, told = listen(atlas, lambda: live.tell("s", selection))
    header, arrays = unpack(told["bytes"])
    assert accepted["type"] == "websocket.accept"
    assert (header["query"], header["serial"]) == (selection.query, selection.snapshot.serial)
    name, rows, passed = header["parts"][selection.snapshot.parts[0].id]
    assert rows == 22
    assert sum(int(b).bit_count() for b in arrays[name]) == passed == int(selection.masks[0].sum())


def test_nobody_is_told_after_leaving_and_telling_nobody_does_nothing(atlas):
    selection = select(atlas.snapshot(), from_query(""))
    listen(atlas, lambda: live.tell("s", selection))
    assert not live.hears("s")
    live.tell("s", selection)


@pytest.mark.parametrize("given", [{}, {"query": "session=s&token=wrong"}, {"origin": "https://elsewhere.example"}])
def test_strangers_and_other_sites_may_not_listen(atlas, given):
    server = ServerSettings() if "origin" in given else SIGN_IN
    (closed,) = listen(atlas, lambda: None, server=server, **given)
    assert (closed["type"], closed["code"]) == ("websocket.close", live.REFUSED)


def test_a_signed_in_session_and_its_own_page_may_listen(atlas):
    selection = select(atlas.snapshot(), from_query(""))
    query = f"session=s&token={access.mint(SIGN_IN, 'a@b.example')}"
    sent = listen(atlas, lambda: live.tell("s", selection), query=query, server=SIGN_IN, origin="http://test")
    assert [m["type"] for m in sent] == ["websocket.accept", "websocket.send"]
