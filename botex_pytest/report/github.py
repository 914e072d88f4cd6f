"""What GitHub shows of a run: a table on the job's page, and a few annotations at lines of the author's files.

Formats: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands (annotations are lines of output,
the summary a Markdown file). Whatever a page or a model said is shown as text: as no link, no picture, no tag, no command.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from botex_pytest.report import sentences
from botex_pytest.report.causes import Cause, group_findings
from botex_pytest.results import GROUP_NAMES, Group, SessionResult, judged

MOST_ANNOTATIONS = 10
"""GitHub shows ten errors and ten warnings of a step, and drops the rest without a word."""

MOST_CAUSES = 30

_LEVELS: Mapping[Group, str] = {"broken": "error", "unplayed": "warning"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~@:&-]|(?<=www)\.)", re.IGNORECASE)


def annotation_lines(results: Sequence[SessionResult], project: Path, workspace: Path) -> list[str]:
    """A line of output for each cause that is broken or could not be played, the gravest first. `workspace`: the checkout, in
    whose terms GitHub names files; a cause without a line of the author's is told without a place."""
    lines: list[str] = []
    for cause in group_findings(results):
        level, finding = _LEVELS.get(cause.group), cause.finding
        if level is None or len(lines) == MOST_ANNOTATIONS:
            continue
        place = {}
        if finding.file:
            file = project / finding.file
            place = {"file": _relative(file, workspace), "line": str(finding.line or 1)}
        told = {**place, "title": f"{GROUP_NAMES[cause.group]}: {finding.where or cause.first.session.name}"}
        named = ",".join(f"{name}={_property(value)}" for name, value in told.items())
        lines.append(f"::{level} {named}::{_data(f'{finding.title} [{cause.who}]')}")
    return lines


def job_summary(results: Sequence[SessionResult]) -> str:
    """A table of all session configs, and below it what is wrong, in Markdown."""
    configs = sentences.by_config(results)
    lines = [
        f"### {_text(sentences.headline(results))}",
        "",
        "| Session config | Finished | Pages | Verdict |",
        "|---|---|---|---|",
    ]
    for name, plays in configs.items():
        if plays[0].form:
            lines.append(f"| {_text(name)} | | | {sentences.config_verdict(plays)} |")
            continue
        people = judged(plays).participants
        finished = sum(p.status == "finished" for p in people)
        pages = sum(p.pages for p in people)
        lines.append(f"| {_text(name)} | {finished} of {len(people)} | {pages} | {sentences.config_verdict(plays)} |")
    causes = [cause for cause in group_findings(results) if cause.group not in ("blocked", "note")]
    lines += ["", *(_cause(cause) for cause in causes[:MOST_CAUSES])] if causes else []
    if len(causes) > MOST_CAUSES:
        lines.append(f"- and {len(causes) - MOST_CAUSES} more: see the report")
    return "\n".join([*lines, ""])


def _cause(cause: Cause) -> str:
    finding = cause.finding
    place = f" ({_text(finding.place)})" if finding.file else ""
    advice = f" {_text(finding.advice)}" if finding.advice else ""
    return f"- **{GROUP_NAMES[cause.group]}**: {_text(finding.title)}{place} \\[{_text(cause.who)}\\]{advice}"


def _relative(file: Path, workspace: Path) -> str:
    return str(file.relative_to(workspace)) if file.is_relative_to(workspace) else str(file)


def _text(said: str) -> str:
    """`said` in Markdown as it stands."""
    return _MARKDOWN.sub(r"\\\1", " ".join(said.split())).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")


def _data(text: str) -> str:
    """Escaped as a command's data: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts"""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
