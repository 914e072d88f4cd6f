"""One item as the reports of others show a test: what it was about, step by step, with pictures. Plain data, no library's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, Literal

from botex_pytest.judging import SESSION, counting, properties
from botex_pytest.records import Step, participant_steps
from botex_pytest.report import sentences
from botex_pytest.report.plays import how
from botex_pytest.report.redaction import Redaction
from botex_pytest.report.shots import Shots
from botex_pytest.report.timeline import page_rounds, timeline
from botex_pytest.report.transcript_text import transcript_text
from botex_pytest.results import FORMS, Finding, Group, SessionResult, judged

Plain = dict[str, Any]
Status = Literal["passed", "failed", "broken", "skipped"]
"""As Allure and others use it: failed is the study's fault, broken is what kept us from telling."""

STATUS: Mapping[Group, Status] = {
    "broken": "failed",
    "unplayed": "broken",
    "infrastructure": "broken",
    "budget": "broken",
    "blocked": "skipped",
    "review": "passed",
    "note": "passed",
}


@dataclass(frozen=True)
class CaseStep:
    """`start`, `stop`: seconds since 1970. `message`, `detail`: why it did not pass. `shot`: a picture's file."""

    name: str
    status: Status = "passed"
    start: float = 0.0
    stop: float = 0.0
    parameters: Mapping[str, str] | None = None
    message: str = ""
    detail: str = ""
    steps: tuple[CaseStep, ...] = ()
    shot: Path | None = None


@dataclass(frozen=True)
class Case:
    """`labels` may have a name more than once; `suites`: from the outermost in; `transcript`: all that happened, to be read."""

    title: str
    description: str
    labels: tuple[tuple[str, str], ...]
    suites: tuple[str, ...]
    parameters: Mapping[str, str]
    steps: tuple[CaseStep, ...] = ()
    transcript: str = ""


class Cases:
    """Of one run. `redaction`: what must not be in them. Reads the transcripts of whom a case is about, and no others."""

    def __init__(self, folder: Path, info: Mapping[str, Any], redaction: Redaction | None = None) -> None:
        self._folder, self._info, self._redaction = folder, info, redaction
        self._shots = Shots(folder)

    def of(self, plays: Sequence[SessionResult], number: int) -> Case:
        """The item of participant `number` in all plays of a config, or of what belongs to nobody in particular."""
        result, participant = judged(plays), counting(plays, number)
        told = {name: str(value) for name, value in properties(plays, number).items()}
        told |= {"driver": result.driver, "payoff": participant.payoff if participant else ""}
        case = Case(
            title=f"{result.name} {f'P{number}' if number else 'session'}" if not result.form else result.name,
            description=sentences.config_sentence(plays) if participant is None else participant.reason,
            labels=tuple(self._labels(result.config, told["model"])),
            suites=(self._project, FORMS, result.name) if result.form else (self._project, "sessions", result.name),
            parameters={name: value for name, value in told.items() if value},
        )
        if number != SESSION:
            return self._with_pages(case, plays, number)
        return replace(case, steps=tuple(self._session(play) for play in plays))

    def of_all(self, plays: Sequence[SessionResult]) -> Case:
        """The item of a test that has a whole session to itself."""
        case, people = self.of(plays, SESSION), judged(plays).participants
        everybody = [self.of(plays, p.number) for p in people]
        steps = (_together(f"P{p.number}", one.steps) for p, one in zip(people, everybody, strict=True))
        texts = (f"P{p.number}\n\n{one.transcript}" for p, one in zip(people, everybody, strict=True))
        return replace(case, steps=(*case.steps, *steps), transcript="\n".join(texts))

    @property
    def _project(self) -> str:
        return PurePath(str(self._info.get("project") or "")).name or "oTree project"

    def _labels(self, config: str, model: str) -> Iterator[tuple[str, str]]:
        configs = (self._info.get("info") or {}).get("configs", ())
        apps = next((c["apps"] for c in configs if c["name"] == config), ())
        yield from (("epic", self._project), ("feature", config), ("config", config), ("model", model))
        yield from (("app", app) for app in apps)

    def _with_pages(self, case: Case, plays: Sequence[SessionResult], number: int) -> Case:
        told = [(play, *self._pages(play, number)) for play in plays]
        if len(told) == 1:
            _, steps, text = told[0]
            return replace(case, steps=steps, transcript=text)
        steps = tuple(_together(_which(play), steps) for play, steps, _ in told if steps)
        return replace(case, steps=steps, transcript="\n".join(f"{_which(play)}\n\n{text}" for play, _, text in told if text))

    def _pages(self, play: SessionResult, number: int) -> tuple[tuple[CaseStep, ...], str]:
        """The pages of participant `number` in one play, and the same as text."""
        taken = participant_steps(self._folder / play.folder, number)
        if self._redaction:
            taken = self._redaction.steps(taken)
        shown = timeline(taken, play.folder, page_rounds(self._info.get("info") or {}, play.config), self._shots)
        shown = self._redaction.data(shown) if self._redaction else shown
        found = [f for f in play.findings if number in f.participants and STATUS[f.group] != "passed"]
        where = {_page_of(f, number, taken): f for f in reversed(found)}
        steps = tuple(
            _page(step, plain, where.get(step.number), self._shot(plain["shot"]))
            for step, plain in zip(taken, shown, strict=True)
        )
        return steps, transcript_text(shown)

    def _session(self, play: SessionResult) -> CaseStep:
        """What was found in a play, but for that which is told by the items of those whom it befell."""
        when = play.started, play.started + play.seconds
        found = tuple(
            CaseStep(
                f"{f.where}: {f.title}" if f.where and f.where not in f.title else f.title,
                STATUS[f.group],
                *when,
                message=f.title,
                detail=f.detail,
                shot=self._shot(self._shots.add(play.folder, f.shot)),
            )
            for f in play.findings
            if f.group == "review" or (f.group != "note" and not f.participants)
        )
        sentence = sentences.config_sentence([play])
        return replace(_together(f"{_which(play)}: {sentence}", found), start=when[0], stop=when[1])

    def _shot(self, number: int) -> Path | None:
        return self._folder / self._shots.file(number) if number >= 0 else None


