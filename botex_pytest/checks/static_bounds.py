"""Numbers that people type and that money is made of, without a bound: -1000 or a billion would be paid, or owed."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from botex_pytest.checks.base import Scope
from botex_pytest.checks.page_templates import PageTemplates
from botex_pytest.checks.sources import Source
from botex_pytest.checks.template_reader import lines_shown
from botex_pytest.project_info import AppInfo, FieldInfo, PageInfo
from botex_pytest.results import Finding

_OPEN = {"min": "lower", "max": "upper"}
_AS_IT_IS = ("sum", "cu", "c", "Currency", "float", "int", "round", "Decimal", "abs")
"""What is given to them comes out again, larger or smaller as it went in."""


def open_amounts(scope: Scope, templates: PageTemplates) -> Iterator[Finding]:
    """Fields of a page from which payoffs are reckoned by sums and products alone, and that oTree checks on one side or on none.
    Where code of the author's compares, looks up or cuts the number, or a page has a control or a rule of its own, nobody can say
    what may come in, so that nothing is told."""
    for app in scope.apps:
        money = _Money([s for s in scope.sources if s.place.startswith(f"{app.folder}/")])
        told: set[str] = set()
        for page in app.pages:
            for field in page.fields:
                if field.name in money.amounts and field.name not in told and _is_typed(field, page):
                    sides = [word for side, word in _OPEN.items() if getattr(field, side) is None and side not in field.dynamic]
                    if sides and not _own_control(scope, templates, field.name):
                        told.add(field.name)
                        yield _finding(scope, app, page, field, sides)


def _finding(scope: Scope, app: AppInfo, page: PageInfo, field: FieldInfo, sides: list[str]) -> Finding:
    bound = f"no {sides[0]} bound" if len(sides) == 1 else "no bounds"
    return Finding(
        "open-amount",
        "review",
        f"{app.name}.{page.name}: payoffs are reckoned from {field.name}, which has {bound}",
        scope.config,
        f"open-amount|{app.name}|{field.name}",
        where=f"{app.name}.{page.name}",
        advice=f"Give the field a min and a max, or write a function {field.name}_min or {field.name}_max.",
        file=page.file,
        line=page.line,
    )


def _is_typed(field: FieldInfo, page: PageInfo) -> bool:
    ruled = page.own_error_message or {"choices", "error_message"} & set(field.dynamic)
    return field.is_number and not field.choices and not field.widget and not ruled


def _own_control(scope: Scope, templates: PageTemplates, name: str) -> bool:
    """Whether the author wrote such a control into a page: its bounds may stand there."""
    quoted = (f'name="{name}"', f"name='{name}'", f"name={name}")
    return any(word in text for file in templates.rendered for _, text in lines_shown(scope.project / file) for word in quoted)


class _Money:
    """What the payoffs of one app are reckoned from. `amounts`: names of attributes."""

    def __init__(self, sources: list[Source]) -> None:
        self._functions: dict[str, ast.FunctionDef] = {}
        self._set: dict[str, list[tuple[ast.expr, ast.FunctionDef]]] = defaultdict(list)  # attribute -> what it is set to, where
        for source in sources:
            for function in (n for n in source.nodes if isinstance(n, ast.FunctionDef)):
                self._functions[function.name] = function
                for line in ast.walk(function):
                    if isinstance(line, ast.Assign | ast.AugAssign):
                        for target in line.targets if isinstance(line, ast.Assign) else [line.target]:
                            if isinstance(target, ast.Attribute):
                                self._set[target.attr].append((line.value, function))
        self._met: set[tuple[str, str]] = set()
        self.amounts = set(self._behind("payoff"))

    def _behind(self, attribute: str) -> Iterator[str]:
        if ("attribute", attribute) not in self._met:
            self._met.add(("attribute", attribute))
            yield attribute
            for value, function in self._set[attribute]:
                yield from self._in(value, function)

    def _in(self, value: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
        if isinstance(value, ast.Attribute):
            yield from self._behind(value.attr)
        elif isinstance(value, ast.BinOp):
            yield from self._in(value.left, function)
            yield from self._in(value.right, function)
        elif isinstance(value, ast.UnaryOp):
            yield from self._in(value.operand, function)
        elif isinstance(value, ast.GeneratorExp | ast.ListComp):
            yield from self._in(value.elt, function)
        elif isinstance(value, ast.Name):
            yield from self._of_local(value.id, function)
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            yield from self._of_call(value.func.id, value.args, function)

    def _of_local(self, name: str, function: ast.FunctionDef) -> Iterator[str]:
        if (function.name, name) not in self._met:
            self._met.add((function.name, name))
            for line in ast.walk(function):
                targets = (
                    line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AugAssign) else []
                )
                if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                    yield from self._in(line.value, function)  # type: ignore[attr-defined]

    def _of_call(self, name: str, args: list[ast.expr], function: ast.FunctionDef) -> Iterator[str]:
        if name in _AS_IT_IS:
            for arg in args:
                yield from self._in(arg, function)
        elif name in self._functions and ("function", name) not in self._met:
            self._met.add(("function", name))
            called = self._functions[name]
            for line in ast.walk(called):
                if isinstance(line, ast.Return) and line.value is not None:
                    yield from self._in(line.value, called)
