"""What a bot is told before it starts: plain values and a few functions, so that bots know neither servers nor files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from botex_pytest.bots.pace import AT_ONCE, Pace
from botex_pytest.bots.table import Seat
from botex_pytest.drivers.base import Hands
from botex_pytest.models.base import Ask, Refusal, Respondent
from botex_pytest.page import Page, Value
from botex_pytest.waiting import Deadline

Handler = Callable[[Page, Hands, str, int, int], bool]
"""Plays a page in the bot's place, given page, hands, app.Page, round and participant, and says whether it did."""

Learnt = dict[tuple[str, str], tuple[Value, ...]]
"""(app.Page, field) -> values."""


@dataclass(frozen=True)
class Place:
    """Where a page stands in the study, as the author names it."""

    where: str  # app.Page
    app: str
    name: str
    round: int


@dataclass(frozen=True)
class Limits:
    """Seconds and tries after which a bot gives up; what each means for the verdict is not the bot's to say."""

    settle: float = 3.0  # a page without a control is watched this long before it counts as the last one
    page: float = 30.0
    tries: int = 8
    pages: int = 5000
    session: Deadline = field(default_factory=lambda: Deadline(600.0))  # of all participants; whoever takes their time renews it

    @property
    def session_end(self) -> float:
        return self.session.end


@dataclass(frozen=True)
class Brief:
    """One brief serves all bots of a session."""

    config: str
    seed: int
    respondent: Callable[[int], Respondent]  # who answers for participant n; called once each
    place: Callable[[Page], Place]
    declared: Callable[[Place, int, str], Value | None]  # what the author says about (place, participant, field)
    ends: Callable[[Place], bool]  # a declared end
    last: Callable[[Page], bool]  # no page follows
    enter: Callable[[Seat], str]  # where a participant comes in; called once, when the participant does
    advances: Callable[[Place], bool]  # pages that the experimenter advances, or that bots skip
    advance: Callable[[str], None]  # participant code -> moved on through oTree's admin; raises `OtreeApiError`
    log_position: Callable[[], int]
    limits: Limits
    arrive: Callable[[int], None] = lambda _: None  # returns when it is this participant's turn to open the link
    pace: Pace = AT_ONCE
    known: Callable[[Place], tuple[dict[str, str], ...]] = lambda _: ()  # what the author's own oTree bots post there
    avoid: Learnt = field(default_factory=dict)
    prefer: Learnt = field(default_factory=dict)
    in_the_way: Callable[[Page], bool] = lambda _: False  # a page that nobody can rightly end at, should it have no control
    skip_timers: bool = False  # no timer fires; pages that only theirs ends are ended at once
    persona: Callable[[Place, int], str] = lambda _place, _number: ""  # who the participant is to be, as the author says
    shoot: Callable[[Place], bool] = lambda _: False  # whether this page wants a screenshot
    shoot_failure: Callable[[str], bool] = lambda _: False  # the same of app.Page, where the browser has noticed a failure
    shots: Path | None = None
    handler: Handler | None = None  # the author's own code for pages that bots cannot play

    def ask(self, page: Page, place: Place, participant: int, attempt: int, refusals: tuple[Refusal, ...] = ()) -> Ask:
        """What the model is asked at `page`, with what the author declared and what earlier plays have taught."""
        names = {f.name for f in page.fields} | {b.name for b in page.buttons if b.role == "answer"}
        declared = {n: self.declared(place, participant, n) for n in names}
        return Ask(
            page=page,
            config=self.config,
            participant=participant,
            seed=self.seed,
            round=place.round,
            attempt=attempt,
            refusals=refusals,
            fixed={n: v for n, v in declared.items() if v is not None},
            avoid={n: self.avoid[place.where, n] for n in names if (place.where, n) in self.avoid},
            known=self.known(place),
            prefer={n: self.prefer[place.where, n] for n in names if (place.where, n) in self.prefer},
            where=place.where,
            persona=self.persona(place, participant),
        )
