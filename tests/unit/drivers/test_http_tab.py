"""What a tab without a browser makes of a server that closes connections instead of answering."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from botex_pytest.drivers.http import HttpDriver
from botex_pytest.drivers.http_tab import HttpTab
from botex_pytest.page import Answer, Outcome

FORM = "<!doctype html><body><form method='post'><button>Go</button></form>"
NEXT = "<!doctype html><body><p>next</p>"
CLOSE = ""


class Server:
    """Each connection it accepts gets the next list of replies, one for a request; `CLOSE` ends it without a word."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def gives(self, *connections: list[str]) -> HttpTab:
        """A tab for a server that does so."""
        threading.Thread(target=self._serve, args=connections, daemon=True).start()
        return HttpDriver(page_timeout=10).tab(self.url)

    def _serve(self, *connections: list[str]) -> None:
        for replies in connections:
            with self._socket.accept()[0] as connection:
                for html in replies:
                    self.requests.append(connection.recv(65536).partition(b" ")[0].decode())
                    if html:
                        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(html)}\r\n\r\n"
                        connection.sendall((head + html).encode())

    def play(self, *connections: list[str]) -> Outcome:
        """The form opened and sent, with these replies."""
        tab = self.gives(*connections)
        try:
            tab.open(self.url)
            return tab.submit(Answer())
        finally:
            tab.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def test_a_form_that_met_a_kept_connection_as_it_was_closed_is_sent_again(server: Server) -> None:
    outcome = server.play([FORM, CLOSE], [NEXT])
    assert outcome.page.text == "next"
    assert server.requests == ["GET", "POST", "POST"]


def test_it_is_sent_again_once(server: Server) -> None:
    outcome = server.play([FORM, CLOSE], [CLOSE])
    assert (outcome.page.kind, outcome.page.status) == ("error", 0)
    assert "RemoteDisconnected" in outcome.page.text
    assert server.requests == ["GET", "POST", "POST"]


def test_a_server_that_does_not_answer_on_a_new_connection_is_not_asked_again(server: Server) -> None:
    tab = server.gives([CLOSE])
    assert tab.open(server.url).kind == "error"
    assert server.requests == ["GET"]
    tab.close()
