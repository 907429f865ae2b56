"""The short way from a page's script to its own map: a WebSocket that carries the newest filter and its mask.

Each message is one container of ``geo/layers/packing.py``: the header holds ``query``, ``serial`` and
what ``geo/layers/masks.py`` writes. The map answers each with a line of text once its pixels are on the
screen; until then the script rests, so that the browser does the urgent thing first.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from geo.api import access
from geo.errors import AccessError
from geo.layers import encode_masks
from geo.workflows.live import hub

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from geo.settings import ServerSettings
    from geo.workflows.live import Slot
    from geo.workflows.search import Selection

REFUSED = 4401
"""Close code where access is refused; 4000 to 4999 are for applications (RFC 6455, 7.4.2)."""


def routes(server: ServerSettings, *, prefix: str = "") -> list[WebSocketRoute]:
    """Give the one route, ``/atlas/live?session=…``, below the base path."""

    async def live(socket: WebSocket) -> None:
        session = socket.query_params.get("session", "")
        try:
            access.check(socket, server)
            _check_origin(socket)
        except AccessError:
            await socket.close(REFUSED)
            return
        await socket.accept()
        await _serve(socket, session)

    return [WebSocketRoute(f"{prefix}/atlas/live", live)]


def _check_origin(socket: WebSocket) -> None:
    """Refuse pages of other sites: a browser lets them open WebSockets to anywhere."""
    origin = socket.headers.get("origin")
    hosts = {socket.headers.get("host"), socket.headers.get("x-forwarded-host")}
    if origin is not None and urlsplit(origin).netloc not in hosts:
        raise AccessError("This page may not listen here.")


async def _serve(socket: WebSocket, session: str) -> None:
    loop, waiting = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(waiting.set)

    slot = hub.listen(session, wake)
    sending = asyncio.create_task(_send(socket, slot, waiting))
    try:
        while True:
            await socket.receive_text()
            slot.shown()
    except (WebSocketDisconnect, KeyError):
        pass
    finally:
        hub.leave(session, slot)
        sending.cancel()


async def _send(socket: WebSocket, slot: Slot, waiting: asyncio.Event) -> None:
    while True:
        await waiting.wait()
        waiting.clear()
        message = slot.take()
        if message is not None:
            await socket.send_bytes(message)


def hears(session: str) -> bool:
    """Tell whether a map listens for a session."""
    return hub.hears(session)


def tell(session: str, selection: Selection) -> None:
    """Tell a session's map the filter that the page is about to show, with the rows that it admits."""
    masks = {p.id: (bits, p.rows) for p, bits in zip(selection.snapshot.parts, selection.bits, strict=True)}
    hub.tell(session, encode_masks(masks, query=selection.query, serial=selection.snapshot.serial))
