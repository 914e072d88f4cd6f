"""Bots that need no model: random, min, max, middle.

Same page, same participant, same step and same seed give the same answer, whatever the workers, plugins or timing: each field has
a random generator of its own, seeded by what it is and not by when it is asked.
"""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import chain, islice

from botex_pytest.model_names import Strategy
from botex_pytest.models.base import Ask, Unremembering
from botex_pytest.models.quiz import guesses
from botex_pytest.models.solver import Values, blamed, together, untried
from botex_pytest.models.values import first_value, other_values
from botex_pytest.page import Answer, Button, Choice, Field, Page, Value

_LOOK_AHEAD = 200
"""How many other values are tried in thought before a repeated one is sent; more only delays the verdict."""


class Embedded(Unremembering):
    """A deterministic participant. `min`, `max` and `middle` answer at random only where their own
    answer was refused or ended the study early."""

    def __init__(self, strategy: Strategy = "random") -> None:
        self.name: str = strategy
        self._strategy = strategy

    def answer(self, ask: Ask) -> Answer:
        open_ = [f for f in ask.page.fields if f.name not in ask.fixed]
        values = self._corrected(open_, ask) if ask.refusals else {f.name: self._first(f, ask) for f in open_}
        button = self._button(ask)
        return Answer({**values, **{k: v for k, v in ask.fixed.items() if ask.page.field(k)}}, button.ref if button else None)

    def _first(self, field: Field, ask: Ask) -> Value:
        avoid, rng = ask.avoid.get(field.name, ()), self._rng(field.name, ask)
        liked = [v for v in ask.prefer.get(field.name, ()) if v not in avoid and _offers(field, v)]
        return rng.choice(liked) if liked else first_value(field, self._strategy, rng, avoid)

    def _corrected(self, fields: list[Field], ask: Ask) -> Values:
        """The last try with what was wrong in it changed: several fields together where no field was marked, else each by itself.
        Fields that were not there before count as wrong."""
        last = ask.refusals[-1]
        wrong = [f for f in fields if f in blamed(last, fields) or f.name not in last.values]
        kept: Values = {f.name: last.values[f.name] for f in fields if f not in wrong}
        joint = None
        if not any(m.field for m in last.messages):
            before: Values = {f.name: last.values.get(f.name, "") for f in wrong}
            rng = self._rng("together", replace(ask, attempt=1))
            candidates = chain(together(wrong, last, rng), guesses(wrong, ask.refusals, rng))
            joint = untried(candidates, {**kept, **before}, ask.refusals)
        return joint or {**kept, **{f.name: self._other(f, ask) for f in wrong}}

    def _other(self, field: Field, ask: Ask) -> Value:
        """Another value than those for which this field was blamed."""
        rng, messages = self._rng(field.name, ask), ask.refusals[-1].messages
        fields = (*ask.page.fields, field)  # also one made of buttons
        tried = {r.values[field.name] for r in ask.refusals if field.name in r.values and field in blamed(r, fields)}
        said = [m.text for m in messages if m.field in (field.name, "")]
        others = islice(other_values(field, said, rng), _LOOK_AHEAD)
        return next((v for v in others if v not in tried), first_value(field, "random", rng))

    def _button(self, ask: Ask) -> Button | None:
        """The declared answer button; else oTree's next button; else one of the buttons that are the answer."""
        declared = [b for b in ask.page.buttons if b.role == "answer" and ask.fixed.get(b.name) == b.value]
        if declared:
            return declared[0]  # also one that is disabled: it may come alive
        buttons = [b for b in ask.page.buttons if b.enabled]
        answers = [b for b in buttons if b.role == "answer"]
        following = [b for b in buttons if b.role == "next"]
        if following or not answers:
            idle = ask.attempt - 1 - len(ask.refusals)  # presses that nothing came of: of several, another may lead on
            return following[idle % len(following)] if following else None
        fields = button_fields(ask.page)
        if len(fields) != 1:
            return self._rng("button", ask).choice(answers)
        value = self._other(fields[0], ask) if ask.refusals else self._first(fields[0], ask)
        return next((b for b in answers if b.value == value), answers[0])

    def _rng(self, name: str, ask: Ask) -> random.Random:
        page = ask.page
        return random.Random(
            f"{ask.seed}|{ask.config}|{ask.participant}|{page.index}|{page.app}.{page.name}|{name}|{ask.attempt}"
        )


def _offers(field: Field, value: Value) -> bool:
    """What others could choose may not be offered here."""
    offered = {c.value for c in field.choices}
    return not offered or field.kind == "tick" or {value} <= offered or set(value) <= offered


def button_fields(page: Page) -> list[Field]:
    """Buttons that post one name are a choice like any other; so refusals and early ends are remembered in the same way."""
    choices: dict[str, list[Choice]] = {}
    for button in page.buttons:
        if button.role == "answer" and button.enabled:
            choices.setdefault(button.name, []).append(Choice(button.value, button.label))
    return [Field(name, "choice", "button", required=True, choices=tuple(offered)) for name, offered in choices.items()]
