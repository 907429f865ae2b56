"""Ask an ASGI app in this process, without a server and without an HTTP client."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.applications import Starlette

from geo import api
from geo.settings import ServerSettings


@dataclass(frozen=True)
class Answer:
    """Status, headers by lower-case name, and the whole body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self):
        return json.loads(self.body)


def asker(atlas, server=None):
    """Give a function that asks the routes over this atlas: path with query, then headers by name."""
    app = Starlette(routes=api.routes(lambda: atlas, server or ServerSettings()))

    def ask(path, method="GET", **headers):
        with ThreadPoolExecutor(1) as thread:  # a browser test before this one leaves a loop running in this thread
            return thread.submit(asyncio.run, _ask(app, path, method, headers)).result()

    return ask


async def _ask(app, path, method, headers):
    path, _, query = path.partition("?")
    named = [(k.replace("_", "-").encode(), v.encode()) for k, v in {"host": "test", **headers}.items()]
    scope = {"type": "http", "method": method, "path": unquote(path), "raw_path": path.encode()}
    scope |= {"query_string": query.encode(), "headers": named, "client": ("127.0.0.1", 1), "server": ("test", 80)}
    scope |= {"scheme": "http", "http_version": "1.1", "root_path": "", "asgi": {"version": "3.0"}}
    sent = []

    async def receive():
        await asyncio.Event().wait()  # a client that sends no body and stays to the end

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    start = next(m for m in sent if m["type"] == "http.response.start")
    body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    return Answer(start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, body)
