"""Plays pages in a real Chrome: one browser, an isolated window in it for each participant."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest.drivers.base import MakeProcess
from botex_pytest.drivers.bidi import Connection, Refused
from botex_pytest.drivers.chrome_process import ChromeProcess, end_session, flags, needs_no_sandbox, open_session
from botex_pytest.drivers.find_chrome import find_chrome
from botex_pytest.drivers.gate import Gatekeeper
from botex_pytest.drivers.grid import GridChrome, through_socks
from botex_pytest.drivers.navigation import EVENTS, NEWER_EVENTS
from botex_pytest.drivers.tab import ChromeTab
from botex_pytest.drivers.window import Window
from botex_pytest.drivers.windows_ahead import Browser, WindowsAhead
from botex_pytest.errors import BrowserError

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver


class ChromeDriver:
    """See `drivers.base.Driver`. Starting costs about 1 s and 300 MB, a tab 0.1 s and 70 MB.

    `chrome` and `driver` are paths; what is not given is searched. `page_timeout` bounds, in seconds, every wait for a page,
    `start_timeout` the start of the browser. `window` is the size of the pages, in CSS pixels.
    `grid` is the address of a WebDriver server, such as a Selenium Grid, that runs the browser instead of us; `grid_socks` a port
    there, of a SOCKS proxy through which the browser opens pages. A browser that dies
    wakes everybody who waits for it with `BrowserError`; the next `tab` or `expect` starts another one, until `close`.
    """

    name = "chrome"

    def __init__(
        self,
        *,
        start_process: MakeProcess,
        log_dir: Path,
        headed: bool = False,
        chrome: str | None = None,
        driver: str | None = None,
        page_timeout: float = 30.0,
        start_timeout: float = 30.0,
        window: tuple[int, int] = (1280, 900),
        grid: str | None = None,
        grid_socks: int | None = None,
    ) -> None:
        self.notes: list[str] = []
        self._start_process, self._log_dir, self._headed = start_process, log_dir, headed
        self._paths, self._grid_url, self._grid_socks = (chrome, driver), grid, grid_socks
        self._page_timeout, self._start_timeout, self._window = page_timeout, start_timeout, window
        self._lock = threading.Lock()
        self._closed = False
        self._failures: list[BrowserError] = []  # to start, in the order of time
        self._ahead = WindowsAhead(self._browser, self._open)
        self._process: ChromeProcess | None = None
        self._grid: GridChrome | None = None
        self._session: WebDriver | None = None
        self._connection: Connection | None = None
        self._keeper: Gatekeeper | None = None

    @property
    def alive(self) -> bool:
        """A browser is running and can be talked to."""
        asked = self._keeper is None or self._keeper.alive
        return asked and self._connection is not None and self._connection.alive

    def start(self) -> None:
        threading.Thread(target=self._start_quietly, name="botex-chrome-start", daemon=True).start()

    def _start_quietly(self) -> None:
        try:
            self._browser()
        except BrowserError:
            pass  # whoever asks for the first tab tries again, and is told

    def expect(self, tabs: int) -> None:
        self._ahead.expect(tabs)

    def tab(self, origin: str) -> ChromeTab:
        """Raises `BrowserError` when no browser can be started."""
        self._reaching(origin)
        ready = self._ahead.take()
        if ready:
            try:
                return self._tab_in(ready, origin)
            except BrowserError:
                pass  # somebody has closed it meanwhile, or the browser has died
        return self._tab_in(self._open(self._reaching(origin)), origin)

    def _reaching(self, origin: str) -> Browser:
        """The browser, when it can open the server at `origin`."""
        browser = self._browser()
        with self._lock:
            if self._grid:
                self._grid.reach(origin)
        return browser

    def _tab_in(self, window: Window, origin: str) -> ChromeTab:
        try:
            window.admit(origin)
        except BaseException:
            window.close()
            raise
        return ChromeTab(window, origin=origin, page_timeout=self._page_timeout)

    def _open(self, browser: Browser) -> Window:
        return Window(*browser, timeout=self._page_timeout, size=self._window, bare=not self._headed)

    def _browser(self) -> Browser:
        """The one that runs, started if there is none. Who waited for somebody else's attempt shares its failure."""
        failures = len(self._failures)
        with self._lock:
            if self._closed:
                raise BrowserError.gone("it was closed")
            if not self.alive:
                if len(self._failures) > failures:
                    raise self._failures[-1]
                self._end()
                try:
                    self._start()
                except BrowserError as error:
                    self._failures.append(error)
                    raise
            assert self._connection is not None
            return self._connection, self._keeper

    def close(self) -> None:
        self._closed = True  # from now on nobody starts another one
        self._ahead.close()
        with self._lock:
            self._end()

    def _start(self) -> None:
        try:
            self._connection = self._connect()
            self._keeper = self._hire()
            self._connection.call("session.subscribe", {"events": list(EVENTS)})
            for event in NEWER_EVENTS:
                self._subscribe_if_known(event)
        except Refused as refusal:
            self._end()
            raise refusal.as_error() from None
        except BaseException:
            self._end()
            raise

    def _connect(self) -> Connection:
        if self._grid_url:
            chosen = [*flags(None, headed=self._headed, window=self._window), *through_socks(self._grid_socks)]
            self._grid = GridChrome(self._grid_url, chosen, start_timeout=self._start_timeout, page_timeout=self._page_timeout)
            return self._grid.connection
        self._process = ChromeProcess(find_chrome(*self._paths), self._start_process, self._log_dir)
        url = self._process.start(self._start_timeout)
        if needs_no_sandbox():
            self._note("Chrome runs without its sandbox, because we run as root.")
        chosen = flags(self._process, headed=self._headed, window=self._window)
        self._session = open_session(url, self._process, chosen, self._start_timeout)
        return Connection(self._session.capabilities["webSocketUrl"], timeout=self._page_timeout)

    def _hire(self) -> Gatekeeper | None:
        """Only a Chrome of our own can be asked directly. Where it cannot, everything goes through BiDi, and takes longer."""
        if self._session is None:
            return None
        address = self._session.capabilities.get("goog:chromeOptions", {}).get("debuggerAddress")
        try:
            return Gatekeeper(address, timeout=self._page_timeout) if address else None
        except BrowserError:
            return None

    def _subscribe_if_known(self, event: str) -> None:
        assert self._connection is not None
        try:
            self._connection.call("session.subscribe", {"events": [event]})
        except Refused:
            pass  # an older Chrome

    def _note(self, line: str) -> None:
        if line not in self.notes:
            self.notes.append(line)

    def _end(self) -> None:
        """End connection, session and processes, whatever state they are in."""
        connection, keeper, session, process = self._connection, self._keeper, self._session, self._process
        grid, self._grid = self._grid, None
        self._connection = self._keeper = self._session = self._process = None
        was_alive = connection is not None and connection.alive
        try:
            for one in (keeper, connection):
                if one:
                    one.close()
            if session and was_alive:
                end_session(session)
            if grid:
                grid.close()
        finally:
            if process:
                process.stop()
