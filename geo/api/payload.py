"""Bodies that are made once: ETag, caching, and gzip where it pays."""

from __future__ import annotations

import gzip
import ipaddress
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

YEAR = 365 * 24 * 3600
CACHE_BYTES = 192 * 1024 * 1024


class Payload:
    """A body, its name for caches, and its compressed form once somebody far away asked for it."""

    def __init__(self, body: bytes, *, etag: str) -> None:
        """Keep the body as it is."""
        self.body, self.etag = body, f'"{etag}"'
        self._zipped: bytes | None = None

    @property
    def zipped(self) -> bytes:
        """Give the body compressed, made at the first call."""
        if self._zipped is None:
            self._zipped = gzip.compress(self.body, compresslevel=5, mtime=0)
        return self._zipped

    @property
    def size(self) -> int:
        """Give the bytes that are held."""
        return len(self.body) + len(self._zipped or b"")


class PayloadCache:
    """Payloads by key, the least recently used let go beyond ``limit`` bytes; safe for threads."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        """Begin empty."""
        self._limit, self._held = limit, OrderedDict[str, Payload]()
        self._lock, self._making = threading.Lock(), dict[str, threading.Lock]()

    def get(self, key: str, make: Callable[[], bytes]) -> Payload:
        """Give the payload of that key, made by ``make`` when it is not held; once, whoever asks meanwhile."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            held = self._get(key)
            return held if held is not None else self._keep(key, Payload(make(), etag=key))

    def _get(self, key: str) -> Payload | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def _keep(self, key: str, payload: Payload) -> Payload:
        with self._lock:
            self._held[key] = payload
            while len(self._held) > 1 and sum(p.size for p in self._held.values()) > self._limit:
                gone, _ = self._held.popitem(last=False)
                self._making.pop(gone, None)
        return payload


def respond(request: Request, payload: Payload, *, media_type: str, immutable: bool) -> Response:
    """Answer with the payload, or with 304 where the browser has it.

    ``identity`` is said openly so that nothing further on compresses again: on this machine that
    costs far more time than it saves. Over a network the body is sent compressed.
    """
    caching = f"private, max-age={YEAR}, immutable" if immutable else "private, no-cache"
    headers = {"ETag": payload.etag, "Cache-Control": caching, "Vary": "Accept-Encoding"}
    headers["X-Content-Type-Options"] = "nosniff"
    if payload.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    packed = len(payload.body) > 1024 and "gzip" in request.headers.get("accept-encoding", "") and not _is_near(request)
    headers["Content-Encoding"] = "gzip" if packed else "identity"
    return Response(payload.zipped if packed else payload.body, media_type=media_type, headers=headers)


def _is_near(request: Request) -> bool:
    """Tell whether the browser runs on this machine, without a proxy between."""
    if request.client is None or "x-forwarded-for" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
