"""A tab in another process's browser does what a tab of one's own does. Here both processes are this one; the wire is real."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from scripted_tab import ScriptedTab, moved
from study_builder import choice, integer, page

from botex_pytest.drivers.base import Account, Act, NeedsBrowser
from botex_pytest.drivers.borrowed import BorrowedTab, SharedDriver
from botex_pytest.drivers.lending import Lender
from botex_pytest.errors import BrowserError
from botex_pytest.hook_errors import HookError
from botex_pytest.page import Answer, BrowserEvent, Message, Outcome, Page
from botex_pytest.waiting import wait_until

ORIGIN = "http://127.0.0.1:8000"
ONE, TWO = page("One", 1, fields=(integer("number"), choice("colour"))), page("Two", 2)
GONE = BrowserError.gone("the connection to it was closed")


class Hands:
    """Notes what is done; needs the tab's `account` for each, as all hands do."""

    def __init__(self, account: Account, refuse: Exception | None = None) -> None:
        self.done: list[object] = []
        self._account, self._refuse = account, refuse

    def look(self) -> Page:
        return ONE

    def click(self, selector: str, x: float | None = None, y: float | None = None) -> None:
        self._account(f"clicked {selector}")
        if self._refuse:
            raise self._refuse
        self.done.append((selector, x, y))

    def drag(self, selector: str, *points: tuple[float, float], to: str = "") -> None:
        self.done.append((selector, points, to))

    def evaluate(self, javascript: str) -> object:
        return {"value": javascript}


class Browser:
    """A driver of scripted tabs. `refuse`: what its hands raise at a click."""

    name = "chrome"

    def __init__(self, *tabs: ScriptedTab, refuse: Exception | None = None) -> None:
        self.tabs, self.closed, self.given, self.expected = list(tabs), 0, 0, 0
        self._refuse = refuse

    def start(self) -> None: ...

    def expect(self, tabs: int) -> None:
        self.expected = tabs

    def close(self) -> None: ...

    def tab(self, origin: str) -> ScriptedTab:
        assert origin == ORIGIN
        self.given += 1
        if not self.tabs:
            raise BrowserError.not_started("Chrome", "there is none", ("a line of its log",))
        tab = self.tabs.pop(0)
        tab.close = self._close  # type: ignore[method-assign]
        tab.by_hand = self._by_hand  # type: ignore[method-assign]
        return tab

    def _close(self) -> None:
        self.closed += 1

    def _by_hand(self, act: Act, account: Account) -> Page | None:
        self.hands = Hands(account, self._refuse)
        try:
            return TWO if act(ONE, self.hands) else None  # type: ignore[arg-type]
        except NeedsBrowser:
            self.hands = Hands(account)  # as a driver that has a browser in reserve
            return TWO if act(ONE, self.hands) else None  # type: ignore[arg-type]


Lend = Callable[[Browser], Lender]


@pytest.fixture
def lend() -> Iterator[Lend]:
    lenders: list[Lender] = []

    def start(browser: Browser) -> Lender:
        lenders.append(Lender(browser, "secret"))
        lenders[-1].open()
        return lenders[-1]

    yield start
    for lender in lenders:
        lender.close()


@pytest.fixture
def borrow(lend: Lend) -> Iterator[Callable[..., BorrowedTab]]:
    tabs: list[BorrowedTab] = []

    def borrow(tab: ScriptedTab, **more: object) -> BorrowedTab:
        tabs.append(BorrowedTab(lend(Browser(tab, **more)).port, ORIGIN, "secret", 10))
        return tabs[-1]

    yield borrow
    for tab in tabs:
        tab.close()


def test_what_a_tab_says_arrives_as_it_was(borrow):
    refused = Outcome("rejected", ONE, (Message("too much", "number"),), unfilled=("colour",))
    theirs = ScriptedTab([ONE], [refused, moved(TWO, sent=False)], [None, TWO])
    tab = borrow(theirs)
    tab.hold_timers()
    assert theirs.holds_timers
    assert tab.open(f"{ORIGIN}/start") == ONE == tab.look()
    answer = Answer({"number": "4", "colour": ("red", "blue")}, "button-1", {"number": "it is even"}, meta={"tokens": 3})
    assert tab.submit(answer) == refused
    assert theirs.given == [answer]
    assert tab.submit(Answer()) == moved(TWO, sent=False)
    assert tab.wait_for_change(0.01) is None
    assert tab.wait_for_change(0.01) == TWO
    theirs.noticed = [BrowserEvent("script-error", "oh", "http://a/b", 3)]
    assert tab.events() == (BrowserEvent("script-error", "oh", "http://a/b", 3),)
    assert tab.screenshot() == b"picture"
    assert tab.alive


def test_an_error_arrives_as_it_was(borrow):
    theirs = ScriptedTab([GONE, ONE])
    tab = borrow(theirs)
    with pytest.raises(BrowserError) as told:
        tab.open(ORIGIN)
    assert str(told.value) == str(GONE)
    theirs.alive = False
    assert not tab.alive
    assert tab.open(ORIGIN) == ONE, "the wire is as good as before"


def test_a_bug_of_the_other_side_is_told(borrow):
    with pytest.raises(RuntimeError, match="IndexError: pop from empty list"):
        borrow(ScriptedTab([])).open(ORIGIN)


def test_a_browser_that_does_not_start_is_told(lend):
    with pytest.raises(BrowserError, match="a line of its log"):
        BorrowedTab(lend(Browser()).port, ORIGIN, "secret", 10)


