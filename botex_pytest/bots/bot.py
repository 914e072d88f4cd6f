"""Plays one participant: look at the page, ask the model, submit, until there is nothing left to do. Judges nothing."""

from __future__ import annotations

import time
import traceback
from dataclasses import replace
from itertools import count, takewhile

from botex_pytest.bots.asking import kind_of
from botex_pytest.bots.attempt import LEADING, Attempt, asks, most_tries
from botex_pytest.bots.brief import Place
from botex_pytest.bots.explore import Explorer
from botex_pytest.bots.handler import OutOfTime
from botex_pytest.bots.presence import GLANCE
from botex_pytest.bots.watching import Watching, acts_in_time
from botex_pytest.drivers.base import Reopened
from botex_pytest.errors import BotexError
from botex_pytest.models.base import Refusal
from botex_pytest.page import Answer, Message, Outcome, Page
from botex_pytest.played import Stop, StopKind
from botex_pytest.recording_errors import RecordingMismatch

_SILENT = 3
"""Answers that are tried where a button waits for numbers that fit together; each costs the seconds in which one is awaited."""


class Bot(Watching):
    """One participant's way through a session. `run` is called once, in a thread of its own."""

    def run(self) -> None:
        """Plays to the end. Always leaves `played.stop` set, whatever happens."""
        started = time.monotonic()
        try:
            stop = self._play()
        except OutOfTime:
            stop = self._obstacle() or self._stop("needs-time", "the session's time limit passed")
        except RecordingMismatch as error:
            stop = replace(self._stop("needs-recording", error.what), detail=error.cause, advice=error.advice)
        except BotexError as error:
            stop = self._stop(kind_of(error), str(error))
        except Exception as error:  # noqa: BLE001 - our own bug must end as an infrastructure error, not as a silent thread
            stop = replace(self._stop("infrastructure", f"{type(error).__name__}: {error}"), detail=traceback.format_exc())
        through = stop.kind == "finished" or (stop.kind in ("still", "left") and self._brief.last(self._page))
        self._table.ended(self._number, complete=through)
        self._diary.ended(stop, time.monotonic() - started)
        if stop.kind in ("finished", "still", "left"):
            self._model.last_word(lambda: self._brief.ask(self._page, self._brief.place(self._page), self._number, 1))

    def _play(self) -> Stop:
        self._brief.arrive(self._number)
        if self._brief.skip_timers:
            self._tab.hold_timers()
        self._log_position = self._brief.log_position()
        started = time.monotonic()
        result: Page | Stop = self._tab.open(self._brief.enter(self._seat))
        while isinstance(result, Page):
            if result.kind == "finished":
                return self._stop("finished")  # on the page that was left last: "No more pages left" is none of the study's
            self._arrive(result, time.monotonic() - started)
            started = time.monotonic()
            result = self._leave()
        return result

    def _leave(self) -> Page | Stop:
        """The next page; or the same one, in another browser."""
        try:
            result = self._obstacle() or self._pass()
            return self._get_past(result) if isinstance(result, Stop) else result
        except Reopened as lost:
            self._diary.listen()
            self._handled.reopened()
            return lost.page

    def _arrive(self, page: Page, seconds: float) -> None:
        self._page, place = page, self._brief.place(page)
        waits_for = (page.waits_for or "group") if page.kind == "wait" else ""
        self._table.moved(
            self._number, where=place.where, app=place.app, round_=place.round, index=page.index, waits_for=waits_for
        )
        self._explorer = Explorer(self._number, place, self._tab, self._diary, self._brief, self._model)
        after = self._table.gap or self._gap
        shoot = self._brief.shoot(place)
        self._diary.arrived(page, place.where, place.round, seconds, after, shoot=shoot, log_position=self._log_position)

    def _pass(self) -> Page | Stop:
        """Leave the page in the way its kind asks for: the next page, or why there is none."""
        page, place = self._page, self._brief.place(self._page)
        if self._brief.ends(place):
            return self._stop("still", "a declared end")
        if page.kind == "wait" and not page.needs_browser:
            return self._wait()
        if self._brief.advances(place):
            return self._advance_declared(place)
        if (after := self._past_again(place)) is not None:
            return after
        if page.needs_browser and not (page.kind == "still" and self._brief.last(page)):  # at the end nothing is left to play
            return self._stop("needs-skill", "; ".join(page.needs_browser), shot=True)
        if page.kind == "form":
            return self._linger(self._brief.pace.reading(page, self._number)) or self._answer(place)
        played = self._by_handler(page, place)
        return played if played is not None and self._is_other(played) else self._settle()

    def _by_handler(self, page: Page, place: Place) -> Page | None:
        """How `page` looks when the author's own code has played it; None where it has none for it."""
        played = self._handled.play(page, place)
        if played is not None and not self._is_other(played):
            self._page = played
        return played

    # --- a page to answer ---

    def _answer(self, place: Place) -> Page | Stop:
        refusals: tuple[Refusal, ...] = ()
        silent: list[Refusal] = []
        explorer, redrawn, pause = self._explorer, True, 0.0
        for number in takewhile(lambda n: n <= most_tries(self._page, self._brief.limits.tries), count(1)):
            if self._table.cancelled:
                return self._stop("cancelled", self._table.cancelled)
            before = (self._by_handler(self._page, place) or explorer.prepare(self._page)) if redrawn else self._page
            if self._is_other(before):
                return before
            self._page, redrawn = before, False
            if not asks(before) and self._brief.last(before):
                return self._settle()  # a last page may have something to look up or to print
            if asks(before):
                attempt = self._ask(place, number, (*refusals, *silent))
                outcome = self._submit(attempt, pause)
            else:
                attempt = Attempt(number, Answer(), {}, {}, None)
                outcome = Outcome("unchanged", before, (Message("it has no button that leads on", by="browser"),))
            if outcome.kind == "moved" or (outcome.kind != "rejected" and self._is_other(outcome.page)):
                return self._moved(attempt, outcome)
            self._page = outcome.page
            if outcome.kind == "left":
                return self._left_server(outcome.outgoing)
            if outcome.kind == "unchanged":
                after = self._until_pressable(before, attempt, outcome, silent)
                if after is None:
                    continue
                return after
            redrawn = self._handled.redrawn(outcome)
            declared = attempt.declared_and_refused(outcome)
            self._diary.refused(attempt.values, outcome, declared)
            refusals += (Refusal(attempt.values, outcome.messages),)
            varies = attempt.can_vary(self._page) or explorer.can_vary(self._page)
            pause = 0.0 if varies else attempt.pause(self._page, self._brief.limits.page)
            if declared or not (varies or pause):
                break
        if not refusals:
            return self._stop("dead-button", "the button did nothing, however often it was pressed", shot=True)
        return self._stop("refused", "every answer was refused", shot=True)

    def _moved(self, attempt: Attempt, outcome: Outcome) -> Page:
        page, after = self._page, outcome.page
        if outcome.kind != "moved" or not outcome.sent:
            return self._went_on(attempt, after)
        failed = after.kind == "error" and after.index in (0, page.index)  # the submit itself
        if not failed:
            self._diary.accepted(page, attempt.values, tuple(attempt.fixed))
        return after

    def _went_on(self, attempt: Attempt, after: Page) -> Page:
        """The page was faster than its answer."""
        self.played.overtaken += [self._diary.visit] if attempt.values else []
        return after

    def _until_pressable(self, before: Page, attempt: Attempt, outcome: Outcome, silent: list[Refusal]) -> Page | Stop | None:
        """Nothing happened. A button that is only disabled may come alive, when a pause is over, a text was read, another control
        used or other numbers given: then None. The page may also go on by itself."""
        if len(silent) < _SILENT and attempt.may_open_a_button(before, self._page):
            silent.append(_silent_refusal(attempt, outcome))
            return None
        if attempt.values:
            self._explorer.renew()
        said = next((m for m in outcome.messages), Message("the button did nothing when it was pressed", by="browser"))
        if said.by == "server":
            return self._stop("needs-time", said.text, shot=True)
        if attempt.opened_a_button(before, self._page):
            return None
        if attempt.can_press(self._page):
            tried = self._explorer.step(self._page)
            return self._arrived_or_stayed(tried) if tried else self._stop("dead-button", said.text, shot=True)
        self._table.idles(self._number)
        limits, started = self._brief.limits, time.monotonic()
        end = min(started + self._patience_for_a_button(), limits.session_end)
        while time.monotonic() < end:
            after = self._tab.wait_for_change(GLANCE) or self._tab.look()
            if self._is_other(after):
                return self._went_on(attempt, after)
            self._page = after
            if attempt.can_press(after):
                return None
            if self._table.cancelled:
                return self._stop("cancelled", self._table.cancelled)
            tried = self._explorer.step(after)
            if tried and self._arrived_or_stayed(tried):
                return tried
            if tried:  # what it did may take a moment to show
                end = min(max(end, time.monotonic() + limits.settle), limits.session_end)
        if not self._skippable(self._page):
            return self._never_pressable(time.monotonic() - started)
        skipped = self._skip_timer()
        return self._went_on(attempt, skipped) if isinstance(skipped, Page) else skipped

    def _patience_for_a_button(self) -> float:
        page, limits = self._page, self._brief.limits
        left, some = page.seconds_left or 0.0, any(b.role in LEADING for b in page.buttons)
        if self._skippable(page):
            in_time = min(limits.page, left) if some else limits.settle
            return in_time if acts_in_time(page) else GLANCE
        longest = limits.page + self._allowance()
        return longest if some else min(limits.settle + left, longest)

    def _arrived_or_stayed(self, page: Page) -> Page | None:
        """`page` when it is another one; else it is how the present one looks now, and None."""
        if self._is_other(page):
            return page
        self._page = page
        return None

    def _never_pressable(self, seconds: float) -> Stop:
        if self._page.seconds_left:
            return self._stop("needs-time", f"its timer still runs after {seconds:.0f} s", shot=True)
        if not any(b.role in LEADING for b in self._page.buttons):
            if self._diary.outgoing:  # what it has leads away, such as back to a recruiting platform
                return self._left_server(self._diary.outgoing)
            return self._stop("needs-skill", "it has no button that leads on", shot=True)
        # a control that nobody has used is a likelier key to the button than time
        kind: StopKind = "needs-skill" if self._page.unknown else "needs-time"
        return self._stop(kind, f"its button stayed disabled for {seconds:.0f} s", shot=True)

    def _ask(self, place: Place, number: int, refusals: tuple[Refusal, ...]) -> Attempt:
        """The model's answer, into the transcript before it is given."""
        page, brief = self._page, self._brief
        ask = brief.ask(page, place, self._number, number, refusals)
        started = time.monotonic()
        answer = self._model.answer(ask)
        button = next((b for b in page.buttons if b.ref == answer.button), None)
        values = {**answer.values, button.name: button.value} if button and button.role == "answer" else answer.values
        self._diary.answered(number, replace(answer, values=values), button, ask.fixed, time.monotonic() - started)
        kept = {n: v for n, v in ask.fixed.items() if answer.values.get(n, v) == v}  # a test may overrule what is declared
        return Attempt(number, answer, values, kept, button)

    def _submit(self, attempt: Attempt, pause: float) -> Outcome:
        self._diary.listen()  # what was noticed until now belongs to this page
        after = self._linger(pause + self._brief.pace.answering(self._page, attempt.values))
        self._log_position = self._brief.log_position()
        started = time.monotonic()
        lacking = attempt.lacks(self._page)
        if after:
            outcome = Outcome("moved", after, sent=False)
        else:
            outcome = Outcome("blocked", self._page, lacking) if lacking else self._tab.submit(attempt.answer)
        self._diary.submitted(attempt.number, outcome, self._brief.place(outcome.page).where, time.monotonic() - started)
        return outcome


def _silent_refusal(attempt: Attempt, outcome: Outcome) -> Refusal:
    """Nobody has refused anything, and yet there is no way on: what the page shows now is all that is known of the reason."""
    why = next((m.text for m in outcome.messages), "there is no button that leads on")
    return Refusal(attempt.values, (Message(f"{why}; the page now says:\n{outcome.page.text}", by="browser"),))
