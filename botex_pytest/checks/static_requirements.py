"""Packages that the study imports and that its requirements.txt does not bring."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from botex_pytest.checks.base import Scope
from botex_pytest.checks.page_templates import PageTemplates
from botex_pytest.results import Finding


def missing_requirements(scope: Scope, _templates: PageTemplates) -> Iterator[Finding]:
    """Modules that are imported when oTree starts, come from an installed distribution, and from none that
    requirements.txt brings: the study runs here, and not on a server that installs that file."""
    required = requirements(scope.project / "requirements.txt")
    if required is None:
        return
    for source in scope.sources:
        for name, line in _imports(source.tree):
            bringers = scope.info.packages.get(name, ())
            if (
                name == "otree"
                or not bringers
                or required & {*bringers}
                or name in sys.stdlib_module_names
                or _is_own(scope.project, name)
            ):
                continue
            yield Finding(
                "missing-requirement",
                "review",
                f"{name} is imported, and nothing in requirements.txt brings it",
                scope.config,
                f"missing-requirement|{name}",
                advice=f"Add {bringers[0]} to requirements.txt, else a server that installs from it cannot start the study.",
                file=source.place,
                line=line,
            )


def requirements(path: Path, above: tuple[Path, ...] = ()) -> set[str] | None:
    """Names of the distributions in a requirements file and those it includes; None when it is not there, or has lines whose
    distributions cannot be told (addresses, paths, extras)."""
    if path in above or not path.is_file():
        return None
    found: set[str] = set()
    for raw in path.read_text(encoding="utf-8-sig", errors="replace").replace("\\\n", " ").splitlines():
        line = re.split(r"(?:^|\s)#", raw, maxsplit=1)[0].strip()
        included = re.match(r"(?:-r|--requirement)[\s=]*(\S+)", line)
        if included:
            more = requirements(path.parent / included[1], (*above, path))
            if more is None:
                return None
            found |= more
        elif line and not re.match(r"-(?!e\b|-editable)", line):
            name = re.match(r"([A-Za-z0-9][\w.-]*)\s*(?:$|[<>=!~;@(])", line)
            if name is None:
                return None
            found.add(re.sub(r"[-_.]+", "-", name[1]).lower())
    return found


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Top-level names of what the module surely imports: not in functions, conditions or `try`."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0], node.lineno


def _is_own(project: Path, name: str) -> bool:
    return (project / f"{name}.py").exists() or (project / name).is_dir()
