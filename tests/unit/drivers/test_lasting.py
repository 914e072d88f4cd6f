"""A participant whose browser dies goes on in another one."""

from __future__ import annotations

import pytest
from scripted_tab import ScriptedTab, moved
from study_builder import page

from botex_pytest.drivers import lasting
from botex_pytest.drivers.base import Reopened
from botex_pytest.drivers.lasting import LastingTab
from botex_pytest.errors import BrowserError
from botex_pytest.page import Answer, Page

ONE, TWO = page("One", 1), page("Two", 2)
GONE = BrowserError.gone("the connection to it was closed")
HOME = "http://127.0.0.1/InitializeParticipant/code1"


class Dying(ScriptedTab):
    """Its browser is gone from the first error on."""

    def __init__(self, *args, **more) -> None:
        super().__init__(*args, **more)
        self.opened: list[str] = []

    def open(self, url: str) -> Page:
        self.opened.append(url)
        return super().open(url)

    def _show(self, page: Page | Exception) -> Page:
        self.alive = not isinstance(page, Exception)
        return super()._show(page)

    def submit(self, answer: Answer):
        self.alive = not isinstance(self._outcomes[0], Exception)
        return super().submit(answer)


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(lasting, "_NOTICE_SECONDS", 0.05)


def lasting_tab(*tabs: ScriptedTab) -> LastingTab:
    left = list(tabs)
    return LastingTab(lambda: left.pop(0), HOME)


def test_nothing_changes_as_long_as_the_browser_lives():
    tab = lasting_tab(Dying([ONE], [moved(TWO)]))
    assert tab.open(HOME) == ONE
    assert tab.submit(Answer()).page == TWO
    assert tab.events() == ()


def test_an_answer_under_way_leads_to_where_the_participant_is():
    other = Dying([TWO])
    tab = lasting_tab(Dying([ONE], [GONE]), other)
    tab.hold_timers()
    tab.open("http://127.0.0.1/room/lab")
    with pytest.raises(Reopened) as reopened:
        tab.submit(Answer())
    assert reopened.value.page == TWO
    assert other.opened == [HOME]
    assert other.holds_timers
    (told,) = tab.events()
    assert told.kind == "browser-lost"
    assert told.text.startswith("Chrome is gone")
    assert tab.events() == ()


def test_a_page_that_was_being_opened_is_opened_in_the_other_browser():
    other = Dying([TWO])
    assert lasting_tab(Dying([GONE]), other).open("http://127.0.0.1/page/7") == TWO
    assert other.opened == ["http://127.0.0.1/page/7"]


def test_an_error_of_a_browser_that_lives_is_told():
    tab = lasting_tab(ScriptedTab([BrowserError.no_answer("captureScreenshot", 3)]))
    with pytest.raises(BrowserError, match="captureScreenshot"):
        tab.open(HOME)


def test_the_third_browser_that_dies_is_told():
    """Something is wrong that another browser does not mend, such as too little memory."""
    tab = lasting_tab(*(Dying([GONE]) for _ in range(4)))
    with pytest.raises(BrowserError, match="Chrome is gone"):
        tab.open(HOME)
    assert len(tab.events()) == 2


def test_who_comes_back_to_a_tab_that_was_closed_gets_no_other():
    """A model has answered after the run was interrupted."""
    other = Dying([TWO])
    tab = lasting_tab(Dying([ONE], [GONE]), other)
    tab.open(HOME)
    tab.close()
    with pytest.raises(BrowserError, match="Chrome is gone"):
        tab.submit(Answer())
    assert other.opened == []
