"""Pages that the author's own code plays, because bots cannot: a drag, a drawing, a game."""

from __future__ import annotations

import time

from botex_pytest.bots.brief import Brief, Place
from botex_pytest.bots.diary import Diary
from botex_pytest.bots.table import Table
from botex_pytest.drivers.base import Hands, NeedsBrowser, Reopened, Tab
from botex_pytest.errors import BrowserError
from botex_pytest.hook_errors import HookError
from botex_pytest.page import Answer, Outcome, Page
from botex_pytest.user_code import place_of


class Handled:
    """One participant's pages that a handler of the author's may play, each once until it is drawn anew."""

    def __init__(self, number: int, tab: Tab, table: Table, diary: Diary, brief: Brief) -> None:
        self._number, self._tab, self._table, self._diary, self._brief = number, tab, table, diary, brief
        self._offered = 0  # index of the page that was offered to the handler last

    def play(self, page: Page, place: Place) -> Page | None:
        """What the handler made of `page`; None when it is not the handler's, or was offered before. Raises `HookError` for what
        fails in the author's code, and `OutOfTime`."""
        handler = self._brief.handler
        if handler is None or self._offered == page.index:
            return None
        self._offered = page.index

        def act(there: Page, hands: Hands) -> bool:
            return handler(there, hands, place.where, place.round, self._number)

        try:
            after = self._tab.by_hand(act, self._account)
        except (BrowserError, OutOfTime, Reopened):
            raise
        except NeedsBrowser:
            return None  # the bot says what the page needs
        except Exception as error:
            raise HookError.handler_failed(place.where, place_of(error), error) from error
        if after is not None:
            self._diary.handled()
        return after

    def reopened(self) -> None:
        """The page is in another browser, as nobody has played it."""
        self._offered = 0

    def redrawn(self, outcome: Outcome) -> bool:
        """Whether the page came back empty, and is to be played again."""
        if outcome.kind == "rejected":
            self._offered = 0
        return outcome.kind == "rejected"

    def _account(self, what: str) -> None:
        if self._table.cancelled or time.monotonic() > self._brief.limits.session_end:
            raise OutOfTime
        if what:
            self._diary.acted(f"{what} (pytest_botex_page)", Answer())


class OutOfTime(Exception):
    """The session is over, or was cancelled, while a handler played."""
