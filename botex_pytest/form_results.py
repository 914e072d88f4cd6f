"""What checking the form of one page came to, as plain data for items, terminal, store and report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from botex_pytest.page import Message, Value

Reaction = Literal["", "stopped", "refused", "taken", "error", "unclear"]
"""To an answer. "": not tried. stopped: the browser did not send it. refused: the server showed the page again. error: the server
answered with an error page. unclear: it cannot be told."""

Wanted = Literal["refused", "taken", "open"]
"""open: whatever happens is only told."""

Source = Literal["model", "page", "label", "otree"]
"""Whose word a rule is: the model's field, the page's HTML, its label, nobody's but oTree's own ways."""


@dataclass(frozen=True)
class Probe:
    """An answer with one thing changed; or with several, which all are within the rules."""

    kind: str  # a column of the matrix: "empty", "below", ...
    values: dict[str, Value]  # in place of those of the good answer
    wanted: Wanted
    rule: str = ""  # what it is to show, in words: "at most 100"
    source: Source = "model"
    by_hand: bool = True  # False: no control of the page could do it, so that the browser is not asked

    @property
    def key(self) -> str:
        """The same in every session, whatever the values are there."""
        return "|".join((self.kind, self.source, *sorted(self.values), *self.choice))

    @property
    def choice(self) -> tuple[str, ...]:
        """The value, where a field may have several probes of a kind that only the value tells apart."""
        return tuple(map(str, self.values.values())) if self.kind == "offered" else ()

    @property
    def field(self) -> str:
        return next(iter(self.values)) if len(self.values) == 1 else ""

    @property
    def singles(self) -> tuple[Probe, ...]:
        """Each value by itself."""
        return tuple(
            Probe(self.kind, {n: v}, self.wanted, self.rule, self.source, self.by_hand)
            for n, v in self.values.items()
            if len(self.values) > 1
        )


@dataclass(frozen=True)
class Crash:
    """A server error that an answer led to, on the same page or on a later one."""

    key: str
    title: str
    detail: str = ""
    file: str = ""
    line: int = 0
    where: str = ""  # app.Page


@dataclass(frozen=True)
class Tried:
    """A probe, and what came of it on both sides. Messages are those of the side that refused."""

    probe: Probe
    browser: Reaction = ""
    server: Reaction = ""
    said: tuple[Message, ...] = ()
    told: bool = True  # a person is told at the page why the server has refused it
    first: bool = True  # nothing else was tried before by the same participant
    crash: Crash | None = None
    session: str = ""  # folder of the play, relative to the run

    @property
    def taken(self) -> bool:
        return self.server == "taken"

    @property
    def by_a_person(self) -> bool:
        """Whether the server met it by way of the browser."""
        return self.browser in ("refused", "taken", "error")


@dataclass(frozen=True)
class FormResult:
    """One page. `tried` in the order of time; what was tried a second time, to be sure, is there twice."""

    where: str  # app.Page
    round: int = 0
    participant: int = 0
    tried: tuple[Tried, ...] = ()
    left_out: tuple[str, ...] = ()  # by the budget, in words
    untried: tuple[str, ...] = ()  # fields, and why nothing was tried in them
    counts: bool = False  # what it takes depends on more than the answer
    sessions: int = 0
    reason: str = ""  # why nothing, or no more, could be tried
    trouble: str = ""  # the same, where it is ours and none of the study's
