"""Answers the same wherever it fits: `constant:5`."""

from __future__ import annotations

from contextlib import suppress

from botex_pytest.models.base import Ask, Unremembering
from botex_pytest.models.given import completed
from botex_pytest.models.reply import fitting
from botex_pytest.page import Answer, Value


class Constant(Unremembering):
    """`value` is typed as it stands, or chosen by value or label; the random bot answers where it does not fit or was refused."""

    def __init__(self, value: str) -> None:
        self.name = f"constant:{value}"
        self._value = value

    def answer(self, ask: Ask) -> Answer:
        given: dict[str, Value] = {}
        for field in ask.page.fields:
            with suppress(ValueError):
                given[field.name] = fitting(field, self._value)
        for button in ask.page.buttons:
            if button.role == "answer" and self._value in (button.value, button.label):
                given[button.name] = button.value
        open_ = {n: v for n, v in given.items() if n not in ask.fixed and v not in ("", ()) and not _refused(n, v, ask)}
        return completed(ask, open_, "constant")


def _refused(name: str, value: Value, ask: Ask) -> bool:
    """Whether this value was blamed: by name, or together with all others when a refusal names none."""
    tries = (r for r in ask.refusals if r.values.get(name) == value)
    return any(not any(m.field for m in r.messages) or name in {m.field for m in r.messages} for r in tries)
