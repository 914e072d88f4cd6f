"""A participant's tab in which probes are tried when its bot answers the page in question; the bot knows nothing of it."""

from __future__ import annotations

from collections.abc import Callable

from botex_pytest.drivers.base import Account, Act, Tab
from botex_pytest.forms.series import Series
from botex_pytest.page import Answer, BrowserEvent, Outcome, Page

_LEADING = ("next", "answer")
"""Roles of the buttons that send a form."""


class ProbedTab:
    """`tab`; on the first page that is `here` the series takes over from the bot's answer, once."""

    def __init__(self, tab: Tab, here: Callable[[Page], bool], series: Series) -> None:
        self._tab, self._here, self._series = tab, here, series

    def submit(self, answer: Answer) -> Outcome:
        page = self._tab.look()
        if self._series.begun or not _is_answer(page, answer) or not self._here(page):
            return self._tab.submit(answer)
        if not any(b.enabled for b in page.buttons if b.role in _LEADING):
            self._series.browser = False  # it is not ready yet, and would have to get ready anew for every probe
        return self._series.run(self._tab, page, answer)

    @property
    def alive(self) -> bool:
        return self._tab.alive

    def hold_timers(self) -> None:
        self._tab.hold_timers()

    def open(self, url: str) -> Page:
        return self._tab.open(url)

    def look(self) -> Page:
        return self._tab.look()

    def by_hand(self, act: Act, account: Account) -> Page | None:
        return self._tab.by_hand(act, account)

    def wait_for_change(self, seconds: float) -> Page | None:
        return self._tab.wait_for_change(seconds)

    def events(self) -> tuple[BrowserEvent, ...]:
        return self._tab.events()

    def screenshot(self) -> bytes:
        return self._tab.screenshot()

    def close(self) -> None:
        self._tab.close()


def _is_answer(page: Page, answer: Answer) -> bool:
    """Not one of the steps that bots take outside the form."""
    pressed = next((b for b in page.buttons if b.ref == answer.button), None)
    return answer.button is None or (pressed is not None and pressed.role in _LEADING)