def _which(play: SessionResult) -> str:
    return ", ".join((f"play {play.play}", *how(play)))


def _page_of(finding: Finding, number: int, taken: Sequence[Step]) -> int:
    """The step of participant `number` at which `finding` befell it; 0 when it is none of its pages."""
    if finding.step and finding.participants[:1] == (number,):
        return finding.step
    return next((s.number for s in reversed(taken) if s.seen and s.seen.page.where == finding.where), 0)


def _page(step: Step, plain: Plain, finding: Finding | None, shot: Path | None) -> CaseStep:
    facts = (plain.get("where") or "page", plain.get("round"), plain.get("kind"))
    moments = [step.seen, step.waited, step.advanced, step.remarked, step.ended, *(t.submitted or t.answered for t in step.tries)]
    times = [moment.at for moment in moments if moment]
    last = plain["tries"][-1]["answers"] if plain["tries"] else ()
    return CaseStep(
        ", ".join(str(fact) for fact in facts if fact),
        STATUS[finding.group] if finding else "passed",
        *(min(times, default=0.0), max(times, default=0.0)),
        parameters={a["name"]: f"{a['value']} ({a['meaning']})" if a["meaning"] else a["value"] for a in last},
        message=finding.title if finding else "",
        detail=finding.detail if finding else "",
        steps=tuple(CaseStep(name) for name in _happened(plain)),
        shot=shot,
    )


def _happened(plain: Plain) -> Iterator[str]:
    """What else there was to a page than one answer that was taken."""
    for count, tried in enumerate(plain["tries"], start=1):
        if len(plain["tries"]) > 1 or not tried["accepted"]:
            given = ", ".join(f"{a['name']} = {a['value']}" for a in tried["answers"])
            yield ": ".join((f"answer {count}", *filter(None, (given, tried["outcome"], *tried["messages"]))))
    yield from (acted["what"] for acted in plain["acted"])
    yield from (f"{event['kind']}: {event['text']}" for event in plain["noticed"])
    yield from filter(None, (plain["waited"], plain["advanced"]))


def _together(name: str, steps: tuple[CaseStep, ...]) -> CaseStep:
    """A step of steps, which came to what the worst of them came to."""
    worst = next((status for status in ("failed", "broken", "skipped") if any(s.status == status for s in steps)), "passed")
    times = [time for s in steps for time in (s.start, s.stop) if time]
    return CaseStep(name, worst, min(times, default=0.0), max(times, default=0.0), steps=steps)  # type: ignore[arg-type]
