"""What a language model is asked at one page: the questions that are its to answer, and what may be answered to each."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cached_property

from botex_pytest.models.base import Ask
from botex_pytest.page import NOTHING, Button, Choice, Field

FEW = 50
"""Values up to which a grid of numbers is asked for by listing them: a schema cannot bound decimals everywhere."""

_LONGEST_LABEL = 200


@dataclass(frozen=True)
class Form:
    """`fields` are asked for by name. `press` is one more question, where there is more than one thing to press; `refs` says
    which button each of its values means."""

    fields: tuple[Field, ...]
    press: Field | None = None
    refs: dict[str, str | None] | None = None
    alone: str | None = None  # the button to press where there is no choice

    @property
    def questions(self) -> tuple[Field, ...]:
        return (*self.fields, *([self.press] if self.press else ()))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(q.name for q in self.questions)


def form_of(ask: Ask) -> Form:
    """What is left to the model at this page: no declared answers, no answers that led to an early end, no single button."""
    fields = tuple(_without(f, ask) for f in ask.page.fields if f.name not in ask.fixed)
    buttons = [b for b in ask.page.buttons if b.enabled]
    if ask.acting:
        return _with_press(fields, [b for b in buttons if b.role == "other"], "action", ask.may_stop)
    declared = [b for b in ask.page.buttons if b.role == "answer" and ask.fixed.get(b.name) == b.value]
    leading = [b for b in buttons if b.role in ("next", "answer")]
    if declared or len(leading) < 2:
        return Form(fields, alone=next((b.ref for b in (*declared, *leading)), None))
    names = {b.name for b in leading if b.role == "answer"}
    shared = names.pop() if len(names) == 1 and all(b.role == "answer" for b in leading) else "button"
    avoided = [b for b in leading if b.value in ask.avoid.get(b.name, ())]
    return _with_press(fields, [b for b in leading if b not in avoided] or leading, shared, "")


def _with_press(fields: tuple[Field, ...], buttons: list[Button], name: str, stop: str) -> Form:
    """`stop`: what to call the choice of pressing nothing; empty when it is none."""
    taken = {f.name for f in fields}
    while name in taken:
        name += "_"
    refs: dict[str, str | None] = {}
    for number, button in enumerate(buttons, start=1):
        label = " ".join((button.label or button.value or f"button {number}").split())
        refs[label if label not in refs else f"{label} ({number})"] = button.ref
    if stop:
        refs[stop] = NOTHING
    if not refs:
        return Form(fields)
    choices = tuple(Choice(label, label) for label in refs)
    return Form(fields, Field(name, "choice", "button", "What to press", required=True, choices=choices), refs)


def _without(field: Field, ask: Ask) -> Field:
    """Choices that sent somebody away early are not offered again, as long as there are others."""
    avoid = ask.avoid.get(field.name, ())
    left = tuple(c for c in field.choices if c.value not in avoid)
    return replace(field, choices=left) if field.kind == "choice" and left else field


def options(field: Field) -> dict[str, str]:
    """What a model says -> what is posted. As a person sees the choices, where that tells them apart; else their values."""
    labels = [" ".join(c.label.split()) for c in field.choices]
    seen = len(set(labels)) == len(labels) and all(0 < len(label) <= _LONGEST_LABEL for label in labels)
    return dict(zip(labels, (c.value for c in field.choices), strict=True)) if seen else {c.value: c.value for c in field.choices}


def grid(field: Field) -> tuple[float, ...]:
    """All numbers that a field admits, when they are few and cannot be said by two bounds; else none."""
    whole = field.kind == "integer"
    step = field.step or (1.0 if whole else 0.0)
    if field.min is None or field.max is None or field.max < field.min or step <= 0 or (whole and step == 1.0):
        return ()
    count = math.floor((field.max - field.min) / step + 1e-9) + 1
    return tuple(round(field.min + i * step, 10) for i in range(count)) if count <= FEW else ()


def number_text(number: float) -> str:
    """As a person types it: no exponent, no point behind a whole number."""
    text = f"{number:.10f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


PATTERNS = {
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "time": r"^[0-9]{2}:[0-9]{2}$",
    "datetime-local": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",
    "month": r"^[0-9]{4}-[0-9]{2}$",
    "week": r"^[0-9]{4}-W[0-9]{2}$",
    "color": r"^#[0-9a-f]{6}$",
}
"""What the browser wants of these controls, whatever they look like on screen."""

_SHAPES = {
    "date": "a date as YYYY-MM-DD",
    "time": "a time as HH:MM",
    "datetime-local": "a moment as YYYY-MM-DDTHH:MM",
    "month": "a month as YYYY-MM",
    "week": "a week as YYYY-Www",
    "color": "a colour as #rrggbb",
    "email": "an e-mail address",
    "url": "a web address with https://",
    "tel": "a telephone number",
}


def kind_words(field: Field) -> str:
    """What may be answered, in words: `whole number from 0 to 100`."""
    words = _kind(field)
    return words if field.required or field.kind in ("tick", "choices") else f"{words}; may be left empty"


def _kind(field: Field) -> str:
    if field.kind == "tick":
        return "true: it must be ticked" if field.required else "true to tick it, false to leave it"
    if field.kind in ("choice", "choices"):
        listed = " | ".join(f'"{text}"' for text in options(field))
        return f"one of {listed}" if field.kind == "choice" else f"a list of any of {listed}"
    if field.kind in ("integer", "decimal"):
        step = f", in steps of {number_text(field.step)}" if field.step and (field.kind == "decimal" or field.step != 1) else ""
        return f"{'whole number' if field.kind == 'integer' else 'number'}{_range(field)}{step}"
    limit = f" of at most {field.max_length} characters" if field.max_length else ""
    shape = f", of the form {re.sub(chr(10), ' ', field.pattern)}" if field.pattern else ""
    return f"{_SHAPES.get(field.widget, 'text')}{limit}{shape}"


def _range(field: Field) -> str:
    low, high = (None if bound is None else number_text(bound) for bound in (field.min, field.max))
    if low is not None and high is not None:
        return f" from {low} to {high}"
    return f" of at least {low}" if low is not None else f" of at most {high}" if high is not None else ""
