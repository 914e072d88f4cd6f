"""Reads what a GGUF file says about its model. The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

MAGIC = b"GGUF"
VERSIONS = (2, 3)  # 1 counted in 32 bits; nobody has published it since August 2023
SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
"""Number of a type -> its letter in `struct`."""
STRING, ARRAY = 8, 9


class GgufError(ValueError):
    """The file is no GGUF, or not one that can be read; the message says why."""


@dataclass(frozen=True)
class Gguf:
    """`metadata`: the keys with one value each. Arrays are left out: a vocabulary has a hundred thousand entries."""

    version: int
    metadata: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> Gguf:
        """Costs a few milliseconds; the weights are not read. Raises `GgufError`, and OSError when there is no such file."""
        with path.open("rb") as file:
            return _Reader(file, path.stat().st_size).whole()

    @property
    def architecture(self) -> str:
        return str(self.metadata.get("general.architecture", ""))

    @property
    def name(self) -> str:
        """As its author calls it; empty when it has no name."""
        return str(self.metadata.get("general.name", ""))

    @property
    def context_length(self) -> int | None:
        """Tokens that the model was trained to look back on; None when the file does not say."""
        found = self.metadata.get(f"{self.architecture}.context_length")
        return found if isinstance(found, int) and found > 0 else None


class _Reader:
    """Lengths come from the file: none is believed that is longer than the file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size = file, size
        self._order = "<"

    def whole(self) -> Gguf:
        if self._take(4) != MAGIC:
            raise GgufError("it does not begin with the letters GGUF")
        start = self._take(4)
        version = int.from_bytes(start, "little")
        if version > 0xFFFF:  # the same four bytes on a big-endian machine
            self._order, version = ">", int.from_bytes(start, "big")
        if version not in VERSIONS:
            raise GgufError(f"it is of version {version}; known are {' and '.join(map(str, VERSIONS))}")
        _tensors, keys = self._number("Q"), self._number("Q")
        found = {}
        for _ in range(keys):
            key = self._text()
            value = self._value(self._number("I"))
            if value is not None:
                found[key] = value
        return Gguf(version, found)

    def _value(self, kind: int) -> Any:
        """None for an array, which is skipped."""
        if kind in SCALARS:
            return self._number(SCALARS[kind])
        if kind == STRING:
            return self._text()
        if kind != ARRAY:
            raise GgufError(f"it holds a value of the unknown type {kind}")
        of, count = self._number("I"), self._number("Q")
        if of in SCALARS:
            self._skip(count * struct.calcsize("<" + SCALARS[of]))
        else:
            for _ in range(count):
                self._skip(self._number("Q")) if of == STRING else self._value(of)
        return None

    def _text(self) -> str:
        return self._take(self._number("Q")).decode("utf-8", errors="replace")

    def _number(self, letter: str) -> Any:
        (value,) = struct.unpack(self._order + letter, self._take(struct.calcsize("<" + letter)))
        return value

    def _skip(self, count: int) -> None:
        self._check(count)
        self._file.seek(count, 1)

    def _take(self, count: int) -> bytes:
        self._check(count)
        return self._file.read(count)

    def _check(self, count: int) -> None:
        if self._file.tell() + count > self._size:
            raise GgufError("it ends in the middle of its head; the download may have been cut off")
