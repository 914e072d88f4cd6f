"""An oTree project: recognised, never imported and never written."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from botex_pytest.errors import ProjectError
from botex_pytest.servers.interpreter import Interpreter, find_interpreter
from botex_pytest.servers.scratch import Scratch, copy_project

_PYTHON = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}  # the latter for the log
_ENV_LINE = re.compile(r"\s*(?:export\s+)?(?P<key>[A-Za-z_]\w*)\s*=\s*(?P<value>.*?)\s*$")


def is_project(folder: Path) -> bool:
    """True when `folder` has a settings.py that speaks of SESSION_CONFIGS. Reads the text; runs nothing."""
    settings = folder / "settings.py"
    return settings.is_file() and "SESSION_CONFIGS" in settings.read_text("utf-8", errors="replace")


@dataclass(frozen=True)
class Project:
    """The project in `root`, an absolute path. Make it with `Project.at`, which checks."""

    root: Path

    @classmethod
    def at(cls, folder: Path) -> Project:
        """Raises `ProjectError` when `folder` holds no oTree project."""
        folder = folder.absolute()
        if not is_project(folder):
            below = sorted(p.name for p in folder.iterdir() if p.is_dir() and is_project(p)) if folder.is_dir() else []
            raise ProjectError.not_a_project(folder, below)
        return cls(folder)

    def interpreter(self, python: Path | None = None) -> Interpreter:
        """The Python that has oTree: `python` when given, else the project's own environment, else ours.

        Costs one short subprocess per candidate, once. Raises `ProjectError`, listing what was tried.
        """
        return find_interpreter(self.root, python)

    def scratch_copy(self, destination: Path) -> Scratch:
        return copy_project(self.root, destination)

    def env_file(self) -> dict[str, str]:
        """The variables of the project's `.env`; empty without one."""
        path = self.root / ".env"
        return parse_env(path.read_text("utf-8-sig", errors="replace")) if path.is_file() else {}

    def environment(self, inherited: Mapping[str, str] | None = None) -> dict[str, str]:
        """What the project's processes start with: the inherited environment, completed from `.env` (never overridden)."""
        inherited = os.environ if inherited is None else inherited
        return {**self.env_file(), **inherited, **_PYTHON}


def parse_env(text: str) -> dict[str, str]:
    """KEY=VALUE lines; `export`, quotes (double ones know \\n, \\t, \\" and \\\\) and comments are understood, `$VAR` is not."""
    values = {}
    for line in text.splitlines():
        match = _ENV_LINE.match(line)
        if match and not line.lstrip().startswith("#"):
            values[match["key"]] = _env_value(match["value"])
    return values


def _env_value(text: str) -> str:
    quoted = re.match(r"""(?P<quote>["'])(?P<body>(?:\\.|(?!(?P=quote)).)*)(?P=quote)\s*(?:#.*)?$""", text)
    if quoted is None:
        return re.split(r"(?:^|\s)#", text, maxsplit=1)[0].rstrip()
    if quoted["quote"] == "'":
        return quoted["body"]
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), quoted["body"])
