"""How a page was reached and answered when its session was played."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from botex_pytest.briefing import place_of
from botex_pytest.page import Value
from botex_pytest.planning import Planned
from botex_pytest.project_info import ProjectInfo
from botex_pytest.records import Step, read_session
from botex_pytest.results import SessionResult, judged
from botex_pytest.run_folder import RunFolder

Answers = Mapping[tuple[str, int], Mapping[str, Value]]
"""app.Page and round -> what was sent and taken."""


@dataclass(frozen=True)
class Plays:
    """All plays of one session, and the run they are in."""

    folder: RunFolder
    results: tuple[SessionResult, ...]


@dataclass(frozen=True)
class Before:
    """`number` was the first to answer the page, in `round`."""

    planned: Planned
    answers: Mapping[int, Answers]  # by participant
    number: int
    round: int
    acted: bool  # something outside the form had to be done on it
    faults: frozenset[str]  # keys of what was found anyway
    broken: bool  # the server has failed on it


def find_before(info: ProjectInfo, planned: Planned, plays: Plays, where: str) -> Before | None:
    """In the play that counts, else in any other; the first round, and there the first participant. Reads transcripts."""
    if not plays.results:
        return None
    findings = [f for play in plays.results for f in play.findings]
    faults, broken = frozenset(f.key for f in findings), any((f.check, f.where) == ("server-error", where) for f in findings)
    for play in (judged(plays.results), *plays.results):
        steps = dict(_steps(info, plays.folder, play))
        found = [(round_, number) for number, place, round_ in steps if place == where]
        if found:
            round_, number = min(found)
            acted = bool(steps[number, where, round_].acted)
            return Before(planned, _answers(steps), number, round_, acted, faults, broken)
    return None


_At = tuple[int, str, int]
"""Participant, app.Page, round."""


def _steps(info: ProjectInfo, folder: RunFolder, play: SessionResult) -> Iterator[tuple[_At, Step]]:
    """The pages that were left by an answer."""
    for number, steps in read_session(folder, folder.path / play.folder).transcripts.items():
        for step in steps:
            if step.seen and _sent(step) is not None:
                here = place_of(info, play.config, step.seen.page)
                yield (number, here.where, here.round), step


def _answers(steps: Mapping[_At, Step]) -> dict[int, Answers]:
    found: dict[int, dict[tuple[str, int], Mapping[str, Value]]] = {}
    for (number, where, round_), step in steps.items():
        found.setdefault(number, {})[where, round_] = _sent(step) or {}
    return dict(found)


def _sent(step: Step) -> Mapping[str, Value] | None:
    taken = [t for t in step.tries if t.submitted and t.submitted.outcome == "moved"]
    return taken[-1].answered.values if taken else None
