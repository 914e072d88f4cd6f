"""How models are named, in settings, `botex.toml` and markers; without importing any of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal

Strategy = Literal["random", "min", "max", "middle"]
STRATEGIES: tuple[Strategy, ...] = ("random", "min", "max", "middle")
"""The embedded ones."""

LLAMACPP, HUMAN = "llamacpp", "human"

OURS = (*STRATEGIES, LLAMACPP, HUMAN)
"""Any other name is litellm's to know, or begins with one of the prefixes below."""

CONSTANT, PYTHON, PLUGIN = "constant:", "python:", "plugin:"
"""`constant:VALUE` answers VALUE wherever it fits; `python:module.function` calls a function of the user's; `plugin:NAME` asks a
model that a plugin or conftest.py gives."""

_CODE = (CONSTANT, PYTHON, PLUGIN)

RECORDED = " (recorded)"
"""Stands behind the name of a model whose recorded answers are replayed."""

ACCEPTED = f"one of {', '.join(OURS)}, {CONSTANT}VALUE, {PYTHON}module.function, {PLUGIN}NAME, or a model that litellm knows"


def split(text: str) -> tuple[str, ...]:
    """Several names are separated by commas: the first is P1's, and so on, beginning again when they are fewer."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def usable(name: str) -> bool:
    """Whether `name` can be meant: a slip of the pen in one of ours must not end as a question to a provider."""
    if name in OURS:
        return True
    if name.startswith(_CODE):
        return bool(name.partition(":")[2])
    return bool(name) and not any(c.isspace() for c in name) and not (name.isalpha() and near(name))


def repeats_itself(name: str) -> bool:
    """Whether the model can be asked again at no cost, and then says the same: it needs no recording."""
    return name in STRATEGIES or name.startswith(_CODE)


def thinks(name: str) -> bool:
    """Whether the model takes its time, as people do. Recorded answers are there at once, whoever gave them."""
    return not repeats_itself(name) and not name.endswith(RECORDED)


def is_remote(name: str) -> bool:
    """Whether asking it may cost money and needs a network."""
    return name not in OURS and not repeats_itself(name)


def near(name: str, known: Iterable[str] = OURS) -> list[str]:
    return difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.75)


def strategy(name: str) -> Strategy | None:
    return next((known for known in STRATEGIES if known == name), None)
