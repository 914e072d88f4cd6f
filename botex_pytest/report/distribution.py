"""What was answered to one question, by everybody together: in words, and as the bars of a small chart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from botex_pytest.page import Field, Value
from botex_pytest.report.sentences import plural, value_text

_NUMBERS = ("integer", "decimal")
_TEXTS = ("text", "longtext")
_SHOWN = 4
"""Different answers that a sentence names."""

_BINS = 8
_BARS = 14
"""Bars of one chart: of more choices only those that were chosen are shown."""


def in_words(field: Field | None, values: Sequence[Value]) -> str:
    """`mean 42.5 (12 to 91, 4 answers)`, `40 (2 answers)`, `3 Yes, 1 No`; texts are only counted."""
    numbers = _numbers(field, values)
    if numbers and min(numbers) == max(numbers):
        return f"{numbers[0]:g} ({plural(len(values), 'answer')})"
    if numbers:
        return f"mean {fmean(numbers):g} ({min(numbers):g} to {max(numbers):g}, {plural(len(values), 'answer')})"
    if (field and field.kind in _TEXTS) or not values:
        return plural(len(values), "answer")
    counts = _counted(field, values).most_common()
    shown = [f"{count} {value}" for value, count in sorted(counts[:_SHOWN])]
    return ", ".join([*shown, f"{len(counts) - _SHOWN} others"] if len(counts) > _SHOWN else shown)


def bars(field: Field | None, values: Sequence[Value]) -> list[dict[str, Any]]:
    """`label` and `count` of each bar: numbers in their order, in equal ranges when there are many; choices as they are offered,
    also those that nobody chose. Nothing for texts that all differ."""
    numbers = _numbers(field, values)
    if numbers:
        return [{"label": label, "count": count} for label, count in _histogram(numbers)]
    counts = _counted(field, values)
    offered = [choice.label or choice.value for choice in field.choices] if field else []
    if offered and len({*offered, *counts}) <= _BARS:
        counts = Counter({label: counts.get(label, 0) for label in dict.fromkeys([*offered, *counts])})
        return [{"label": label, "count": count} for label, count in counts.items()]
    if field and field.kind in _TEXTS and len(counts) == len(values):
        return []
    return [{"label": label, "count": count} for label, count in counts.most_common(_BARS)]


def _numbers(field: Field | None, values: Sequence[Value]) -> list[float]:
    """Empty unless every answer is a number that somebody typed or set."""
    if not field or field.kind not in _NUMBERS:
        return []
    try:
        numbers = [float(value_text(value)) for value in values]
    except ValueError:
        return []
    return numbers if all(map(math.isfinite, numbers)) else []


def _counted(field: Field | None, values: Sequence[Value]) -> Counter[str]:
    labels = {choice.value: choice.label for choice in field.choices} if field else {}
    chosen = (one for value in values for one in ((value,) if isinstance(value, str) else value or ("",)))
    return Counter(labels.get(one) or value_text(one) for one in chosen)


def _histogram(numbers: Sequence[float]) -> list[tuple[str, int]]:
    different = Counter(numbers)
    if len(different) <= _BINS:
        return [(f"{number:g}", different[number]) for number in sorted(different)]
    low, width = min(numbers), (max(numbers) - min(numbers)) / _BINS
    binned = Counter(min(int((number - low) / width), _BINS - 1) for number in numbers)
    return [(f"{low + i * width:.4g} to {low + (i + 1) * width:.4g}", binned[i]) for i in range(_BINS)]
