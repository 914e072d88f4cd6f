"""oTree's own page timer, in every driver: let run, it sends the page; held, no answer comes too late."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from otree_copy import Server

from botex_pytest.drivers.auto import AutoDriver
from botex_pytest.drivers.base import Driver, Tab
from botex_pytest.drivers.chrome import ChromeDriver
from botex_pytest.drivers.http import HttpDriver
from botex_pytest.page import Answer

LONGER = 2.5
"""Seconds; the page `hurry.Guess` has one."""


@pytest.fixture(params=["chrome", "http", "auto"])
def tab(request: pytest.FixtureRequest, chrome: ChromeDriver, otree_server: Server) -> Iterator[Tab]:
    http = HttpDriver(page_timeout=20)
    drivers: dict[str, Callable[[], Driver]] = {
        "chrome": lambda: chrome,
        "http": lambda: http,
        "auto": lambda: AutoDriver(http, chrome),
    }
    made = drivers[request.param]().tab(otree_server.url)
    yield made
    made.close()


def test_a_timer_sends_its_page(tab: Tab, otree_server: Server) -> None:
    tab.open(otree_server.links("hurry", 1)[0])
    after = tab.wait_for_change(20)
    assert after is not None
    assert "Guess 0, late 1." in after.text


def test_a_held_timer_sends_nothing_and_an_answer_is_taken_as_one(tab: Tab, otree_server: Server) -> None:
    tab.hold_timers()
    tab.open(otree_server.links("hurry", 1)[0])
    end = time.monotonic() + LONGER
    while (left := end - time.monotonic()) > 0:
        assert tab.wait_for_change(left) is None
    page = tab.look()
    assert (page.name, page.seconds_left is not None) == ("Guess", True)
    outcome = tab.submit(Answer({"guess": "7"}))
    assert outcome.sent
    assert "Guess 7, late 0." in outcome.page.text
