"""Payoffs that nobody will ever get, because nothing calls the function that sets them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Container, Iterable, Iterator

from botex_pytest.checks.base import Scope
from botex_pytest.checks.page_templates import PageTemplates
from botex_pytest.checks.sources import Source
from botex_pytest.results import Finding

_OTREES = ("creating_session", "group_by_arrival_time_method", "custom_export", "vars_for_admin_report", "vars_for_template")
"""Functions of a module that oTree calls by their names; and those that end so, for one field each:"""
_OF_FIELDS = ("_min", "_max", "_choices", "_error_message")


def unset_payoffs(scope: Scope, _templates: PageTemplates) -> Iterator[Finding]:
    """Apps that set payoffs in functions alone which no line of the study names. Where any other line may set a payoff, an unused
    function is only left over, and not told."""
    anywhere = Counter(name for source in scope.sources for name in _named(source.nodes))
    idle = {id(top) for source in scope.sources for top in source.tree.body if _is_unused_page(top, anywhere)}
    named = set(
        anywhere
        - Counter(name for s in scope.sources for top in s.tree.body if id(top) in idle for name in _named(ast.walk(top)))
    )
    for app in scope.apps:
        sources = [s for s in scope.sources if s.place.startswith(f"{app.folder}/")]
        setters = [(source, function, line) for source in sources for function, line in _setters(source, idle)]
        if setters and all(function and not _is_called(function, named) for _, function, _ in setters):
            source, function, line = setters[0]
            assert function is not None
            yield Finding(
                "unset-payoff",
                "review",
                f"in {app.name} payoffs are set in {function.name} alone, which nothing calls",
                scope.config,
                f"unset-payoff|{app.name}|{function.name}",
                advice=f"Call {function.name} where everybody has answered, such as after_all_players_arrive of a wait page.",
                file=source.place,
                line=line,
            )


def _setters(source: Source, idle: Container[int]) -> Iterator[tuple[ast.FunctionDef | None, int]]:
    """The module's function around each line that may set a payoff; None for any other place, which oTree may well call."""
    for top in source.tree.body:
        if id(top) in idle:
            continue
        for node in ast.walk(top):
            stored = isinstance(node, ast.Attribute) and node.attr == "payoff" and isinstance(node.ctx, ast.Store)
            spelt = isinstance(node, ast.Constant) and node.value == "payoff"  # setattr(player, 'payoff', ...)
            if stored or spelt:
                yield (top if isinstance(top, ast.FunctionDef) else None), node.lineno  # type: ignore[attr-defined]


def _is_called(function: ast.FunctionDef, named: set[str]) -> bool:
    return function.name in named or function.name in _OTREES or function.name.endswith(_OF_FIELDS)


def _is_unused_page(top: ast.stmt, named: Container[str]) -> bool:
    """A page class that no line names, page_sequence among them."""
    return isinstance(top, ast.ClassDef) and top.name not in named and any(ast.unparse(b).endswith("Page") for b in top.bases)


def _named(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Every name that is used there in whatever way: as a value, an attribute, an import, a word in quotes."""
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
