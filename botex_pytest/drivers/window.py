"""One isolated window of Chrome: cookies and storage of its own, our scripts in every document, and a way to talk to it."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from botex_pytest.drivers.bidi import Connection, Refused
from botex_pytest.drivers.gate import Gate, Gatekeeper
from botex_pytest.drivers.navigation import Navigation
from botex_pytest.drivers.scripts import SANDBOX, library, page_script
from botex_pytest.errors import BrowserError

Params = dict[str, Any]

GRACE_SECONDS = 5.0  # that a script of ours may take by itself: it waits so long for a button
ALIVE_SECONDS = 5.0  # for a browser that is well to say so, whatever one of its pages does
_LIVE = {"type": "channel", "value": {"channel": "live"}}  # through which sockets.js tells of messages


class Frozen(Exception):
    """A script of the page runs on and on, and lets none of ours in between."""


class Window:
    """Opened when made, and blank until `admit`; costs 0.1 s. `size`: of the page, in CSS pixels. `timeout`, in seconds, bounds
    every call. `bare`: without the browser's own bars, which are drawn anew all the time while a page loads, whether anybody sees
    them or not: a fifth of Chrome's work."""

    def __init__(
        self, connection: Connection, keeper: Gatekeeper | None, *, timeout: float, size: tuple[int, int], bare: bool
    ) -> None:
        self._connection, self._keeper, self._timeout = connection, keeper, timeout
        self._gate: Gate | None = None
        self._navigation: Navigation | None = None
        self._user_context = self.ask("browser.createUserContext", {})["userContext"]
        try:
            self._furnish(size, bare)
        except BaseException:
            self.close()
            raise

    def _furnish(self, size: tuple[int, int], bare: bool) -> None:
        created = self.ask("browsingContext.create", {"type": "window", "userContext": self._user_context})
        self.context: str = created["context"]
        self._session: str = self.command("goog:cdp.getSession", {})["session"]
        if bare:
            window = self.chromes_own("Browser.getWindowForTarget", {"targetId": self.context})["windowId"]
            self.chromes_own("Browser.setWindowBounds", {"windowId": window, "bounds": {"windowState": "fullscreen"}})
        self.command("browsingContext.setViewport", {"viewport": {"width": size[0], "height": size[1]}})
        self.preload(library(), sandbox=SANDBOX)

    def admit(self, origin: str) -> None:
        """From now on it is somebody's, who may not leave the server at `origin`. Raises `BrowserError`."""
        self._navigation = Navigation(self.context, origin.lower().rstrip("/"), self._connection.post)
        self._connection.listen(self.context, self.navigation)
        self._connection.listen(self._session, self.navigation)
        self.preload(page_script(origin), arguments=[_LIVE])
        if self._keeper:
            self._gate = self._gated(self._keeper)
            self.navigation.gated = True
            self.chromes_own("Network.disable", {})  # else BiDi would be told of every file all the same
        else:
            self.ask("network.addIntercept", {"phases": ["beforeRequestSent"], "contexts": [self.context]})
            self._hide_headless()
        # Chrome's own log tells cheaply of files that a server refused; BiDi only in an event for each file there is
        self.chromes_own("Log.enable", {})

    def _gated(self, keeper: Gatekeeper) -> Gate:
        try:
            return Gate(keeper, self.context, self.navigation)
        except Refused as refusal:
            raise refusal.as_error() from None

    @property
    def navigation(self) -> Navigation:
        """From document to document, since `admit`."""
        assert self._navigation is not None
        return self._navigation

    def _hide_headless(self) -> None:
        """Call itself what a person's Chrome does, where no flag tells it to: of another machine's nobody knew the version."""
        said = self.chromes_own("Browser.getVersion", {})["userAgent"]
        if "Headless" in said:
            self.chromes_own("Network.setUserAgentOverride", {"userAgent": said.replace("HeadlessChrome", "Chrome")})

    def preload(self, function: str, **more: Any) -> None:
        """Call a JavaScript function in every document from the next one on, before any script of the page."""
        self.ask("script.addPreloadScript", {"functionDeclaration": function, "contexts": [self.context], **more})

    @property
    def alive(self) -> bool:
        """The browser can be talked to."""
        return self._connection.alive and (self._keeper is None or self._keeper.alive)

    def post(self, method: str, params: Params) -> Future[Params]:
        """Send a command about this window without waiting for its result."""
        return self._connection.post(method, {"context": self.context, **params})

    def command(self, method: str, params: Params) -> Params:
        """The result of a command about this window. Raises `BrowserError`."""
        return self.ask(method, {"context": self.context, **params})

    def chromes_own(self, method: str, params: Params) -> Params:
        """The result of a command of Chrome's own protocol, for what BiDi has no words for."""
        asked = {"method": method, "params": params, "session": self._session}
        result: Params = self.command("goog:cdp.sendCommand", asked)["result"]
        return result

    def run(self, expression: str, *, optional: bool = False) -> Any:
        """What an expression of our library evaluates to. `optional`: None when the document goes away meanwhile.
        Raises `Frozen`, or `BrowserError` when the browser itself does not answer."""
        for attempt in (1, 2):
            try:
                done = self._connection.call("script.callFunction", self._function(expression), self._timeout + GRACE_SECONDS)
            except Refused as refusal:
                if optional:
                    return None
                raise BrowserError.refused(expression[:80], refusal.code, refusal.message) from None
            except BrowserError:
                if optional and self._connection.alive and self.navigation.under_way:
                    return None
                if self._browser_answers():
                    raise Frozen from None
                raise
            if done["type"] == "success":
                return done["result"].get("value")
            text = done["exceptionDetails"].get("text", "")
            if attempt == 1 and "botex is not defined" in text:
                self._connection.call("script.callFunction", self._function(f"({library()})()"))
                continue
            raise BrowserError.refused(expression[:80], "script error", text)
        raise AssertionError("unreachable: the second attempt returns or raises")

    def _browser_answers(self) -> bool:
        """Whether only this page does not."""
        try:
            return bool(self._connection.call("browser.getUserContexts", {}, ALIVE_SECONDS))
        except (BrowserError, Refused):
            return False

    def _function(self, expression: str) -> dict[str, Any]:
        return {
            "functionDeclaration": f"() => {expression}",
            "target": {"context": self.context, "sandbox": SANDBOX},
            "awaitPromise": True,
            "userActivation": True,
        }

    def ask(self, method: str, params: Params) -> Params:
        """The result of a command that names its target itself. Raises `BrowserError`."""
        try:
            return self._connection.call(method, params, self._timeout)
        except Refused as refusal:
            raise refusal.as_error() from None

    def close(self) -> None:
        """Give it back, also when the browser is gone."""
        if self._navigation:
            self._connection.forget(self._navigation)
        if self._gate:
            self._gate.close()
        try:
            self._connection.call("browser.removeUserContext", {"userContext": self._user_context}, self._timeout)
        except (BrowserError, Refused):
            pass  # the browser is gone, and the window with it
