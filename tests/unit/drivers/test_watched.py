"""Tabs that can be brought to rest."""

from __future__ import annotations

import threading
import time

import pytest

from botex_pytest.drivers.watched import Rest, WatchedTab
from botex_pytest.page import Answer, BrowserEvent, Outcome, Page


class Tab:
    """Notes when it is used; `gate` holds a submit up."""

    alive = True

    def __init__(self, outcome: str = "moved") -> None:
        self.used: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self._outcome = outcome

    def hold_timers(self) -> None:
        self.used.append("hold")

    def open(self, url: str) -> Page:
        self.used.append("open")
        return Page("form", url)

    def look(self) -> Page:
        self.used.append("look")
        return Page("form", "")

    def submit(self, _answer: Answer) -> Outcome:
        self.used.append("submit")
        assert self.gate.wait(10)
        return Outcome(self._outcome, Page("form", "next"))  # type: ignore[arg-type]

    def wait_for_change(self, _seconds: float) -> Page | None:
        self.used.append("wait")
        return None

    def events(self) -> tuple[BrowserEvent, ...]:
        return ()

    def screenshot(self) -> bytes:
        return b""

    def close(self) -> None:
        self.used.append("close")


def test_nobody_acts_while_all_rest() -> None:
    rest, tab = Rest(), Tab()
    watched = WatchedTab(tab, rest, lambda _page: None)
    thread = threading.Thread(target=lambda: (watched.open(""), watched.look(), watched.wait_for_change(1)))
    with rest.of_all(1) as at_rest:
        assert at_rest
        thread.start()
        time.sleep(0.05)
        assert tab.used == []
    thread.join(10)
    assert tab.used == ["open", "look", "wait"]


def test_who_never_comes_to_rest_is_not_waited_for() -> None:
    rest, tab = Rest(), Tab()
    tab.gate.clear()
    thread = threading.Thread(target=lambda: WatchedTab(tab, rest, lambda _page: None).submit(Answer({})))
    thread.start()
    while not tab.used:
        time.sleep(0.001)
    with rest.of_all(0.01) as at_rest:
        assert not at_rest
    tab.gate.set()
    thread.join(10)
    with rest.of_all(1) as at_rest:
        assert at_rest


@pytest.mark.parametrize(("outcome", "count"), [("moved", 1), ("rejected", 0), ("left", 0)])
def test_an_answer_that_leads_on_is_told_and_all_can_rest_then(outcome: str, count: int) -> None:
    rest, told = Rest(), []

    def answered(page: Page) -> None:
        with rest.of_all(1) as at_rest:
            told.append((page.url, at_rest))

    WatchedTab(Tab(outcome), rest, answered).submit(Answer({}))
    assert told == [("next", True)] * count
