"""Quizzes of choices whose message blames no field: all combinations, those first that agree with what the messages count."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from itertools import product

from botex_pytest.models.base import Refusal
from botex_pytest.models.values import numbers_in, ticked
from botex_pytest.page import Field, Value

Values = dict[str, Value]

_MOST = 1024
"""Combinations that are thought through; no bot is given time for more."""


def guesses(fields: Sequence[Field], refusals: Sequence[Refusal], rng: random.Random) -> Iterator[Values]:
    """Every combination, most promising first. A number in the messages may count the right answers, or the wrong ones; which
    number of several, and which of the two, is whatever agrees with all the refusals."""
    if not fields or not 0 < math.prod(len(_options(f)) for f in fields) <= _MOST:
        return
    names = [f.name for f in fields]
    every: list[Values] = [dict(zip(names, values, strict=True)) for values in product(*map(_options, fields))]
    rng.shuffle(every)
    counts = [[n for m in r.messages for n in numbers_in(m.text)] for r in refusals]
    places = range(min(map(len, counts), default=0))
    for right in (True, False):
        for place in places:
            told = [(r.values, c[place] if right else len(names) - c[place]) for r, c in zip(refusals, counts, strict=True)]
            yield from (v for v in every if all(_alike(v, values) == count for values, count in told))
    yield from every


def _alike(values: Values, others: Values) -> int:
    return sum(others.get(name) == value for name, value in values.items())


def _options(field: Field) -> list[Value]:
    if field.kind == "tick":
        return [ticked(field), ""]
    return [c.value for c in field.choices] if field.kind == "choice" else []
