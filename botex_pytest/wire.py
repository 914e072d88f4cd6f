"""What processes of one run say to each other: JSON objects, one a line, over loopback, for whoever knows the run's secret."""

from __future__ import annotations

import hmac
import json
import socket
import socketserver
import threading
from typing import Any

LOOPBACK = "127.0.0.1"
Message = dict[str, Any]

_POLL_SECONDS = 0.1
_GREETING_SECONDS = 10.0
_GREETING = 4096  # bytes that a stranger may send


class WireLost(Exception):
    """The other side has ended, is silent for too long, or talks nonsense. Nothing comes through this wire any more."""


class Wire:
    """One end. `send` is safe between threads; one thread at a time may `receive`."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket, self._file = sock, sock.makefile("rb")
        self._sending = threading.Lock()

    @classmethod
    def connect(cls, port: int, secret: str, greeting: Message, seconds: float) -> Wire:
        """Raises `WireLost`."""
        try:
            wire = cls(socket.create_connection((LOOPBACK, port), timeout=seconds))
        except OSError as error:
            raise WireLost(str(error)) from None
        try:
            wire.send({"secret": secret, **greeting})
        except WireLost:
            wire.close()
            raise
        return wire

    def admit(self, secret: str) -> Message:
        """The greeting of whoever connected. Raises `WireLost` when that is a stranger."""
        greeting = self._receive(_GREETING_SECONDS, _GREETING)
        if not hmac.compare_digest(str(greeting.get("secret")).encode(), secret.encode()):
            raise WireLost("a stranger")
        return greeting

    def send(self, message: Message) -> None:
        try:
            with self._sending:
                self._socket.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise WireLost(str(error)) from None

    def receive(self, seconds: float | None) -> Message:
        """The next message. `seconds` None is for whoever serves: the end of the other side ends the wait. Raises `WireLost`."""
        return self._receive(seconds, -1)

    def _receive(self, seconds: float | None, most: int) -> Message:
        try:
            self._socket.settimeout(seconds)
            line = self._file.readline(most)
            message = json.loads(line) if line.endswith(b"\n") else None
        except (OSError, ValueError) as error:
            raise WireLost(str(error) or type(error).__name__) from None
        if not isinstance(message, dict):
            raise WireLost("the other side has ended")
        return message

    def close(self) -> None:
        """Wakes whoever waits for it, here and there. Safe to call twice, from any thread."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the other side was faster
        self._file.close()
        self._socket.close()


class Switchboard(socketserver.ThreadingTCPServer):
    """Serves every wire in a thread of its own, on a free port of loopback. Subclasses say how, in `serve`."""

    daemon_threads = True

    def __init__(self, secret: str) -> None:
        super().__init__((LOOPBACK, 0), _Connected)
        self.secret = secret
        self._wires: set[Wire] = set()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def open(self) -> None:
        threading.Thread(target=self.serve_forever, args=[_POLL_SECONDS], name="botex-switchboard", daemon=True).start()

    def close(self) -> None:
        """Ends every wire."""
        self.shutdown()
        self.server_close()
        for wire in tuple(self._wires):
            wire.close()

    def serve(self, wire: Wire, greeting: Message) -> None:
        """Called with each wire whose other end knows the secret. It is closed afterwards, also by `WireLost`."""
        raise NotImplementedError

    def connected(self, wire: Wire) -> None:
        self._wires.add(wire)
        try:
            self.serve(wire, wire.admit(self.secret))
        except WireLost:
            pass  # whoever needs an answer asks somebody else
        finally:
            self._wires.discard(wire)
            wire.close()


class _Connected(socketserver.BaseRequestHandler):
    server: Switchboard

    def handle(self) -> None:
        self.server.connected(Wire(self.request))
