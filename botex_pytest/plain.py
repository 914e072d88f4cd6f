"""Frozen dataclasses to plain JSON data and back: what crosses a thread, a worker or a file takes this road.

Supported in annotations: str, int, float, bool, None, `X | None`, `tuple[X, ...]`, `dict[str, X]`, `Literal`, `Any` and other
dataclasses. Keys that a dataclass does not know are ignored, so that an old reader can open a newer file.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """`value` as JSON-ready data: dataclasses become dicts, tuples lists."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(k): to_plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(v) for v in value]
    return value


def from_plain(cls: type[T], data: dict[str, Any]) -> T:
    """The dataclass `cls` from what `to_plain` made of it."""
    hints = _hints(typing.cast(Any, cls))
    known = {k: _convert(hints[k], v) for k, v in data.items() if k in hints}
    return cls(**known)


@cache
def _hints(cls: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    return {f.name: hints[f.name] for f in dataclasses.fields(cls)}


def _convert(hint: Any, value: Any) -> Any:
    if value is None or hint is Any:
        return value
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return from_plain(hint, value) if isinstance(value, dict) else value
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and isinstance(value, list | tuple):
        return tuple(_convert(args[0], v) for v in value)
    if origin is dict and isinstance(value, dict):
        return {k: _convert(args[1], v) for k, v in value.items()}
    if origin in (typing.Union, types.UnionType):
        for arg in args:
            if typing.get_origin(arg) is tuple and isinstance(value, list):
                return _convert(arg, value)
            if dataclasses.is_dataclass(arg) and isinstance(value, dict):
                return _convert(arg, value)
    return value
