"""Which values the author's code can give to a field: read from the source, nothing of it is run.

Found where they are written out: `player.treatment = 'high'`, `random.choice(C.TREATMENTS)`, `next(cycle)` of an
`itertools.cycle([...])`, `C.TREATMENTS[i % 2]`, and the `choices` of the field itself.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

_BOTS = ("tests.py",)
_Found = dict[str, list[str]]

MOST = 12
"""Values of one treatment. What can be more is material, such as the items of a task."""


def treatments(app: Path, constants: Mapping[str, Any], names: Collection[str]) -> dict[str, list[str]]:
    """Field of `names` -> the values it can get, for those that can get two or some more and that no form of the app asks for.
    `constants`: of the app's class `C`."""
    found: _Found = {}
    asked: set[str] = set()
    for tree in _modules(app):
        asked |= set(_asked(tree))
        reader = _Reader(tree, constants)
        for name, node in _settings(tree):
            values = [str(value) for value in reader.values(node)] if name in names else []
            found[name] = list(dict.fromkeys([*found.get(name, ()), *values]))
    return {name: values for name, values in found.items() if name not in asked and 1 < len(values) <= MOST}


def _modules(app: Path) -> Iterator[ast.Module]:
    for file in sorted(app.glob("*.py")):
        if file.name not in _BOTS:
            try:
                yield ast.parse(file.read_text("utf-8-sig"))
            except (OSError, ValueError, SyntaxError):  # oTree has loaded what it needs
                continue


def _asked(tree: ast.AST) -> Iterator[str]:
    """Fields that a page's `get_form_fields` names. What it returns is known only when it is played."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "get_form_fields":
            yield from (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def _settings(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """`x.name = value`, and `name = models.StringField(choices=value)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Attribute):
            yield target.attr, value
        elif isinstance(target, ast.Name) and isinstance(value, ast.Call):
            yield from ((target.id, ast.Starred(k.value)) for k in value.keywords if k.arg == "choices")


class _Reader:
    """What expressions of one module can come to. Names are looked up in the whole module: the reader does not run it."""

    def __init__(self, tree: ast.AST, constants: Mapping[str, Any]) -> None:
        self._constants = constants
        self._names = dict(_assigned(tree))

    def values(self, node: ast.expr) -> Iterable[Any]:
        """The plain values that `node` can be; nothing where that is not written out."""
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, (bool, int, float, str)) else []
        if isinstance(node, ast.IfExp):
            return [*self.values(node.body), *self.values(node.orelse)]
        if isinstance(node, ast.Starred):
            return self._members(node.value)
        if isinstance(node, ast.Subscript):
            return self._members(node.value)
        if isinstance(node, ast.Call) and node.args and _name(node.func) in ("choice", "next"):
            return self._members(node.args[0])
        if isinstance(node, ast.Attribute) and _name(node.value) in ("C", "Constants"):
            constant = self._constants.get(node.attr, [])
            return [] if isinstance(constant, list) else [constant]
        if isinstance(node, ast.Name) and node.id in self._names:
            return self._named(node.id, self.values)
        return []

    def _members(self, node: ast.expr) -> Iterable[Any]:
        """Those of a list: written out, a constant, what a name stands for, or gone through again and again."""
        if isinstance(node, (ast.List, ast.Tuple)):
            return [value for item in node.elts for value in self.values(_first(item))]
        if isinstance(node, ast.Attribute) and _name(node.value) in ("C", "Constants"):
            constant = self._constants.get(node.attr)
            return constant if isinstance(constant, list) else []
        if isinstance(node, ast.Call) and node.args and _name(node.func) in ("cycle", "list", "sample", "shuffled"):
            return self._members(node.args[0])
        if isinstance(node, ast.Name) and node.id in self._names:
            return self._named(node.id, self._members)
        return []

    def _named(self, name: str, read: Callable[[ast.expr], Iterable[Any]]) -> Iterable[Any]:
        """What `name` stands for; it is not known while it is read, as it may be made of itself."""
        node = self._names.pop(name)
        try:
            return list(read(node))
        finally:
            self._names[name] = node


def _assigned(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names with what they stand for; those of a loop with any member of what it goes through, also of one of `zip(...)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.For):
            yield from _loop(node.target, node.iter)


def _loop(target: ast.expr, through: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, ast.Starred(through)
    elif isinstance(target, ast.Tuple) and isinstance(through, ast.Call) and _name(through.func) == "zip":
        for one, of in zip(target.elts, through.args, strict=False):
            yield from _loop(one, of)


def _first(node: ast.expr) -> ast.expr:
    """Of a choice with its label, the value."""
    return node.elts[0] if isinstance(node, (ast.List, ast.Tuple)) and node.elts else node


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
