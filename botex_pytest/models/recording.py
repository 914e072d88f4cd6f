"""The recorded answers of one session config (or of one of its variants): a file that people read, compare and commit.

Answers are found by play, participant, page, round and try. The file is written anew after every answer, so that a run that is
killed keeps what it paid for; `complete` says whether the session was recorded to its end.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from botex_pytest.models.likeness import Likeness
from botex_pytest.page import Value
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.recording_errors import RecordingError
from botex_pytest.run_folder import write_whole
from botex_pytest.toml_text import parse_toml, toml_document

_FORMAT = 1


class Key(NamedTuple):
    """Where an answer belongs. `attempt` counts the refusals before it; `visit` the places of one page class in one round;
    `tools`: controls outside of the form, which are asked for by themselves."""

    participant: int
    page: str
    round: int
    attempt: int = 1
    play: int = 1
    visit: int = 1
    tools: bool = False


@dataclass(frozen=True)
class Kept:
    """One answer, and the page that it was given to."""

    likeness: Likeness
    values: dict[str, Value]
    button: str = ""  # as `likeness.button_line` has it, or what stands for a button; empty: left to the driver
    reasons: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Who:
    """Whom the answers of one participant are from: the model, and what the study gave the participant before the first page."""

    model: str
    given: dict[str, str] = field(default_factory=dict)


class Recording:
    """Safe between threads. `redact` cleans plain data of secrets; `head`: what the file says of itself, for people."""

    def __init__(self, path: Path, config: str, redact: Callable[[Any], Any] = lambda data: data, head: str = "") -> None:
        self.path, self.config = path, config
        self.who: dict[int, Who] = {}
        self.complete = False
        self._redact, self._head = redact, head
        self._answers: dict[Key, Kept] = {}
        self._met: dict[Key, None] = {}  # in the order of this run
        self._lock = threading.Lock()

    @classmethod
    def load(cls, path: Path, config: str, redact: Callable[[Any], Any] = lambda data: data, head: str = "") -> Recording:
        """What the file at `path` holds; an empty recording when there is none. Raises `RecordingError` for a damaged one."""
        recording = cls(path, config, redact, head)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return recording
        except (OSError, UnicodeDecodeError) as error:
            raise RecordingError.unreadable(path, str(error)) from error
        try:
            recording._read(parse_toml(text))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise RecordingError.unreadable(path, str(error)) from error
        return recording

    def __bool__(self) -> bool:
        return bool(self._answers)

    def find(self, key: Key) -> Kept | None:
        with self._lock:
            return self._answers.get(key)

    def keys(self, participant: int) -> list[Key]:
        with self._lock:
            return [key for key in self._answers if key.participant == participant]

    def meet(self, key: Key) -> None:
        """An answer that was given again keeps its place among those that are new."""
        with self._lock:
            self._met[key] = None

    def keep(self, key: Key, kept: Kept, who: Who) -> None:
        """On disk when this returns. Raises `RecordingError` when the file cannot be written."""
        with self._lock:
            self.who[key.participant] = who
            self._met[key] = None
            self._answers[key] = kept
            self.complete = False
            self._write()

    def finish(self) -> None:
        """The session was recorded to its end."""
        with self._lock:
            if self._answers and not self.complete:
                self.complete = True
                self._write()

    def likeness(self, likeness: Likeness) -> Likeness:
        """As it would be kept: a secret on a page must not make it another page."""
        return from_plain(Likeness, self._redact(to_plain(likeness)))

    # --- the file ---

    def _write(self) -> None:
        order = {key: place for place, key in enumerate(dict.fromkeys((*self._met, *self._answers)))}
        keys = sorted(self._answers, key=lambda key: (key.play, key.participant, order[key]))
        data = {
            "format": _FORMAT,
            "config": self.config,
            "complete": self.complete,
            "participants": {f"P{n}": _who_data(who) for n, who in sorted(self.who.items())},
            "answer": [_answer_data(key, self._answers[key]) for key in keys],
        }
        comment = "".join(f"# {line}\n" for line in self._head.splitlines())
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, f"{comment}\n{toml_document(self._redact(data))}")
        except OSError as error:
            raise RecordingError.not_written(self.path, str(error)) from error

    def _read(self, data: Mapping[str, Any]) -> None:
        if data.get("format") != _FORMAT:
            raise ValueError(f"its format is {data.get('format')!r}, and this version reads {_FORMAT}")
        self.complete = bool(data["complete"])
        for name, who in data.get("participants", {}).items():
            self.who[int(name.removeprefix("P"))] = Who(str(who["model"]), dict(who.get("given", {})))
        for row in data.get("answer", []):
            key = Key(
                int(row["participant"]),
                str(row["page"]),
                int(row.get("round", 0)),
                int(row.get("try", 1)),
                int(row.get("play", 1)),
                int(row.get("visit", 1)),
                bool(row.get("tools", False)),
            )
            likeness = {"text": row.get("text", "").splitlines(), "controls": row.get("controls", [])}
            self._answers[key] = from_plain(Kept, {"values": {}, **row, "likeness": likeness})


def _who_data(who: Who) -> dict[str, Any]:
    return {"model": who.model, **({"given": who.given} if who.given else {})}


def _answer_data(key: Key, kept: Kept) -> dict[str, Any]:
    """What is as usual is left out."""
    text = "".join(f"{line}\n" for line in kept.likeness.text)
    row = {
        "participant": key.participant,
        "page": key.page,
        "round": key.round,
        "try": key.attempt,
        "play": key.play if key.play > 1 else None,
        "visit": key.visit if key.visit > 1 else None,
        "tools": key.tools or None,
        "text": text or None,
        "controls": kept.likeness.controls or None,
        "button": kept.button or None,
        "values": kept.values or None,
        "reasons": kept.reasons or None,
        "sources": kept.sources or None,
        "meta": to_plain(kept.meta) or None,
    }
    return {name: value for name, value in row.items() if value is not None}
