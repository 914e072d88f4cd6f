"""All that can be said about a session config before anybody plays it, in a fraction of a second; and how that goes with what
playing has shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from botex_pytest.checks.base import Play, Scope
from botex_pytest.checks.static_fields import undeclared_fields
from botex_pytest.checks.static_links import completion_links, local_links
from botex_pytest.checks.static_requirements import missing_requirements
from botex_pytest.checks.static_templates import form_fields, static_files, templates
from botex_pytest.results import Finding

_CHECKS: tuple[Callable[[Scope], Iterator[Finding]], ...] = (
    templates,
    static_files,
    form_fields,
    undeclared_fields,
    missing_requirements,
    local_links,
    completion_links,
)
_OF_PAGES = ("missing-template", "missing-field")
"""What a page cannot do without: one that was passed disproves it."""


def before_playing(scope: Scope) -> list[Finding]:
    """What the files of a config say, one finding for each key. Reads the author's files and runs none of them."""
    if not scope.project.is_dir():
        return []
    found: dict[str, Finding] = {}
    for check in _CHECKS:
        for finding in check(scope):
            first = found.setdefault(finding.key, finding)
            if first.group == "review" and finding.group == "broken":
                found[finding.key] = finding
    return list(found.values())


def beside_playing(play: Play, told: Iterable[Finding]) -> list[Finding]:
    """The same, without what playing has found as well (`told`), which has more to show, and what it has disproved."""
    said = [f"{f.title}\n{f.detail}\n{f.url}" for f in told if f.check in ("server-error", "missing-file", "script-error")]
    passed = {a.where for player in play.players for a in player.accepted}
    scope = Scope(play.info, play.project, play.config)
    return [f for f in before_playing(scope) if not _said(f, said) and not (f.check in _OF_PAGES and f.where in passed)]


def _said(finding: Finding, texts: Iterable[str]) -> bool:
    subject = re.compile(rf"(?<![\w.-]){re.escape(finding.key.rpartition('|')[2])}(?![\w-])")
    return any(subject.search(text) for text in texts)
