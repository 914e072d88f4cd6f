"""What a bot does where nothing is to be answered: it waits, watches, is moved on. And how it stops."""

from __future__ import annotations

import time
from dataclasses import replace

from botex_pytest.bots.brief import Brief
from botex_pytest.bots.diary import Diary
from botex_pytest.bots.explore import Explorer
from botex_pytest.bots.table import Table
from botex_pytest.drivers.base import Tab
from botex_pytest.page import Page
from botex_pytest.played import Played, Stop, StopKind
from botex_pytest.transcript import Transcript

GLANCE = 0.5
"""Seconds between two looks at the table while waiting; leaving a wait page is an event and needs no look."""


class Watching:
    """One participant's place in a session. `Bot` adds the answers."""

    def __init__(self, number: int, tab: Tab, table: Table, transcript: Transcript, brief: Brief) -> None:
        seat = table.seats[number]
        self._number, self._url, self._code = number, seat.url, seat.code
        self._tab, self._table, self._brief = tab, table, brief
        self._respondent = brief.respondent(number)
        self._page = Page("foreign", seat.url)
        self._log_position = 0
        self.played = Played(number, seat.code, seat.label, self._respondent.name)
        self._diary = Diary(self.played, transcript, tab, brief.shots)
        self._explorer = Explorer(
            number, brief.place(self._page), tab, self._diary, brief, self._respondent
        )  # another one for each page

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

    def _wait(self) -> Page | Stop:
        started, stop = time.monotonic(), None
        while stop is None:
            self._log_position = self._brief.log_position()
            after = self._tab.wait_for_change(GLANCE)
            if after is not None and self._is_other(after):
                self._diary.waited(time.monotonic() - started, released=True)
                return after
            stop = self._obstacle()
            stuck = None if stop else self._table.stuck(self._number)
            if stuck is not None:
                after = self._reload() if stuck.kind == "endless" else None
                if after is not None:
                    return after
                stop = replace(self._stop("stuck", "nobody comes", shot=True), stuck=stuck)
        self._diary.waited(time.monotonic() - started, released=False)
        return stop

    def _reload(self) -> Page | None:
        """What a person would try before giving up; the server may know more than the page. Not when a partner has failed:
        a wait page that crashed for the one who completed the group would crash for this one as well."""
        after = self._tab.open(self._url)
        if not self._is_other(after):
            return None
        if after.kind != "error":
            self.played.reloaded.append(self._diary.visit)
        return after

    def _settle(self) -> Page | Stop:
        """A page without a control: watch it for a moment, longer if its timer runs; scripts may still change or leave it."""
        self._table.idles(self._number)
        limits, started = self._brief.limits, time.monotonic()
        patience = limits.settle if self._page.may_change or not self._brief.last(self._page) else 0.0
        patience = max(patience, self._page.acts_after + GLANCE if self._page.acts_after else 0.0)
        end = min(started + limits.page, limits.session_end)
        until = started + patience + (self._page.seconds_left or 0.0)
        while not self._diary.outgoing:
            left = min(until, end) - time.monotonic()
            if left <= 0:
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
            until = max(until, time.monotonic() + now.seconds_left) if now.seconds_left else until
        if self._diary.outgoing:
            return replace(self._stop("left", "the page left the server", shot=True), outgoing=self._diary.outgoing)
        if self._page.seconds_left:
            return self._stop("needs-time", f"its timer still runs after {time.monotonic() - started:.0f} s", shot=True)
        if self._page.unknown and not self._brief.last(self._page):
            return self._stop("needs-skill", "it has no button that leads on", shot=True)
        return self._stop("still", "nothing to press", shot=True)

    def _advance(self) -> Page | Stop:
        self._log_position = self._brief.log_position()
        self._brief.advance(self._code)
        self.played.advanced.append(self._diary.visit)
        after = self._tab.open(self._url)
        if self._is_other(after):
            return after
        return self._stop("needs-skill", "oTree's own advance did not leave the page", shot=True)

    def _is_other(self, page: Page) -> bool:
        return page.kind != self._page.kind or page.index != self._page.index

    def _stop(self, kind: StopKind, reason: str = "", *, shot: bool = False) -> Stop:
        """At the page we are on."""
        place = self._brief.place(self._page)
        picture = self._diary.shot() if shot else ""
        return Stop(kind, self._page, place.where, place.round, reason, log_position=self._log_position, shot=picture)
