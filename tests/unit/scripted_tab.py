"""A participant's browser that shows what a test tells it to show."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from botex_pytest.bots.bot import Bot
from botex_pytest.bots.brief import Brief, Limits, Place
from botex_pytest.bots.table import Seat, Table
from botex_pytest.drivers.base import Account, Act
from botex_pytest.drivers.hands import NoHands
from botex_pytest.errors import OtreeApiError
from botex_pytest.models.embedded import Embedded
from botex_pytest.page import Answer, BrowserEvent, Message, Outcome, Page
from botex_pytest.played import Played
from botex_pytest.transcript import Transcript
from botex_pytest.waiting import Deadline

Then = Outcome | Exception | Callable[[Answer], Outcome]
"""What comes of a submit."""


class Clock:
    """Time that passes only while somebody sleeps; takes the place of the module `time`."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class ScriptedTab:
    """`opens`: what each `open` shows. `outcomes`: what each submit brings. `changes`: what each wait brings, then nothing."""

    def __init__(
        self, opens: Iterable[Page | Exception], outcomes: Iterable[Then] = (), changes: Iterable[Page | Exception | None] = ()
    ) -> None:
        self._opens, self._outcomes, self._changes = list(opens), list(outcomes), list(changes)
        self.page = Page("foreign", "about:blank")
        self.given: list[Answer] = []
        self.noticed: list[BrowserEvent] = []
        self.holds_timers = False
        self.picture: bytes | Exception = b"picture"
        self.alive = True
        self.by_hands: list[Page] = []  # what each page becomes that is played by hand

    def hold_timers(self) -> None:
        self.holds_timers = True

    def open(self, url: str) -> Page:
        return self._show(self._opens.pop(0))

    def look(self) -> Page:
        return self.page

    def submit(self, answer: Answer) -> Outcome:
        self.given.append(answer)
        then = self._outcomes.pop(0)
        if isinstance(then, Exception):
            raise then
        outcome = then(answer) if callable(then) else then
        self._show(outcome.page)
        return outcome

    def by_hand(self, act: Act, account: Account) -> Page | None:
        account("clicked #curve")
        return self._show(self.by_hands.pop(0)) if act(self.page, NoHands(self.look, account)) else None

    def wait_for_change(self, seconds: float) -> Page | None:
        change = self._changes.pop(0) if self._changes else None
        if change is None:
            time.sleep(seconds)
            return None
        return self._show(change)

    def events(self) -> tuple[BrowserEvent, ...]:
        taken, self.noticed = tuple(self.noticed), []
        return taken

    def screenshot(self) -> bytes:
        if isinstance(self.picture, Exception):
            raise self.picture
        return self.picture

    def close(self) -> None:
        pass

    def _show(self, page: Page | Exception) -> Page:
        if isinstance(page, Exception):
            raise page
        self.page = page
        return page


def moved(page: Page, **more: Any) -> Outcome:
    return Outcome("moved", page, **more)


def rejected(page: Page, *messages: Message) -> Outcome:
    return Outcome("rejected", page, messages)


def limits(**more: Any) -> Limits:
    usual = {"settle": 3.0, "page": 30.0, "tries": 4, "pages": 50, "session": Deadline(600.0)}
    return Limits(**{**usual, **more})


def _nobody(_code: str) -> None:
    raise OtreeApiError.login_failed("http://127.0.0.1")


def brief(**more: Any) -> Brief:
    """Knows nothing about the study and declares nothing, but for `more`. Page 9 is the last."""
    plain: dict[str, Any] = {
        "config": "config",
        "seed": 1,
        "respondent": lambda _number: Embedded(),
        "place": lambda page: Place(page.where, page.app, page.name, 1 if page.index else 0),
        "declared": lambda _place, _number, _name: None,
        "ends": lambda _place: False,
        "last": lambda page: page.index >= 9,
        "enter": lambda seat: seat.url,
        "advances": lambda _place: False,
        "advance": _nobody,
        "log_position": lambda: 0,
        "limits": limits(),
    }
    return Brief(**{**plain, **more})


def seat(number: int) -> Seat:
    return Seat(number, f"code{number}", f"label{number}", f"http://127.0.0.1/InitializeParticipant/code{number}")


def play(tab: ScriptedTab, folder: Any, *, table: Table | None = None, number: int = 1, **more: Any) -> Played:
    """What a bot brings home from `tab`; its transcript is `folder/P1.jsonl`."""
    table = table or Table([seat(number)], lambda _app, _round: {}, 0.0)
    transcript = Transcript(folder / f"P{number}.jsonl")
    bot = Bot(number, tab, table, transcript, brief(**more))
    bot.run()
    transcript.close()
    return bot.played
