"""From the result of a session to the verdict of one test item: what failed, what could not be played, what is blocked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from botex_pytest.report.causes import Cause, group_findings
from botex_pytest.report.text import cause_lines
from botex_pytest.results import ParticipantResult, SessionResult, by_repeat, judged

SESSION = 0
"""The number of the item that stands for what belongs to nobody in particular."""


Outcome = Literal["passed", "failed", "skipped", "error"]


@dataclass(frozen=True)
class Judgement:
    """`outcome` is pytest's word for it, `status` ours; `text` explains everything but a pass."""

    outcome: Outcome
    status: str
    text: str = ""
    passed: str = ""  # `3 of 5`, where a session was played several times over


def judge(plays: tuple[SessionResult, ...], number: int, info: Mapping[str, Any], told: Collection[int] = ()) -> Judgement:
    """The verdict on participant `number` (or the session as a whole) after all plays of one session.

    `info`: `run.json`. `told`: participants whose verdicts were given before; what befell one of them as well is not explained
    again. Where the session was played several times over, what befell somebody at some times only is flaky: it fails, since a
    study that breaks for one lab in five is no healthy one.
    """
    whole, times = _judge(plays, number, info, told), by_repeat(plays)
    if len(times) == 1:
        return whole
    each = [_judge(time, number, info) for time in times]
    count = Counter(judgement.outcome for judgement in each)
    passed = f"{count['passed']} of {len(each)}"
    worst = next(judgement for outcome in _GRAVITY for judgement in each if judgement.outcome == outcome)
    if worst.outcome == "passed":
        return replace(worst, passed=passed)
    others = [f"{count[outcome]} {word}" for outcome, word in _TIMES.items() if count[outcome]]
    text = f"{passed} plays passed, {', '.join(others)}.\n{whole.text if whole.outcome == worst.outcome else worst.text}"
    flaky = worst.outcome == "failed" and count["passed"]
    return Judgement(worst.outcome, "flaky" if flaky else worst.status, text, passed)


_GRAVITY: tuple[Outcome, ...] = ("failed", "error", "skipped", "passed")
_TIMES: dict[Outcome, str] = {"failed": "failed", "skipped": "blocked", "error": "not judged"}


def _judge(plays: tuple[SessionResult, ...], number: int, info: Mapping[str, Any], told: Collection[int] = ()) -> Judgement:
    """As if all of them were one."""
    # a play that something of ours has cut short counts for nobody, whoever it happened to
    causes = [c for c in group_findings(plays) if c.group == "infrastructure" or number in _concerned(c)]
    for group, outcome in _OUTCOMES.items():
        found = [c for c in causes if c.group == group]
        if found:
            return Judgement(outcome, group, "\n".join(_explain(found, told, info)))
    form = plays[-1].form
    if form and not form.tried:
        return Judgement("skipped", "blocked", form.reason or "there was nothing to try")
    if number == SESSION:
        return Judgement("passed", "finished")
    participant = counting(plays, number)
    if participant and participant.status in ("finished", "early-end"):
        return Judgement("passed", participant.status)
    if participant and participant.status == "budget":  # a partner whom the budget stopped is missing
        return Judgement("error", "budget", participant.reason)
    if participant and participant.status == "blocked":
        return Judgement("skipped", "blocked", participant.reason)
    reason = participant.reason if participant else ""
    if participant and participant.status == "unplayed":  # no page kept everybody, and this one was kept in every play
        return Judgement("failed", "unplayed", reason)
    return Judgement("error", "infrastructure", reason or "this session was not played to its end")


def counting(plays: Sequence[SessionResult], number: int) -> ParticipantResult | None:
    """The participant in the play that says who finished; or, where that one was cut short by what another play has shown to be
    no fault, in the first that came to an end."""
    found = [p for play in (judged(plays), *plays) for p in play.participants if p.number == number]
    return next((p for p in found if p.status in ("finished", "early-end", "blocked")), next(iter(found), None))


_OUTCOMES: dict[str, Literal["error", "failed"]] = {
    "infrastructure": "error",
    "broken": "failed",
    "unplayed": "failed",
    "budget": "error",
}


def _concerned(cause: Cause) -> set[int]:
    """Whom a cause befell in any of the plays; the session as a whole where a finding names nobody."""
    return {n for sighting in cause.sightings for n in sighting.finding.participants or (SESSION,)}


def _explain(causes: Iterable[Cause], told: Collection[int], info: Mapping[str, Any]) -> list[str]:
    """The first verdict tells a cause in full; later ones point there, so that one fault is one text."""
    lines: list[str] = []
    for cause in causes:
        before = sorted((_concerned(cause) & set(told)) - {SESSION})
        if before:
            lines.append(f"{cause.finding.title} (the same as P{before[0]})")
        else:
            lines += cause_lines(cause, info)
            if cause.finding.detail:
                lines += ["", *cause.finding.detail.splitlines()]
    return lines


def properties(plays: Sequence[SessionResult], number: int) -> dict[str, object]:
    """What JUnit and other reports get to know about an item."""
    result, participant = judged(plays), counting(plays, number)
    found: dict[str, object] = {"session": result.code, "model": result.model, "seed": result.seed, "plays": len(plays)}
    if len(by_repeat(plays)) > 1:
        found["passed"] = judge(tuple(plays), number, {}).passed
    if participant is None:
        return {**found, "pages": sum(p.pages for p in result.participants)}
    who = {"participant": participant.code, "label": participant.label, "model": participant.model or result.model}
    return {**found, **who, "pages": participant.pages}
