"""Windows that are opened before anybody asks for them: while the server starts, and while it creates the session."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from botex_pytest.drivers.bidi import Connection
from botex_pytest.drivers.gate import Gatekeeper
from botex_pytest.drivers.window import Window

Browser = tuple[Connection, Gatekeeper | None]

_HANDS = 2
"""Windows that are opened at the same time while nobody waits for them."""


class WindowsAhead:
    """`browser` gives the one that runs, started if there is none; `open_window` opens a window in it. What they fail with is
    told to nobody: whoever finds no window here opens one, and is told then."""

    def __init__(self, browser: Callable[[], Browser], open_window: Callable[[Browser], Window]) -> None:
        self._browser, self._open_window = browser, open_window
        self._hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="botex-window")
        self._lock = threading.Lock()
        self._windows: list[Future[Window]] = []
        self._closed = False

    def expect(self, windows: int) -> None:
        """So many will be taken soon. What is here, or about to come, counts; what is too much is given back."""
        with self._lock:
            if self._closed:
                return
            usable = [window for window in self._windows if not window.done() or _opened(window)]
            self._windows = usable[:windows]
            for surplus in usable[windows:]:
                if not surplus.cancel():
                    self._hands.submit(_give_back, surplus)
            missing = windows - len(self._windows)
            if missing > 0:
                browser = self._hands.submit(self._browser)  # by one of them: a browser that fails does so once
                self._windows += [self._hands.submit(self._open, browser) for _ in range(missing)]

    def _open(self, browser: Future[Browser]) -> Window:
        try:
            return self._open_window(browser.result())
        except Exception:
            with self._lock:
                for window in self._windows:
                    window.cancel()  # those not yet begun would fail alike, each after some seconds
            raise

    def take(self) -> Window | None:
        """One that can be used, if there is any. Waits for one that is about to come."""
        with self._lock:
            if not self._windows:
                return None
            window = self._windows.pop(0)
        return _opened(window)

    def close(self) -> None:
        """What is open goes with its browser."""
        with self._lock:
            self._closed = True
            self._windows.clear()
            self._hands.shutdown(wait=False, cancel_futures=True)


def _opened(coming: Future[Window]) -> Window | None:
    """None where that failed, was cancelled, or the browser has died since."""
    try:
        window = coming.result()
    except Exception:  # noqa: BLE001 - whatever it was: who opens one instead is told
        return None
    return window if window.alive else None


def _give_back(coming: Future[Window]) -> None:
    window = _opened(coming)
    if window:
        window.close()
