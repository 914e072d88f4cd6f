"""Pages, answers and refusals in the words in which a language model is told of them. All of it is text that others wrote: it
stands on one line and cannot end the part of a prompt that is set apart for it."""

from __future__ import annotations

from botex_pytest.models.base import Ask, Refusal
from botex_pytest.models.form import kind_words, options
from botex_pytest.models.prompts import on_one_line
from botex_pytest.page import Field, Value

_LONGEST = 300
"""Characters of an answer that are told again."""


def question_of(field: Field) -> dict[str, str]:
    """What the prompts `page` and `act` are given for one question."""
    label = on_one_line(field.label)
    now = "" if field.kind == "tick" or not field.value else _said(field, field.value)
    return {
        "name": on_one_line(field.name),
        "kind": on_one_line(kind_words(field)),
        "label": "" if label == field.name else label,
        "help": on_one_line(field.help),
        "unit": on_one_line(field.unit),
        "now": on_one_line(now),
    }


def answered(ask: Ask, values: dict[str, Value], pressed: str = "") -> str:
    """`contribution = 5; pressed “Next”`, choices by their labels."""
    fields = {f.name: f for f in ask.page.fields}
    told = [f"{name} = {_said(fields.get(name), value)}" for name, value in values.items()]
    return on_one_line("; ".join([*told, *([f"pressed “{pressed}”"] if pressed else [])]))


def messages_of(refusal: Refusal) -> list[str]:
    return [on_one_line(f"{m.field}: {m.text}" if m.field else m.text) for m in refusal.messages]


def _said(field: Field | None, value: Value) -> str:
    labels = {v: label for label, v in options(field).items()} if field else {}
    parts = (value,) if isinstance(value, str) else value
    text = " + ".join(labels.get(part, part) for part in parts) or "(empty)"
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
