"""One answer to one page, and what can be said about it without asking anybody."""

from __future__ import annotations

import math
from dataclasses import dataclass

from botex_pytest.page import Answer, Button, Message, Outcome, Page, Value

LEADING = ("next", "answer")
"""Roles of the buttons that lead on."""


def asks(page: Page) -> bool:
    """Whether something is to be answered, or to be left by a button."""
    return bool(page.fields) or any(b.role in LEADING for b in page.buttons)


_QUIZ = 8
"""How many times as many tries a quiz gets: three questions with four choices each, say, can be answered in 64 ways, and a
message need not tell which of them was wrong."""


def most_tries(page: Page, usual: int) -> int:
    """More than `usual` only where every question is a choice, and then no more than there are different answers."""
    ways = math.prod(2 if f.kind == "tick" else len(f.choices) if f.kind == "choice" else 0 for f in page.fields)
    return max(usual, min(_QUIZ * usual, ways)) if page.fields else usual


@dataclass(frozen=True)
class Attempt:
    """The `number`th answer to a page, counted from 1."""

    number: int
    answer: Answer
    values: dict[str, Value]  # all that is posted, a button that is an answer being one like any other
    fixed: dict[str, Value]  # what the author declared
    button: Button | None  # None: the model leaves it to the driver

    def can_vary(self, page: Page) -> bool:
        """Whether another try could differ. A page without open fields gets one more: some count clicks."""
        buttons = [b for b in page.buttons if b.enabled and b.role in LEADING]
        return self.number < 2 or len(buttons) > 1 or any(f.name not in self.fixed for f in page.fields)

    def pause(self, page: Page, longest: float) -> float:
        """Seconds after which the same may be taken: a page that asks nothing and refuses wants time, as a rule. Each pause is
        twice the one before, `longest` is that of all together; 0 when they are over."""
        waited = 2.0 ** (self.number - 2) - 1
        return 0.0 if page.fields else max(0.0, min(waited + 1, longest - waited))

    def can_press(self, page: Page) -> bool:
        """Whether the button is enabled on `page`; any that leads on, when it was left to the driver."""
        same = [b for b in page.buttons if self.button and b.ref == self.button.ref]
        return any(b.enabled for b in same or [b for b in page.buttons if b.role in LEADING])

    def may_open_a_button(self, before: Page, after: Page) -> bool:
        """Whether other numbers might: a script shows the button, or enables it, when they fit together."""
        numbers = [f for f in before.fields if f.kind in ("integer", "decimal") and f.name not in self.fixed]
        return len(numbers) > 1 and not self.can_press(after)

    def opened_a_button(self, before: Page, after: Page) -> bool:
        """Whether the press has brought up another that leads on, such as that of a dialog which asks whether one is sure."""
        refs = {b.ref for b in before.buttons}
        return any(b.role in LEADING and b.enabled and b.ref not in refs for b in after.buttons)

    def declared_and_refused(self, outcome: Outcome) -> tuple[str, ...]:
        """The declared answers that a refusal names; all of them when it names none and there are no others."""
        named = {m.field for m in outcome.messages if m.field}
        if not named and self.values and set(self.values) <= set(self.fixed):
            return tuple(self.fixed)
        return tuple(n for n in self.fixed if n in named)

    def lacks(self, page: Page) -> tuple[Message, ...]:
        """Declared answers that no button of the page gives: they must not be passed over in silence."""
        posted = {b.name: {x.value for x in page.buttons if x.name == b.name} for b in page.buttons if b.role == "answer"}
        wrong = [n for n, values in posted.items() if n in self.fixed and self.fixed[n] not in values and not page.field(n)]
        return tuple(Message(f"there is no button that answers {self.fixed[n]!r}", n, "browser") for n in wrong)
