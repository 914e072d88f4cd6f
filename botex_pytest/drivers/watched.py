"""Tabs that can all be brought to rest for a moment, in which nothing of theirs is on its way to the server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botex_pytest.drivers.base import Account, Act, Tab
from botex_pytest.page import Answer, BrowserEvent, Outcome, Page


class Rest:
    """Many may act at the same time, or none."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._acting = 0
        self._held = False

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Waits while all are at rest."""
        with self._changed:
            self._changed.wait_for(lambda: not self._held)
            self._acting += 1
        try:
            yield
        finally:
            with self._changed:
                self._acting -= 1
                self._changed.notify_all()

    @contextmanager
    def of_all(self, seconds: float) -> Iterator[bool]:
        """Nobody begins to act; gives whether all have come to rest within `seconds`. Not to be used while acting."""
        end = time.monotonic() + seconds
        with self._changed:
            self._held = True
            at_rest = self._changed.wait_for(lambda: self._acting == 0, max(end - time.monotonic(), 0.0))
        try:
            yield at_rest
        finally:
            with self._changed:
                self._held = False
                self._changed.notify_all()


class WatchedTab:
    """`tab`, whose requests `rest` can hold up. `answered` is called after each answer that led to another page."""

    def __init__(self, tab: Tab, rest: Rest, answered: Callable[[Page], None]) -> None:
        self._tab, self._rest, self._answered = tab, rest, answered

    @property
    def alive(self) -> bool:
        return self._tab.alive

    def hold_timers(self) -> None:
        self._tab.hold_timers()

    def open(self, url: str) -> Page:
        with self._rest.acting():
            return self._tab.open(url)

    def look(self) -> Page:
        with self._rest.acting():
            return self._tab.look()

    def submit(self, answer: Answer) -> Outcome:
        with self._rest.acting():
            outcome = self._tab.submit(answer)
        if outcome.kind == "moved" and outcome.page:
            self._answered(outcome.page)
        return outcome

    def by_hand(self, act: Act, account: Account) -> Page | None:
        with self._rest.acting():
            return self._tab.by_hand(act, account)

    def wait_for_change(self, seconds: float) -> Page | None:
        with self._rest.acting():
            return self._tab.wait_for_change(seconds)

    def events(self) -> tuple[BrowserEvent, ...]:
        return self._tab.events()

    def screenshot(self) -> bytes:
        return self._tab.screenshot()

    def close(self) -> None:
        self._tab.close()
