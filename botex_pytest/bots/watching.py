"""What a bot does where nothing is to be answered: it waits, watches, lets a timer run or has it skipped."""

from __future__ import annotations

import time
from dataclasses import replace

from botex_pytest.bots.presence import GLANCE, Presence
from botex_pytest.page import Page
from botex_pytest.played import Stop


class Watching(Presence):
    """Pages without a question."""

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
                    return self._skip_timer()
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
            return self._left_server(self._diary.outgoing)
        if self._page.seconds_left:
            return self._stop("needs-time", f"its timer still runs after {time.monotonic() - started:.0f} s", shot=True)
        if self._page.unknown and not self._brief.last(self._page):
            return self._stop("needs-skill", "it has no button that leads on", shot=True)
        return self._stop("still", "nothing to press", shot=not self._brief.last(self._page))

    def _left_server(self, to: str) -> Stop:
        return replace(self._stop("left", "the page left the server", shot=True), outgoing=to)

    def _patience(self) -> float:
        page, limits = self._page, self._brief.limits
        patience = limits.settle if page.may_change or not self._brief.last(page) else 0.0
        patience = max(patience, page.acts_after + GLANCE if page.acts_after else 0.0)
        if self._skippable(page):
            return patience if acts_in_time(page) else 0.0
        return patience + (page.seconds_left or 0.0)

    # --- timers ---

    def _skippable(self, page: Page) -> bool:
        """Whether oTree's advance is to take the place of the page's timer, which the tab holds."""
        return self._brief.skip_timers and page.seconds_left is not None

    def _allowance(self) -> float:
        """What a timer that is let run adds to the page's deadline, seconds."""
        return 0.0 if self._brief.skip_timers else self._page.seconds_left or 0.0

    def _skip_timer(self) -> Page | Stop:
        end = time.monotonic() + min(self._page.seconds_left or 0.0, self._brief.limits.page)
        while self._page.live and not self._table.may_end(self._number) and time.monotonic() < end:
            after = self._tab.wait_for_change(GLANCE)
            if after is not None and self._is_other(after):
                return after
            if self._table.cancelled:
                return self._stop("cancelled", self._table.cancelled)
        moved = self._advance("timer", f"its timer had {self._page.seconds_left or 0.0:.0f} s left")
        return moved or self._stop("needs-time", self.played.kept[self._brief.place(self._page).where], shot=True)


def acts_in_time(page: Page) -> bool:
    """Whether a script of the page may change it before its timer ends it."""
    return page.may_change and page.acts_after < (page.seconds_left or 0.0)
