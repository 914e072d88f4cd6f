"""What language models are told: the texts of templates/prompts, any of which the user's own folder may replace by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botex_pytest.model_errors import ModelError
from botex_pytest.templates_dir import templates_dir

if TYPE_CHECKING:
    from jinja2 import Environment

_QUESTION = {"name": "name", "kind": "text", "label": "label", "help": "help", "unit": "unit", "now": "now"}

GIVEN: Mapping[str, Mapping[str, Any]] = {
    "system": {"persona": "hurried"},
    "start": {},
    "memory": {"log": "log"},
    "read": {"text": "text"},
    "page": {"text": "text", "round": 2, "given": "a = 1", "questions": [_QUESTION]},
    "act": {"text": "text", "done": "pressed “Buy”", "questions": [_QUESTION]},
    "rejected": {"answered": "a = 1", "messages": ["too much"]},
    "unchanged": {},
    "invalid": {"problems": ["a: it is missing"], "names": ["a"]},
    "too-long": {},
    "summary": {"log": "log", "words": 200},
    "end": {"text": "text"},
}
"""Every prompt by name, with an example of each value that it is given."""


class Prompts:
    """`folder`: the user's own, with files such as `page.txt`. One object may serve many threads."""

    def __init__(self, folder: Path | None = None, ours: Path | None = None) -> None:
        self._folder, self._ours = folder, ours

    def check(self) -> None:
        """Renders every prompt with example values. Raises `ModelError` for a file that replaces nothing or has a mistake."""
        if self._folder is not None:
            self._check_names(self._folder)
        for name, example in GIVEN.items():
            self(name, **example)

    def __call__(self, name: str, **values: Any) -> str:
        from jinja2 import TemplateError

        try:
            text: str = self._environment.get_template(f"{name}.txt").render(**values)
        except (TemplateError, UnicodeDecodeError, TypeError, ValueError) as error:
            raise ModelError.bad_prompt(f"{name}.txt", f"{type(error).__name__}: {error}", GIVEN[name]) from None
        return text.strip()

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        folders = [*([self._folder] if self._folder else []), self._ours or templates_dir("prompts")]
        return Environment(loader=FileSystemLoader([str(f) for f in folders]), undefined=StrictUndefined, autoescape=False)

    def _check_names(self, folder: Path) -> None:
        try:
            names = sorted(p.name for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
        except OSError as error:
            raise ModelError.no_prompts(folder, str(error)) from None
        known = [f"{name}.txt" for name in GIVEN]
        for name in names:
            if name not in known:
                raise ModelError.unknown_prompt(folder, name, known)


_TAGS = re.compile(r"<(?=\s*/?\s*page\b)", re.IGNORECASE)


def fenced(text: str) -> str:
    """Text from a page, unable to end the part of a prompt that is set apart for it."""
    return _TAGS.sub("&lt;", text)


def on_one_line(text: str) -> str:
    """The same for a text that stands in a list."""
    return fenced(" ".join(text.split()))
