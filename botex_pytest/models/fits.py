"""Whether a value can be an answer to a field, as far as the page says."""

from __future__ import annotations

import math

from botex_pytest.models.values import ticked
from botex_pytest.page import Field, Value

_ROUNDING = 1e-9  # (0.3 - 0) / 0.1 is a little less than 3


def problem(field: Field, value: Value) -> str:
    """Why `value` cannot be sent, in words that continue "it ..."; empty when nothing on the page speaks against it."""
    if value in ("", ()):
        return "needs an answer" if field.required and field.kind != "tick" else ""
    if field.kind == "tick":
        return "" if value == ticked(field) else "is ticked or not"
    if field.choices:
        offered = {choice.value for choice in field.choices}
        wrong = ({value} if isinstance(value, str) else set(value)) - offered
        return f"has no choice {', '.join(sorted(wrong))}" if wrong else ""
    if not isinstance(value, str):
        return "takes one value only"
    if field.kind in ("integer", "decimal"):
        return _number_problem(field, value)
    if field.max_length is not None and len(value) > field.max_length:
        return f"takes at most {field.max_length} characters"
    return ""


def _number_problem(field: Field, text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or (field.kind == "integer" and number != int(number)):
        return "wants a whole number" if field.kind == "integer" else "wants a number"
    if field.min is not None and number < field.min:
        return f"must be at least {field.min:g}"
    if field.max is not None and number > field.max:
        return f"must be at most {field.max:g}"
    if field.step and abs((steps := (number - (field.min or 0)) / field.step) - round(steps)) > _ROUNDING:
        return f"goes in steps of {field.step:g}"
    return ""
