"""What bots sent and did in a run of the zoo, to be compared with what oTree holds."""

from __future__ import annotations

import math
from typing import Any

from harness import Done

from botex_pytest.page import Value
from botex_pytest.records import Step


def steps(run: Done, config: str) -> list[Step]:
    return [step for play in run.plays(config) for taken in play.transcripts.values() for step in taken]


def sent(taken: tuple[Step, ...]) -> dict[str, Value]:
    """What the server took of one participant, by field."""
    tries = [t for step in taken for t in step.tries]
    return {name: v for t in tries if t.submitted and t.submitted.outcome == "moved" for name, v in t.answered.values.items()}


def agree(value: Value, stored: Any) -> bool:
    """Whether oTree's data hold what was sent, after its conversion; amounts are rounded to the places of their unit."""
    text = ",".join(value) if isinstance(value, tuple) else value
    numbers = _number(text), _number(str(stored))
    if None not in numbers:
        return math.isclose(*numbers, abs_tol=0.5 * 10**-2)
    return text.replace(",", " ").split() == str(stored or "").replace(",", " ").split()


def _number(text: str) -> float | None:
    """Also of what stands for yes and no."""
    yes_no = {"True": 1.0, "False": 0.0, "on": 1.0, "y": 1.0, "": 0.0}
    try:
        return yes_no[text] if text in yes_no else float(text.replace(",", "."))
    except ValueError:
        return None
