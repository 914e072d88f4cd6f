"""Attributes of participant and session that PARTICIPANT_FIELDS and SESSION_FIELDS do not declare."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache

from botex_pytest.checks.base import Scope
from botex_pytest.checks.page_templates import PageTemplates
from botex_pytest.checks.sources import Source
from botex_pytest.results import Finding

_OWNERS = ("player", "group", "subsession", "participant", "self", "p")
"""Names whose `.session` is oTree's: other things have sessions, too."""

_PAGE_FUNCTIONS = {
    *("vars_for_template", "js_vars", "before_next_page", "is_displayed", "app_after_this_page", "get_timeout_seconds"),
    *("live_method", "error_message", "get_form_fields", "after_all_players_arrive"),
}
"""oTree calls them on participants from the database, who take no new attributes (those of creating_session still do)."""


def undeclared_fields(scope: Scope, _templates: PageTemplates) -> Iterator[Finding]:
    """`participant.x` where PARTICIPANT_FIELDS has no x: an error in oTree. `participant.vars['x']` needs no declaration."""
    known = {"participant": {*scope.info.participant_names}, "session": {*scope.info.session_names}}
    guarded = {word for source in scope.sources for word in _asked_for(source)}
    for source in scope.sources:
        for owner, node, sure in _owned(source):
            if known[owner] and node.attr not in known[owner] | guarded and not node.attr.startswith("_"):
                yield _undeclared(scope, owner, node, source, sure)


def _undeclared(scope: Scope, owner: str, node: ast.Attribute, source: Source, sure: bool) -> Finding:
    setting = f"{owner.upper()}_FIELDS"
    return Finding(
        "undeclared-field",
        "broken" if sure else "review",
        f"{owner}.{node.attr} is used, and {setting} does not declare {node.attr}",
        scope.config,
        f"undeclared-field|{owner}|{node.attr}",
        advice=f"Add '{node.attr}' to {setting} in settings.py, or correct the name.",
        file=source.place,
        line=node.lineno,
    )


@cache
def _asked_for(source: Source) -> frozenset[str]:
    """Names that the code looks for itself, by hasattr and the like."""
    calls = (node for node in source.nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    words = (arg for call in calls if call.func.id in ("hasattr", "getattr", "setattr") for arg in call.args)  # type: ignore[attr-defined]
    return frozenset(str(word.value) for word in words if isinstance(word, ast.Constant))


@cache
def _owned(source: Source) -> tuple[tuple[str, ast.Attribute, bool], ...]:
    return tuple(_find_owned(source))


def _find_owned(source: Source) -> Iterator[tuple[str, ast.Attribute, bool]]:
    """Attributes of what is certainly oTree's participant or session; and whether oTree surely calls that code in a page."""
    modules = {name for node in source.nodes for name in _bound_by_import(node)}
    for function, in_page in _functions(source.tree):
        named = _names_for(function, modules)
        excused = {id(inner) for node in ast.walk(function) if isinstance(node, ast.Try) for inner in ast.walk(node)}
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and id(node) not in excused:
                owner = _owner(node.value, modules) or (named.get(node.value.id, "") if isinstance(node.value, ast.Name) else "")
                if owner:
                    yield owner, node, in_page and function.name in _PAGE_FUNCTIONS


def _functions(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, bool]]:
    """Functions of the module and methods of its classes, and whether the class may be a page."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, False
        elif isinstance(node, ast.ClassDef):
            yield from ((inner, True) for inner in node.body if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef))


def _names_for(function: ast.FunctionDef | ast.AsyncFunctionDef, modules: set[str]) -> dict[str, str]:
    """Local names that stand for a participant or a session, and for nothing else in the function."""
    stored = Counter(n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    owners: dict[str, list[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            owners.setdefault(node.targets[0].id, []).append(_owner(node.value, modules))
    return {name: found[0] for name, found in owners.items() if len(set(found)) == 1 and len(found) == stored[name]}


def _owner(node: ast.expr, modules: set[str]) -> str:
    """`participant` for `player.participant`, `session` for `group.session`; "" for all else."""
    if not isinstance(node, ast.Attribute) or node.attr not in ("participant", "session"):
        return ""
    base = node.value
    if isinstance(base, ast.Name) and (base.id in modules or (node.attr == "session" and base.id not in _OWNERS)):
        return ""
    if isinstance(base, ast.Attribute) and node.attr == "session" and base.attr not in _OWNERS:
        return ""
    return node.attr


def _bound_by_import(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
