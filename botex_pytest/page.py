"""A page as plain data: what a participant sees and can do, whoever reads it (Chrome, HTTP) and whoever answers (a model).

A driver makes a `Page`, a model turns it into an `Answer`, the driver submits that and reports an `Outcome`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

Value = str | tuple[str, ...]
"""What is put into a control: text as typed, the value of a choice, or several values (checkbox groups, multiple selects)."""

FieldKind = Literal["integer", "decimal", "text", "longtext", "choice", "choices", "tick", "unknown"]
"""What a person does with it: type a whole number, a number, a line, a text; pick one, pick several, tick a single box."""

PageKind = Literal["form", "wait", "still", "finished", "error", "foreign"]
"""form: can be answered or left by a control. wait: oTree's wait page. still: an oTree page without any control
(an end page, or a dead end; the page alone cannot tell). finished: oTree's "No more pages left". error: HTTP status
400 or more. foreign: anything else."""

_ROOM = re.compile(r"/room/([^/]+)/?$")


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """One question: one `name` that the form posts."""

    name: str
    kind: FieldKind
    widget: str  # the control: number, text, textarea, select, radio, checkbox, range, date, ...
    label: str = ""
    help: str = ""
    required: bool = False
    min: float | None = None
    max: float | None = None
    step: float | None = None
    max_length: int | None = None
    pattern: str = ""
    unit: str = ""  # "points", "EUR", ... printed beside the control
    choices: tuple[Choice, ...] = ()
    value: Value | None = None  # what is in the control now; None when nothing is
    messages: tuple[str, ...] = ()  # shown at the field after a rejected submit


@dataclass(frozen=True)
class Button:
    """Something to press. `role`: next (any plain submit), answer (posts name=value), back, other (outside the form)."""

    label: str
    role: Literal["next", "answer", "back", "other"]
    ref: str  # how the driver finds it again on the same page
    name: str = ""
    value: str = ""
    enabled: bool = True


NOTHING, SCROLL, KEY = "nothing", "scroll", "key:"
"""What can stand for the `ref` of a button in an answer that leaves the form alone: press nothing, read to the end of the page
and of every box in it, press the key whose name follows (`key:f`, `key:Enter`)."""


@dataclass(frozen=True)
class Control:
    """A visible control that was seen and not understood; never left untouched silently."""

    description: str  # "canvas 300 x 200", "input type=color name=shade", ...
    label: str = ""


@dataclass(frozen=True)
class Page:
    """One page at one moment."""

    kind: PageKind
    url: str
    title: str = ""
    text: str = ""  # what a person reads, in reading order
    app: str = ""  # the app's name_in_url, from /p/CODE/APP/PAGE/INDEX
    name: str = ""  # the page class
    index: int = 0  # oTree's page index, counted from 1 over all apps and rounds; 0 when the address has none
    status: int = 200  # HTTP status of the document
    fields: tuple[Field, ...] = ()
    buttons: tuple[Button, ...] = ()
    tools: tuple[Field, ...] = ()  # controls that the form does not post; `name` is how the driver finds them again
    awaits: tuple[str, ...] = ()  # hidden inputs of the form that are empty: something on the page is to fill them
    keys: tuple[str, ...] = ()  # that may mean something here, because a script of the page listens to keys
    scrolls: bool = False  # some of it can be seen only by scrolling
    messages: tuple[str, ...] = ()  # page-level messages after a rejected submit
    unknown: tuple[Control, ...] = ()
    hidden_text: tuple[str, ...] = ()  # text hidden from people (1 px, transparent, off-screen), listed apart
    hidden_fields: tuple[str, ...] = ()  # names of controls hidden from people
    seconds_left: float | None = None  # oTree's page timer
    live: bool = False
    may_change: bool = False  # a script of the page itself speaks of leaving or changing it (timers, location)
    acts_after: float = 0.0  # seconds after which such a script acts, as far as its text says
    needs_browser: tuple[str, ...] = ()  # why a driver without a browser cannot say what the page does; empty in a browser
    waits_for: str = ""  # wait pages: "group", "subsession", "arrival" or "room"
    links_out: tuple[str, ...] = ()  # visible links that leave the server

    @property
    def where(self) -> str:
        """`app.Page`, as authors and `botex.toml` name it, or `room NAME`; the address when the page is not oTree's."""
        if self.name:
            return f"{self.app}.{self.name}"
        room = _ROOM.match(urlsplit(self.url).path)
        return f"room {room[1]}" if room else self.url

    @property
    def other_way(self) -> str:
        """Why a page without a button may be left all the same, by whoever knows how; "" for one that is sure to end there."""
        if self.unknown:
            return "it has nothing else to press"
        if self.keys:
            return "its scripts listen to keys, and those that bots pressed did not lead on"
        return "a live message has to end it, and nothing that bots did brought one" if self.live else ""

    def field(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True)
class Answer:
    """What a model wants done with a page: values by field name, then the button to press (by `ref`; None: the next button)."""

    values: dict[str, Value] = field(default_factory=dict)
    button: str | None = None
    reasons: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)  # field -> "model", "botex.toml", "marker"
    meta: dict[str, Any] = field(default_factory=dict)  # what the model wants kept: tokens, cost, raw reply
    typed: tuple[str, ...] = ()  # fields that a browser fills in key by key, whatever may be quicker


@dataclass(frozen=True)
class Message:
    """Why something was refused. `field` is "" for the page as a whole. `by`: the browser's own check, or the server."""

    text: str
    field: str = ""
    by: Literal["browser", "server"] = "server"


@dataclass(frozen=True)
class Outcome:
    """What a submit did. moved: another page. rejected: the server showed the page again. blocked: the browser did not send it,
    by its own validation or because a script said why not. unchanged: nothing happened within the deadline. left: the page tried
    to leave the server (`outgoing` has the address)."""

    kind: Literal["moved", "rejected", "blocked", "unchanged", "left"]
    page: Page
    messages: tuple[Message, ...] = ()
    outgoing: str = ""
    sent: bool = True  # False: the page had gone on by itself, or its timer may have been faster
    unfilled: tuple[str, ...] = ()  # fields whose control did not take the value (`Page` shows what it holds instead)


_LIVE_FAILED = re.compile(r'\s*\{\s*"otree_success":\s*false\b')

Noticed = Literal[
    "script-error",
    "dialog",
    "outgoing",
    "request-failed",
    "console",
    "browser-lost",
    "live-sent",
    "live-received",
    "chat-sent",
    "chat-received",
]
"""The last four are messages between a page and the server, word for word; a very long one is cut."""


@dataclass(frozen=True)
class BrowserEvent:
    """Something the browser noticed meanwhile. `own`: it comes from the server's own origin."""

    kind: Noticed
    text: str
    url: str = ""
    line: int = 0
    own: bool = True

    @property
    def live_failure(self) -> bool:
        """oTree's answer when a live method raised an error, or returned what it must not. The page shows nothing of it."""
        return self.kind == "live-received" and _LIVE_FAILED.match(self.text) is not None

    @property
    def failure(self) -> bool:
        """Something that the page needed did not work."""
        return self.kind in ("script-error", "request-failed") or self.live_failure
