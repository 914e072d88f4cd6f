"""Plausible values for one field: pure functions of the field, a strategy and a random generator."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from botex_pytest.model_names import Strategy
from botex_pytest.page import Field, Value

_LOOK_AHEAD = 50
"""Values drawn before one that led to an early end is taken all the same."""

_OPEN_RANGE = 100.0
"""How far a number goes where the author set no upper bound: within what people type, whatever the question."""

_LONGEST_TEXT = 1000
"""`max` fills a text up to here; some fields admit ten thousand letters."""

_ROUNDING = 1e-9
"""(0.3 - 0) / 0.1 is a little less than 3."""

_WORDS = ("amber", "basin", "cedar", "delta", "ember", "field", "grove", "harbor", "island", "juniper", "kettle", "lantern")
_TYPED: dict[str, tuple[str, ...]] = {
    "email": ("bot@example.org", "player@example.com"),
    "url": ("https://example.org/", "https://example.com/"),
    "tel": ("0123456789", "+491701234567"),
    "date": ("2001-05-17", "1990-01-31"),
    "time": ("12:30", "08:15"),
    "datetime-local": ("2001-05-17T12:30", "1990-01-31T08:15"),
    "month": ("2001-05", "1990-01"),
    "week": ("2001-W20", "1990-W05"),
    "color": ("#3366cc", "#cc6633"),
    "password": ("Amber-2001", "Cedar-1990"),
}
_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:[.,]\d+)?")


def first_value(field: Field, strategy: Strategy, rng: random.Random, avoid: Iterable[Value] = ()) -> Value:
    """What a first try puts into `field`, none of `avoid` where there is anything else. `strategy` gives way to that."""
    avoid = tuple(avoid)
    others = (_value(field, "random", rng, avoid) for _ in range(_LOOK_AHEAD if avoid else 0))
    own = _value(field, strategy, rng, avoid)
    return next((v for v in (own, *others) if v not in avoid), own)


def _value(field: Field, strategy: Strategy, rng: random.Random, avoid: tuple[Value, ...]) -> Value:
    if field.kind in ("choice", "choices", "tick"):
        return _choose(field, strategy, rng, avoid)
    if field.kind in ("integer", "decimal"):
        return _number(field, strategy, rng, avoid)
    return _text(field, strategy, rng)


def other_values(field: Field, messages: Iterable[str], rng: random.Random) -> Iterator[Value]:
    """What to try after a refusal, most promising first: the message's numbers, then the bounds, then anything."""
    messages = tuple(messages)
    if field.kind in ("choice", "tick", "choices"):
        values = [c.value for c in field.choices] or [""]
        rng.shuffle(values)
        yield from ((v,) if field.kind == "choices" else v for v in values)
        if field.kind == "tick":
            yield ""
        if field.kind == "choices":
            yield tuple(c.value for c in field.choices)
        return
    named = [n for text in (*messages, field.help, field.label) for n in numbers_in(text)]
    if field.kind in ("integer", "decimal"):
        low, high = bounds(field)
        for number in (*named, *(n + d for n in named for d in (1, -1)), low, high, (low + high) / 2, 0, 1, 100):
            if (field.min is None or number >= field.min) and (field.max is None or number <= field.max):
                yield typed(number, field)
    else:
        yield from (typed(n, field) for n in named)
        yield from re.findall(r"[\"'“„«](.+?)[\"'”“»]", " ".join(messages))
    while True:
        yield first_value(field, "random", rng)


def _choose(field: Field, strategy: Strategy, rng: random.Random, avoid: tuple[Value, ...]) -> Value:
    if field.kind == "tick":
        return "" if ticked(field) in avoid and not field.required else ticked(field)
    values = [c.value for c in field.choices]
    if field.kind == "choices":
        if strategy == "random":
            return tuple(v for v in values if rng.random() < 0.5) or tuple(values[:1])
        return tuple(values[:1]) if strategy == "min" else tuple(values)
    values = [v for v in values if v not in avoid] or values
    if not values:
        return ""
    at = {"min": 0, "max": len(values) - 1, "middle": (len(values) - 1) // 2}
    return rng.choice(values) if strategy == "random" else values[at[strategy]]


def ticked(field: Field) -> str:
    """What stands for a tick."""
    return field.choices[0].value if field.choices else "on"


def _number(field: Field, strategy: Strategy, rng: random.Random, avoid: tuple[Value, ...]) -> str:
    low, high = bounds(field)
    if avoid and strategy == "random":
        low, high = _away_from([n for v in avoid if isinstance(v, str) for n in numbers_in(v)], low, high)
    number = {"min": low, "max": high, "middle": (low + high) / 2}.get(strategy)
    return typed(rng.uniform(low, high) if number is None else number, field)


def _away_from(bad: list[float], low: float, high: float) -> tuple[float, float]:
    """The widest stretch of the range without a value that led to an early end."""
    points = sorted({low, high, *(n for n in bad if low <= n <= high)})
    gaps = [(b - a, a, b) for a, b in pairwise(points)]
    if not gaps:
        return low, high
    _, a, b = max(gaps)
    margin = (b - a) / 4
    return (a + margin if a in bad else a), (b - margin if b in bad else b)


def bounds(field: Field) -> tuple[float, float]:
    """The least and the largest number that people would type, whether or not the author set bounds."""
    low = field.min if field.min is not None else min(0.0, field.max or 0.0)
    high = field.max if field.max is not None else low + _OPEN_RANGE
    return low, max(low, high)


def typed(number: float, field: Field) -> str:
    """As a person types it, on the field's own grid: whole numbers without a point, others with at most two decimals."""
    step = field.step or (1.0 if field.kind == "integer" else 0.01)
    base = field.min if field.min is not None else 0.0
    number = base + round((number - base) / step) * step
    if field.max is not None and number > field.max:
        below = base + math.floor((field.max - base) / step + _ROUNDING) * step
        number = below if field.min is None or below >= field.min else number
    text = f"{number:.10f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _text(field: Field, strategy: Strategy, rng: random.Random) -> str:
    usual = _TYPED.get(field.widget)
    if usual:
        return rng.choice(usual) if strategy == "random" else usual[0]
    words = [rng.choice(_WORDS) for _ in range(8 if field.kind == "longtext" else 2)]
    text = " ".join(words)
    longest = field.max_length or max(len(text), 1)
    if field.pattern:
        shapes = (c for c in (text, words[0], *_shapes(rng)) if len(c) <= longest)
        return next((c for c in shapes if _matches(field.pattern, c)), text[:longest])
    if strategy == "min":
        return text[0]
    if strategy == "max" and field.max_length:
        longest = min(longest, _LONGEST_TEXT)
        text = (text + " ") * (longest // (len(text) + 1) + 1)
    return text[:longest].strip() or text[0]


def _shapes(rng: random.Random) -> Iterator[str]:
    """Strings of the forms that patterns usually ask for: digits or letters of each usual length."""
    for alphabet in ("0123456789", "abcdefghij", "ABCDEFGHIJ", "ABC123"):
        for length in range(1, 25):
            yield "".join(rng.choice(alphabet) for _ in range(length))


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error:  # a JavaScript pattern that Python does not read: the browser will say
        return True


def numbers_in(text: str) -> list[float]:
    """The numbers that a text names, written with a point or a comma."""
    return [float(n.replace(",", ".")) for n in _NUMBER.findall(text)]
