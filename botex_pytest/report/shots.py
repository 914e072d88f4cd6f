"""Screenshots for a report that is one file: inlined as far as a limit allows, beyond it named as files beside the report."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

LIMIT = 20_000_000
"""Bytes of inlined pictures (as base64) in one report: what mail servers and browsers still take without complaint."""

TYPES = {".webp": "image/webp", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


class Shots:
    """Collects pictures in the order of their importance; the first ones are inlined. Of pages that look alike, as they do to
    most people with --botex-screenshots all, the first picture stands for all."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._files: list[str] = []  # by number
        self._numbers: dict[str | bytes, int] = {}  # by file, and by what is in it

    def add(self, session_folder: str, shot: str) -> int:
        """The number of a picture in the table; -1 when there is none on disk. Reads each file once."""
        if not shot:
            return -1
        path = (self._root / session_folder / shot).resolve()
        if path.suffix not in TYPES or not path.is_relative_to(self._root) or not path.is_file():
            return -1
        name = path.relative_to(self._root).as_posix()
        if name not in self._numbers:
            number = self._numbers.setdefault(hashlib.sha256(path.read_bytes()).digest(), len(self._files))
            if number == len(self._files):
                self._files.append(name)
            self._numbers[name] = number
        return self._numbers[name]

    def file(self, number: int) -> str:
        """Relative to the report."""
        return self._files[number]

    def table(self, limit: int = LIMIT) -> list[dict[str, str]]:
        """By number: `file`, relative to the report, and `data`, a data: URI or "" for a picture that was over the limit."""
        entries, left = [], limit
        for name in self._files:
            path = self._root / name
            size = path.stat().st_size * 4 // 3
            fits = size <= left
            left -= size if fits else 0
            entries.append({"file": name, "data": _data_uri(path) if fits else ""})
        return entries


def _data_uri(path: Path) -> str:
    return f"data:{TYPES[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode()}"
