"""The only polling loop. Every wait has a deadline, and whoever waits says for what."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Deadline:
    """`end` lies `seconds` from now, on the monotonic clock; whatever puts it off is told by `renew`. Safe between threads."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    def renew(self) -> None:
        """From now on as long as in the beginning."""
        self.end = time.monotonic() + self.seconds


class WaitTimeout(Exception):
    """`what` did not happen within `seconds`. Callers turn it into an error of their own, with the log and remedies."""

    def __init__(self, what: str, seconds: float) -> None:
        self.what, self.seconds = what, seconds
        super().__init__(f"{what}: not within {seconds:g} s")


def wait_until(check: Callable[[], T | None], seconds: float, what: str, interval: float = 0.05) -> T:
    """The first truthy value of `check`, called every `interval` seconds. Raises `WaitTimeout` after `seconds`.

    What `check` raises passes through: that is how "my child has died" ends a wait early.
    """
    end = time.monotonic() + seconds
    while True:
        value = check()
        if value:
            return value
        left = end - time.monotonic()
        if left <= 0:
            raise WaitTimeout(what, seconds)
        time.sleep(min(interval, left))
