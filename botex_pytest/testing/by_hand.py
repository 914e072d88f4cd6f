"""Stepping through a session: the test answers for one participant, bots for all others and for the pages between."""

from __future__ import annotations

import queue
from collections.abc import Mapping
from typing import Any

from botex_pytest.answers import as_text
from botex_pytest.models.base import Ask, Respondent, asked_again
from botex_pytest.page import Answer, Message, Page, Value
from botex_pytest.testing.errors import TestingError

_SECONDS = 3600.0
"""How long a bot waits for the test; people may have stopped it in a debugger."""


class Hand(Respondent):
    """The bot's side: asks the test, in the participant's own thread, until the test lets go."""

    def __init__(self, bot: Respondent) -> None:
        self.name = bot.name
        self._bot = bot
        self._asks: queue.Queue[Ask | None] = queue.Queue()
        self._answers: queue.Queue[Answer | None] = queue.Queue()
        self._free = False
        self._last: Ask | None = None
        self._given: Answer | None = None  # by the test, to that

    def answer(self, ask: Ask) -> Answer:
        if self._free or ask.acting:
            return self._bot.answer(ask)
        if not asked_again(ask, self._last):
            self._last, self._given = ask, self._wanted(ask)
        answer = self._given
        if answer is None:
            return self._bot.answer(ask)
        others = self._bot.answer(ask)  # what the test leaves open, and the button
        return Answer({**others.values, **answer.values}, others.button, others.reasons, dict.fromkeys(answer.values, "by hand"))

    def _wanted(self, ask: Ask) -> Answer | None:
        self._asks.put(ask)
        try:
            return self._answers.get(timeout=_SECONDS)
        except queue.Empty:
            self._free = True
            return None

    def read(self, ask: Ask) -> Answer | None:
        self._asks.put(ask)
        return self._bot.read(ask)

    def recall(self, ask: Ask, answer: Answer) -> None:
        self._bot.recall(ask, answer)

    # --- called by the test's thread ---

    def next(self, seconds: float) -> Ask | None:
        """The next page that asks, or the last one; None when the session is over for this participant."""
        return self._asks.get(timeout=seconds)

    def give(self, answer: Answer | None) -> None:
        """None leaves the page to the bot."""
        self._answers.put(answer)

    def over(self) -> None:
        self._asks.put(None)

    def let_go(self) -> None:
        """The bot plays on alone, to the end."""
        self._free = True
        self._answers.put(None)


class ByHand:
    """One participant in the hand of a test. Made by `otree_session.by_hand(1)`."""

    def __init__(self, who: str, hand: Hand, known: tuple[str, ...], seconds: float) -> None:
        self._who, self._hand, self._known, self._seconds = who, hand, known, seconds
        self._now: Ask | None = None
        self._walk: list[str] = []

    def __repr__(self) -> str:
        return f"{self._who} (by hand)"

    @property
    def page(self) -> Page:
        """The page as it is now. Goes to the first one that asks something, if none was met yet."""
        now = self._now or self._next()
        if now is None:
            raise TestingError.session_over(self._who, self._walk)
        return now.page

    def run_until(self, page: str) -> Page:
        """The bot plays on until this participant is on `page` (`Page` or `app.Page`) and it asks something, or is the last."""
        __tracebackhide__ = True
        if page not in self._known and page not in {where.rpartition(".")[2] for where in self._known}:
            raise TestingError.no_such_page(page, self._who, self._known)
        while True:
            now = self._now or self._next()
            if now is None:
                raise AssertionError(f"{self._who} never came to {page}.\n  visited:  {', '.join(self._walk) or 'no page'}")
            if page in (now.where, now.where.rpartition(".")[2]):
                return now.page
            self._now = None
            self._hand.give(None)

    def submit(self, values: Mapping[str, Any] | None = None, **more: Any) -> None:
        """Answers the page; fields that are left out are the bot's to fill. AssertionError when it is refused."""
        __tracebackhide__ = True
        messages = self.try_to_submit(values, **more)
        if messages:
            told = "; ".join(m.text for m in messages)
            raise AssertionError(f"{self._who}: {self._walk[-1]} refused { ({**(values or {}), **more}) }.\n  it said:  {told}")

    def try_to_submit(self, values: Mapping[str, Any] | None = None, **more: Any) -> tuple[Message, ...]:
        """The same, for answers that should be refused: what was said then; empty when they were taken.

        After a refusal the page waits for another answer.
        """
        __tracebackhide__ = True
        page = self.page
        posted: dict[str, Value] = {name: "" if v is None else as_text(v) for name, v in {**(values or {}), **more}.items()}
        asked = {f.name for f in page.fields} | {b.name for b in page.buttons if b.role == "answer"}
        for name in posted:
            if name not in asked:
                raise TestingError.no_field(f"{page.where} of {self._who}", name, asked)
        before, self._now = self._now, None
        self._hand.give(Answer(posted))
        after = self._next()
        while before and after and _is_lost(before, after):
            self._hand.give(Answer(posted))
            after = self._next()
        if before is None or after is None or after.page.index != before.page.index or not after.refusals:
            return ()
        return after.refusals[-1].messages or (Message("The page was shown again, and said nothing."),)

    def _next(self) -> Ask | None:
        try:
            self._now = self._hand.next(self._seconds)
        except queue.Empty:
            raise TestingError.never_asked(self._who, self._seconds, self._walk) from None
        if self._now is not None and (not self._walk or not self._now.refusals):
            self._walk.append(self._now.where)
        return self._now


def _is_lost(before: Ask, after: Ask) -> bool:
    """The browser died with the answer, and the same page was opened anew in another one: as if it had never been asked."""
    return after.page.index == before.page.index and after.attempt == 1 and not after.refusals
