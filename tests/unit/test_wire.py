"""What processes of a run say to each other: only to who knows the secret, and an end is noticed at once."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from botex_pytest import wire
from botex_pytest.wire import LOOPBACK, Message, Switchboard, Wire, WireLost


class Echo(Switchboard):
    def serve(self, wire: Wire, greeting: Message) -> None:
        self.greeted = greeting
        while True:
            wire.send({"echo": wire.receive(None)})


@pytest.fixture
def echo() -> Iterator[Echo]:
    made = Echo("open sesame")
    made.open()
    yield made
    made.close()


def test_messages_go_there_and_back(echo: Echo) -> None:
    mine = Wire.connect(echo.port, "open sesame", {"name": "Zoë"}, 5)
    mine.send({"text": "one\ntwo", "list": [1, None]})
    assert mine.receive(5) == {"echo": {"text": "one\ntwo", "list": [1, None]}}
    assert echo.greeted["name"] == "Zoë"
    mine.close()
    mine.close()


def test_it_listens_on_loopback_only(echo: Echo) -> None:
    assert echo.server_address[0] == LOOPBACK


@pytest.mark.parametrize("greeting", [b'{"secret": "guessed"}\n', b"{}\n", b"GET / HTTP/1.1\r\n\r\n", b"x" * 5000, b"\xff\n"])
def test_a_stranger_is_not_served(echo: Echo, greeting: bytes) -> None:
    with socket.create_connection((LOOPBACK, echo.port), timeout=5) as stranger:
        stranger.sendall(greeting)
        try:
            assert stranger.recv(100) == b""
        except ConnectionResetError:
            pass  # what it sent was not read to its end
    assert not hasattr(echo, "greeted")


def test_the_end_of_the_other_side_ends_a_wait(echo: Echo) -> None:
    with closing(Wire.connect(echo.port, "open sesame", {}, 5)) as mine:
        threading.Timer(0.1, echo.close).start()
        with pytest.raises(WireLost):
            mine.receive(30)


def test_silence_has_an_end(echo: Echo) -> None:
    with closing(Wire.connect(echo.port, "open sesame", {}, 5)) as mine, pytest.raises(WireLost, match="timed out"):
        mine.receive(0.05)


def test_nobody_there() -> None:
    with socket.create_server((LOOPBACK, 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(WireLost):
        Wire.connect(port, "", {}, 1)


def test_who_never_says_who_it_is_does_not_keep_others_out(echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_GREETING_SECONDS", 1.0)
    with socket.create_connection((LOOPBACK, echo.port), timeout=5) as silent:
        with closing(Wire.connect(echo.port, "open sesame", {}, 5)) as mine:
            mine.send({})
            assert mine.receive(5) == {"echo": {}}
        assert silent.recv(100) == b""
