"""Starts one command and ends its whole tree when we stop it - or when we die, by whatever death.

Run as a script: `python supervisor.py`, with stdin a pipe whose other end the owner holds, stdout a pipe to the owner
and stderr the log. The first line of stdin is the order, as JSON: `command`, `cwd`, `env`, `owner` (the owner's pid),
`mark`, `leavings` (folders to delete when all has ended). A second line `stop SECONDS` asks for the end; so does the end of
the pipe, which the system brings about however the owner died. Answers are JSON lines: `{"pid": ...}` or
`{"errno": ..., "error": ...}`, later `{"exit": code}`.

Stands alone (psutil and the standard library) so that it starts in a tenth of a second and holds little memory. It polls by
itself for the same reason: `waiting` belongs to a package it does not load.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from typing import Any

import psutil

MARK = "BOTEX_OWNER"
"""Environment variable that every process of a tree inherits: finds those whose parents have died."""

SAMPLE_SECONDS = 0.5
DEFAULT_GRACE = 3.0
REAP_SECONDS = 5.0  # for the exit code of what has been killed


def own_group() -> dict[str, Any]:
    """Popen arguments that keep the terminal's Ctrl-C away from the new process: it is ours to decide when it ends."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def is_alive(process: psutil.Process) -> bool:
    """True while it runs code; a zombie nobody has reaped does not. A reused pid is another process, hence False."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def with_descendants(known: set[psutil.Process]) -> set[psutil.Process]:
    """`known` and all that descend from them now. One look at the parents of all processes, however many are known."""
    by_parent: dict[int, list[psutil.Process]] = {}
    for process in psutil.process_iter(["ppid"]):
        by_parent.setdefault(process.info["ppid"], []).append(process)
    found, todo = set(known), list(known)
    while todo:
        new = set(by_parent.get(todo.pop().pid, ())) - found
        found |= new
        todo.extend(new)
    return found


def marked(mark: str) -> set[psutil.Process]:
    """All processes that carry `mark` in their environment. Looks at every process of the machine: some milliseconds."""
    found = set()
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark:
                found.add(process)
        except (psutil.Error, OSError):
            continue
    return found


def end_tree(known: Iterable[psutil.Process], mark: str, grace: float) -> None:
    """End `known`, their descendants and everything with `mark`: politely, then, after `grace` seconds, by force.

    A second and third look catch what was being started meanwhile. Takes at most `grace` plus a few seconds.
    """
    known = set(known)
    for polite in (True, False, False):
        known = with_descendants({p for p in known | marked(mark) if is_alive(p)})
        known = {p for p in known if is_alive(p) and p.pid != os.getpid()}
        if not known:
            return
        for process in known:
            _signal(process, polite=polite)
        _wait_gone(known, grace if polite else 1.0)


def _signal(process: psutil.Process, *, polite: bool) -> None:
    try:
        if polite:
            process.terminate()
        else:
            process.kill()
    except psutil.Error:
        pass  # it has ended, or belongs to somebody else: nothing to do


def _wait_gone(processes: Iterable[psutil.Process], seconds: float) -> None:
    """Not `psutil.wait_procs`: that would reap our own child and take its exit code away from `Popen`."""
    end = time.monotonic() + seconds
    while any(is_alive(p) for p in processes) and time.monotonic() < end:
        time.sleep(0.02)


class Supervisor:
    """One command under watch. `run` returns when it and all it started have ended."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.order = order
        self.grace = DEFAULT_GRACE
        self.wake = threading.Event()  # something happened: a stop was asked for, or the child has ended
        self.stop_asked = False
        self.seen: set[psutil.Process] = set()

    def run(self) -> None:
        owner = psutil.Process(self.order["owner"]) if psutil.pid_exists(self.order["owner"]) else None
        try:
            child = self._start()
        except OSError as error:
            _tell({"errno": error.errno, "error": error.strerror or str(error)})
            return
        _tell({"pid": child.pid})
        threading.Thread(target=self._listen, daemon=True).start()
        reaper = threading.Thread(target=self._reap, args=(child,), daemon=True)
        reaper.start()
        self._watch(child, owner)
        end_tree(self.seen, self.order["mark"], self.grace)
        for folder in self.order["leavings"]:
            shutil.rmtree(folder, ignore_errors=True)
        reaper.join(REAP_SECONDS)

    def _start(self) -> subprocess.Popen[bytes]:
        env = {**self.order["env"], MARK: self.order["mark"]}
        child = subprocess.Popen(
            self.order["command"], cwd=self.order["cwd"], env=env, stdin=subprocess.DEVNULL, stdout=2, stderr=2, **own_group()
        )
        self.seen = _lookup(child.pid)
        return child

    def _watch(self, child: subprocess.Popen[bytes], owner: psutil.Process | None) -> None:
        """Until the child has ended or its end is asked for. Remembers descendants while they still have a parent: the
        Chrome of a killed chromedriver could not be told from others afterwards. A vanished owner counts as a request
        even while a copy of the pipe lives on in a process the owner has forked."""
        while not self.stop_asked and child.poll() is None and owner is not None and is_alive(owner):
            self.seen = with_descendants({p for p in self.seen if is_alive(p)})
            self.wake.wait(SAMPLE_SECONDS)

    def _listen(self) -> None:
        words = sys.stdin.readline().split()
        if len(words) == 2 and words[0] == "stop":
            self.grace = float(words[1])
        self.ask_stop()

    def _reap(self, child: subprocess.Popen[bytes]) -> None:
        _tell({"exit": child.wait()})
        self.wake.set()

    def ask_stop(self, *_: object) -> None:
        self.stop_asked = True
        self.wake.set()


def _lookup(pid: int) -> set[psutil.Process]:
    try:
        return {psutil.Process(pid)}
    except psutil.Error:
        return set()


def _tell(message: dict[str, Any]) -> None:
    try:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()
    except OSError:
        pass  # the owner has died: nobody listens, and the tree has to be ended all the same


def main() -> None:
    supervisor = Supervisor(json.loads(sys.stdin.readline()))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, supervisor.ask_stop)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    supervisor.run()


if __name__ == "__main__":
    main()
