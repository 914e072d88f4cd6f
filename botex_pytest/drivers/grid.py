"""A Chrome on another machine: in a Selenium Grid, or in a chromedriver that somebody has started there.

One that does not start with its sandbox is started without it, as our own is where we are root.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from botex_pytest.addresses import host
from botex_pytest.drivers.bidi import Connection, Refused
from botex_pytest.drivers.chrome_process import NoSession, end_session, new_session, stir_session
from botex_pytest.errors import BrowserError
from botex_pytest.redact import without_password

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

STIR_SECONDS = 25.0
"""Between two signs of life. A proxy cuts a silent websocket after a minute, and a Grid that does not count what is said over it
(https://github.com/SeleniumHQ/selenium/issues/12223) ends the session after five."""

_DIED_AT_ONCE = ("exited", "DevToolsActivePort", "crashed")  # in a container, mostly: Chrome runs as root there


class GridChrome:
    """A session at the WebDriver server `url`, opened when made. Takes 1 to 3 s, or as long as a Grid has no browser to spare.

    `chosen`: Chrome's flags. `start_timeout` bounds the making of the session, `page_timeout` every command, in seconds.
    Raises `BrowserError`.
    """

    def __init__(self, url: str, chosen: Sequence[str], *, start_timeout: float, page_timeout: float) -> None:
        self.url, self._timeout = url, page_timeout
        self._reached: set[str] = set()
        self._closed = threading.Event()
        self.session = self._open(chosen, start_timeout)
        try:
            self.connection = self._connect()
        except BaseException:
            end_session(self.session)
            raise
        threading.Thread(target=self._stir, name="botex-grid", daemon=True).start()

    def reach(self, origin: str) -> None:
        """Raises `BrowserError` when this browser cannot open the server at `origin`: that is no fault of the study.
        Costs one page, once for each server."""
        if origin in self._reached:
            return
        try:
            context = self.connection.call("browsingContext.create", {"type": "tab"})["context"]
        except Refused as refusal:
            raise refusal.as_error() from None
        try:
            where = {"context": context, "url": f"{origin}/", "wait": "interactive"}
            self.connection.call("browsingContext.navigate", where)
        except Refused as refusal:
            raise self._out_of_reach(origin, refusal.message) from None
        except BrowserError:
            if not self.connection.alive:
                raise
            raise self._out_of_reach(origin, f"no answer within {self._timeout:g} s") from None
        finally:
            self.connection.post("browsingContext.close", {"context": context})
        self._reached.add(origin)

    def _out_of_reach(self, origin: str, cause: str) -> BrowserError:
        return BrowserError.server_out_of_reach(without_password(self.url), origin, cause)

    def close(self) -> None:
        """Give the browser back; whoever forgets leaves it to the Grid's own time-out."""
        self._closed.set()
        self.connection.close()
        end_session(self.session)

    def _open(self, chosen: Sequence[str], seconds: float) -> WebDriver:
        try:
            try:
                return new_session(self.url, chosen, seconds)
            except NoSession as error:
                if not any(word in str(error) for word in _DIED_AT_ONCE):
                    raise
                return new_session(self.url, [*chosen, "--no-sandbox"], seconds)
        except NoSession as error:
            raise BrowserError.grid_has_none(without_password(self.url), str(error)) from error

    def _connect(self) -> Connection:
        """The websocket is at the server we asked: what the session says may be a name of the Grid's own network. Where it is not
        there, as with some providers, it is where the session says."""
        told, grid = self.session.capabilities["webSocketUrl"], urlsplit(self.url)
        here = urlunsplit(urlsplit(told)._replace(scheme="wss" if grid.scheme == "https" else "ws", netloc=host(grid)))
        try:
            return Connection(here, timeout=self._timeout, headers=_credentials(grid))
        except BrowserError:
            if here == told:
                raise
            return Connection(told, timeout=self._timeout, headers=_credentials(grid))

    def _stir(self) -> None:
        while not self._closed.wait(STIR_SECONDS):
            self.connection.ping()
            stir_session(self.session)


def through_socks(port: int | None) -> tuple[str, ...]:
    """Chrome's flags for going everywhere, to loopback addresses too, through the SOCKS proxy at a port of its own machine."""
    return (f"--proxy-server=socks5://127.0.0.1:{port}", "--proxy-bypass-list=<-loopback>") if port else ()


def _credentials(address: SplitResult) -> tuple[str, ...]:
    if not address.username:
        return ()
    pair = f"{unquote(address.username)}:{unquote(address.password or '')}"
    return (f"Authorization: Basic {base64.b64encode(pair.encode()).decode()}",)
