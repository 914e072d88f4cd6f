"""Frozen dataclasses to plain JSON data and back: what crosses a thread, a worker or a file takes this road.

Supported in annotations: str, int, float, bool, None, `X | None`, `tuple[X, ...]`, `dict[str, X]`, `Literal`, `Any` and other
dataclasses. Keys that a dataclass does not know are ignored, so that an old reader can open a newer file.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
Read = Callable[[Any], Any]


def to_plain(value: Any) -> Any:
    """`value` as JSON-ready data: dataclasses become dicts, tuples lists."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict):
        return {str(k): to_plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(v) for v in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(getattr(value, name)) for name in _names(type(value))}
    return value


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cls))


def from_plain(cls: type[T], data: dict[str, Any]) -> T:
    """The dataclass `cls` from what `to_plain` made of it."""
    readers = _readers(typing.cast(Any, cls))
    return cls(**{name: readers[name](value) for name, value in data.items() if name in readers})


@cache
def _readers(cls: Any) -> dict[str, Read]:
    hints = typing.get_type_hints(cls)
    return {name: _reader(hints[name]) for name in _names(cls)}


@cache
def _reader(hint: Any) -> Read:
    """Made once for each annotation: looking into one takes ten times as long as reading a value."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return lambda value: from_plain(hint, value) if isinstance(value, dict) else value
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        item = _reader(args[0])
        return lambda value: tuple(map(item, value)) if isinstance(value, list | tuple) else value
    if origin is dict:
        entry = _reader(args[1])
        return lambda value: {k: entry(v) for k, v in value.items()} if isinstance(value, dict) else value
    if origin in (typing.Union, types.UnionType):
        of_list = next((_reader(arg) for arg in args if typing.get_origin(arg) is tuple), _as_it_is)
        of_dict = next((_reader(arg) for arg in args if isinstance(arg, type) and dataclasses.is_dataclass(arg)), _as_it_is)
        return lambda value: of_list(value) if isinstance(value, list) else of_dict(value) if isinstance(value, dict) else value
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
