"""What a played session came to: plain data for items, terminal, store and report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from botex_pytest.flow import Flow
from botex_pytest.form_results import FormResult
from botex_pytest.page import Value
from botex_pytest.usage import Usage

Group = Literal["broken", "unplayed", "blocked", "infrastructure", "budget", "review", "note"]
"""broken: the study has a fault (fails). unplayed: could not be played, needs the author's word (fails, never called a bug).
blocked: a partner is one of the two (skipped). infrastructure: our side (error). budget: what models may
cost is spent (error). review: look at it. note: for the record."""

GROUP_NAMES: dict[str, str] = {
    "broken": "broken",
    "unplayed": "could not be played",
    "blocked": "blocked",
    "infrastructure": "infrastructure",
    "budget": "stopped by the budget",
    "review": "to review",
    "note": "noted",
}

Purpose = Literal["", "other-answers", "exploring", "human-pace", "machine-speed"]
"""Why a config was played again. other-answers: somebody had ended early. human-pace: something broke. machine-speed: that had
not happened again at human pace."""

Status = Literal["finished", "early-end", "broken", "unplayed", "blocked", "infrastructure", "budget"]


@dataclass(frozen=True)
class Finding:
    """One cause. Findings with the same `key` are one, with the participants of all of them."""

    check: str  # "server-error", "script-error", "dead-end", "endless-wait", "needs-answer", "early-end", "data", ...
    group: Group
    title: str  # one sentence
    config: str
    key: str  # same cause, same key: `check|where|exception or field`
    participants: tuple[int, ...] = ()  # ids in session, from 1
    where: str = ""  # app.Page
    round: int = 0
    step: int = 0  # in the transcript of the first participant
    url: str = ""
    detail: str = ""  # traceback cut to the author's files, log lines
    answer: dict[str, Value] = field(default_factory=dict)  # what had been answered on the page that led here
    messages: tuple[str, ...] = ()
    advice: str = ""  # what to try, one or two sentences
    lines: tuple[str, ...] = ()  # to paste into botex.toml
    file: str = ""  # the author's file, relative to the project
    line: int = 0
    shot: str = ""  # screenshot, relative to the session's folder
    timing: bool = False  # whether the pace of the bots can be what brought it about

    @property
    def place(self) -> str:
        """`app/__init__.py:41`; empty when no file is to blame."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file


@dataclass(frozen=True)
class Ending:
    """Where a participant stopped, and what had led there."""

    where: str
    kind: Literal["finished", "early-end", "declared-end"]
    participants: tuple[int, ...]
    answer: dict[str, Value] = field(default_factory=dict)  # the last answer before it
    answer_page: str = ""
    outgoing: str = ""
    payoff: str = ""


@dataclass(frozen=True)
class Payment:
    """What one participant would be paid. `payoff` as oTree counts it, in points or money; the rest in real currency."""

    number: int  # id in session, from 1
    payoff: float
    money: float  # the payoff
    fee: float  # for taking part
    total: float


@dataclass(frozen=True)
class ParticipantResult:
    """One participant after the session. Page indices are oTree's."""

    number: int  # id in session, from 1
    code: str
    label: str
    status: Status
    reason: str = ""  # one sentence; empty when finished
    finding: str = ""  # key of the finding behind the status
    where: str = ""  # last page, app.Page
    index: int = 0
    max_index: int = 0
    pages: int = 0  # pages seen, wait pages included
    rejected: int = 0  # submits that came back
    model: str = ""
    payoff: str = ""
    seconds: float = 0.0
    usage: Usage = field(default_factory=Usage)  # what asking its model took
    advanced: int = 0  # pages left through oTree's admin, not by this participant


@dataclass(frozen=True)
class Reached:
    """What participants came by in one play."""

    pages: tuple[str, ...] = ()  # app.Page
    ways: tuple[tuple[str, str], ...] = ()  # from one app.Page to the next, wait pages left out
    answers: tuple[tuple[str, str, str], ...] = ()  # app.Page, field, value: what was chosen among a few

    def beyond(self, others: Iterable[Reached]) -> Reached:
        """What of it none of `others` has."""
        others = tuple(others)
        return Reached(
            tuple(p for p in self.pages if not any(p in o.pages for o in others)),
            tuple(w for w in self.ways if not any(w in o.ways for o in others)),
            tuple(a for a in self.answers if not any(a in o.answers for o in others)),
        )


@dataclass(frozen=True)
class SessionResult:
    """One play of one session. A config that is played more than once has several (`play` counts from 1)."""

    config: str
    variant: str
    play: int
    code: str
    seed: int
    model: str
    driver: str
    folder: str  # relative to the run folder
    participants: tuple[ParticipantResult, ...]
    findings: tuple[Finding, ...] = ()
    endings: tuple[Ending, ...] = ()
    payments: tuple[Payment, ...] = ()
    unseen: tuple[str, ...] = ()  # app.Page that nobody saw
    skipped: tuple[str, ...] = ()  # what was skipped, advanced or not checked, one sentence each
    seconds: float = 0.0
    started: float = 0.0
    replayed: bool = False  # another play of the same config says who finished; what was found here counts all the same
    arrivals: str = "together"
    time_factor: float = 0.0
    purpose: Purpose = ""
    reached: Reached = Reached()
    flow: Flow = field(default_factory=Flow)
    settings: dict[str, Any] = field(default_factory=dict)
    test: str = ""  # node id of the test whose session it was; empty for a session that --botex played
    form: FormResult | None = None  # nothing was played to be judged: the form of one page was checked
    repeat: int = 1  # which of the times that --botex-repeat asks for

    @property
    def name(self) -> str:
        if self.form:
            return f"{FORMS}::{self.form.where}"
        return f"{self.config}[{self.variant}]" if self.variant else self.config


FORMS = "forms"
"""The collector of the items that check forms: `settings.py::forms::app.Page`."""


def judged(plays: Sequence[SessionResult]) -> SessionResult:
    """The play of a config that says who finished. Where it was played several times over, each time has one: the first in which
    something failed, else the last."""
    counting = [p for p in plays if not p.replayed] or plays[-1:]
    return next((p for p in counting[:-1] if _failed(p)), counting[-1])


def _failed(play: SessionResult) -> bool:
    return any(f.group in ("broken", "unplayed") for f in play.findings)


def by_repeat(plays: Sequence[SessionResult]) -> list[tuple[SessionResult, ...]]:
    """The plays of one config, those of each time together."""
    times = sorted({play.repeat for play in plays})
    return [tuple(play for play in plays if play.repeat == time) for time in times]
