"""The summary at the end of a run in the terminal: a sentence per config, a few lines per cause, what was not checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from botex_pytest.plain import from_plain
from botex_pytest.report import sentences
from botex_pytest.report.causes import ORDER, Cause, group_findings
from botex_pytest.report.coverage import coverage_lines
from botex_pytest.report.endings import ENDING_NAMES, EndingTold, ending_lines, endings_told
from botex_pytest.report.plays import Unseen, explored, repeated, unseen
from botex_pytest.report.pretest import Pretest
from botex_pytest.report.pretest_words import pretest_lines
from botex_pytest.results import GROUP_NAMES, SessionResult

Info = Mapping[str, Any]
"""`run.json`: what was not checked, what was left out, and how to run it again."""


def summary(results: Sequence[SessionResult], info: Info, *, report: str = "") -> list[str]:
    """The lines to print. Of a config that was simply played to its end one line is all, of what is broken a line per cause:
    the evidence is in the failures above. What could not be played is no failure of the study, so it is told here in full.

    `report` says where the HTML report is. Text from pages is cleared of control characters, which could steer the terminal.
    """
    configs = sentences.by_config(results).values()
    lines = [sentences.config_sentence(plays) for plays in configs]
    causes = [c for c in group_findings(results) if c.finding.check != "early-end" or c.group != "review"]  # the endings tell it
    for group in ORDER:
        told = [line for cause in causes if cause.group == group for line in _told(cause, info)]
        lines += _section(GROUP_NAMES[group], told)
    lines += _section("language models", sentences.usage(configs))
    lines += _section("as a pre-test, to review", pretest_lines(from_plain(Pretest, told) for told in info.get("pretest", ())))
    lines += _section("endings", [line for plays in configs for line in _endings(plays)])
    played = [play for plays in configs if sentences.config_verdict(plays) == "played" for play in plays]
    lines += _section("nobody saw", [line for found in unseen(played) for line in _unseen(found)])
    lines += _section("coverage", coverage_lines(results))
    lines += _section("explored", [line for plays in configs for line in explored(plays)])
    lines += _section("repeated", [line for plays in configs for line in repeated(plays)])
    lines += _section("oTree's own bots", info.get("otree_bots", ()))
    skipped = [f"{result.name}: {sentence}" for result in results for sentence in result.skipped]
    lines += _section("not played", [line for row in info.get("deselected", ()) for line in _left_out(row)])
    lines += _section("not checked", dict.fromkeys([*info.get("not_checked", ()), *skipped]))
    if report:
        lines += ["", f"Report: {report}"]
    return [printable(line) for line in lines]


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = [f"  {line}" for line in lines]
    head = title if title[1:2].isupper() else f"{title[0].upper()}{title[1:]}"  # oTree
    return ["", f"{head}:", *found] if found else []


def _told(cause: Cause, info: Info) -> Iterator[str]:
    if cause.group == "unplayed":
        yield from cause_lines(cause, info)
        yield from (f"    {line}" for line in cause.finding.detail.splitlines())
        return
    place = f" ({cause.finding.place})" if cause.group == "broken" and cause.finding.file else ""
    yield f"{_title(cause)}{place} [{cause.who}]"
    if cause.blocked:
        yield f"    {_blocked(cause)}"


def cause_lines(cause: Cause, info: Info) -> Iterator[str]:
    """One cause: a line, and below it the evidence, what to do, and the command that shows it again."""
    finding = cause.finding
    yield f"{_title(cause)} [{cause.who}]"
    if cause.blocked:
        yield f"    {_blocked(cause)}"
    if finding.file:
        yield f"    in {finding.place}"
    if finding.answer:
        tried = "tried" if cause.first.session.form else "last tried" if finding.check == "needs-answer" else "answered before"
        yield f"    {tried}: {sentences.answers(finding.answer)}"
    yield from (f"    message: {message}" for message in finding.messages if message not in finding.title)
    if finding.advice:
        yield f"    to fix: {finding.advice}"
    if finding.lines:
        yield f"    {sentences.paste(finding.lines)}:"
        yield from (f"        {line}" for line in finding.lines)
    number = next(iter(finding.participants), 0)
    yield f"    see it again: {sentences.reproduce_command(cause.first.session, number, info)}"


def _title(cause: Cause) -> str:
    finding = cause.finding
    named = finding.where in finding.title  # most titles are sentences about the page
    page = "" if named or not finding.where else f"{finding.where}: "
    return f"{page}{finding.title}{f', in round {finding.round}' if finding.round > 1 else ''}"


def _blocked(cause: Cause) -> str:
    return f"could not go on because of it: {cause.who_is_blocked}"


def _endings(plays: Sequence[SessionResult]) -> Iterator[str]:
    told = [e for e in endings_told(plays) if e.kind != ENDING_NAMES["finished"] or e.outgoing]
    yield from (_ending(plays[0].name, e) for e in told)
    stopped_all = any(f.check == "early-end" and f.group == "unplayed" for p in plays for f in p.findings)
    if any(e.undeclared for e in told) and not stopped_all:  # else that cause has said what to declare
        yield f"    if people rightly stop there, {sentences.PASTE}:"
        yield from (f"        {line}" for line in ending_lines(plays))


def _ending(name: str, ending: EndingTold) -> str:
    parts = [f"{ending.where}: {ending.kind}", ending.after]
    parts += [f"payoff {ending.payoff}" if ending.payoff else "", f"would go to {ending.outgoing}" if ending.outgoing else ""]
    return f"{', '.join(part for part in parts if part)} [{name} {ending.who}]"


def _unseen(found: Unseen) -> Iterator[str]:
    yield found.text
    if found.command:
        yield f"    {found.hint}: {found.command}"


def _left_out(row: Mapping[str, Any]) -> Iterator[str]:
    yield sentences.not_played(row)
    if row.get("command"):
        yield f"    to play it: {row['command']}"


def printable(line: str) -> str:
    """Without control characters, which could steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in line)
