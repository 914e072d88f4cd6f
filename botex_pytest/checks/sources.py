"""The author's Python files, read and never run: those which oTree loads for some apps, found by following imports."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path


@dataclass(frozen=True, eq=False)
class Source:
    """One file. `place`: relative to the project, with slashes."""

    place: str
    tree: ast.Module

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @property
    def package(self) -> tuple[str, ...]:
        """The package that relative imports start from."""
        return tuple(self.place.split("/")[:-1])


def all_files(project: Path) -> Iterator[Path]:
    """Every Python file of the author's: apps, what they share, and what lies beside them; without environments."""
    for entry in sorted(project.iterdir()):
        if entry.suffix == ".py":
            yield entry
        elif entry.is_dir() and not entry.name.startswith(".") and not _is_environment(entry):
            yield from sorted(entry.rglob("*.py"))


def loaded(project: Path, folders: Iterable[str]) -> tuple[Source, ...]:
    """What oTree loads when apps in `folders` are played: settings.py, the apps, and the project's own modules they import.
    Bots of the author's own (tests.py) are no part of the study."""
    starts = ["settings.py", "project.py"]
    for folder in folders:
        starts += [f"{folder}/{name}.py" for name in ("__init__", "models", "pages")]
        starts += [path.relative_to(project).as_posix() for path in sorted((project / folder).glob("*_html.py"))]
    return _followed(project, tuple(starts))


@cache
def _followed(project: Path, starts: tuple[str, ...]) -> tuple[Source, ...]:
    met: dict[str, Source | None] = {}
    left = list(starts)
    while left:
        place = left.pop(0)
        if place not in met:
            met[place] = source = read(project, place)
            left += _imported(project, source) if source else []
    return tuple(source for source in met.values() if source)


@cache
def read(project: Path, place: str) -> Source | None:
    """None for what is no file, or cannot be read as Python."""
    try:
        return Source(place, ast.parse((project / place).read_text(encoding="utf-8-sig")))
    except (OSError, SyntaxError, ValueError):
        return None


def _imported(project: Path, source: Source) -> list[str]:
    """Files of the project that `source` imports, wherever in it."""
    names: list[tuple[str, ...]] = []
    for node in source.nodes:
        if isinstance(node, ast.Import):
            names += [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = source.package[: len(source.package) - node.level + 1] if node.level else ()
            module = (*base, *(node.module.split(".") if node.module else ()))
            names += [module, *((*module, alias.name) for alias in node.names)]
    found = []
    for name in names:
        whole = "/".join(name)
        found += [place for place in (f"{whole}.py", f"{whole}/__init__.py") if name and (project / place).is_file()]
    return found


def _is_environment(folder: Path) -> bool:
    return (folder / "pyvenv.cfg").exists() or (folder / "conda-meta").exists()
