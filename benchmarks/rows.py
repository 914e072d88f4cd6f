"""The one form in which every benchmark prints: `name | value | target | ok or short`."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def row(
    name: str,
    values: Sequence[float],
    unit: str,
    target: float | None = None,
    *,
    more_is_better: bool = False,
    spread: bool = False,
) -> str:
    """The median of `values` against `target`: the largest value that is still good, or the smallest one where `more_is_better`.
    Without a target there is no verdict. `spread` adds the least and the greatest value."""
    median = statistics.median(values)
    told = f"{median:.2f} {unit}" + (f" ({min(values):.2f} to {max(values):.2f})" if spread else "")
    if target is None:
        return f"{name} | {told} | - | -"
    good = median >= target if more_is_better else median <= target
    return f"{name} | {told} | {target:g} {unit} | {'ok' if good else 'short'}"
