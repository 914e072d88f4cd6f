"""Writes down what one participant does: for the transcript on disk, and as `Played` for the checks."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from botex_pytest.drivers.base import Tab
from botex_pytest.errors import BrowserError
from botex_pytest.model_errors import ModelError
from botex_pytest.page import Answer, BrowserEvent, Button, Outcome, Page, Value
from botex_pytest.played import Accepted, Advance, AdvanceReason, Gap, Offer, Played, Refused, Said, Stop, Visit
from botex_pytest.transcript import (
    Acted,
    Advanced,
    Answered,
    Ended,
    Noticed,
    PageSeen,
    Remarked,
    Submitted,
    Transcript,
    Unanswered,
    Waited,
)
from botex_pytest.usage import Usage

_FEW = 12
"""Choices up to which each of them may lead another way; more are a scale."""

_PAGE = re.compile(r"/p/[^/]+/[^/]+/[^/]+/\d+/?$")
"""The address of one of oTree's pages."""


class Diary:
    """Used by the participant's own thread only. `shots`: folder for screenshots, None for none. `shoot_failure`: whether a
    failure on app.Page wants one."""

    def __init__(
        self, played: Played, transcript: Transcript, tab: Tab, shots: Path | None, shoot_failure: Callable[[str], bool]
    ) -> None:
        self.played, self.step = played, 0
        self._shoot_failure = shoot_failure
        self.outgoing = ""  # where the present page tried to go by itself, outside the server
        self._here = self._before = ""  # address of the present page, and of the one before
        self._met: set[str] = set()  # addresses of all pages so far
        self._early: list[BrowserEvent] = []  # of a page that has not been met yet
        self._transcript, self._tab, self._shots = transcript, tab, shots

    @property
    def visit(self) -> Visit:
        return self.played.visits[-1]

    def arrived(
        self, page: Page, where: str, round_: int, seconds: float, after: Gap | None, *, shoot: bool, log_position: int = 0
    ) -> None:
        self.step += 1
        self.outgoing = ""
        self._here, self._before = page.url, self._here
        self._met.add(page.url)
        self.played.visits.append(Visit(self.step, page.index, where, round_, page.kind, after, log_position))
        self.played.untouched += [(self.visit, control) for control in page.unknown]
        if where not in self.played.offers:
            self.played.offers[where] = self.visit, _offers(page)
        self._transcript.add(PageSeen(self.step, page, seconds, self.shot() if shoot else "", str(after or "")))
        self._catch_up()
        self.listen()

    def answered(self, attempt: int, answer: Answer, button: Button | None, fixed: dict[str, Value], seconds: float) -> None:
        sources = {n: "declared" if n in fixed else "model" for n in answer.values}
        self.played.last_values = answer.values
        self._account(answer)
        if any(answer.reasons.values()):
            self.played.said.append(Said(self.visit, attempt, answer.values, answer.reasons))
        label, model = (button.label if button else ""), self.played.model
        self._transcript.add(
            Answered(
                self.step,
                attempt,
                answer.values,
                label,
                answer.reasons,
                {**sources, **answer.sources},
                model,
                seconds,
                answer.meta,
            )
        )

    def unanswered(self, attempt: int, error: ModelError) -> None:
        self.played.usage += Usage.of(error.meta)
        self._transcript.add(Unanswered(self.step, attempt, self.played.model, error.what, error.meta))

    def remarked(self, last: Answer) -> None:
        self._account(last)
        self.played.remarks = last.reasons
        self._transcript.add(Remarked(self.step, self.played.model, last.reasons, last.meta))

    def _account(self, answer: Answer) -> None:
        self.played.usage += Usage.of(answer.meta)

    def submitted(self, attempt: int, outcome: Outcome, to: str, seconds: float) -> None:
        page = outcome.page
        self._transcript.add(
            Submitted(
                self.step,
                attempt,
                outcome.kind if outcome.sent else "overtaken",
                outcome.messages,
                to,
                page.index,
                outcome.outgoing,
                seconds,
            )
        )
        if outcome.kind != "moved":
            self.listen()

    def accepted(self, page: Page, values: dict[str, Value], declared: tuple[str, ...]) -> None:
        visit, required = self.visit, tuple(f.name for f in page.fields if f.required)
        at, chosen, offered = time.time(), _chosen(page, values), _offered(page, values)
        self.played.accepted.append(
            Accepted(self.step, page.index, visit.where, visit.round, values, required, at, declared, chosen, offered)
        )

    def refused(self, values: dict[str, Value], outcome: Outcome, declared: tuple[str, ...]) -> None:
        visit = self.visit
        self.played.refused.append(Refused(self.step, visit.where, visit.round, values, outcome.messages, declared))

    def acted(self, what: str, answer: Answer) -> None:
        """`answer`: with it, for the model that chose."""
        self._account(answer)
        self._transcript.add(Acted(self.step, what, "; ".join(filter(None, answer.reasons.values())), answer.meta))
        self.listen()  # live messages stand behind what they came of

    def handled(self) -> None:
        """The author's own code has played the page, with whatever on it bots do not understand."""
        self.played.untouched = [(visit, control) for visit, control in self.played.untouched if visit is not self.visit]

    def waited(self, seconds: float, *, released: bool) -> None:
        self._transcript.add(Waited(self.step, self.visit.where, seconds, released))

    def advanced(self, why: AdvanceReason, reason: str) -> None:
        self.played.advanced.append(Advance(self.visit, why))
        self._transcript.add(Advanced(self.step, self.visit.where, why, reason, self.played.shots.get(self.step, "")))

    def passed(self, stop: Stop) -> None:
        """A barrier, past which the participant was moved."""
        self.played.barriers.append(self.played.stopped(self._with_picture(stop)))

    def listen(self) -> None:
        """Record what the browser noticed. Of two pages it is the earlier one's when the script at fault stands there; what a
        page did before we have seen it is kept for its arrival."""
        for event in self._tab.events():
            if _PAGE.search(event.url) and event.url not in self._met:
                self._early.append(event)
            else:
                self._noticed(event)

    def _noticed(self, event: BrowserEvent) -> None:
        late = len(self.played.visits) > 1 and event.url == self._before != self._here
        visit = self.played.visits[-2] if late else self.visit
        self.played.noticed.append((visit, event))
        failed = event.failure and not late and self.step not in self.played.shots
        picture = self.shot() if failed and self._shoot_failure(visit.where) else ""
        self._transcript.add(Noticed(visit.step, event, picture))
        if event.kind == "outgoing" and not late:
            self.outgoing = event.url

    def _catch_up(self) -> None:
        """What was kept belongs to the page that is there now, or to none that we will ever see."""
        early, self._early = self._early, []
        for event in early if self.played.visits else ():
            self._noticed(event)

    def shot(self) -> str:
        """A screenshot of the page as it is now; a later one of the same step takes its place, because it shows the messages.

        Returns its file relative to the session's folder, or "" when there are to be none.
        """
        if self._shots is None:
            return ""
        try:
            picture = self._tab.screenshot()
        except BrowserError:  # no verdict hangs on a picture; a browser that is gone says so again at the next step
            picture = b""
        if not picture:
            return self.played.shots.get(self.step, "")
        self._shots.mkdir(exist_ok=True)
        name = f"P{self.played.number}-{self.step:03}.jpg"
        (self._shots / name).write_bytes(picture)
        self.played.shots[self.step] = f"{self._shots.name}/{name}"
        return self.played.shots[self.step]

    def ended(self, stop: Stop, seconds: float) -> None:
        self._catch_up()
        stop = self._with_picture(stop)
        self.played.stop, self.played.seconds = stop, seconds
        self._transcript.add(Ended(self.step, stop.kind, stop.where, stop.page.index, stop.reason, stop.shot))

    def _with_picture(self, stop: Stop) -> Stop:
        return replace(stop, shot=stop.shot or self.played.shots.get(self.step, ""))


