"""What a control makes of a text that is put into it: the value sanitization of the HTML standard."""

from __future__ import annotations

import re

from botex_pytest.drivers.html_tree import Element

_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ONE_LINE = {"text", "search", "tel", "password", "email", "url"}
_TIMES = {
    "date": re.compile(r"\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "month": re.compile(r"\d{4,}-(0[1-9]|1[0-2])"),
    "week": re.compile(r"\d{4,}-W(0[1-9]|[1-4]\d|5[0-3])"),
    "time": re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?"),
    "datetime-local": re.compile(
        r"\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?"
    ),
}


def number(text: str) -> float | None:
    """A number as HTML writes it; None for anything else, a decimal comma included."""
    return float(text) if _NUMBER.fullmatch(text) else None


def sanitized(element: Element, kind: str, text: str) -> str:
    """`text` as a control of this `kind` holds it; "" when it cannot."""
    if kind == "number":
        return text if number(text) is not None else ""
    if kind == "range":
        return _slid(element, text)
    if kind == "color":
        return text.lower() if _COLOUR.fullmatch(text) else "#000000"
    if kind in _TIMES:
        return text.replace(" ", "T") if _TIMES[kind].fullmatch(text) else ""
    if kind in _ONE_LINE:
        line = re.sub(r"[\r\n]", "", text)
        return line.strip() if kind in ("email", "url") else line
    return re.sub(r"\r\n?", "\n", text) if kind == "textarea" else text


def step_base(element: Element) -> float:
    """Where counting in steps starts."""
    for text in (element["min"], element["value"]):
        start = number(text)
        if start is not None:
            return start
    return 0.0


def step_of(element: Element) -> float | None:
    """None: any number will do."""
    step = number(element["step"])
    if step is not None and step > 0:
        return step
    return None if element["step"].lower() == "any" else 1.0


def off_step(element: Element, value: float) -> tuple[float, float] | None:
    """The two values around one that is not on a step; None when it is."""
    step, base = step_of(element), step_base(element)
    if step is None:
        return None
    count = (value - base) / step
    if abs(count - round(count)) < 1e-7:
        return None
    below = base + step * (count // 1)
    return below, below + step


def _slid(element: Element, text: str) -> str:
    """A slider always holds a number between its ends, and on a step."""
    least, most = number(element["min"]), number(element["max"])
    low = 0.0 if least is None else least
    high = 100.0 if most is None else most
    wanted = number(text)
    value = (low + max(high - low, 0.0) / 2) if wanted is None else wanted
    value = max(low, min(value, high))
    around = off_step(element, value)
    if around:
        value = around[1] if around[1] - value <= value - around[0] and around[1] <= high else around[0]
    return shown(value)


def shown(value: float) -> str:
    """Without the digits that binary fractions add."""
    return f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
