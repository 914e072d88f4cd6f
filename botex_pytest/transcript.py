"""The events of one participant, appended to disk as they happen: `P1.jsonl`, one JSON object a line.

A killed run loses at most the line under way; `read` skips a torn last line.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from botex_pytest.page import BrowserEvent, Message, Page, Value
from botex_pytest.plain import from_plain, to_plain


@dataclass(frozen=True)
class PageSeen:
    """A page arrived. `seconds`: from the submit (or the opening) until it could be read. `shot`: file beside the transcript."""

    step: int
    page: Page
    seconds: float = 0.0
    shot: str = ""
    after: str = ""  # what had been left undone before, in words: the data from here on rest on it
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Answered:
    """What the model answered, before anything was typed. `attempt` counts from 1 on each page."""

    step: int
    attempt: int
    values: dict[str, Value]
    button: str = ""  # its label
    reasons: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)  # field -> "model", "botex.toml", "marker"
    model: str = ""
    seconds: float = 0.0
    meta: dict[str, Any] = field(default_factory=dict)
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Unanswered:
    """The model was asked and gave no answer that could be used. `meta` as in `Answered`: nothing that was said is lost."""

    step: int
    attempt: int
    model: str
    reason: str
    meta: dict[str, Any] = field(default_factory=dict)
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Remarked:
    """What the model said when its study was over, by question."""

    step: int
    model: str
    remarks: dict[str, str]
    meta: dict[str, Any] = field(default_factory=dict)
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Submitted:
    """What came of it: `outcome` is the kind of `page.Outcome`, or "overtaken" when nothing was sent; `to` and `to_index` say
    which page came next."""

    step: int
    attempt: int
    outcome: str
    messages: tuple[Message, ...] = ()
    to: str = ""
    to_index: int = 0
    outgoing: str = ""
    seconds: float = 0.0
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Acted:
    """Something outside the form was used: `description` says in words what was set, pressed or read; `reason`, `meta` are the
    model's, where it chose."""

    step: int
    description: str
    reason: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Noticed:
    """The browser noticed something: a script error, a dialog, a link that leaves the server. `shot`: of a failure."""

    step: int
    event: BrowserEvent
    shot: str = ""
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Waited:
    """A wait page was left, or given up, after `seconds`."""

    step: int
    where: str
    seconds: float
    released: bool = True
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Advanced:
    """The page was left through oTree's admin: `why` is a `played.AdvanceReason`, `reason` what kept the bot there, `shot` the
    page as it was then."""

    step: int
    where: str
    why: str
    reason: str = ""
    shot: str = ""
    at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Ended:
    """The last event, but for a last word: how the bot stopped (`played.StopKind`) and where. What that means is judged later."""

    step: int
    status: str
    where: str
    index: int
    reason: str = ""
    shot: str = ""
    at: float = field(default_factory=time.time)


Event = PageSeen | Answered | Unanswered | Submitted | Acted | Noticed | Waited | Advanced | Remarked | Ended
_EVENTS = (PageSeen, Answered, Unanswered, Submitted, Acted, Noticed, Waited, Advanced, Remarked, Ended)
_TYPES: dict[str, type[Any]] = {t.__name__: t for t in _EVENTS}


class Transcript:
    """Appends events to `path`; used by one thread, the participant's own. `redact` cleans plain data of secrets."""

    def __init__(self, path: Path, redact: Callable[[Any], Any] = lambda data: data) -> None:
        self.path, self._redact = path, redact
        path.parent.mkdir(parents=True, exist_ok=True)
        # Pages can hold half a surrogate pair, which UTF-8 cannot: written as \\udXXX, it is valid JSON and reads back as it was.
        self._file: IO[str] = path.open("a", encoding="utf-8", errors="backslashreplace")

    def add(self, event: Event) -> None:
        """On disk (handed to the system) when this returns, so our own death loses nothing."""
        line = json.dumps(self._redact({"type": type(event).__name__, **to_plain(event)}), ensure_ascii=False)
        self._file.write(line + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Transcript:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read(path: Path) -> Iterator[Event]:
    """The events of a transcript, also of one whose writer was killed in the middle of a line."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                data = json.loads(line)
            except ValueError:
                continue
            cls = _TYPES.get(data.pop("type", ""))
            if cls is not None:
                yield from_plain(cls, data)
