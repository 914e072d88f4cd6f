"""How a remote model is asked without being a nuisance: not more often than it may be, and again after what passes by itself."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
"""Seconds before another try; doubled each time, up to the second one."""

_JITTER = random.Random()  # of our own: the user's tests may count on theirs

_CALM = 0.9
"""What a success leaves of the distance between requests that a full server has made longer."""


class Passing(Exception):
    """Something that time may mend: a full or broken server, a dropped line. `after`: seconds the server asks us to wait."""

    def __init__(self, said: str, *, full: bool = False, after: float | None = None) -> None:
        self.said, self.full, self.after = said, full, after
        super().__init__(said)


class GaveUp(Exception):
    """Whatever was tried, within the time there was."""

    def __init__(self, said: str, tries: int, seconds: float) -> None:
        self.said, self.tries, self.seconds = said, tries, seconds
        super().__init__(said)


class Pace:
    """The distance between the requests of all threads. `rpm`: requests a minute, at most; None: as they come."""

    def __init__(self, rpm: float | None = None) -> None:
        self._least = 60.0 / rpm if rpm else 0.0
        self._distance, self._next = self._least, 0.0
        self._lock = threading.Lock()

    def turn(self) -> float:
        """Seconds until it is the caller's turn; the turn is taken."""
        with self._lock:
            now = time.monotonic()
            at = max(now, self._next)
            self._next = at + self._distance
            return at - now

    def full(self, seconds: float) -> None:
        """The server has had too much: nobody asks for `seconds`, and less often afterwards."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)
            self._distance = min(max(2 * self._distance, _FIRST_PAUSE), _LONGEST_PAUSE)

    def went_well(self) -> None:
        with self._lock:
            self._distance = max(self._least, self._distance * _CALM if self._distance > 0.01 else 0.0)


def patiently(ask: Callable[[], T], pace: Pace, *, tries: int, seconds: float) -> tuple[T, int]:
    """What `ask` returns, and how many retries it took. It raises `Passing` for what another try may mend; anything else that
    it raises is passed on. Raises `GaveUp` after `tries`, or when `seconds` would not be enough for the next one."""
    started = time.monotonic()
    pause, said = _FIRST_PAUSE, ""
    for done in range(tries):
        wait = pace.turn()
        if time.monotonic() + wait > started + seconds:
            raise GaveUp(said or f"its turn would have come after {wait:.0f} s", done, time.monotonic() - started)
        time.sleep(wait)
        try:
            found = ask()
        except Passing as trouble:
            said = trouble.said
            if done + 1 == tries:
                break
            # jitter, so that the participants of a session do not come back all at once
            wait = trouble.after if trouble.after is not None else pause * _JITTER.uniform(0.5, 1.0)
            pause = min(2 * pause, _LONGEST_PAUSE)
            if time.monotonic() + wait > started + seconds:
                raise GaveUp(f"{said} (wait {wait:.0f} s)", done + 1, time.monotonic() - started) from None
            if trouble.full:
                pace.full(wait)
            else:
                time.sleep(wait)
        else:
            pace.went_well()
            return found, done
    raise GaveUp(said, tries, time.monotonic() - started)
