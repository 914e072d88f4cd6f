"""Answers of which only some are given, by a constant or by a function of the user's: the random bot gives the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from botex_pytest.models.base import Ask
from botex_pytest.models.embedded import Embedded
from botex_pytest.page import Answer, Button, Page, Value

_EMBEDDED = Embedded("random")


def completed(ask: Ask, given: Mapping[str, Value], source: str, reasons: Mapping[str, str] | None = None) -> Answer:
    """`given` by name of a field, or of buttons that are the answer; what the author declared is stronger."""
    filled = _EMBEDDED.answer(replace(ask, fixed={**given, **ask.fixed}))
    sources = {name: source if name in given else _EMBEDDED.name for name in filled.values if name not in ask.fixed}
    return replace(filled, reasons=dict(reasons or {}), sources=sources)


def answer_buttons(page: Page, name: str) -> list[Button]:
    """The buttons that post `name`."""
    return [b for b in page.buttons if b.role == "answer" and b.name == name]
