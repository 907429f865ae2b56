"""Fetch one report by its address, when the user asks for it: web pages only, public addresses only, within limits.

Every hop is resolved, its addresses are checked, and the connection goes to a checked address, so that
neither a redirect nor a name that changes its address reaches the inside of a network. No proxy is used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from geo.errors import ExtractionError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.settings import FetchSettings

KINDS: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_CHUNK: Final = 1 << 16
_ASKED: Final = {
    "User-Agent": "incident-atlas",
    "Accept": ", ".join(KINDS),
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class Fetched(NamedTuple):
    """What an address gave: ``url`` after redirects, and a ``name`` whose ending tells the kind."""

    url: str
    name: str
    data: bytes


class _Hop(NamedTuple):
    """One address to ask: its parts, and the socket address that was checked."""

    url: SplitResult
    host: str
    port: int
    family: int
    peer: tuple[Any, ...]


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet; addresses that wrap another one are unwrapped."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _NAT64:
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        if not all(is_public(str(a)) for a in inner if a is not None):
            return False
    special = found.is_private or found.is_reserved or found.is_multicast or found.is_loopback or found.is_link_local
    return found.is_global and not special and not found.is_unspecified


def fetch(url: str, settings: FetchSettings, *, admits: Callable[[str], bool] = is_public) -> Fetched:
    """Fetch a report. ``admits`` decides on an IP address; tests with a server of their own bring another.

    Raises ExtractionError with one sentence for whatever is refused or fails, TooLargeError for too much.
    """
    if not settings.allowed:
        raise ExtractionError("Fetching is switched off here; open the page yourself and paste its text.")
    deadline = time.monotonic() + settings.seconds
    for _ in range(MOST_REDIRECTS + 1):
        hop = _resolved(url.strip(), deadline, admits)
        answer = _asked(hop, deadline, settings.mb << 20)
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(urlunsplit(hop.url), answer)
    raise ExtractionError(f"The address leads on more than {MOST_REDIRECTS} times.")


def _resolved(url: str, deadline: float, admits: Callable[[str], bool]) -> _Hop:
    """Split an address and resolve its host; every address of the host must be admitted."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise ExtractionError("This is no address of a web page.") from error
    if parts.scheme not in _PORTS or not host or not url.isprintable() or " " in url:
        raise ExtractionError("Only addresses that begin with http:// or https:// are fetched.")
    if parts.username is not None or parts.password is not None:
        raise ExtractionError("An address with a name or password in it is not fetched.")
    if port < 1024 and port not in _PORTS.values():
        raise ExtractionError(f"Port {port} is not one that web pages come from.")
    peers = _addresses(host, port, deadline)
    if not all(admits(str(peer[0])) for _, peer in peers):
        raise ExtractionError(f"{host} is an address inside a network, not on the public internet; it is not fetched.")
    return _Hop(parts, host, port, *peers[0])


def _addresses(host: str, port: int, deadline: float) -> list[tuple[int, tuple[Any, ...]]]:
    found: list[tuple[int, tuple[Any, ...]]] = []

    def look_up() -> None:
        with suppress(OSError, UnicodeError):
            found.extend((f, peer) for f, *_, peer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))

    asking = threading.Thread(target=look_up, daemon=True)
    asking.start()
    asking.join(max(0.0, deadline - time.monotonic()))
    if asking.is_alive() or not found:
        raise ExtractionError(f"There is no host called {host}, or its name cannot be looked up from here.")
    return found


def _asked(hop: _Hop, deadline: float, most: int) -> Fetched | str:
    """Ask one address; gives what it holds, or where it leads on."""
    left = deadline - time.monotonic()
    late = threading.Event()
    try:
        with socket.socket(hop.family, socket.SOCK_STREAM) as line:
            line.settimeout(max(left, 0.01))
            line.connect(hop.peer)
            watch = threading.Timer(max(deadline - time.monotonic(), 0.01), _hang_up, (line, late))
            watch.start()
            try:
                return _answer(hop, _secured(line, hop), most)
            finally:
                watch.cancel()
    except ssl.SSLError as error:
        if not late.is_set():
            raise ExtractionError(f"{hop.host} has no valid certificate, so it is not read.") from error
        raise _too_slow(hop) from error
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            raise _too_slow(hop) from error
        raise ExtractionError(f"{hop.host} cannot be reached, or broke off.") from error


def _too_slow(hop: _Hop) -> ExtractionError:
    return ExtractionError(f"{hop.host} took too long to answer; open the page yourself and paste its text.")


def _hang_up(line: socket.socket, late: threading.Event) -> None:
    """End whatever waits on the line: a server that drips must not hold us."""
    late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _secured(line: socket.socket, hop: _Hop) -> socket.socket:
    if hop.url.scheme == "http":
        return line
    return ssl.create_default_context().wrap_socket(line, server_hostname=hop.host)


def _answer(hop: _Hop, line: socket.socket, most: int) -> Fetched | str:
    connection = http.client.HTTPConnection(hop.host, hop.port)
    connection.auto_open = 0
    connection.sock = line
    path = quote(hop.url.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(hop.url.query, safe='/%:@!$&()*+,;=~-._?')}" if hop.url.query else ""
    bare = hop.host if ":" not in hop.host else f"[{hop.host}]"
    named = bare if hop.port == _PORTS[hop.url.scheme] else f"{bare}:{hop.port}"
    try:
        connection.request("GET", path + query, headers=_ASKED | {"Host": named})
        response = connection.getresponse()
        if response.status in _REDIRECTS and (onward := response.getheader("Location")):
            return onward
        if response.status != http.HTTPStatus.OK:
            raise ExtractionError(_refusal(hop.host, response.status))
        kind, charset = _kind(hop.host, response)
        return Fetched(urlunsplit(hop.url), f"{hop.host}{kind}", _as_utf8(_body(response, most), kind, charset))
    finally:
        connection.close()


def _refusal(host: str, status: int) -> str:
    words = {404: "there is no such page", 410: "the page is gone"}.get(status)
    if words is None:
        words = "the page is not handed out to programs" if 400 <= status < 500 else "the server is in trouble"
    return f"{host} says that {words} ({status}); open it yourself and paste its text."


def _kind(host: str, response: http.client.HTTPResponse) -> tuple[str, str | None]:
    kind = response.headers.get_content_type() if response.getheader("Content-Type") else ""
    if kind not in KINDS:
        said = kind if kind.isprintable() and kind else "something it does not name"
        raise ExtractionError(f"{host} gives {said[:80]}; a report is a web page, plain text, PDF or DOCX.")
    return KINDS[kind], response.headers.get_content_charset()


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    """Read the answer; packed or not, it may hold no more than ``most`` bytes."""
    packed = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packed not in {"identity", "gzip", "deflate"}:
        raise ExtractionError(f"The page is packed in a way that is not read ({packed[:20]}).")
    unpack = None if packed == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    found, raw = bytearray(), 0
    while piece := response.read(_CHUNK):
        raw += len(piece)
        found += unpack.decompress(piece, most + 1 - len(found)) if unpack else piece
        if max(raw, len(found)) > most:
            raise TooLargeError(f"The page is larger than {most >> 20} MB.")
    if response.length:
        raise http.client.IncompleteRead(bytes(found[:1]), response.length)
    return bytes(found)


def _as_utf8(data: bytes, kind: str, charset: str | None) -> bytes:
    """Give text in UTF-8 where the server says in which encoding it is."""
    if charset is None or kind not in {".html", ".txt"}:
        return data
    with suppress(LookupError, ValueError):
        return data.decode(charset, "replace").encode()
    return data
