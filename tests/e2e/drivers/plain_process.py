"""A process for a driver, without the supervisor that runs have."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import psutil


class PlainProcess:
    """The least that a driver needs of a process."""

    def __init__(self, command: Sequence[str], *, log: Path, name: str, leavings: Sequence[str] = ()) -> None:
        self.command, self.log, self.name = list(command), log, name
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def start(self) -> None:
        with self.log.open("wb") as log:
            self._child = subprocess.Popen(self.command, stdout=log, stderr=subprocess.STDOUT)

    def log_tail(self, lines: int = 20) -> list[str]:
        return self.log.read_text("utf-8", "replace").splitlines()[-lines:] if self.log.exists() else []

    def stop(self, grace: float = 3.0) -> None:
        if self._child is None:
            return
        tree = [self._child, *(psutil.Process(self._child.pid).children(recursive=True) if self.alive else [])]
        for process in tree:
            try:
                process.terminate()
            except psutil.NoSuchProcess:
                continue
        try:
            self._child.wait(grace)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
