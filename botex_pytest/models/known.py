"""Answers that the author's own oTree bots give: valid by intent, and used where a page has refused what was tried."""

from __future__ import annotations

from dataclasses import replace

from botex_pytest.models.base import Ask, Respondent
from botex_pytest.models.embedded import button_fields
from botex_pytest.models.values import ticked
from botex_pytest.page import Answer, Field, Value

SOURCE = "tests.py"


class Helped:
    """A respondent who is handed the author's answers once a page has refused `patience` of its own."""

    def __init__(self, respondent: Respondent, patience: int) -> None:
        self.name = respondent.name
        self._respondent, self._patience = respondent, patience

    def answer(self, ask: Ask) -> Answer:
        given = from_own_bots(ask) if len(ask.refusals) >= self._patience else {}
        if not given:
            return self._respondent.answer(ask)
        answer = self._respondent.answer(replace(ask, fixed={**given, **ask.fixed}))
        return replace(answer, sources={**answer.sources, **dict.fromkeys(given, SOURCE)})

    def read(self, ask: Ask) -> Answer | None:
        return self._respondent.read(ask)

    def recall(self, ask: Ask, answer: Answer) -> None:
        self._respondent.recall(ask, answer)


def from_own_bots(ask: Ask) -> dict[str, Value]:
    """The first of the author's answers to this page that was not refused yet; {} when there is none."""
    fields = [f for f in (*ask.page.fields, *button_fields(ask.page)) if f.name not in ask.fixed]
    for answers in ask.known:
        values = {f.name: v for f in fields if (v := _as_entered(f, answers.get(f.name))) is not None}
        if values and not any(values.items() <= refusal.values.items() for refusal in ask.refusals):
            return values
    return {}


def _as_entered(field: Field, posted: str | None) -> Value | None:
    """oTree's bots post to the server; what is not offered on the page cannot be entered there."""
    if posted is None or field.kind in ("choices", "unknown"):
        return None
    if field.kind == "tick":
        return "" if posted in ("", "0", "False") else ticked(field)
    offered = [c.value for c in field.choices]
    return posted if not offered or posted in offered else None
