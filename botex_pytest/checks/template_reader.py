"""Reads an oTree template as far as can be done without rendering it: its tags, where they stand, and how sure they are met."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TAG = re.compile(r"\{#.*?#\}|\{\{(?P<new>.*?)\}\}|\{%(?P<old>.*?)%\}", re.DOTALL)
_BRANCHES = ("if", "for", "with", "blocktrans")
_WITHOUT_MARKUP = re.compile(r"\{#.*?#\}|<!--.*?-->|\{%\s*comment\b.*?\bendcomment\s*%\}", re.DOTALL)
_BLOCKS = ("title", "content", "scripts", "styles", "app_scripts", "app_styles", "global_scripts", "global_styles")
"""Blocks that oTree's own page has. One of another name is shown only if a template of the author's has a place for it."""


@dataclass(frozen=True)
class Tag:
    """`{{ static 'logo.png' }}`: keyword `static`, argument `'logo.png'`. `sure`: rendered whenever the template is."""

    keyword: str
    argument: str
    line: int
    sure: bool

    @property
    def literal(self) -> str:
        """The argument's first word where that is a plain string, without its quotes; "" for a variable or a filter."""
        first = re.match(r"(['\"])(?:(?!\1).)*\1(?=\s|$)", self.argument)
        try:
            return str(ast.literal_eval(first[0])) if first else ""
        except (ValueError, SyntaxError):
            return ""


@cache
def tags(path: Path) -> tuple[Tag, ...]:
    """All tags of the template at `path`; () when it cannot be read."""
    text = text_of(path)
    return tuple(_tags(text)) if text else ()


def _tags(text: str) -> Iterator[Tag]:
    open_tags: list[str] = []  # keywords, and for blocks their names
    line, at = 1, 0
    for match in _TAG.finditer(text):
        line, at = line + text.count("\n", at, match.start()), match.start()
        keyword, argument = [*(match["new"] or match["old"] or "").split(None, 1), "", ""][:2]
        if keyword.startswith("end") and open_tags:
            open_tags.pop()
        elif keyword == "comment" or "comment" in open_tags:
            open_tags += [keyword] if keyword == "comment" else []
        elif keyword:
            unsure = [k for k in open_tags if k in _BRANCHES or (k.startswith("block:") and k[6:] not in _BLOCKS)]
            yield Tag(keyword, argument.strip(), line, not unsure)
            open_tags += [keyword] if keyword in _BRANCHES else [f"block:{argument.strip()}"] if keyword == "block" else []


def lines_shown(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines of the template without its comments."""
    blanked = _WITHOUT_MARKUP.sub(lambda match: "\n" * match[0].count("\n"), text_of(path))
    yield from enumerate(blanked.splitlines(), 1)


@cache
def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def exactly(base: Path, name: str) -> tuple[bool, str]:
    """Whether `base`/`name` is a file with exactly these letters, as servers on Linux look for it; and, where it is not, the
    name of a file that differs in upper and lower case only ("" when there is none)."""
    folder, there = base, []
    wanted = [part for part in name.split("/") if part not in ("", ".")]
    for part in wanted:
        entries = _entries(folder)
        entry = part if part in entries else next((e for e in entries if e.lower() == part.lower()), "")
        if not entry:
            return False, ""
        there.append(entry)
        folder = folder / entry
    if not folder.is_file():
        return False, ""
    return there == wanted, "" if there == wanted else "/".join(there)


def _entries(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
