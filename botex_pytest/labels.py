"""Participant labels. Studies read them (payment, panels, follow-ups), so every bot has one unless told otherwise."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Sequence

HEX = "hex"
NONE = "none"
ACCEPTED = "hex, none, or a pattern with the number in it, like P{n} or P{n:03}"


def usable(scheme: str) -> bool:
    """Whether `scheme` is `hex`, `none` or a pattern that gives every participant a label of its own."""
    if scheme in (HEX, NONE):
        return True
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(scheme) if name is not None]
        return set(names) == {"n"} and scheme.format(n=1) != scheme.format(n=2)
    except (ValueError, KeyError, IndexError):
        return False


def make_labels(scheme: str | Sequence[str], count: int, salt: str) -> list[str]:
    """Labels of participants 1 to `count`; "" is no label. A list is taken as it is; whoever it does not reach has none.

    `hex` are 24 hex digits, the form of a Prolific id. The same `salt` (config and seed, say) gives the same labels.
    """
    if not isinstance(scheme, str):
        return [*scheme, *[""] * count][:count]
    if scheme == NONE:
        return [""] * count
    if scheme == HEX:
        return [hashlib.sha256(f"{salt}/{n}".encode()).hexdigest()[:24] for n in range(1, count + 1)]
    return [scheme.format(n=n) for n in range(1, count + 1)]
