"""Addresses in the study that cannot be meant for participants: the author's own computer, a completion code never filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import parse_qsl

from botex_pytest.addresses import parts
from botex_pytest.checks.base import Scope
from botex_pytest.checks.page_templates import PageTemplates
from botex_pytest.checks.sources import Source
from botex_pytest.checks.template_reader import lines_shown
from botex_pytest.results import Finding

_LOCAL = re.compile(r"""\b(?:https?|wss?)://(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?![\w.-])[^\s"'<>`)]*""")
_PLACEHOLDER = re.compile(
    r"X{3,}|0{4,}|1{6,}|1234|ABCD|YOUR|REPLACE|CHANGE_?ME|PLACEHOLDER|TODO|INSERT|MY_?CODE|[<>{}\[\]]|\.\.\.", re.IGNORECASE
)
_CODES = ("cc", "code", "completion_code", "completioncode")
"""Names under which recruiting platforms take the completion code."""


def local_links(scope: Scope, templates: PageTemplates) -> Iterator[Finding]:
    """Links to localhost, which is every participant's own computer, in templates and in strings of the author's Python."""
    for template, where in templates.rendered.items():
        for line, text in lines_shown(scope.project / template):
            yield from (_local(scope, link, template, line, where) for link in _LOCAL.findall(text))
    for source in scope.sources:
        yield from (_local(scope, link, source.place, line) for line, link in _in_strings(source))


def _local(scope: Scope, link: str, file: str, line: int, where: str = "") -> Finding:
    return Finding(
        "local-link",
        "review",
        f"{file} has a link to {link}, which is the computer of whoever opens it",
        scope.config,
        f"local-link|{file}|{link}",
        where=where,
        advice="Link to a page of the study by its path alone, without a host; to another server by its public name.",
        file=file,
        line=line,
    )


def completion_links(scope: Scope, _templates: PageTemplates) -> Iterator[Finding]:
    """Fields of the session config that hold a link with a completion code nobody has filled in."""
    for name, value in scope.info.config(scope.config).fields.items():
        fault = code_fault(value) if isinstance(value, str) else ""
        if fault:
            yield Finding(
                "completion-link",
                "review",
                f"the session config's {name} is {value}, {fault}",
                scope.config,
                f"completion-link|{name}|{value}",
                advice="Put in the code that the recruiting platform gave for this study, else nobody can be paid there.",
                file="settings.py",
            )


def code_fault(url: str) -> str:
    """What is wrong with the completion code in `url`, as the end of a sentence; "" for what is no such link, or looks right."""
    query = parts(url).query if "://" in url else ""
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name.lower() in _CODES:
            if not value.strip():
                return "whose completion code is empty"
            if _PLACEHOLDER.search(value):
                return f"whose completion code {value} looks like a placeholder"
    return ""


@cache
def _in_strings(source: Source) -> tuple[tuple[int, str], ...]:
    """Local links in string literals, with their lines; docstrings and other strings that nobody uses left out."""
    idle = {id(node.value) for node in source.nodes if isinstance(node, ast.Expr)}
    strings = [n for n in source.nodes if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in idle]
    return tuple((node.lineno, link) for node in strings for link in _LOCAL.findall(str(node.value)))
