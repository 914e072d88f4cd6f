"""The floor in Chrome: the number game played by a loop that knows every page, in an isolated window for each participant.

`peer.py` plays it beside botex and us. It reads nothing, checks nothing and takes no picture, and Chrome is asked in its own
protocol, which is the least work; so whoever opens these pages in this Chrome and keeps participants apart cannot be faster, nor
take less memory, by much. The windows are open before the clock starts, as ours are.
"""

from __future__ import annotations

import queue
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from botex_pytest.drivers.chrome_process import ChromeProcess, end_session, flags, open_session
from botex_pytest.drivers.find_chrome import find_chrome
from botex_pytest.drivers.gate import Gatekeeper
from botex_pytest.errors import BrowserError
from botex_pytest.servers.process import Process

SECONDS = 30.0  # for any one thing
SIZE = (1280, 900)
GO_ON = """(() => {
    const guess = document.querySelector('[name=guess]'), next = document.querySelector('.otree-btn-next');
    if (guess) guess.value = 30;
    if (next) next.click();
    return location.pathname.includes('OutOfRange');
})()"""


class Person:
    """One participant in a window of their own, open when made."""

    def __init__(self, chrome: Gatekeeper, link: str) -> None:
        self._chrome, self._link = chrome, link
        self._loads: queue.SimpleQueue[BrowserError | None] = queue.SimpleQueue()

        self._context = chrome.call("Target.createBrowserContext", {})["browserContextId"]
        new = {"url": "about:blank", "browserContextId": self._context, "newWindow": True, "windowState": "fullscreen"}
        target = chrome.call("Target.createTarget", new)["targetId"]
        self._session = chrome.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        chrome.listen(self._session, self)
        viewport = {"width": SIZE[0], "height": SIZE[1], "deviceScaleFactor": 0, "mobile": False}
        self._say("Emulation.setDeviceMetricsOverride", **viewport)
        self._say("Page.enable")

    def play(self) -> None:
        """To the last page."""
        self._say("Page.navigate", url=self._link)
        while not self._at_the_end():
            pass

    def leave(self) -> None:
        self._chrome.call("Target.disposeBrowserContext", {"browserContextId": self._context})

    def _at_the_end(self) -> bool:
        """When the next page has loaded."""
        lost = self._loads.get(timeout=SECONDS)
        if lost:
            raise lost
        return bool(self._say("Runtime.evaluate", expression=GO_ON)["result"].get("value"))

    def _say(self, method: str, **params: Any) -> dict[str, Any]:
        return self._chrome.call(method, {"session": self._session, **params})

    def on_event(self, method: str, _params: dict[str, Any]) -> None:
        if method == "Page.loadEventFired":
            self._loads.put(None)

    def on_lost(self, error: BrowserError) -> None:
        self._loads.put(error)


@contextmanager
def bare_chrome() -> Iterator[tuple[Gatekeeper, psutil.Process]]:
    """Chrome with our flags, and its process (chromedriver's, which has started it)."""
    with tempfile.TemporaryDirectory() as logs:
        process = ChromeProcess(find_chrome(None, None), Process, Path(logs))
        try:
            url = process.start(SECONDS)
            session = open_session(url, process, flags(process, headed=False, window=SIZE), SECONDS)
            keeper = Gatekeeper(session.capabilities["goog:chromeOptions"]["debuggerAddress"], timeout=SECONDS)
            yield keeper, psutil.Process(process.pid)
            keeper.close()
            end_session(session)
        finally:
            process.stop()


def play_in(chrome: Gatekeeper, links: Sequence[str]) -> float:
    """Seconds until everybody has finished, all at the same time. Raises `BrowserError`, and `queue.Empty` for a lost page."""
    with ThreadPoolExecutor(len(links)) as crowd:
        people = list(crowd.map(lambda link: Person(chrome, link), links))
        start = time.perf_counter()
        list(crowd.map(Person.play, people))
        took = time.perf_counter() - start
        list(crowd.map(Person.leave, people))
    return took
