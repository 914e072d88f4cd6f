"""Memory of processes as it is shared out among them (PSS): what several of them use is counted once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import psutil

LOOK_EVERY = 0.25  # seconds between two looks


def tree(pid: int) -> list[psutil.Process]:
    """A process and all that descend from it now."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def megabytes(processes: Iterable[psutil.Process]) -> float:
    return sum(ask(process, lambda one: one.memory_full_info().pss) for process in processes) / 2**20


def ask(process: psutil.Process, question: Callable[[psutil.Process], float]) -> float:
    """0 of a process that has ended meanwhile."""
    try:
        return question(process)
    except psutil.NoSuchProcess:
        return 0.0


@contextmanager
def peak(look: Callable[[], float]) -> Iterator[list[float]]:
    """What `look` says now and then, in a list that is complete when the block ends."""
    seen, over = [look()], threading.Event()

    def keep_looking() -> None:
        while not over.wait(LOOK_EVERY):
            seen.append(look())

    watch = threading.Thread(target=keep_looking)
    watch.start()
    try:
        yield seen
    finally:
        over.set()
        watch.join()
