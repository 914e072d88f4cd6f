"""A process that is started, watched and ended with everything it started, whatever happens to us.

Each one runs under a supervisor (`supervisor.py`) that ends the tree when our end of a pipe closes: because we stop it, at
our exit, or because we were killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from botex_pytest.servers import supervisor
from botex_pytest.waiting import WaitTimeout, wait_until

T = TypeVar("T")

HOST = "127.0.0.1"
START_SECONDS = 15.0  # for the supervisor to answer, on a busy machine; it takes a tenth of a second


class ProcessDied(Exception):
    """The process ended while it was needed. Callers turn it into an error of their own, with the log and remedies."""

    def __init__(self, name: str, exit_code: int | None, seconds: float) -> None:
        self.name, self.exit_code, self.seconds = name, exit_code, seconds
        super().__init__(f"{name} {_how_it_ended(exit_code)} after {seconds:.1f} s")


def _how_it_ended(exit_code: int | None) -> str:
    if exit_code is None:
        return "was killed together with its supervisor"
    if exit_code >= 0:
        return f"ended with exit code {exit_code}"
    try:
        return f"was ended by {signal.Signals(-exit_code).name}"
    except ValueError:  # a real-time signal has no name
        return f"was ended by signal {-exit_code}"


def free_port() -> int:
    """A loopback port nobody listens on now. Somebody else may take it before you do: be ready to ask for another."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Process:
    """`command`, with output appended to `log`. `env` is its whole environment (None: ours). `leavings`: folders
    that are deleted when it has ended, also when we are killed.

    Starting costs about 0.1 s and 15 MB for the supervisor. Safe to use from several threads.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        name: str,
        leavings: Sequence[str] = (),
    ) -> None:
        self.command, self.log, self.cwd, self.name = tuple(command), log, cwd, name
        self.leavings = tuple(leavings)
        self.env = dict(os.environ if env is None else env)
        self.pid: int | None = None
        self.exit_code: int | None = None  # None while it runs, and when nobody was left to learn it; -N: by signal N
        self.mark = uuid.uuid4().hex
        self._supervisor: subprocess.Popen[str] | None = None
        self._answered, self._ended = threading.Event(), threading.Event()
        self._failure: OSError | None = None
        self._started = self._seconds = 0.0

    def start(self) -> None:
        """Start it; it may not be ready for use yet. Raises OSError (FileNotFoundError, ...) when it cannot be run."""
        if self._supervisor is not None:
            raise RuntimeError(f"{self.name} was started before; make a new Process")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._started = time.monotonic()
        with self.log.open("ab") as log:
            self._supervisor = subprocess.Popen(
                [sys.executable, supervisor.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                **supervisor.own_group(),
            )
        order = {"command": self.command, "cwd": self.cwd and str(self.cwd), "env": self.env, "owner": os.getpid()}
        self._say(json.dumps({**order, "mark": self.mark, "leavings": self.leavings}))
        threading.Thread(target=self._listen, name=f"watch-{self.name}", daemon=True).start()
        if not self._answered.wait(START_SECONDS):
            self.stop(grace=0)
            raise OSError(f"{self.name}: its supervisor did not answer within {START_SECONDS:g} s")
        if self._failure is not None:
            self.stop(grace=0)
            raise self._failure

    @property
    def alive(self) -> bool:
        return self.pid is not None and not self._ended.is_set()

    def wait_ready(self, check: Callable[[], T | None], seconds: float, what: str | None = None) -> T:
        """The first truthy value of `check`. Raises `WaitTimeout` after `seconds`, `ProcessDied` as soon as it has ended."""

        def check_alive() -> T | None:
            self.raise_if_dead()
            value = check()
            self.raise_if_dead()  # the answer may have come from somebody else's server on our port
            return value

        return wait_until(check_alive, seconds, what or f"{self.name} is ready")

    def wait(self, seconds: float) -> int | None:
        """Its exit code, once it has ended by itself. Raises `WaitTimeout` after `seconds`."""
        if not self._ended.wait(seconds):
            raise WaitTimeout(f"{self.name} ends", seconds)
        return self.exit_code

    def raise_if_dead(self) -> None:
        """Raises `ProcessDied` unless it is running."""
        if not self.alive:
            raise ProcessDied(self.name, self.exit_code, self._seconds)

    def signal(self, number: int) -> None:
        """Send it a signal; nothing happens when it has ended."""
        if self.alive and self.pid is not None:
            with contextlib.suppress(OSError):
                os.kill(self.pid, number)

    def stop(self, grace: float = 3.0) -> None:
        """End it and all it started: politely, then by force after `grace` seconds. Safe to call twice, or when it is dead."""
        if self._supervisor is None:
            return
        self._say(f"stop {grace}")
        self._close_pipe()
        try:
            self._supervisor.wait(timeout=grace + 10)
        except subprocess.TimeoutExpired:
            self._supervisor.kill()
            self._supervisor.wait()
        self._ended.wait(timeout=5)

    def __enter__(self) -> Process:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def log_position(self) -> int:
        """Where the log ends now, for `read_log`."""
        return self.log.stat().st_size if self.log.exists() else 0

    def read_log(self, since: int = 0) -> str:
        """What was logged from `since` (a `log_position`) on."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(since)
            return log.read().decode("utf-8", errors="replace").replace("\r\n", "\n")

    def log_tail(self, lines: int = 15) -> tuple[str, ...]:
        """The last lines of the log that are not empty."""
        since = max(0, self.log_position() - 20_000)
        return tuple(line for line in self.read_log(since).splitlines() if line.strip())[-lines:]

    def _listen(self) -> None:
        """In a thread of its own: what the supervisor tells, until it ends."""
        assert self._supervisor is not None
        assert self._supervisor.stdout is not None
        with self._supervisor.stdout as answers:
            for line in answers:
                self._take(json.loads(line))
        if self.pid is not None and not self._ended.is_set():
            supervisor.end_tree((), self.mark, grace=1.0)  # the supervisor itself was killed
            self._note_end(None)
        self._answered.set()

    def _take(self, answer: dict[str, Any]) -> None:
        if "exit" in answer:
            self._note_end(answer["exit"])
        elif "error" in answer:
            self._failure = OSError(answer["errno"], answer["error"], self.command[0])
            self._ended.set()
        else:
            self.pid = answer["pid"]
        self._answered.set()

    def _note_end(self, code: int | None) -> None:
        self.exit_code, self._seconds = code, time.monotonic() - self._started
        self._ended.set()

    def _say(self, line: str) -> None:
        assert self._supervisor is not None
        assert self._supervisor.stdin is not None
        try:
            self._supervisor.stdin.write(line + "\n")
            self._supervisor.stdin.flush()
        except (OSError, ValueError):
            pass  # it has ended, or was told before: the thread that listens knows

    def _close_pipe(self) -> None:
        assert self._supervisor is not None
        assert self._supervisor.stdin is not None
        try:
            self._supervisor.stdin.close()
        except OSError:
            pass  # unread words to a supervisor that has ended
