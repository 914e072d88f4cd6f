"""One llama.cpp for all workers of a run: the controller has it, and starts it when a worker asks for it.

They speak through two files in the run folder, since xdist lets a worker say nothing before its end. So the model is loaded
only when it is really played, whatever was deselected or is replayed from a recording, and never twice.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from botex_pytest.errors import BotexError
from botex_pytest.llamacpp_errors import LlamacppError
from botex_pytest.servers.llamacpp import RunningLlama
from botex_pytest.waiting import WaitTimeout, wait_until

WANTED, ANSWER = "llamacpp.wanted", "llamacpp.json"
LOOK_SECONDS = 0.1
GRACE_SECONDS = 30.0  # beyond the time to load the model: for the end of a start that failed, and for a busy machine


class Server(Protocol):
    url: str

    def start(self) -> None: ...


class Keeper:
    """The controller's side. `make` is called when somebody asks, and what it makes is started; the run ends it."""

    def __init__(self, folder: Path, make: Callable[[], Server]) -> None:
        self._folder, self._make = folder, make
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="llamacpp-keeper", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()

    def _watch(self) -> None:
        while not self._closed.wait(LOOK_SECONDS):
            if (self._folder / WANTED).exists():
                self._tell(self._serve())
                return

    def _serve(self) -> dict[str, str]:
        try:
            server = self._make()
            server.start()
        except BotexError as error:
            return {"error": str(error)}
        return {"url": server.url}

    def _tell(self, answer: dict[str, str]) -> None:
        """Whole or not at all: a worker looks all the time."""
        draft = self._folder / f"{ANSWER}.draft"
        draft.write_text(json.dumps(answer), encoding="utf-8")
        os.replace(draft, self._folder / ANSWER)


class BorrowedLlama(RunningLlama):
    """The worker's side: the controller's llama.cpp, whose address is known once it was asked for. Never stopped from here."""

    def __init__(self, folder: Path, *, start_timeout: float, allow_remote: bool = False) -> None:
        super().__init__("", start_timeout=start_timeout, allow_remote=allow_remote)
        self._folder = folder

    def start(self) -> None:
        """Returns when it answers. Raises `LlamacppError` with what kept the controller from starting it."""
        (self._folder / WANTED).touch()
        seconds = self.start_timeout + GRACE_SECONDS
        try:
            answer = wait_until(self._answer, seconds, "the first process of this run has started llama.cpp", LOOK_SECONDS)
        except WaitTimeout as error:
            raise LlamacppError.not_handed_over(str(error)) from None
        if "error" in answer:
            raise LlamacppError(answer["error"])
        self.url = answer["url"]
        super().start()

    def _answer(self) -> dict[str, str] | None:
        path = self._folder / ANSWER
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None