def _chosen(page: Page, values: dict[str, Value]) -> tuple[str, ...]:
    """Buttons that are answers are no fields."""
    fields = {name: page.field(name) for name in values}
    return tuple(n for n, f in fields.items() if f is None or f.kind == "tick" or 0 < len(f.choices) <= _FEW)


def _offered(page: Page, values: dict[str, Value]) -> dict[str, tuple[str, ...]]:
    """The values that could have been chosen; of a single box, ticked and not."""
    few = (f for f in page.fields if f.name in values and (f.kind == "tick" or 0 < len(f.choices) <= _FEW))
    return {f.name: ("on", "") if f.kind == "tick" else tuple(c.value for c in f.choices if c.value) for f in few}


def _offers(page: Page) -> tuple[Offer, ...]:
    """What a drop-down shows at first is no offer: often it is a "please choose" that has a value all the same."""
    buttons: dict[str, list[str]] = {}
    for button in page.buttons:
        if button.role == "answer":
            buttons.setdefault(button.name, []).append(button.value)
    shown = {f.name: f.value for f in page.fields if f.widget == "select"}
    fields = (Offer(f.name, tuple(c.value for c in f.choices if c.value != shown.get(f.name)), f.min, f.max) for f in page.fields)
    return (*fields, *(Offer(name, tuple(values)) for name, values in buttons.items()))
