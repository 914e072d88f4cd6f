"""Who plays which page when two drivers share a participant. Both are made up: only their order of calls matters here."""

from __future__ import annotations

import pytest

from botex_pytest.drivers.auto import AutoDriver, AutoTab
from botex_pytest.drivers.base import Account, Act, Hands
from botex_pytest.drivers.hands import NoHands
from botex_pytest.page import Answer, BrowserEvent, Button, Outcome, Page

ORIGIN = "http://h"


def page(index: int, kind: str = "form", *, needs: tuple[str, ...] = (), status: int = 200, ref: str = "b1") -> Page:
    buttons = (Button("Go", "next", ref),)
    return Page(kind, f"{ORIGIN}/{index}", name="P", index=index, needs_browser=needs, status=status, buttons=buttons)


class Tabs:
    """A driver and its only tab. `site` has the page at each address, `leads` what a submit there comes to."""

    name = "made up"

    def __init__(self, said: list[str], site: dict[str, Page], leads: dict[str, Outcome], *, hands: bool = True) -> None:
        self.has_hands = hands
        self.said, self.site, self.leads = said, site, leads
        self.url = ""
        self.closed = False

    def tab(self, origin: str) -> Tabs:
        self.said.append("tab")
        return self

    def open(self, url: str) -> Page:
        self.said.append(f"open {url.removeprefix(ORIGIN)}")
        self.url = url
        return self.look()

    def look(self) -> Page:
        return self.site.get(self.url, Page("foreign", self.url))

    def submit(self, answer: Answer) -> Outcome:
        self.said.append(f"submit {answer.button}")
        outcome = self.leads[self.url]
        self.url = outcome.page.url
        return outcome

    def by_hand(self, act: Act, account: Account) -> Page | None:
        hands = Clicks(self) if self.has_hands else NoHands(self.look, account)
        return self.look() if act(self.look(), hands) else None

    def wait_for_change(self, seconds: float) -> Page | None:
        outcome = self.leads.get(self.url)
        return outcome and self.open(outcome.page.url)

    def events(self) -> tuple[BrowserEvent, ...]:
        return (BrowserEvent("console", str(len(self.said))),)

    def screenshot(self) -> bytes:
        return b"picture"

    def close(self) -> None:
        self.closed = True


class Clicks:
    """Hands that lead where a submit would."""

    def __init__(self, tabs: Tabs) -> None:
        self._tabs = tabs

    def click(self, selector: str) -> None:
        self._tabs.said.append(f"click {selector}")
        self._tabs.url = self._tabs.leads[self._tabs.url].page.url

    def evaluate(self, javascript: str) -> int:
        return 1


class Lab:
    """Both drivers see `site`; the browser sees what `in_chrome` says instead."""

    def __init__(
        self, *site: Page, in_chrome: tuple[Page, ...] = (), http: dict[int, Outcome], chrome: dict[int, Outcome]
    ) -> None:
        self.http_said: list[str] = []
        self.chrome_said: list[str] = []
        light = {p.url: p for p in site}
        full = {p.url: Page(**{**vars(p), "needs_browser": ()}) for p in site} | {p.url: p for p in in_chrome}
        self.http = Tabs(self.http_said, light, {f"{ORIGIN}/{n}": o for n, o in http.items()}, hands=False)
        self.chrome = Tabs(self.chrome_said, full, {f"{ORIGIN}/{n}": o for n, o in chrome.items()})
        self.driver = AutoDriver(self.http, self.chrome)
        self.tab: AutoTab = self.driver.tab(ORIGIN)


def moved(to: Page) -> Outcome:
    return Outcome("moved", to)


def test_no_browser_is_opened_for_plain_pages():
    lab = Lab(page(1), page(2), http={1: moved(page(2))}, chrome={})
    lab.tab.open(f"{ORIGIN}/1")
    assert lab.tab.submit(Answer()).page.index == 2
    lab.tab.close()
    assert lab.chrome_said == []
    assert lab.http.closed


