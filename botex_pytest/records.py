"""Reads a run back, also one that was killed: what is missing is put together from what was written up to then."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from botex_pytest.page import BrowserEvent, Page
from botex_pytest.plain import from_plain
from botex_pytest.results import Finding, ParticipantResult, SessionResult
from botex_pytest.run_folder import RunFolder, play_number, read_json
from botex_pytest.transcript import (
    Acted,
    Advanced,
    Answered,
    Ended,
    Event,
    Noticed,
    PageSeen,
    Remarked,
    Submitted,
    Unanswered,
    Waited,
    read,
)
from botex_pytest.usage import Usage

INTERRUPTED = "This session was interrupted before it had ended."


@dataclass(frozen=True)
class Try:
    """One answer and what came of it; `submitted` is None when the run was killed in between."""

    answered: Answered
    submitted: Submitted | None = None


@dataclass(frozen=True)
class Step:
    """Everything that happened to a participant on one page."""

    number: int
    seen: PageSeen | None = None
    tries: tuple[Try, ...] = ()
    acted: tuple[Acted, ...] = ()  # what was done outside the form
    unanswered: tuple[Unanswered, ...] = ()  # questions to the model of which nothing came
    remarked: Remarked | None = None
    noticed: tuple[BrowserEvent, ...] = ()
    failure_shot: str = ""  # of what the browser noticed
    waited: Waited | None = None
    advanced: Advanced | None = None
    ended: Ended | None = None

    @property
    def usage(self) -> Usage:
        """What asking the model on this page took."""
        metas = [t.answered.meta for t in self.tries]
        metas += [e.meta for e in self.unanswered] + [e.meta for e in self.acted]
        metas += [self.remarked.meta] if self.remarked else []
        return Usage.total(map(Usage.of, metas))

    @property
    def left(self) -> float | None:
        """When something ended the page, epoch seconds; None where nothing did, or nobody knows."""
        ends = [t.submitted.at for t in self.tries if t.submitted and t.submitted.outcome in ("moved", "left", "overtaken")]
        ends += [self.advanced.at] if self.advanced else []
        ends += [self.waited.at] if self.waited and self.waited.released else []
        return max(ends, default=None)

    @property
    def stayed(self) -> float | None:
        """Seconds from the arrival until something ended the page; None as above."""
        return self.left - self.seen.at if self.left is not None and self.seen else None

    @property
    def accepted(self) -> Try | None:
        """The answer that the server took."""
        return next((t for t in self.tries if t.submitted and t.submitted.outcome == "moved"), None)

    @property
    def refused(self) -> tuple[Try, ...]:
        """Answers that came back: from the server, or from the browser, which did not send them."""
        return tuple(t for t in self.tries if t.submitted and t.submitted.outcome in ("rejected", "blocked"))

    @property
    def shot(self) -> str:
        told = (self.ended, self.advanced, self.seen)
        return next((event.shot for event in told if event and event.shot), self.failure_shot)


@dataclass(frozen=True)
class PlayedSession:
    """A session folder as read back. `transcripts` by participant number; `interrupted` when it never came to a result."""

    folder: Path
    result: SessionResult
    transcripts: dict[int, tuple[Step, ...]]
    interrupted: bool = False


def read_sessions(run: RunFolder) -> list[PlayedSession]:
    """All sessions of a run: planned ones in the order of the plan, as one process alone plays them; then those of marked tests,
    in the order in which they began."""
    order = {name: place for place, name in enumerate(run.info().get("order") or ())}
    found = [read_session(run, folder) for folder in run.sessions()]
    return sorted(found, key=lambda played: len(order) if played.result.test else order.get(played.result.name, len(order)))


def read_results(run: RunFolder) -> list[SessionResult]:
    """What the sessions of a run came to, as `read_sessions` has it. Transcripts are read only where a result is missing."""
    return [_written_result(folder) or read_session(run, folder).result for folder in run.sessions()]


def steps(events: Iterable[Event]) -> tuple[Step, ...]:
    """Events grouped by the page they happened on."""
    by_number: dict[int, list[Event]] = {}
    for event in events:
        by_number.setdefault(event.step, []).append(event)
    return tuple(_step(number, by_number[number]) for number in sorted(by_number))


def _step(number: int, events: list[Event]) -> Step:
    submitted = {e.attempt: e for e in events if isinstance(e, Submitted)}
    return Step(
        number=number,
        seen=next((e for e in events if isinstance(e, PageSeen)), None),
        tries=tuple(Try(e, submitted.get(e.attempt)) for e in events if isinstance(e, Answered)),
        acted=tuple(e for e in events if isinstance(e, Acted)),
        unanswered=tuple(e for e in events if isinstance(e, Unanswered)),
        remarked=next((e for e in events if isinstance(e, Remarked)), None),
        noticed=tuple(e.event for e in events if isinstance(e, Noticed)),
        failure_shot=next((e.shot for e in events if isinstance(e, Noticed) and e.shot), ""),
        waited=next((e for e in events if isinstance(e, Waited)), None),
        advanced=next((e for e in events if isinstance(e, Advanced)), None),
        ended=next((e for e in events if isinstance(e, Ended)), None),
    )


def participant_steps(folder: Path, number: int) -> tuple[Step, ...]:
    """Of one participant in a session's folder; empty for somebody who never began."""
    path = folder / f"P{number}.jsonl"
    return steps(read(path)) if path.is_file() else ()


