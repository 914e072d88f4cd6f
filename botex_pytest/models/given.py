"""Answers of which only some are given, by a constant or by a function of the user's: the random bot gives the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from botex_pytest.models.base import Ask
from botex_pytest.models.embedded import Embedded
from botex_pytest.models.values import ticked
from botex_pytest.page import Answer, Button, Field, Page, Value

_EMBEDDED = Embedded("random")


def completed(ask: Ask, given: Mapping[str, Value], source: str, reasons: Mapping[str, str] | None = None) -> Answer:
    """`given` by name of a field, or of buttons that are the answer; what the author declared is stronger."""
    filled = _EMBEDDED.answer(replace(ask, fixed={**given, **ask.fixed}))
    sources = {name: source if name in given else _EMBEDDED.name for name in filled.values if name not in ask.fixed}
    return replace(filled, reasons=dict(reasons or {}), sources=sources)


def as_posted(field: Field, text: Value) -> Value:
    """`text` as the form posts it: the value of the choice whose value or label it is, a tick for yes or no."""
    if field.kind == "tick" and isinstance(text, str) and text.casefold() in _TICKS:
        return ticked(field) if _TICKS[text.casefold()] else ""
    labels = {" ".join(choice.label.split()): choice.value for choice in reversed(field.choices)}
    values = {choice.value for choice in field.choices}
    several = (text,) if isinstance(text, str) else text
    meant = tuple(word if word in values else labels.get(word, word) for word in several)
    return meant if field.kind == "choices" else meant[0] if isinstance(text, str) else text


_TICKS = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "": False}


def answer_buttons(page: Page, name: str) -> list[Button]:
    """The buttons that post `name`."""
    return [b for b in page.buttons if b.role == "answer" and b.name == name]
