"""How a participant without a browser learns that a wait page is over: on the page's own socket, as oTree's script does."""

from __future__ import annotations

import json
import math
import socket
import threading
import time
from typing import Any
from urllib.parse import urlsplit

_ARRIVAL_SECONDS = 25.0  # oTree drops whoever has not asked for the page for 70 s from grouping by arrival time
_POLLS = (0.2, 0.3, 0.5, 0.7, 1.0)  # seconds between two requests where there is no socket
_CONNECT_SECONDS = 5.0


class Release:
    """One visit to a wait page. `path`: the socket's path and query on the page's own server; "" where the page names none."""

    def __init__(self, url: str, path: str, waits_for: str) -> None:
        parts = urlsplit(url)
        self._address = f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}{path}" if path else ""
        self._reload_at = time.monotonic() + _ARRIVAL_SECONDS if waits_for == "arrival" else math.inf
        self._polls = 0
        self._poll_at = 0.0
        self._socket: Any = None

    def wait(self, seconds: float, closed: threading.Event) -> bool:
        """True when the page should be asked for again, at once or within `seconds`; False otherwise, or when `closed`."""
        seconds = min(seconds, max(self._reload_at - time.monotonic(), 0.0))
        if self._heard(seconds, closed) if self._address else self._polled(seconds, closed):
            return True
        return time.monotonic() >= self._reload_at and not closed.is_set()

    def close(self) -> None:
        """Give the socket back, and wake whoever listens to it in another thread."""
        listening, self._socket = self._socket, None
        if listening is None:
            return
        try:
            if listening.sock:
                listening.sock.shutdown(socket.SHUT_RDWR)  # closing alone would not wake the listener
        except OSError:
            pass  # already closed by the other side
        listening.shutdown()

    def _heard(self, seconds: float, closed: threading.Event) -> bool:
        """Whether the server says that the wait is over; it also says so to whoever comes late."""
        import websocket

        try:
            listening = self._socket
            if listening is None:
                listening = websocket.create_connection(self._address, timeout=_CONNECT_SECONDS, suppress_origin=True)
                self._socket = listening
                if closed.is_set():  # while it was made, when there was nothing to be closed yet
                    self.close()
                    return False
            listening.settimeout(max(seconds, 0.001))
            message = listening.recv()
            return bool(message) and "error" not in json.loads(message)  # which the page would show, and stay
        except websocket.WebSocketTimeoutException:
            return False
        except (OSError, ValueError, websocket.WebSocketException):
            self._address = ""  # the server has no such socket, or it is gone: ask from time to time
            self.close()
            return False

    def _polled(self, seconds: float, closed: threading.Event) -> bool:
        """Whether it is time to ask again where nothing tells us; less and less often."""
        if not self._poll_at:
            self._poll_at = time.monotonic() + _POLLS[min(self._polls, len(_POLLS) - 1)]
            self._polls += 1
        closed.wait(max(min(self._poll_at - time.monotonic(), seconds), 0.0))
        if time.monotonic() < self._poll_at:
            return False
        self._poll_at = 0.0
        return not closed.is_set()
