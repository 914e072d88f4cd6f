"""Answers that the author's own oTree bots give: valid by intent, and used where a page refused what a bot tried by itself."""

from __future__ import annotations

from collections.abc import Sequence

from botex_pytest.models.base import Ask
from botex_pytest.models.values import ticked
from botex_pytest.page import Field, Value

SOURCE = "tests.py"


def from_own_bots(fields: Sequence[Field], ask: Ask) -> dict[str, Value]:
    """The first of the author's answers to some of `fields` that was not refused yet; {} when there is none."""
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
