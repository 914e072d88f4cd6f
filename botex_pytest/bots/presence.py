"""One participant's place in a session: where it is, how it stops, and how oTree's admin moves it on from what keeps it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from botex_pytest.bots.asking import Asking
from botex_pytest.bots.brief import Brief, Place
from botex_pytest.bots.diary import Diary
from botex_pytest.bots.explore import Explorer
from botex_pytest.bots.handler import Handled
from botex_pytest.bots.table import Table
from botex_pytest.drivers.base import Tab
from botex_pytest.errors import OtreeApiError
from botex_pytest.page import Page, PageKind
from botex_pytest.played import AdvanceReason, Gap, Played, Stop, StopKind
from botex_pytest.transcript import Transcript

Told = TypeVar("Told")

GLANCE = 0.5
"""Seconds between two looks at the table while waiting; leaving a wait page is an event and needs no look."""


_LAG = 10
"""Glances: on a busy machine the traceback of what a wait leads to is in the log well before the browser shows the page."""

_KEEPING = ("still", "refused", "dead-button", "needs-skill", "needs-time")
"""Ways to stop that leave a participant on a page which the experimenter could move them past."""


class Presence:
    """What every part of a bot shares. `Watching` adds pages to wait on and to watch, `Bot` those to answer."""

    def __init__(self, number: int, tab: Tab, table: Table, transcript: Transcript, brief: Brief) -> None:
        seat = table.seats[number]
        self._number, self._url, self._code = number, seat.url, seat.code
        self._seat = seat
        self._tab, self._table, self._brief = tab, table, brief
        respondent = brief.respondent(number)
        self._page = Page("foreign", seat.url)
        self._log_position = 0
        self.played = Played(number, seat.code, seat.label, respondent.name)
        self._diary = Diary(self.played, transcript, tab, brief.shots, brief.shoot_failure)
        self._model = Asking(respondent, self._diary)
        self._explorer = Explorer(number, brief.place(self._page), tab, self._diary, brief, self._model)  # one for each page
        self._handled = Handled(number, tab, table, self._diary, brief)
        self._past: dict[tuple[str, PageKind], AdvanceReason] = {}  # pages that we could not leave and were moved past
        self._gap: Gap | None = None  # the first that the author has declared

    def _obstacle(self) -> Stop | None:
        """What ends the play before anything is done with the page."""
        page, limits = self._page, self._brief.limits
        if self._table.cancelled:
            return self._stop("cancelled", self._table.cancelled)
        if page.kind == "error":
            return self._stop("error", f"HTTP status {page.status}", shot=True)
        if self._diary.step > limits.pages:
            return self._stop("needs-time", f"still going after {limits.pages} pages")
        if time.monotonic() > limits.session_end:
            return self._stop("needs-time", "the session's time limit passed", shot=True)
        return None

    def _is_other(self, page: Page) -> bool:
        return page.kind != self._page.kind or page.index != self._page.index

    def _stop(self, kind: StopKind, reason: str = "", *, shot: bool = False) -> Stop:
        """At the page we are on."""
        place = self._brief.place(self._page)
        picture = self._diary.shot() if shot else ""
        return Stop(kind, self._page, place.where, place.round, reason, log_position=self._log_position, shot=picture)

    def _until_told(self, ask: Callable[[], Told | None]) -> Page | Stop | Told:
        """Look on until another page comes, something stops us, or `ask` has an answer."""
        positions = deque([self._log_position], maxlen=_LAG)  # what we wait for may have happened before we began to
        while True:
            positions.append(self._brief.log_position())
            self._log_position = positions[0]
            after = self._tab.wait_for_change(GLANCE)
            if after is not None and self._is_other(after):
                return after
            told = self._obstacle() or ask()
            if told is not None:
                return told

    # --- past what keeps us ---

    def _advance_declared(self, place: Place) -> Page | Stop:
        asked = wants_something(self._page)
        after = self._advance("declared")
        if after is None:
            return self._stop("needs-skill", self.played.kept[place.where], shot=True)
        if asked:
            self._gap = self._gap or Gap(self._number, place.where, declared=True)
        return after

    def _get_past(self, stop: Stop) -> Page | Stop:
        """Whoever cannot leave a page hides what is behind it. When nobody else can do anything either, oTree's admin moves them
        on; `stop` is kept for the verdict."""
        if not self._at_barrier(stop):
            return stop
        gap = Gap(self._number, stop.where) if wants_something(self._page) else None
        self._table.stopped(self._number, gap)
        told = self._table.lifted(self._number) or self._until_told(lambda: self._table.lifted(self._number) or None)
        if isinstance(told, Page):
            if stop.kind != "still":
                self._diary.passed(stop)
            return told  # it could be left after all, only not by what was done here
        if isinstance(told, Stop):
            return told if told.kind == "cancelled" else stop
        why: AdvanceReason = "unplayed" if gap else "no-control"
        kept = (stop.where, self._page.kind)
        after = self._advance(why, stop.reason)
        if after is None:
            return stop
        self._past[kept] = why
        self._diary.passed(stop)
        return after

    def _at_barrier(self, stop: Stop) -> bool:
        page, brief = self._page, self._brief
        if stop.kind not in _KEEPING or stop.where in self.played.kept:
            return False
        if not page.index or brief.last(page) or brief.ends(brief.place(page)):
            return False
        if time.monotonic() >= brief.limits.session_end or self._diary.step > brief.limits.pages:
            return False
        return brief.in_the_way(page) if page.kind == "still" else page.kind == "form"

    def _past_again(self, place: Place) -> Page | None:
        """A page that kept us before is not tried anew in each round: it would cost a deadline each time and find the same."""
        why = self._past.get((place.where, self._page.kind))
        if why is None or self._brief.last(self._page):
            return None
        return self._advance(why, "as before")

    def _advance(self, why: AdvanceReason, reason: str = "") -> Page | None:
        """The next page, or an error page where the study's own code fails at the advance. None when oTree's admin does not get
        us past this one; `played.kept` then says why. Where it has to, and is not let in, this raises `OtreeApiError`."""
        where = self._brief.place(self._page).where
        self._diary.listen()
        self._log_position = self._brief.log_position()
        try:
            self._brief.advance(self._code)
        except OtreeApiError as error:
            if error.status >= 500:
                self._diary.advanced(why, reason)
                return replace(self._page, kind="error", status=error.status, fields=(), buttons=())
            if why in ("declared", "timer"):
                raise
            self.played.kept[where] = error.what
            return None
        after = self._tab.open(self._url)
        if not self._is_other(after):
            self.played.kept[where] = "oTree's own advance did not leave the page"
            return None
        self._diary.advanced(why, reason)
        return after


def wants_something(page: Page) -> bool:
    """Whether people are to do something there, be it only a key to press."""
    return page.kind != "still" or bool(page.other_way or page.tools)
