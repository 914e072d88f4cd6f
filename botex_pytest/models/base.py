"""What answers pages. A model gives each participant a respondent; a respondent sees one `Ask` at a time, a page and who asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from botex_pytest.page import Answer, Message, Page, Value


@dataclass(frozen=True)
class Refusal:
    """An earlier try on the same page that was not accepted, and what was said about it."""

    values: dict[str, Value]
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Ask:
    """One question to a model: the page as a participant sees it, and who asks when."""

    page: Page
    config: str
    participant: int  # id in session, from 1
    seed: int
    round: int = 0  # of the app; 0 when not known
    attempt: int = 1
    refusals: tuple[Refusal, ...] = ()  # earlier tries on this page, oldest first
    fixed: dict[str, Value] = field(default_factory=dict)  # what the author declared; not the model's to change
    avoid: dict[str, tuple[Value, ...]] = field(default_factory=dict)  # led to an early end, or led nowhere new, in earlier plays
    prefer: dict[str, tuple[Value, ...]] = field(default_factory=dict)  # got others past that point
    known: tuple[dict[str, str], ...] = ()  # what the author's own oTree bots post on this page
    where: str = ""  # app.Page, as the author names it
    persona: str = ""  # who the participant is to be, in the author's words
    acting: bool = False  # what to do outside the form: `page` has the loose controls as fields, and what can be pressed
    done: tuple[str, ...] = ()  # what was done there before, in words
    may_stop: str = ""  # what pressing nothing would mean (`page.NOTHING`), where that is possible


def asked_again(ask: Ask, before: Ask | None) -> bool:
    """Whether `ask` is `before` once more, because nothing came of the answer: no refusal, a button was not ready yet."""
    return before is not None and ask.attempt > 1 and (ask.page.index, ask.refusals) == (before.page.index, before.refusals)


@dataclass(frozen=True)
class Person:
    """Whom a respondent is to be: one participant in one play of a session."""

    config: str
    number: int  # id in session, from 1
    seed: int
    variant: str = ""
    play: int = 1  # counts the plays of this session that differ in more than pace
    names: tuple[str, ...] = ()  # codes and labels of the session and its participants, which are others in every session
    given: Callable[[], Mapping[str, str]] = dict  # what the study gave to the participant before the first page; a request


class Respondent(Protocol):
    """One participant's side of a model, used by that participant's thread only. May remember what it saw."""

    name: str  # of the model

    def answer(self, ask: Ask) -> Answer:
        """Values for the fields of the page that are not `fixed`, and the button to press. Also asked on pages with nothing but
        a button. Where `ask.acting`, no button leaves it to the bot which one is pressed. Raises a `BotexError` when no answer is
        to be had; that is never the study's fault."""

    def read(self, ask: Ask) -> Answer | None:
        """The page on which the study ended for the participant. What is returned is kept and never sent: a last word, in
        `reasons`."""

    def recall(self, ask: Ask, answer: Answer) -> None:
        """A page that a recording has answered in its place, to be remembered like one of its own."""


class Model(Protocol):
    """Makes respondents, from several threads at once."""

    name: str

    def prepare(self) -> None:
        """Called once before the first session. Raises a `BotexError` for what would fail later: a wrong key, no server."""

    def respondent(self, person: Person) -> Respondent: ...

    def close(self) -> None:
        """Called once, at the end."""


class Unremembering:
    """A model that is its own respondent for everybody, because it remembers nothing. Adds `name` and `answer`."""

    name: str

    def prepare(self) -> None:
        pass

    def respondent(self, person: Person) -> Respondent:
        return self

    def close(self) -> None:
        pass

    def recall(self, ask: Ask, answer: Answer) -> None:
        pass

    def read(self, ask: Ask) -> Answer | None:
        return None

    def answer(self, ask: Ask) -> Answer:
        raise NotImplementedError
