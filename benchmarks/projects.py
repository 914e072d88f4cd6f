"""What benchmarks need to run the real command on a project: a copy of it, the command line, the environment."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def copied(project: Path) -> Iterator[Path]:
    """A copy of `project` in a temporary folder, so that runs leave nothing beside the original."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / project.name
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns(".botex__temp", "__pycache__", ".pytest_cache"))
        yield copy


def command(*options: str) -> list[str]:
    """`pytest --botex`, with the settings that are measured and not those of this machine."""
    return [sys.executable, "-m", "pytest", "--botex", "-q", "-p", "no:cacheprovider", *options]


def environment(**more: str) -> dict[str, str]:
    """This process's, with `more`. Compiled Python is kept between runs, as it is wherever nobody has forbidden it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more
