"""What a label says about the numbers that are wanted: "between 1 and 5", "from 0 to 10", "(1-7)", "0 bis 100"."""

from __future__ import annotations

import re

_NUMBER = r"(-?\d+(?:[.,]\d+)?)"
_PAIRS = (
    rf"\b(?:between|zwischen|entre|tra|tussen)\s+{_NUMBER}\s+(?:and|und|et|y|e|en)\s+{_NUMBER}",
    rf"\b(?:from|von|de|da|van)\s+{_NUMBER}\s+(?:to|bis|à|a|tot)\s+{_NUMBER}",
    rf"(?<![\d.,-]){_NUMBER}\s*(?:-|\u2013|\u2014|to|bis|\.\.\.?)\s*{_NUMBER}(?![\d.,-]|\w)",
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def range_in(text: str) -> tuple[float, float] | None:
    """The one range of numbers that `text` names; None when it names none, or several different ones."""
    plain = _THOUSANDS.sub("", text)
    found = {pair for pattern in _PAIRS for low, high in re.findall(pattern, plain, re.I) if (pair := _pair(low, high))}
    return found.pop() if len(found) == 1 else None


def _pair(low: str, high: str) -> tuple[float, float] | None:
    pair = float(low.replace(",", ".")), float(high.replace(",", "."))
    return pair if pair[0] < pair[1] else None
