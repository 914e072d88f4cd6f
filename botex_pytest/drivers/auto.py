"""Plays over HTTP, and opens Chrome for the pages that need a browser, in the middle of a session and for the same participant:
an oTree participant is an address, not a cookie."""

from __future__ import annotations

from dataclasses import replace

from botex_pytest.drivers.base import Account, Act, Driver, NeedsBrowser, Tab
from botex_pytest.page import Answer, BrowserEvent, Button, Outcome, Page

_BLANK = "about:blank"


class AutoDriver:
    """See `drivers.base.Driver`. `light` plays what it can; `full` starts when the first page needs it."""

    name = "auto"

    def __init__(self, light: Driver, full: Driver) -> None:
        self._light, self._full = light, full

    def start(self) -> None:
        self._light.start()

    def expect(self, tabs: int) -> None:
        """Who needs a browser shows later."""
        self._light.expect(tabs)

    def tab(self, origin: str) -> AutoTab:
        return AutoTab(self._light.tab(origin), self._full, origin)

    def close(self) -> None:
        self._light.close()
        self._full.close()


class AutoTab:
    """See `drivers.base.Tab`. At any time one of two tabs has the participant; the other one shows nothing that could act.

    What the light driver takes for an error is looked at in the browser before it is told. A change of tabs fetches the page
    once more, as a reload would.
    """

    def __init__(self, light: Tab, full: Driver, origin: str) -> None:
        self._light, self._driver, self._origin = light, full, origin
        self._full: Tab | None = None
        self._now: Tab = light
        self._holds_timers = False

    @property
    def alive(self) -> bool:
        return self._full is None or self._full.alive

    def hold_timers(self) -> None:
        self._holds_timers = True
        self._light.hold_timers()

    def open(self, url: str) -> Page:
        self._blank_full()
        return self._taken_over(self._light.open(url))

    def look(self) -> Page:
        return self._now.look()

    def submit(self, answer: Answer) -> Outcome:
        if self._now is not self._light:
            return self._given_back(self._now.submit(answer))
        before = self._light.look()
        outcome = self._light.submit(answer)
        if outcome.kind != "moved":
            return outcome
        if outcome.page.kind == "error" and outcome.page.index in (0, before.index):  # the submit itself
            return self._again_in_full(before, answer)
        return replace(outcome, page=self._taken_over(outcome.page))

    def by_hand(self, act: Act, account: Account) -> Page | None:
        """`act` is asked again, in the browser, when it turns out to need hands."""
        before = self._now.look()
        try:
            page = self._now.by_hand(act, account)
        except NeedsBrowser:
            page = self._in_full(before.url)
            assert self._full is not None
            page = self._full.by_hand(act, account) or page
        moved = page is not None and page.index != before.index and self._now is not self._light
        return self._left_behind(page) if page and moved else page

    def wait_for_change(self, seconds: float) -> Page | None:
        page = self._now.wait_for_change(seconds)
        if page is None:
            return None
        return self._taken_over(page) if self._now is self._light else self._left_behind(page)

    def events(self) -> tuple[BrowserEvent, ...]:
        return (*self._light.events(), *(self._full.events() if self._full else ()))

    def screenshot(self) -> bytes:
        return self._now.screenshot()

    def close(self) -> None:
        self._light.close()
        if self._full:
            self._full.close()

    # --- who has the participant ---

    def _taken_over(self, page: Page) -> Page:
        """`page`, just read by the light driver; from now on in the browser if it needs one or is an error."""
        if page.kind != "error" and not page.needs_browser:
            return page
        return self._in_full(page.url)

    def _in_full(self, url: str) -> Page:
        if self._full is None:
            self._full = self._driver.tab(self._origin)
            if self._holds_timers:
                self._full.hold_timers()
        self._now = self._full
        return self._full.open(url)

    def _again_in_full(self, before: Page, answer: Answer) -> Outcome:
        """The error that came of an answer, if a browser meets it too; otherwise whatever that makes of the same answer."""
        page = self._in_full(before.url)
        if page.kind == "error" or page.index != before.index:
            return Outcome("moved", page)
        assert self._full is not None
        pressed = next((b for b in before.buttons if b.ref == answer.button), None)
        return self._given_back(self._full.submit(replace(answer, button=_same(pressed, page) if pressed else None)))

    def _given_back(self, outcome: Outcome) -> Outcome:
        return replace(outcome, page=self._left_behind(outcome.page)) if outcome.kind == "moved" else outcome

    def _left_behind(self, page: Page) -> Page:
        """`page`, to which the browser has come; from now on with the light driver, if that can play it."""
        if page.kind in ("error", "finished", "foreign"):
            return page
        light = self._light.open(page.url)
        same = (light.kind, light.index) == (page.kind, page.index)
        if light.kind == "error" or light.needs_browser:
            return page if same else self._taken_over(light)
        self._blank_full()
        return light

    def _blank_full(self) -> None:
        """Its timers, sockets and scripts would otherwise go on acting for the participant."""
        if self._full is not None and self._now is self._full:
            self._full.open(_BLANK)
        self._now = self._light


def _same(button: Button, page: Page) -> str | None:
    """How the browser calls a button of the light driver's page."""
    alike = (b.ref for b in page.buttons if (b.role, b.name, b.value) == (button.role, button.name, button.value))
    labelled = (b.ref for b in page.buttons if b.label == button.label)
    return next(alike, next(labelled, None))
