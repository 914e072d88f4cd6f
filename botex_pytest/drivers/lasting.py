"""A participant's tab that outlives its browser: when that is gone, the participant goes on in another one, where they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from botex_pytest.drivers.base import Account, Act, Reopened, Tab
from botex_pytest.errors import BrowserError
from botex_pytest.page import Answer, BrowserEvent, Outcome, Page
from botex_pytest.waiting import WaitTimeout, wait_until

T = TypeVar("T")

_LIVES = 2
"""Browsers that may be lost; with the next one something is wrong that another one does not mend."""

_NOTICE_SECONDS = 2.0  # a command may fail a moment before the connection does


class LastingTab:
    """See `drivers.base.Tab`. `make`: a tab in a browser that runs; `home`: the participant's link, which leads where they are.

    A page that was being opened is opened in the new browser. Whatever else was under way raises `Reopened`.
    """

    def __init__(self, make: Callable[[], Tab], home: str) -> None:
        self._make, self._home = make, home
        self._tab = make()
        self._lives, self._holds_timers, self._closed = _LIVES, False, False
        self._noticed: list[BrowserEvent] = []

    @property
    def alive(self) -> bool:
        return self._tab.alive

    def hold_timers(self) -> None:
        self._holds_timers = True
        try:
            self._tab.hold_timers()
        except BrowserError as error:
            self._renew(error)

    def open(self, url: str) -> Page:
        try:
            return self._tab.open(url)
        except BrowserError as error:
            self._renew(error)
            return self.open(url)

    def look(self) -> Page:
        return self._or_reopened(self._tab.look)

    def submit(self, answer: Answer) -> Outcome:
        return self._or_reopened(lambda: self._tab.submit(answer))

    def by_hand(self, act: Act, account: Account) -> Page | None:
        return self._or_reopened(lambda: self._tab.by_hand(act, account))

    def wait_for_change(self, seconds: float) -> Page | None:
        return self._or_reopened(lambda: self._tab.wait_for_change(seconds))

    def events(self) -> tuple[BrowserEvent, ...]:
        before, self._noticed = self._noticed, []
        return (*before, *self._tab.events())

    def screenshot(self) -> bytes:
        return self._tab.screenshot()  # nobody begins a page anew for a picture

    def close(self) -> None:
        """Whoever still plays in it, because a model was slow to answer when the run ended, gets no other browser."""
        self._closed = True
        self._tab.close()

    def _or_reopened(self, do: Callable[[], T]) -> T:
        try:
            return do()
        except BrowserError as error:
            self._renew(error)
        raise Reopened(self.open(self._home))

    def _renew(self, error: BrowserError) -> None:
        """Raises `error` when the browser is still there, or too many are not."""
        if self._closed or self._lives == 0 or not self._is_gone():
            raise error
        self._lives -= 1
        lost = BrowserEvent("browser-lost", f"{error.what} This participant goes on in another browser.")
        self._noticed += [*self._tab.events(), lost]
        self._tab.close()
        self._tab = self._make()
        if self._closed:
            self._tab.close()
            raise error
        if self._holds_timers:
            self.hold_timers()

    def _is_gone(self) -> bool:
        try:
            return wait_until(lambda: not self._tab.alive, _NOTICE_SECONDS, "the browser is gone")
        except WaitTimeout:
            return False
