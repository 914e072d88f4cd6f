"""Windows that are opened before anybody asks for them: while the server starts, and while it creates the session."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor

from botex_pytest.drivers.window import Window
from botex_pytest.errors import BrowserError

_HANDS = 2
"""Windows that are opened at the same time while nobody waits for them."""


class WindowsAhead:
    """`start` sees to it that there is a browser, `open_window` opens a window in it. What they fail with is told to nobody:
    whoever finds no window here opens one, and is told then."""

    def __init__(self, start: Callable[[], object], open_window: Callable[[], Window]) -> None:
        self._start, self._open_window = start, open_window
        self._hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="botex-window")
        self._lock = threading.Lock()
        self._coming: list[Future[Window]] = []
        self._closed = False

    def expect(self, windows: int) -> None:
        """So many will be taken soon. What is here already counts, and what is too much is given back."""
        with self._lock:
            if self._closed:
                return
            here = [coming for coming in self._coming if not coming.done() or _window(coming)]
            self._coming, too_many = here[:windows], here[windows:]
            for coming in too_many:
                self._hands.submit(_give_back, coming)
            missing = windows - len(self._coming)
            if missing > 0:
                started = self._hands.submit(self._start)  # by one of them, so that a browser that fails does so once
                self._coming += [self._hands.submit(self._open, started) for _ in range(missing)]

    def _open(self, started: Future[object]) -> Window:
        started.result()
        return self._open_window()

    def take(self) -> Window | None:
        """One in the browser that runs now, if there is any. Waits for one that is about to come."""
        with self._lock:
            if not self._coming:
                return None
            coming = self._coming.pop(0)
        return _window(coming)

    def close(self) -> None:
        """The windows go with their browser."""
        with self._lock:
            self._closed = True
            self._coming.clear()
            self._hands.shutdown(wait=False, cancel_futures=True)


def _window(coming: Future[Window]) -> Window | None:
    try:
        window = coming.result()
    except (BrowserError, CancelledError):
        return None
    return window if window.alive else None


def _give_back(coming: Future[Window]) -> None:
    window = _window(coming)
    if window:
        window.close()
