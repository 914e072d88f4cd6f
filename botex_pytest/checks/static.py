"""All that can be said about a session config before anybody plays it, in a fraction of a second; and how that goes with what
playing has shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from botex_pytest.checks.base import Play, Scope
from botex_pytest.checks.page_templates import PageTemplates
from botex_pytest.checks.static_bounds import open_amounts
from botex_pytest.checks.static_fields import undeclared_fields
from botex_pytest.checks.static_links import completion_links, local_links
from botex_pytest.checks.static_payoffs import unset_payoffs
from botex_pytest.checks.static_requirements import missing_requirements
from botex_pytest.checks.static_templates import missing_fields, missing_templates, static_files
from botex_pytest.results import Finding

_CHECKS: tuple[Callable[[Scope, PageTemplates], Iterator[Finding]], ...] = (
    missing_templates,
    static_files,
    missing_fields,
    undeclared_fields,
    missing_requirements,
    local_links,
    completion_links,
    unset_payoffs,
    open_amounts,
)
_PLAYED = ("server-error", "missing-file", "script-error", "completion-link", "admin-page")
"""What playing calls the same faults."""

_OF_PAGES = ("missing-template", "missing-field")
"""What a page cannot do without: one that was passed disproves it."""


def before_playing(scope: Scope) -> list[Finding]:
    """What the files of a config say, one finding for each key. Reads the author's files and runs none of them."""
    if not scope.project.is_dir():
        return []
    templates = PageTemplates(scope)
    found: dict[str, Finding] = {}
    for check in _CHECKS:
        for finding in check(scope, templates):
            first = found.setdefault(finding.key, finding)
            if first.group == "review" and finding.group == "broken":
                found[finding.key] = finding
    return list(found.values())


def beside_playing(play: Play, told: Iterable[Finding]) -> list[Finding]:
    """`told`, what playing has found, and what else the files say. What both found is told once: as it was met, with the place
    and the advice that the files give. What a participant got past is no fault."""
    passed = {answer.where for player in play.players for answer in player.accepted}
    static = before_playing(Scope(play.info, play.project, play.config))
    left = [f for f in static if not (f.check in _OF_PAGES and f.where in passed)]
    informed = []
    for finding in told:
        same = [f for f in left if finding.check in _PLAYED and _names(finding, f)]
        left = [f for f in left if f not in same]
        better = next((f for f in same if f.check != "undeclared-field"), None)  # of that one oTree itself says the line
        informed.append(replace(finding, advice=better.advice, file=better.file, line=better.line) if better else finding)
    return [*informed, *left]


def _names(played: Finding, static: Finding) -> bool:
    subject = re.escape(static.key.rpartition("|")[2])
    return re.search(rf"(?<![\w.-]){subject}(?![\w-])", f"{played.title}\n{played.detail}\n{played.url}") is not None
