"""One llama.cpp for all workers of a run: the controller has it, and starts it when a worker asks for it.

xdist lets a worker say nothing before its end, so it asks over a loopback socket: whoever connects is told the address, or why
there is none. The model is loaded only when it is really played, whatever is deselected or replayed, and never twice.
"""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from collections.abc import Callable
from typing import Any, Protocol

from botex_pytest.errors import BotexError
from botex_pytest.llamacpp_errors import LlamacppError
from botex_pytest.servers.llamacpp import RunningLlama
from botex_pytest.servers.process import HOST

GRACE_SECONDS = 60.0  # beyond the time to load the model: for other ports, the end of a start that failed, a busy machine
POLL_SECONDS = 0.1


class Server(Protocol):
    url: str

    def start(self) -> None: ...


class Keeper(socketserver.ThreadingTCPServer):
    """The controller's side. `make` is called when somebody asks first, and what it makes is started; ending it is the run's."""

    daemon_threads = True

    def __init__(self, make: Callable[[], Server]) -> None:
        super().__init__((HOST, 0), _Answer)
        self._make = make
        self._lock = threading.Lock()
        self._answer: dict[str, str] | None = None

    def open(self) -> int:
        """The port at which workers can ask."""
        threading.Thread(target=self.serve_forever, args=[POLL_SECONDS], name="llamacpp-keeper", daemon=True).start()
        return int(self.server_address[1])

    def close(self) -> None:
        self.shutdown()
        self.server_close()

    def answer(self) -> dict[str, str]:
        """The same to everybody: what failed once is not tried again by each worker."""
        with self._lock:
            if self._answer is None:
                self._answer = self._serve()
            return self._answer

    def _serve(self) -> dict[str, str]:
        try:
            server = self._make()
            server.start()
        except BotexError as error:
            return {"error": str(error)}
        return {"url": server.url}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a worker that ended meanwhile needs no answer."""


class _Answer(socketserver.BaseRequestHandler):
    server: Keeper

    def handle(self) -> None:
        self.request.sendall(json.dumps(self.server.answer()).encode())


class BorrowedLlama(RunningLlama):
    """The worker's side: the controller's llama.cpp, whose address is known once it was asked for. Never stopped from here."""

    def __init__(self, port: int, *, start_timeout: float) -> None:
        super().__init__("", start_timeout=start_timeout)
        self._port = port

    def start(self) -> None:
        """Returns when it answers. Raises `LlamacppError` with what kept the controller from starting it."""
        seconds = self.start_timeout + GRACE_SECONDS
        try:
            answer = json.loads(_read(self._port, seconds))
        except (OSError, ValueError) as error:
            raise LlamacppError.not_handed_over(str(error) or "the first process of this run has ended") from None
        if "error" in answer:
            raise LlamacppError(answer["error"])
        self.url = answer["url"]
        super().start()


def _read(port: int, seconds: float) -> bytes:
    with socket.create_connection((HOST, port), timeout=seconds) as line:
        return b"".join(iter(lambda: line.recv(4096), b""))