def test_who_closes_a_tab_or_dies_gives_it_back(lend):
    browser = Browser(ScriptedTab([ONE]))
    tab = BorrowedTab(lend(browser).port, ORIGIN, "secret", 10)
    tab.close()
    tab.close()
    wait_until(lambda: browser.closed == 1, 10, "the tab is closed")


def test_a_lender_that_dies_is_a_browser_that_is_gone(lend):
    lender = lend(Browser(ScriptedTab([ONE])))
    tab = BorrowedTab(lender.port, ORIGIN, "secret", 10)
    lender.close()
    with pytest.raises(BrowserError, match="A browser that another worker had lent is out of reach"):
        tab.open(ORIGIN)
    assert not tab.alive
    assert tab.events() == ()


def test_a_lender_that_does_not_answer_is_not_waited_for(lend):
    class Slow(ScriptedTab):
        def look(self) -> Page:
            wait_until(lambda: not slow.alive, 10, "it is over")
            return ONE

    slow = Slow([])
    tab = BorrowedTab(lend(Browser(slow)).port, ORIGIN, "secret", 1.0)
    with pytest.raises(BrowserError, match="timed out"):
        tab.look()
    assert not tab.alive
    slow.alive = False


# --- by hand ---


def test_hands_in_another_browser(borrow):
    told: list[str] = []

    def act(there, hands) -> bool:
        assert there == hands.look() == ONE
        hands.click("#curve", 3, 4.5)
        hands.drag("#ball", (1, 2), (3, 4))
        hands.drag("#ball", to="#goal")
        assert hands.evaluate("1 + 1") == {"value": "1 + 1"}
        return True

    def account(what: str) -> None:
        """As a bot's: it listens to the page when something is about to be done there."""
        assert tab.events() == ()
        told.append(what)

    tab = borrow(ScriptedTab([ONE]))
    assert tab.by_hand(act, account) == TWO
    assert told == ["clicked #curve"]
    assert tab.by_hand(lambda *_: tab.open(ORIGIN) is None, account) is None


def test_what_goes_wrong_in_the_authors_code_stays_what_it_is(borrow):
    tab = borrow(ScriptedTab([ONE]))

    def act(_page, _hands):
        raise ZeroDivisionError("of the author's")

    with pytest.raises(ZeroDivisionError, match="of the author's"):
        tab.by_hand(act, lambda _: None)
    assert tab.open(ORIGIN) == ONE, "the wire is as good as before"


def test_what_goes_wrong_with_hands_is_told_to_the_authors_code(borrow):
    nothing = HookError("There is no #curve.", remedies=[("look", "again")])
    tab = borrow(ScriptedTab([ONE]), refuse=nothing)
    seen: list[str] = []

    def act(_page, hands) -> bool:
        try:
            hands.click("#curve")
        except HookError as error:
            seen.append(str(error))
            raise
        return True

    with pytest.raises(HookError) as told:
        tab.by_hand(act, lambda _: None)
    assert seen == [str(told.value)] == [str(nothing)]


def test_a_driver_with_a_browser_in_reserve_may_ask_again(borrow):
    tab = borrow(ScriptedTab([]), refuse=NeedsBrowser("over HTTP"))
    calls: list[int] = []

    def act(_page, hands) -> bool:
        calls.append(1)
        hands.click("#curve")
        return True

    assert tab.by_hand(act, lambda _: None) == TWO
    assert len(calls) == 2


def test_time_that_is_up_stops_hands(borrow):
    class TimeIsUp(Exception):
        pass

    def account(_what: str) -> None:
        raise TimeIsUp

    tab = borrow(ScriptedTab([ONE]))
    with pytest.raises(TimeIsUp):
        tab.by_hand(lambda _, hands: hands.click("#curve"), account)
    assert tab.open(ORIGIN) == ONE


# --- whose browser ---


def test_tabs_are_opened_everywhere_in_turn(lend):
    own, other, third = Browser(*_tabs(2)), Browser(*_tabs(2)), Browser(*_tabs(2))
    shared = SharedDriver(own, lambda: [lend(other).port, lend(third).port], "secret", 10)
    tabs = [shared.tab(ORIGIN) for _ in range(6)]
    assert [own.given, other.given, third.given] == [2, 2, 2]
    assert shared.name == "chrome"
    for tab in tabs:
        tab.close()


def test_ones_own_browser_expects_its_share(lend):
    own = Browser(*_tabs(1))
    shared = SharedDriver(own, lambda: [lend(Browser()).port, lend(Browser()).port], "secret", 10)
    shared.expect(11)
    assert own.expected == 4  # of 11, every third, beginning with the first


def test_who_cannot_lend_is_left_out_and_who_comes_later_is_not(lend):
    own, poor, late = Browser(*_tabs(3)), Browser(), Browser(*_tabs(2))
    ports = [lend(poor).port]
    shared = SharedDriver(own, lambda: ports, "secret", 10)
    for _ in range(2):
        shared.tab(ORIGIN)
    assert (own.given, poor.given) == (2, 1)
    ports.append(lend(late).port)
    tabs = [shared.tab(ORIGIN) for _ in range(2)]
    assert late.given == 1
    assert poor.given == 1
    for tab in tabs:
        tab.close()


def test_a_browser_of_ones_own_that_does_not_start_is_told(lend):
    with pytest.raises(BrowserError, match="Chrome did not start"):
        SharedDriver(Browser(), list, "secret", 10).tab(ORIGIN)


def _tabs(count: int) -> list[ScriptedTab]:
    return [ScriptedTab([ONE]) for _ in range(count)]
