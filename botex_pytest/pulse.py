"""Whether the server still answers, asked beside the bots: of itself, each of them only knows that its own page does not come."""

from __future__ import annotations

import threading

from botex_pytest.errors import OtreeApiError
from botex_pytest.lab import Server
from botex_pytest.servers.stacks import Hang

SECONDS = 3.0
"""Between two questions; one costs a few milliseconds."""

SOON = 5.0
"""Seconds after which a server that is well has answered, unless it is very busy."""

_GRACE = 10.0  # seconds for the server to be ended


class Pulse:
    """While it is open, asks `server` every few seconds. `lost`: for `patience` seconds it has not answered questions that cost
    it nothing, so nobody else is answered either; or it has frozen, which is known much sooner. A server of ours is then ended,
    and with it all waiting for it; `hang` says where it was, None of one that is not ours."""

    def __init__(self, server: Server, patience: float) -> None:
        self._server, self._patience = server, patience
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, name="botex-pulse", daemon=True)
        self.hang: Hang | None = None
        self.lost = False

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def settled(self) -> bool:
        """Asks no more, and waits for the answer to what was asked: bots give a page up before we give the server up. Whether it
        was lost. Takes at most its patience."""
        self._over.set()
        self._thread.join(self._patience + _GRACE)
        return self.lost

    def _ask(self) -> None:
        while not self._over.wait(SECONDS):
            if self._is_silent() and not self._server.has_died:
                self.hang = self._server.give_up()
                self.lost = True  # last: whoever sees it may ask where
                return

    def _is_silent(self) -> bool:
        soon = min(SOON, self._patience)
        if self._answers(soon):
            return False
        rest = self._patience - soon
        return self._server.frozen() or not rest or not self._answers(rest)

    def _answers(self, seconds: float) -> bool:
        try:
            with self._server.api() as api:
                api.version(seconds)
        except OtreeApiError as error:
            return bool(error.status)
        return True
