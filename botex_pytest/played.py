"""What one bot brings home: plain data about a participant's way through the session, before anybody judges it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import Literal

from botex_pytest.page import BrowserEvent, Control, Message, Page, Value
from botex_pytest.usage import Usage

StopKind = Literal[
    "finished",  # oTree has no more pages
    "still",  # a page without a control: an end, or a dead end
    "left",  # the page left the server
    "error",  # HTTP status 400 or more
    "refused",  # every try was rejected
    "dead-button",  # pressing the button did nothing
    "stuck",  # a wait page
    "needs-time",  # a deadline of ours passed while the page still worked
    "needs-skill",  # nothing on the page that bots can use
    "needs-recording",  # the recorded answers do not fit the page
    "budget",  # what models may cost is spent
    "cancelled",  # stopped from outside: not to be judged
    "infrastructure",  # our side
]


@dataclass(frozen=True)
class Stuck:
    """Why a participant will not leave a wait page. blocked: some that it needs (`behind`) have ended before it, `root` being
    the one who began it. endless: nobody is missing, and still it is not left; `behind` is empty and `root` None."""

    kind: Literal["blocked", "endless"]
    behind: tuple[int, ...]
    root: int | None
    seconds: float


@dataclass(frozen=True)
class Gap:
    """A page that participant `number` was moved past without doing what it asks: what follows rests on data that nobody gave.
    `declared`: the author wants it so."""

    number: int
    where: str
    declared: bool = False

    def __str__(self) -> str:
        return f"P{self.number} was moved past {self.where} without an answer"


@dataclass(frozen=True)
class Visit:
    """One page seen; the same page class in another round is another visit. `after`: the first gap in what led here, this
    participant's own or another's."""

    step: int
    index: int
    where: str
    round: int
    kind: str
    after: Gap | None = None
    log_position: int = 0  # in the server's log before the page was asked for

    @property
    def doubtful(self) -> bool:
        """Whether what is met here may be our own doing."""
        return self.after is not None and not self.after.declared


AdvanceReason = Literal[
    "declared",  # the author says that the experimenter does it, or that bots skip the page
    "timer",  # only the page's own timer ends it
    "no-control",  # more pages follow, and nobody can leave it
    "unplayed",  # bots cannot do what it asks
]


@dataclass(frozen=True)
class Advance:
    """A page that was left through oTree's admin."""

    visit: Visit
    why: AdvanceReason


@dataclass(frozen=True)
class Offer:
    """What a control of a page lets people answer: one of `values`, or a number from `min` to `max`."""

    name: str
    values: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None


@dataclass(frozen=True)
class Accepted:
    """Values that the server took, in the order of time (`at`, epoch seconds)."""

    step: int
    index: int
    where: str
    round: int
    values: dict[str, Value]
    required: tuple[str, ...]
    at: float
    declared: tuple[str, ...] = ()  # names of those values that the author had declared
    chosen: tuple[str, ...] = ()  # names of those that were chosen among a few
    offered: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what each of these could have been; buttons are not told


@dataclass(frozen=True)
class Refused:
    """One rejected try."""

    step: int
    where: str
    round: int
    values: dict[str, Value]
    messages: tuple[Message, ...]
    declared: tuple[str, ...] = ()  # the refused fields whose value the author had declared


@dataclass(frozen=True)
class Said:
    """Why a model answered as it did, by field. `attempt` counts the answers to the page from 1."""

    visit: Visit
    attempt: int
    values: dict[str, Value]
    reasons: dict[str, str]


@dataclass(frozen=True)
class Stop:
    """Where and why a bot stopped. `reason` is a sentence; `detail` what the log or the browser adds."""

    kind: StopKind
    page: Page
    where: str = ""
    round: int = 0
    reason: str = ""
    detail: str = ""
    advice: str = ""  # where only the one who stopped us knows it
    stuck: Stuck | None = None
    outgoing: str = ""
    log_position: int = 0  # in the server's log before the step: where to look for the traceback
    shot: str = ""


@dataclass
class Played:
    """Filled by one bot, read by the checks when the session is over."""

    number: int
    code: str
    label: str
    model: str
    stop: Stop | None = None
    visits: list[Visit] = field(default_factory=list)
    last_values: dict[str, Value] = field(default_factory=dict)  # of the last submit, whatever came of it
    accepted: list[Accepted] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    offers: dict[str, tuple[Visit, tuple[Offer, ...]]] = field(default_factory=dict)  # app.Page -> as it was first seen
    noticed: list[tuple[Visit, BrowserEvent]] = field(default_factory=list)
    untouched: list[tuple[Visit, Control]] = field(default_factory=list)
    reloaded: list[Visit] = field(default_factory=list)  # wait pages that only a reload got us past
    overtaken: list[Visit] = field(default_factory=list)  # pages with a question that went on before the answer was sent
    advanced: list[Advance] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)  # app.Page that oTree's admin did not get us past -> why not
    barriers: list[Played] = field(default_factory=list)  # as it stood each time it could not go on and was moved on
    shots: dict[int, str] = field(default_factory=dict)  # step -> screenshot
    seconds: float = 0.0
    said: list[Said] = field(default_factory=list)  # by a model that gives reasons
    remarks: dict[str, str] = field(default_factory=dict)  # its last word
    usage: Usage = field(default_factory=Usage)

    @property
    def reached(self) -> int:
        """oTree's index of the furthest page seen; 0 for none."""
        return max((v.index for v in self.visits), default=0)

    @property
    def finished(self) -> bool:
        """oTree has no more pages for it."""
        return self.stop is not None and self.stop.kind == "finished"

    @property
    def unaided(self) -> Played:
        """As it stood when it could first not go on without help."""
        return self.barriers[0] if self.barriers else self

    def stopped(self, stop: Stop) -> Played:
        """What was brought home until now, as if this were the end."""
        now = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, list):
                setattr(now, name, list(value))
        now.stop = stop
        return now

    @property
    def last_answer(self) -> Accepted | None:
        """The last page where something was answered, not merely passed."""
        return next((a for a in reversed(self.accepted) if a.values), None)