def test_a_page_with_scripts_is_played_in_the_browser_and_the_next_one_is_not():
    scripted = page(2, needs=("a script of its own",))
    lab = Lab(page(1), scripted, page(3), http={1: moved(scripted)}, chrome={2: moved(page(3))})
    lab.tab.open(f"{ORIGIN}/1")
    assert lab.tab.submit(Answer()).page.needs_browser == ()
    assert lab.tab.screenshot() == b"picture"
    assert lab.tab.submit(Answer(button="b1")).page.index == 3
    assert lab.chrome_said == ["tab", "open /2", "submit b1", "open about:blank"]  # where nothing acts for the participant
    assert lab.http_said[-1] == "open /3"


def test_two_pages_with_scripts_keep_the_browser():
    first, second = page(1, needs=("x",)), page(2, needs=("x",))
    lab = Lab(first, second, http={}, chrome={1: moved(page(2))})
    lab.tab.open(f"{ORIGIN}/1")
    assert lab.tab.submit(Answer()).page.needs_browser == ()
    assert lab.chrome_said == ["tab", "open /1", "submit None"]


@pytest.mark.parametrize("there", [page(2, "error", status=500), page(2)])
def test_an_error_page_is_what_the_browser_says_it_is(there):
    broken = page(2, "error", status=500)
    lab = Lab(page(1), broken, in_chrome=(there,), http={1: moved(broken)}, chrome={})
    lab.tab.open(f"{ORIGIN}/1")
    assert lab.tab.submit(Answer()).page == there


def test_an_answer_that_crashed_is_given_again_in_the_browser():
    crashed = page(1, "error", status=500)
    lab = Lab(page(1), in_chrome=(page(1, ref="b7"),), http={1: moved(crashed)}, chrome={1: moved(crashed)})
    lab.tab.open(f"{ORIGIN}/1")
    assert lab.tab.submit(Answer({"a": "1"}, "b1")) == moved(crashed)
    assert lab.chrome_said == ["tab", "open /1", "submit b7"]  # the button as the browser calls it


def test_what_only_http_took_for_an_error_is_none():
    crashed = page(1, "error", status=500)
    lab = Lab(page(1), page(2), http={1: moved(crashed)}, chrome={1: moved(page(2))})
    lab.tab.open(f"{ORIGIN}/1")
    assert lab.tab.submit(Answer()).page.index == 2


def test_a_wait_page_may_lead_to_a_page_for_the_browser():
    scripted = page(2, needs=("x",))
    lab = Lab(page(1, "wait"), scripted, http={1: moved(scripted)}, chrome={})
    lab.tab.open(f"{ORIGIN}/1")
    after = lab.tab.wait_for_change(1)
    assert after is not None
    assert (after.index, after.needs_browser) == (2, ())
    assert lab.chrome_said == ["tab", "open /2"]


def test_whatever_either_noticed_is_told_and_both_are_closed():
    lab = Lab(page(1, needs=("x",)), http={}, chrome={})
    lab.tab.open(f"{ORIGIN}/1")
    assert len(lab.tab.events()) == 2
    lab.tab.close()
    assert lab.http.closed
    assert lab.chrome.closed


def test_a_page_is_played_by_hand_in_the_browser_only_when_hands_are_used():
    lab = Lab(page(1), page(2), http={1: moved(page(2))}, chrome={1: moved(page(2))})
    lab.tab.open(f"{ORIGIN}/1")
    assert lab.tab.by_hand(lambda _page, _hands: False, print) is None
    assert lab.chrome_said == []

    def act(there: Page, hands: Hands) -> bool:
        hands.click("#next")
        return there.index == 1

    after = lab.tab.by_hand(act, print)
    assert after is not None
    assert after.index == 2
    assert lab.chrome_said == ["tab", "open /1", "click #next", "open about:blank"]
    assert lab.tab.look().index == 2
    assert lab.http_said[-1] == "open /2"  # the browser gave it back


def test_a_page_that_stays_after_hands_stays_in_the_browser():
    lab = Lab(page(1), page(2), http={}, chrome={1: moved(page(2))})
    lab.tab.open(f"{ORIGIN}/1")
    assert lab.tab.by_hand(lambda _page, hands: bool(hands.evaluate("1")), print) == lab.chrome.look()
    assert lab.tab.submit(Answer()).page.index == 2
    assert "submit None" in lab.chrome_said
