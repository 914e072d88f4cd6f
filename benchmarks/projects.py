"""What benchmarks need to run the real command on a project: a copy of it, and the command line."""

from __future__ import annotations

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