def read_session(run: RunFolder, folder: Path) -> PlayedSession:
    transcripts = {number: steps(read(path)) for number, path in _transcript_files(folder)}
    written = _written_result(folder)
    result = written or _interrupted(run, folder, read_json(folder / "session.json"), transcripts)
    return PlayedSession(folder, result, transcripts, interrupted=written is None)


def _written_result(folder: Path) -> SessionResult | None:
    data = read_json(folder / "result.json")
    return from_plain(SessionResult, data) if data else None


def _transcript_files(folder: Path) -> list[tuple[int, Path]]:
    found = ((re.fullmatch(r"P(\d+)\.jsonl", path.name), path) for path in folder.glob("P*.jsonl"))
    return sorted((int(match[1]), path) for match, path in found if match)


def _interrupted(run: RunFolder, folder: Path, begun: dict[str, Any], transcripts: dict[int, tuple[Step, ...]]) -> SessionResult:
    """The result of a session whose run was killed. Who had ended keeps that; everybody else is infrastructure, never a fault."""
    config = str(begun.get("config") or folder.name.rpartition("-")[0])
    key = f"interrupted|{config}"
    count = max([int(begun.get("participants") or 0), *transcripts])
    labels = dict(enumerate(begun.get("labels") or (), start=1))
    participants = tuple(_unended(n, transcripts.get(n, ()), key, str(labels.get(n, ""))) for n in range(1, count + 1))
    numbers = tuple(p.number for p in participants if p.finding == key)
    return SessionResult(
        config=config,
        variant=str(begun.get("variant") or ""),
        play=int(begun.get("play") or play_number(folder)),
        code=str(begun.get("code") or ""),
        seed=int(begun.get("seed") or 0),
        model=str(begun.get("model") or ""),
        driver=str(begun.get("driver") or ""),
        folder=folder.relative_to(run.path).as_posix(),
        participants=participants,
        findings=(Finding("interrupted", "infrastructure", INTERRUPTED, config, key, numbers),),
        started=float(begun.get("started") or 0.0),
        test=str(begun.get("test") or ""),
        repeat=int(begun.get("repeat") or 1),
    )


def _unended(number: int, taken: tuple[Step, ...], key: str, label: str) -> ParticipantResult:
    pages = [step.seen.page for step in taken if step.seen]
    # How a bot stopped is no verdict yet, except where oTree itself had no more pages.
    ended = next((step.ended for step in taken if step.ended and step.ended.status == "finished"), None)
    last = pages[-1] if pages else None
    return ParticipantResult(
        number=number,
        code=next((code for page in pages if (code := _code(page))), ""),
        label=label,
        status="finished" if ended else "infrastructure",
        reason=ended.reason if ended else "interrupted",
        finding="" if ended else key,
        where=ended.where if ended else (last.where if last else ""),
        index=ended.index if ended else (last.index if last else 0),
        pages=len(pages),
        rejected=sum(1 for step in taken for t in step.tries if t.submitted and t.submitted.outcome == "rejected"),
        advanced=sum(1 for step in taken if step.advanced),
    )


def _code(page: Page) -> str:
    """oTree's code of the participant, from the address of one of its pages, /p/CODE/APP/PAGE/INDEX."""
    found = re.search(r"/p/([^/]+)/[^/]+/[^/]+/\d+$", urlsplit(page.url).path)
    return found[1] if found else ""
