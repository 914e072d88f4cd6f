"""Where a server hangs that runs and answers nobody: the stacks of its threads, which oTree writes into its log when asked."""

from __future__ import annotations

import contextlib
import re
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from botex_pytest.servers.process import Process
from botex_pytest.servers.tracebacks import Frame, is_author
from botex_pytest.waiting import WaitTimeout, wait_until

ASK = getattr(signal, "SIGUSR1", None)
"""The signal at which a process that has run `LISTEN` writes its stacks; None on Windows, which has none."""

LISTEN = "import faulthandler, signal; hasattr(signal, 'SIGUSR1') and faulthandler.register(signal.SIGUSR1); "
"""Python code that makes a process write its stacks to stderr at `ASK`, whatever it is busy with."""

_TELL_SECONDS = 2.0  # for a server that hangs to write down where; it takes milliseconds
_REST_SECONDS = 0.2  # in which it has written the next line of that

_THREAD = re.compile(r"(Current thread|Thread) 0x[0-9a-f]+.*\(most recent call first\):$")
_SERVER = re.compile(r"[\\/](site|dist)-packages[\\/](otree|starlette|uvicorn)[\\/]")
_FRAME = re.compile(r'  File "(?P<file>.*?)", line (?P<line>\d+) in (?P<function>.*)$')


@dataclass(frozen=True)
class Hang:
    """`author_frame`: the innermost line of the project's own that is being run, if any. `shown`: what to show of it."""

    author_frame: Frame | None = None
    of_otree: bool = False  # the freeze of oTree 6 that FREEZE explains
    shown: tuple[str, ...] = ()


FREEZE = (
    "oTree 6 tells those who wait, from a thread of its own, that their wait page is over; if the page of one of them is just "
    "connecting at that moment, the thread waits for ever and nobody's request is answered any more "
    "(otree/channels/utils.py, sync_send)."
)
"""Why oTree 6.0.15 freezes, now and then: two people reach a wait page within milliseconds."""


def ask_where(process: Process, read_log: Callable[[int], str], project: Path) -> Hang:
    """What the threads of `process` are at, which has run `LISTEN`. `read_log`: its log from a position on, as users know it."""
    if ASK is None:
        return Hang()
    position = process.log_position()
    process.signal(ASK)
    with contextlib.suppress(WaitTimeout):
        wait_until(lambda: "most recent call first" in read_log(position), _TELL_SECONDS, "its stacks are in the log")
    seen, written = -1, process.log_position()
    while written > seen:  # it writes all at once, if it gets to run
        time.sleep(_REST_SECONDS)
        seen, written = written, process.log_position()
    return find_hang(read_log(position), project)


def find_hang(text: str, project: Path) -> Hang:
    """What the dump in `text` tells. `project`: the folder whose files are the author's, in the terms of `text`."""
    threads = _threads(text)
    for frames in filter(_serves, threads):
        author = next((f for f in frames if is_author(f.file, project)), None)
        if author is not None:
            return Hang(author, shown=_shown(f for f in frames if is_author(f.file, project)))
    for frames in threads:
        at = next((n for n, f in enumerate(frames) if f.function == "sync_send"), None)
        if at is not None:
            return Hang(of_otree=True, shown=_shown(frames[at : at + 4]))
    return Hang()


def _serves(frames: Iterable[Frame]) -> bool:
    """Whether a thread works for a request; one that a study has started for itself keeps nobody waiting."""
    return any(_SERVER.search(frame.file) for frame in frames)


def _threads(text: str) -> list[list[Frame]]:
    """The frames of each thread, the innermost first."""
    threads: list[list[Frame]] = []
    for line in text.splitlines():
        frame = _FRAME.match(line)
        if _THREAD.match(line):
            threads.append([])
        elif frame and threads:
            threads[-1].append(Frame(frame["file"], int(frame["line"]), frame["function"]))
    return threads


def _shown(frames: Iterable[Frame]) -> tuple[str, ...]:
    return tuple(f'File "{f.file}", line {f.line}, in {f.function}' for f in frames)
