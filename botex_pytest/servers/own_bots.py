"""What the author's own oTree bots (`tests.py` of an app) answer, and which cases they have. Read as text: nothing of it is run,
and what is not written out there is left out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_FILES = ("tests.py", "tests/__init__.py")
_MONEY = ("cu", "c", "Currency")
_ABSENT = object()

Answers = dict[str, str]
"""Field -> what is posted."""


def own_answers(app: Path, constants: Mapping[str, Any]) -> dict[str, list[Answers]]:
    """Page -> the answers that the bots give there, in the order of the file. `constants`: those of the app's class `C`."""
    found: dict[str, list[Answers]] = {}
    for page, values in _submissions(_tree(app)):
        answers = {name: _posted(value) for name, node in _items(values) if (value := _value(node, constants)) is not _ABSENT}
        if answers and answers not in found.setdefault(page, []):
            found[page].append(answers)
    return found


def own_cases(app: Path) -> list[str]:
    """A name for each of the bots' `cases`, in their order: the text itself where it is a plain one, else `case-0`, `case-1`."""
    classes = (node for node in ast.walk(_tree(app)) if isinstance(node, ast.ClassDef) and node.name == "PlayerBot")
    assigned = (node for found in classes for node in found.body if isinstance(node, ast.Assign))
    values = (node.value for node in assigned if any(_name(target) == "cases" for target in node.targets))
    cases = next((value.elts for value in values if isinstance(value, (ast.List, ast.Tuple))), [])
    texts = [node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "" for node in cases]
    plain = [bool(re.fullmatch(r"[\w.-]+", text)) and texts.count(text) == 1 for text in texts]
    return [text if is_plain else f"case-{number}" for number, (text, is_plain) in enumerate(zip(texts, plain, strict=True))]


def calls_live_methods(app: Path) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == "call_live_method" for node in ast.walk(_tree(app)))


def _tree(app: Path) -> ast.Module:
    source = next((app / name for name in _FILES if (app / name).is_file()), None)
    try:
        return ast.parse(source.read_text("utf-8-sig")) if source else ast.Module([], [])
    except (OSError, ValueError, SyntaxError):  # oTree does not need the file to play
        return ast.Module([], [])


def _submissions(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """`yield Page, dict(...)` and `yield Submission(Page, dict(...))`; not what must fail, nor what a timer sends."""
    for node in ast.walk(tree):
        sent = node.value if isinstance(node, ast.Yield) else None
        parts = sent.elts if isinstance(sent, ast.Tuple) else []
        if isinstance(sent, ast.Call) and _name(sent.func) == "Submission" and "timeout_happened" not in _keywords(sent):
            parts = [*sent.args, *(k.value for k in sent.keywords if k.arg == "post_data")]
        if len(parts) > 1 and _name(parts[0]):
            yield _name(parts[0]), parts[1]


def _items(values: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(values, ast.Dict):
        for key, value in zip(values.keys, values.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, value
    elif isinstance(values, ast.Call) and _name(values.func) == "dict":
        yield from ((k.arg, k.value) for k in values.keywords if k.arg)


def _value(node: ast.expr, constants: Mapping[str, Any]) -> Any:
    """What a node stands for when that is written out: a literal, `C.NAME`, an amount of money of either."""
    if isinstance(node, ast.Attribute) and _name(node.value).endswith(("C", "Constants")):
        constant = constants.get(node.attr, _ABSENT)
        return _ABSENT if isinstance(constant, list) else constant
    if isinstance(node, ast.Call) and _name(node.func) in _MONEY and len(node.args) == 1:
        return _value(node.args[0], constants)
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return _ABSENT
    return value if isinstance(value, (bool, int, float, str)) else _ABSENT


def _posted(value: bool | float | str) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _name(node: ast.expr) -> str:
    """The last part of a dotted name; "" for anything else."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _keywords(call: ast.Call) -> set[str | None]:
    return {k.arg for k in call.keywords}
