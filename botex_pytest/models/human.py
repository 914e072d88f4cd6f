"""A person at the terminal: every page is shown as text, and every question asked until its answer can be sent."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from botex_pytest.model_errors import ModelError
from botex_pytest.models.base import Ask, Unremembering
from botex_pytest.models.reply import fitting
from botex_pytest.page import Answer, Button, Field, Value

QUIT = "q"
_T = TypeVar("_T")
_SOURCE = "human"


class Terminal:
    """Standard input and output. Reads the file descriptor itself: a thread that waits inside Python's own standard input cannot
    be left behind when a run is interrupted."""

    def __init__(self) -> None:
        self._rest = b""

    def show(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def ask(self, prompt: str) -> str:
        """One line. Raises EOFError when there is nobody."""
        sys.stdout.write(prompt)
        sys.stdout.flush()
        while b"\n" not in self._rest:
            try:
                chunk = os.read(sys.stdin.fileno(), 4096)
            except (OSError, ValueError, AttributeError) as error:
                raise EOFError(str(error)) from error
            if not chunk:
                raise EOFError("standard input is closed")
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode(sys.stdin.encoding or "utf-8", "replace").strip()


class Human(Unremembering):
    """Everybody's, one question at a time: whoever comes meanwhile waits."""

    name = _SOURCE

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._one_at_a_time = threading.Lock()
        self._left = False

    def read(self, ask: Ask) -> None:
        with self._one_at_a_time:
            if not self._left:
                self._show(ask)

    def answer(self, ask: Ask) -> Answer:
        with self._one_at_a_time:
            if self._left:
                raise ModelError.human_left()
            try:
                return self._asked(ask)
            except EOFError as error:
                self._left = True
                raise ModelError.nobody_at_the_terminal(str(error)) from error

    def _asked(self, ask: Ask) -> Answer:
        self._show(ask)
        fields = [f for f in ask.page.fields if f.name not in ask.fixed]
        values = {f.name: self._value(f) for f in fields}
        values |= {name: value for name, value in ask.fixed.items() if ask.page.field(name)}
        button = self._button(ask)
        return Answer(values, button.ref if button else None, sources={f.name: _SOURCE for f in fields})

    def _show(self, ask: Ask) -> None:
        round_ = f", round {ask.round}" if ask.round > 1 else ""
        self._say(f"\n=== {ask.config}: you are P{ask.participant}, on {ask.where}{round_} (answer {QUIT} to quit) ===")
        self._say(ask.page.text)
        for message in ask.refusals[-1].messages if ask.refusals else ():
            self._say(f"! {f'{message.field}: ' if message.field else ''}{message.text}")

    def _value(self, field: Field) -> Value:
        self._say(f"\n{field.label or field.name}{'' if field.required else ' (may be left empty)'}")
        for number, choice in enumerate(field.choices if field.kind != "tick" else (), 1):
            self._say(f"  {number}. {choice.label or choice.value}")
        return self._until(self._prompt(field), lambda typed: _read(field, typed))

    def _button(self, ask: Ask) -> Button | None:
        """Asked for only where there is a choice."""
        declared = [b for b in ask.page.buttons if b.role == "answer" and ask.fixed.get(b.name) == b.value]
        buttons = declared[:1] or [b for b in ask.page.buttons if b.enabled and b.role in ("next", "answer")]
        if len(buttons) > 1:
            self._say("")
            for number, button in enumerate(buttons, 1):
                self._say(f"  {number}. [{button.label}]")
            return self._until("Press which? ", lambda typed: _nth(buttons, typed))
        if buttons and not [f for f in ask.page.fields if f.name not in ask.fixed]:
            self._until(f"Enter to press [{buttons[0].label}] ", lambda typed: typed)
        return buttons[0] if buttons else None

    def _prompt(self, field: Field) -> str:
        if field.kind == "tick":
            return "y or n: "
        return {"choice": "Which? ", "choices": "Which, separated by commas? "}.get(field.kind, "> ") if field.choices else "> "

    def _until(self, prompt: str, read: Callable[[str], _T]) -> _T:
        """Asks again until `read` does not raise ValueError."""
        while True:
            typed = self._terminal.ask(prompt)
            if typed == QUIT:
                self._left = True
                raise ModelError.human_left()
            try:
                return read(typed)
            except ValueError as error:
                self._say(f"! {str(error)[:1].upper()}{str(error)[1:].rstrip('.')}.")

    def _say(self, text: str) -> None:
        """Pages may hold what steers a terminal."""
        self._terminal.show("".join(c if c.isprintable() or c == "\n" else " " for c in text))


def _read(field: Field, typed: str) -> Value:
    """What `typed` puts into the field: numbers of choices, or words. Raises ValueError with what is wrong."""
    if field.kind == "tick":
        return fitting(field, {"y": "yes", "n": "no"}.get(typed.casefold(), typed))
    if not field.choices:
        return fitting(field, typed)
    words = typed.split(",") if field.kind == "choices" else [typed]
    chosen = [_nth(field.choices, word).value if word.isdecimal() else word for word in map(str.strip, words) if word]
    return fitting(field, chosen if field.kind == "choices" else "".join(chosen))


def _nth(options: Sequence[_T], typed: str) -> _T:
    if not typed.isdecimal() or not 0 < int(typed) <= len(options):
        raise ValueError(f"Type a number from 1 to {len(options)}.")
    return options[int(typed) - 1]
