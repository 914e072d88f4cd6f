"""A private copy of a project to run, so that nothing is ever written into the user's own folder."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LEFT_OUT = {"__pycache__", "node_modules", "db.sqlite3", "db.sqlite3-journal", ".DS_Store"}
LEFT_OUT |= {".git", ".hg", ".svn", ".botex__temp", ".tox", ".nox", ".idea", ".vscode"}
LEFT_OUT |= {".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".ipynb_checkpoints"}

LEFT_OUT_PATTERN = re.compile(r"__temp.*|.*\.(pyc|otreezip)$")
MEDIA = {".mp4", ".webm", ".mov", ".avi", ".mkv", ".m4v", ".ogv", ".mp3", ".wav", ".ogg", ".m4a", ".flac"}
MEDIA |= {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"}

LINK_BYTES = 1_000_000
"""Media files above this size are linked. Only media: an app may append to a large data file, and a link would write through."""


@dataclass(frozen=True)
class Scratch:
    """`folder` is the copy of the project in `root`."""

    root: Path
    folder: Path

    def as_user_path(self, text: str) -> str:
        """`text` (a traceback, a message) with paths of the copy replaced by those of the user's own files."""
        for folder in sorted({str(self.folder), str(self.folder.resolve())}, key=len, reverse=True):
            text = re.sub(re.escape(folder) + r"(?![\w-]|\.\w)", lambda _: str(self.root), text)
        return text


def copy_project(root: Path, destination: Path) -> Scratch:
    """Copy what oTree needs of `root` to `destination`, which must not exist or be empty.

    Left out: version control, virtual environments, caches, the database, earlier run folders. Linked folders are
    followed, large media are linked (hard link, else symbolic link, else a copy).
    """
    destination.mkdir(parents=True, exist_ok=True)
    _copy_folder(root, destination, seen=(root.resolve(),), skip=destination.resolve())
    return Scratch(root, destination)


def _copy_folder(source: Path, target: Path, *, seen: tuple[Path, ...], skip: Path) -> None:
    for path in _entries(source):
        place = target / path.name
        if path.is_dir():
            real = path.resolve()
            if real in seen or real == skip:  # a link to a folder above itself, or the copy inside the project
                continue
            place.mkdir(exist_ok=True)
            _copy_folder(path, place, seen=(*seen, real), skip=skip)
        elif path.is_file():  # neither a broken link nor a socket
            _copy_file(path, place)


def _entries(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in LEFT_OUT or LEFT_OUT_PATTERN.fullmatch(path.name) or _is_environment(path) or _is_run(path):
            continue
        yield path


def _is_environment(path: Path) -> bool:
    return (path / "pyvenv.cfg").exists() or (path / "conda-meta").is_dir()


def _is_run(path: Path) -> bool:
    """A run folder, wherever it was put: it holds a copy of the project, and copies of copies would never end."""
    return (path / "run.json").is_file() and (path / ".gitignore").is_file()


def _copy_file(source: Path, target: Path) -> None:
    if source.suffix.lower() in MEDIA and source.stat().st_size > LINK_BYTES:
        for link in (os.link, os.symlink):
            try:
                link(source.resolve(), target)
            except OSError:  # another disk, or links not allowed
                continue
            return
    shutil.copy2(source, target)
