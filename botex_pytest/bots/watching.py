"""What a bot does where nothing is to be answered: it waits, watches, is moved on. And how it stops."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from botex_pytest.bots.asking import Asking
from botex_pytest.bots.brief import Brief, Place
from botex_pytest.bots.diary import Diary
from botex_pytest.bots.explore import Explorer
from botex_pytest.bots.table import Table
from botex_pytest.drivers.base import Tab
from botex_pytest.errors import OtreeApiError
from botex_pytest.page import Page
from botex_pytest.played import AdvanceReason, Gap, Played, Stop, StopKind
from botex_pytest.transcript import Transcript

Told = TypeVar("Told")

GLANCE = 0.5
"""Seconds between two looks at the table while waiting; leaving a wait page is an event and needs no look."""


_SOON = 3.0
"""Seconds: a timer this close to its end is let run. It might fire while oTree's admin moves the participant on, who would then
lose the next page."""

_KEEPING = ("still", "refused", "dead-button", "needs-skill", "needs-time")
"""Ways to stop that leave a participant on a page which the experimenter could move them past."""


class Watching:
    """One participant's place in a session. `Bot` adds the answers."""

    def __init__(self, number: int, tab: Tab, table: Table, transcript: Transcript, brief: Brief) -> None:
        seat = table.seats[number]
        self._number, self._url, self._code = number, seat.url, seat.code
        self._seat = seat
        self._tab, self._table, self._brief = tab, table, brief
        respondent = brief.respondent(number)
        self._page = Page("foreign", seat.url)
        self._log_position = 0
        self.played = Played(number, seat.code, seat.label, respondent.name)
        self._diary = Diary(self.played, transcript, tab, brief.shots)
        self._model = Asking(respondent, self._diary)
        self._explorer = Explorer(number, brief.place(self._page), tab, self._diary, brief, self._model)  # one for each page
        self._skips_timers = brief.skip_timers
        self._past: dict[str, AdvanceReason] = {}  # pages that we could not leave and were moved past
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

    def _linger(self, seconds: float) -> Page | None:
        """Take the time that people take, of which the session's deadline takes no notice. The page may be another one then."""
        while seconds > 0 and not self._table.cancelled:
            after = self._tab.wait_for_change(min(GLANCE, seconds)) or self._tab.look()
            if self._is_other(after):
                return after
            self._page, seconds = after, seconds - GLANCE
            self._brief.limits.session.renew()
        return None

    # --- wait pages ---

    def _wait(self) -> Page | Stop:
        started = time.monotonic()
        told = self._until_told(lambda: self._table.stuck(self._number))
        if isinstance(told, Page):
            self._diary.waited(time.monotonic() - started, released=True)
            return told
        if not isinstance(told, Stop):
            after = self._reload() if told.kind == "endless" else None
            if after is not None:
                return after
            told = replace(self._stop("stuck", "nobody comes", shot=True), stuck=told)
        self._diary.waited(time.monotonic() - started, released=False)
        return told

    def _until_told(self, ask: Callable[[], Told | None]) -> Page | Stop | Told:
        """Look on until another page comes, something stops us, or `ask` has an answer."""
        while True:
            self._log_position = self._brief.log_position()
            after = self._tab.wait_for_change(GLANCE)
            if after is not None and self._is_other(after):
                return after
            told = self._obstacle() or ask()
            if told is not None:
                return told

    def _reload(self) -> Page | None:
        """What a person would try before giving up; the server may know more than the page. Not when a partner has failed:
        a wait page that crashed for the one who completed the group would crash for this one as well."""
        after = self._tab.open(self._url)
        if not self._is_other(after):
            return None
        if after.kind != "error":
            self.played.reloaded.append(self._diary.visit)
        return after

    # --- pages without a control ---

    def _settle(self) -> Page | Stop:
        """Watch it for a moment, longer if its timer is let run; scripts may still change or leave it."""
        self._table.idles(self._number)
        limits, started = self._brief.limits, time.monotonic()
        until, end = started + self._patience(), started + limits.page + self._allowance()
        while not self._diary.outgoing:
            left = min(until, end, limits.session_end) - time.monotonic()
            if left <= 0:
                if self._skippable(self._page):
                    return self._skip_timer() or self._settle()
                tried = None if self._brief.last(self._page) or self._page.seconds_left else self._explorer.step(self._page)
                if tried is None:
                    break
                until = time.monotonic() + GLANCE
            else:
                tried = self._tab.wait_for_change(min(GLANCE, left))
            now = tried or self._tab.look()
            if self._is_other(now):
                return now
            if self._table.cancelled:
                return self._stop("cancelled", self._table.cancelled)
            self._page = now
            self._diary.listen()
            if now.seconds_left and not self._skippable(now):
                until = max(until, time.monotonic() + now.seconds_left)
                end = max(end, time.monotonic() + self._allowance())
        if self._diary.outgoing:
            return replace(self._stop("left", "the page left the server", shot=True), outgoing=self._diary.outgoing)
        if self._page.seconds_left:
            return self._stop("needs-time", f"its timer still runs after {time.monotonic() - started:.0f} s", shot=True)
        if self._page.unknown and not self._brief.last(self._page):
            return self._stop("needs-skill", "it has no button that leads on", shot=True)
        return self._stop("still", "nothing to press", shot=True)

    def _patience(self) -> float:
        page, limits = self._page, self._brief.limits
        patience = limits.settle if page.may_change or not self._brief.last(page) else 0.0
        patience = max(patience, page.acts_after + GLANCE if page.acts_after else 0.0)
        if self._skippable(page):
            return patience if acts_in_time(page) else 0.0
        return patience + (page.seconds_left or 0.0)

    # --- timers ---

    def _skippable(self, page: Page) -> bool:
        """Whether oTree's advance is to take the place of the page's timer. Not where there is something that bots cannot do:
        that must not look as if it had been played."""
        return self._skips_timers and (page.seconds_left or 0.0) > _SOON and not page.unknown

    def _allowance(self) -> float:
        """What a timer that is let run adds to the page's deadline, seconds."""
        return 0.0 if self._skips_timers else self._page.seconds_left or 0.0

    def _skip_timer(self) -> Page | None:
        """None where oTree's admin does not do it; from then on timers are let run."""
        after = self._advance("timer", f"its timer had {self._page.seconds_left:.0f} s left")
        self._skips_timers = after is not None
        return after

    # --- oTree's admin ---

    def _advance_declared(self, place: Place) -> Page | Stop:
        asked = self._page.kind != "still" or bool(self._page.unknown or self._page.tools)
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
        gap = None if stop.kind == "still" else Gap(self._number, stop.where)
        self._table.stopped(self._number, gap)
        told = self._table.lifted(self._number) or self._until_told(lambda: self._table.lifted(self._number) or None)
        if isinstance(told, Page):
            if gap:
                self._diary.passed(stop)
            return told  # it could be left after all, only not by what was done here
        if isinstance(told, Stop):
            return told if told.kind == "cancelled" else stop
        why: AdvanceReason = "unplayed" if gap else "no-control"
        after = self._advance(why, stop.reason)
        if after is None:
            return stop
        self._past[stop.where] = why
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
        why = self._past.get(place.where)
        if why is None or self._brief.last(self._page) or (self._page.kind == "form") != (why == "unplayed"):
            return None
        return self._advance(why, "as before")

    def _advance(self, why: AdvanceReason, reason: str = "") -> Page | None:
        """The next page, or an error page where the study's own code fails at the advance. None when oTree's admin does not get
        us past this one; `played.kept` then says why. What the author wants advanced and cannot be, raises `OtreeApiError`."""
        where = self._brief.place(self._page).where
        self._diary.listen()
        self._log_position = self._brief.log_position()
        try:
            self._brief.advance(self._code)
        except OtreeApiError as error:
            if error.status >= 500:
                self._diary.advanced(why, reason)
                return replace(self._page, kind="error", status=error.status, fields=(), buttons=())
            if why == "declared":
                raise
            self.played.kept[where] = error.what
            return None
        after = self._tab.open(self._url)
        if not self._is_other(after):
            self.played.kept[where] = "oTree's own advance did not leave the page"
            return None
        self._diary.advanced(why, reason)
        return after

    # --- where we are ---

    def _is_other(self, page: Page) -> bool:
        return page.kind != self._page.kind or page.index != self._page.index

    def _stop(self, kind: StopKind, reason: str = "", *, shot: bool = False) -> Stop:
        """At the page we are on."""
        place = self._brief.place(self._page)
        picture = self._diary.shot() if shot else ""
        return Stop(kind, self._page, place.where, place.round, reason, log_position=self._log_position, shot=picture)


def acts_in_time(page: Page) -> bool:
    """Whether a script of the page may change it before its timer ends it."""
    return page.may_change and page.acts_after < (page.seconds_left or 0.0)
