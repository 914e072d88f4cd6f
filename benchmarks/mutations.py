"""Breaks an oTree app in one place at a time: its rules, bounds, branches, payoff lines and wait pages."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

KINDS = ("rule", "bound", "branch", "payoff", "wait page")

_RULES = ("choices", "blank", "max_length")
_BOUNDS = {"min": -1, "max": 1}
_CALLED = {  # functions that oTree calls by their names -> what they are for
    "_min": "bound",
    "_max": "bound",
    "_choices": "rule",
    "_error_message": "rule",
    "error_message": "rule",
    "is_displayed": "branch",
    "app_after_this_page": "branch",
    "after_all_players_arrive": "wait page",
    "group_by_arrival_time_method": "wait page",
}
_SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
_WAITS = ("after_all_players_arrive", "group_by_arrival_time", "wait_for_all_groups")


@dataclass(frozen=True)
class Mutant:
    """One change of a file. `source`: the whole file with it, written anew (lines are other ones)."""

    line: int  # in the original
    kind: str
    change: str
    source: str


Edit = tuple[int, str, str, Callable[[], None]]
"""Line, kind and words of a change, and what makes it in the tree at hand."""


def mutants(source: str) -> list[Mutant]:
    """All of a file, in the order of its lines."""
    count = len(list(edits(ast.parse(source))))
    found = []
    for number in range(count):
        tree = ast.parse(source)
        line, kind, change, apply = list(edits(tree))[number]
        apply()
        found.append(Mutant(line, kind, change, ast.unparse(ast.fix_missing_locations(tree))))
    return sorted(found, key=lambda m: (m.line, KINDS.index(m.kind), m.change))


def edits(tree: ast.Module) -> Iterator[Edit]:
    paying = {name for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and _pays(f) for name in [f.name]}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_field(node)
        elif isinstance(node, ast.FunctionDef):
            yield from _of_function(node)
            yield from _of_branches(node)
            if node.name in paying:
                yield from _of_payoffs(node)
        elif isinstance(node, ast.ClassDef) and _is_wait_page(node):
            yield from _of_wait_page(node, tree)


def _of_field(call: ast.Call) -> Iterator[Edit]:
    """`models.IntegerField(min=0, ...)`."""
    function = call.func
    if not isinstance(function, ast.Attribute) or not function.attr.endswith("Field"):
        return
    for keyword in call.keywords:
        name = keyword.arg or ""
        if name in _BOUNDS or name in _RULES:
            kind = "bound" if name in _BOUNDS else "rule"
            yield keyword.value.lineno, kind, f"{name} left out", lambda k=keyword: _leave_out(call, k)
        if name in _BOUNDS:
            by = _BOUNDS[name]
            yield (
                keyword.value.lineno,
                "bound",
                f"{name} {by:+d}",
                lambda k=keyword, by=by: setattr(k, "value", _plus(k.value, by)),
            )
    if not any(keyword.arg == "blank" for keyword in call.keywords):
        optional = ast.keyword("blank", ast.Constant(value=True))
        yield call.lineno, "rule", "made optional", lambda: call.keywords.append(optional)


def _leave_out(call: ast.Call, keyword: ast.keyword) -> None:
    if keyword.arg == "min":
        keyword.value = ast.Constant(value=None)  # oTree's default is 0
    else:
        call.keywords.remove(keyword)


def _of_function(function: ast.FunctionDef) -> Iterator[Edit]:
    """What oTree does not find it does not call."""
    kind = next((kind for end, kind in _CALLED.items() if function.name.endswith(end)), "")
    if kind:
        yield function.lineno, kind, f"{function.name} left out", lambda: setattr(function, "name", f"unused_{function.name}")
    if kind == "bound":
        by = _BOUNDS[function.name[-3:]]
        for node in _returns(function):
            yield node.lineno, kind, f"{function.name} {by:+d}", lambda n=node, by=by: setattr(n, "value", _plus(n.value, by))


def _of_branches(function: ast.FunctionDef) -> Iterator[Edit]:
    for node in ast.walk(function):
        if isinstance(node, ast.If | ast.IfExp):
            yield node.lineno, "branch", "condition negated", lambda n=node: setattr(n, "test", _negated(n.test))
    if function.name == "is_displayed":
        for node in _returns(function):
            yield node.lineno, "branch", "is_displayed negated", lambda n=node: setattr(n, "value", _negated(n.value))


def _of_payoffs(function: ast.FunctionDef) -> Iterator[Edit]:
    """Every line that sets something where payoffs are set, and every sum and product in it."""
    for node in ast.walk(function):
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            for at, line in enumerate(block if isinstance(block, list) else ()):
                if not isinstance(line, ast.Assign | ast.AugAssign):
                    continue
                text = ast.unparse(line)
                if _sets_attribute(line):
                    yield line.lineno, "payoff", f"left out: {text}", lambda b=block, at=at: b.__setitem__(at, ast.Pass())
                for part in ast.walk(line.value):
                    if isinstance(part, ast.BinOp) and type(part.op) in _SWAPPED:
                        other = _SWAPPED[type(part.op)]()
                        what = f"{ast.unparse(part)}: {type(part.op).__name__} to {type(other).__name__}"
                        yield line.lineno, "payoff", what, lambda p=part, o=other: setattr(p, "op", o)


def _of_wait_page(page: ast.ClassDef, tree: ast.Module) -> Iterator[Edit]:
    for line in page.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) in _WAITS:
            yield (
                line.lineno,
                "wait page",
                f"left out: {ast.unparse(line)}",
                lambda ln=line: page.body.__setitem__(page.body.index(ln), ast.Pass()),
            )
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "page_sequence" and isinstance(node.value, ast.List):
            for name in [e for e in node.value.elts if isinstance(e, ast.Name) and e.id == page.name]:
                pages = node.value.elts
                yield node.lineno, "wait page", f"{page.name} left out", lambda p=pages, n=name: p.remove(n)


def _pays(function: ast.FunctionDef) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr == "payoff" and isinstance(n.ctx, ast.Store) for n in ast.walk(function))


def _sets_attribute(line: ast.Assign | ast.AugAssign) -> bool:
    targets = line.targets if isinstance(line, ast.Assign) else [line.target]
    return any(isinstance(target, ast.Attribute) for target in targets)


def _is_wait_page(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith("WaitPage") for base in node.bases)


def _returns(function: ast.FunctionDef) -> list[ast.Return]:
    return [n for n in ast.walk(function) if isinstance(n, ast.Return) and n.value is not None]


def _plus(value: ast.expr, by: int) -> ast.expr:
    return ast.BinOp(value, ast.Add() if by > 0 else ast.Sub(), ast.Constant(value=abs(by)))


def _negated(value: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), value)
