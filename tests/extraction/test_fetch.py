"""Fetching a report by its address: public web pages only, within limits, whatever the server tries."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geo.errors import ExtractionError, TooLargeError
from geo.extraction.fetch import fetch, is_public
from geo.settings import FetchSettings

PAGE = "<html><body><article><p>Zwei Raketen trafen die Basis in Mossul – am Montag.</p></article></body></html>"
SETTINGS = FetchSettings(mb=1, seconds=3)


class Site(BaseHTTPRequestHandler):
    """Answers by path, as well-behaved and hostile servers do."""

    def do_GET(self):
        getattr(self, f"_{self.path.strip('/').partition('?')[0]}")()

    def log_message(self, *_):
        pass

    def _send(self, body=b"", status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _page(self):
        self._send(PAGE.encode("cp1252"), Content_Type="text/html; charset=windows-1252")

    def _here(self):
        self._send(status=302, Location="/page")

    def _inside(self):
        self._send(status=302, Location=f"http://127.0.0.2:{self.server.server_port}/page")

    def _file(self):
        self._send(status=302, Location="file:///etc/passwd")

    def _loop(self):
        self._send(status=302, Location="/loop")

    def _gone(self):
        self._send(status=404)

    def _paywall(self):
        self._send(status=403)

    def _image(self):
        self._send(b"GIF89a", Content_Type="image/gif")

    def _unnamed(self):
        self._send(b"<p>x</p>")

    def _packed(self):
        self._send(gzip.compress(PAGE.encode()), Content_Type="text/html", Content_Encoding="gzip")

    def _bomb(self):
        self._send(gzip.compress(b"\0" * (64 << 20)), Content_Type="text/html", Content_Encoding="gzip")

    def _large(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        while True:
            try:
                self.wfile.write(b"x" * 65536)
            except OSError:
                return

    def _cut(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")

    def _drip(self):
        try:
            while True:
                self.wfile.write(b"H")
                time.sleep(0.2)
        except OSError:
            return


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def only_ours(address):
    return address == "127.0.0.1"


def get(url, **changes):
    return fetch(url, SETTINGS.model_copy(update=changes), admits=only_ours)


@pytest.mark.parametrize("path", ["page", "here", "packed"])
def test_a_page_comes_in_utf8_with_the_address_that_it_was_found_at(site, path):
    found = get(f"{site}/{path}?a=b")
    assert found.data.decode() == PAGE
    assert found.name.endswith(".html")
    assert found.url.startswith(f"{site}/")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("inside", "inside a network"),
        ("file", "begin with http"),
        ("loop", "leads on more than 5 times"),
        ("gone", "no such page"),
        ("paywall", "not handed out to programs"),
        ("image", "gives image/gif"),
        ("unnamed", "something it does not name"),
        ("cut", "broke off"),
    ],
)
def test_what_cannot_be_a_report_is_refused_in_a_sentence(site, path, words):
    with pytest.raises(ExtractionError, match=words):
        get(f"{site}/{path}")


@pytest.mark.parametrize("path", ["large", "bomb"])
def test_a_page_beyond_the_limit_is_left_whether_it_says_its_size_or_not(site, path):
    with pytest.raises(TooLargeError, match="larger than 1 MB"):
        get(f"{site}/{path}")


def test_a_server_that_drips_is_left_when_the_time_is_up(site):
    began = time.monotonic()
    with pytest.raises(ExtractionError, match="too long"):
        get(f"{site}/drip", seconds=1)
    assert time.monotonic() - began < 2.5


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/x",
        "javascript:alert(1)",
        "example.org",
        "",
        "http://",
        "http://a b/",
        "http://[::1",
    ],
)
def test_only_web_addresses_are_fetched(url):
    with pytest.raises(ExtractionError, match="address"):
        fetch(url, SETTINGS)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
    ],
)
def test_an_address_inside_a_network_is_refused_however_it_is_written(url):
    with pytest.raises(ExtractionError, match="inside a network"):
        fetch(url, SETTINGS)


@pytest.mark.parametrize(
    "address", ["100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::", "ff02::1", "fe80::1%eth0"]
)  # fmt: skip
def test_reserved_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


def test_a_name_is_looked_up_once_and_the_checked_address_is_connected_to(site, monkeypatch):
    port = int(site.rpartition(":")[2])
    answers = iter([[(2, 1, 6, "", ("127.0.0.1", port))], [(2, 1, 6, "", ("127.0.0.2", port))]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: next(answers))
    assert get(f"http://rebinding.example:{port}/page").data.decode() == PAGE
    with pytest.raises(ExtractionError, match="inside a network"):
        get(f"http://rebinding.example:{port}/page")


def test_a_name_with_one_address_inside_is_refused(monkeypatch):
    both = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(ExtractionError, match="inside a network"):
        fetch("http://mixed.example/", SETTINGS)


@pytest.mark.parametrize("url", ["http://user@example.org/", "http://a:b@example.org/", "http://example.org:25/"])
def test_credentials_and_other_services_are_refused(url):
    with pytest.raises(ExtractionError, match=r"not fetched|not one that"):
        fetch(url, SETTINGS)


def test_fetching_can_be_switched_off(monkeypatch):
    monkeypatch.setenv("INCIDENT_ATLAS_FETCH_ALLOWED", "false")
    with pytest.raises(ExtractionError, match="switched off"):
        fetch("http://example.org/", FetchSettings())
