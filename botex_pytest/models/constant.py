"""Answers the same wherever it fits: `constant:5`."""

from __future__ import annotations

from botex_pytest.models.base import Ask, Person, Respondent
from botex_pytest.models.fits import problem
from botex_pytest.models.given import as_posted, completed
from botex_pytest.page import Answer, Field, Value


class Constant:
    """`value` is typed as it stands, or chosen by value or label; the random bot answers where it does not fit or was refused."""

    def __init__(self, value: str) -> None:
        self.name = f"constant:{value}"
        self._value = value

    def prepare(self) -> None:
        pass

    def respondent(self, person: Person) -> Respondent:
        return self  # it remembers nothing

    def close(self) -> None:
        pass

    def recall(self, ask: Ask, answer: Answer) -> None:
        pass

    def read(self, ask: Ask) -> None:
        pass

    def answer(self, ask: Ask) -> Answer:
        given = {f.name: as_posted(f, self._value) for f in ask.page.fields if f.name not in ask.fixed}
        given = {f.name: given[f.name] for f in ask.page.fields if f.name in given and _possible(f, given[f.name])}
        for button in ask.page.buttons:
            if button.role == "answer" and self._value in (button.value, button.label) and button.name not in ask.fixed:
                given[button.name] = button.value
        return completed(ask, {n: v for n, v in given.items() if not _refused(n, v, ask)}, "constant")


def _possible(field: Field, value: Value) -> bool:
    return value not in ("", ()) and not problem(field, value)


def _refused(name: str, value: Value, ask: Ask) -> bool:
    """Whether this value was blamed: by name, or together with all others when a refusal names none."""
    tries = (r for r in ask.refusals if r.values.get(name) == value)
    return any(not any(m.field for m in r.messages) or name in {m.field for m in r.messages} for r in tries)
