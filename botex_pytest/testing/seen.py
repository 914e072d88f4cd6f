"""What a test reads about a session that was played: participants, the pages they saw, the fields they filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from botex_pytest.page import Choice, Message, Page, Value
from botex_pytest.records import Step
from botex_pytest.results import Status
from botex_pytest.tables import Table
from botex_pytest.testing.errors import TestingError
from botex_pytest.testing.probing import Probed


class ProbeField(Protocol):
    """Finds out what becomes of other values, by playing again."""

    def __call__(self, page: SeenPage, name: str, values: Sequence[Value]) -> Probed: ...


@dataclass(frozen=True, repr=False)
class SeenField:
    """One question as it was asked. `value`: what was sent and taken; None when nothing was."""

    page: SeenPage
    name: str
    label: str
    value: Value | None
    choices: tuple[Choice, ...]
    required: bool
    messages: tuple[str, ...]  # with which earlier tries were refused

    def __repr__(self) -> str:
        return f"field {self.name} of {self.page!r}"


@dataclass(frozen=True, repr=False)
class SeenPage:
    """One page as one participant saw it, once; the same page in another round is another one."""

    number: int  # of the participant
    config: str
    where: str  # app.Page
    name: str
    round: int
    page: Page
    answer: dict[str, Value]  # by field, as sent; of the try that was taken
    refused: tuple[dict[str, Value], ...]  # earlier tries
    messages: tuple[Message, ...]  # with which they were refused
    probe: ProbeField | None = None

    def __repr__(self) -> str:
        return f"{self.where}{f' (round {self.round})' if self.round > 1 else ''} of P{self.number} of {self.config}"

    @property
    def text(self) -> str:
        """What a person reads on it, in reading order."""
        return self.page.text

    @property
    def is_wait_page(self) -> bool:
        return self.page.kind == "wait"

    def field(self, name: str) -> SeenField:
        """Raises `TestingError` when the page asks no such question."""
        __tracebackhide__ = True
        buttons = [Choice(b.value, b.label) for b in self.page.buttons if b.role == "answer" and b.name == name]
        found = self.page.field(name)
        if found is None and not buttons:
            asked = {f.name for f in self.page.fields} | {b.name for b in self.page.buttons if b.role == "answer"}
            raise TestingError.no_field(str(self), name, asked)
        told = tuple(m.text for m in self.messages if m.field in (name, ""))
        if found is None:
            return SeenField(self, name, "", self.answer.get(name), tuple(buttons), True, told)
        return SeenField(self, name, found.label, self.answer.get(name), found.choices, found.required, told)


@dataclass(frozen=True, repr=False)
class Participant:
    """One participant of a session that was played to its end."""

    number: int  # id in session, from 1
    code: str
    label: str
    config: str
    status: Status
    reason: str  # why, in a sentence; empty when finished
    payoff: str  # "12.50 EUR", without the participation fee
    pages: tuple[SeenPage, ...]  # in the order in which they were seen
    all_pages: tuple[str, ...] = ()  # app.Page of every page that the config has
    wait_pages: frozenset[str] = frozenset()  # those of them that are wait pages, as Page and as app.Page

    def __repr__(self) -> str:
        return f"P{self.number} of {self.config}"

    def check_pages(self, names: Iterable[str]) -> None:
        """Raises `TestingError` for a name that is no page of the study: a slip there would make an expectation meaningless."""
        __tracebackhide__ = True
        known = {n for where in self.all_pages for n in (where, where.rpartition(".")[2])}
        for name in names:
            if name not in known:
                raise TestingError.no_such_page(name, self.config, sorted(known))

    def page(self, name: str, round: int | None = None) -> SeenPage:
        """The page called `name` (`Page` or `app.Page`), in `round`, else the last time that it was seen.

        Raises `TestingError` when this participant never saw it.
        """
        __tracebackhide__ = True
        self.check_pages([name])
        found = [p for p in self.pages if name in (p.name, p.where) and round in (None, p.round)]
        if not found:
            raise TestingError.no_page(str(self), name, round, [p.name for p in self.pages])
        return found[-1]


@dataclass(frozen=True, repr=False)
class SeenSession:
    """One play of a session that has come to its end, as a check of your own sees it. `data` gives oTree's data as
    `otree_session.data()` does; it costs a request per app, and needs oTree 6."""

    config: str
    code: str
    participants: tuple[Participant, ...]
    data: Callable[[], dict[str, Table]]

    def __repr__(self) -> str:
        return f"session {self.code} of {self.config}"


def seen_pages(
    number: int, config: str, taken: Sequence[Step], places: Sequence[tuple[str, int]], probe: ProbeField | None = None
) -> tuple[SeenPage, ...]:
    """The steps of a transcript as pages. `places`: app.Page and round of each."""
    seen = (_seen(number, config, step, *place) for step, place in zip(taken, places, strict=True) if step.seen)
    return tuple(replace(page, probe=probe) for page in seen)


def _seen(number: int, config: str, step: Step, where: str, round_: int) -> SeenPage:
    assert step.seen is not None
    sent = [t for t in step.tries if t.submitted]
    taken = [t for t in sent if t.submitted and t.submitted.outcome == "moved"]
    refused = [t for t in sent if t not in taken]
    return SeenPage(
        number=number,
        config=config,
        where=where,
        name=where.rpartition(".")[2],
        round=round_,
        page=step.seen.page,
        answer=dict(taken[-1].answered.values) if taken else {},
        refused=tuple(dict(t.answered.values) for t in refused),
        messages=tuple(m for t in refused if t.submitted for m in t.submitted.messages),
    )
