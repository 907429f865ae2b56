"""Answers leave the server at once."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from geo.api.sockets import send_at_once


def nodelay(one: socket.socket) -> bool:
    return one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_what_a_listening_socket_accepts_sends_at_once(family):
    address = "127.0.0.1" if family == socket.AF_INET else "::1"
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        try:
            listening.bind((address, 0))
        except OSError:
            pytest.skip("no IPv6 here")
        listening.listen()
        assert send_at_once() >= 1
        with socket.create_connection(listening.getsockname()[:2]) as reader:
            accepted, _ = listening.accept()
            with accepted:
                assert nodelay(accepted)
                assert not nodelay(reader), "only what listens is touched"


def test_other_files_stay_as_they_are(tmp_path):
    left, right = socket.socketpair()
    with left, right, (tmp_path / "a").open("w") as file, socket.socket() as idle:
        send_at_once()
        assert not nodelay(idle)
        left.sendall(b"still here")
        assert right.recv(20) == b"still here"
        file.write("and here")


def test_no_file_stays_open(tmp_path):
    with (tmp_path / "a").open("w"), socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        before = len(list(Path("/dev/fd").iterdir()))
        send_at_once()
        assert len(list(Path("/dev/fd").iterdir())) == before
