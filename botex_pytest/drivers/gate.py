"""Lets no document leave the server: Chrome asks for leave over a connection of its own, in Chrome's own protocol.

BiDi can do it as well, but then Chrome tells of every file that a page pulls, and of each several times: a tenth of all work.
"""

from __future__ import annotations

import json
import re
from typing import Any, Protocol
from urllib.request import ProxyHandler, build_opener

from botex_pytest.drivers.bidi import Connection, Refused
from botex_pytest.errors import BrowserError

Params = dict[str, Any]

_DOCUMENTS = {"patterns": [{"urlPattern": "*", "resourceType": "Document", "requestStage": "Request"}]}
_NO_CONTENT = {"responseCode": 204}  # leaves the present document standing, as if the link had never been pressed
_ANSWERED = {"responseErrorReason", "responseStatusCode"}  # one of them says that there is an answer, not a request


class Gatekeeper(Connection):
    """A connection to the Chrome at `address` (host:port). Raises `BrowserError` when there is none."""

    def __init__(self, address: str, *, timeout: float) -> None:
        address = address.replace("localhost", "127.0.0.1")
        try:
            with build_opener(ProxyHandler({})).open(f"http://{address}/json/version", timeout=timeout) as reply:
                url = json.load(reply)["webSocketDebuggerUrl"]
        except (OSError, ValueError, KeyError) as error:
            raise BrowserError.gone(f"no connection to {address}: {error}") from error
        super().__init__(url, timeout=timeout)

    # what is said to one page, or by it, names its `session`

    def _request(self, number: int, method: str, params: Params) -> Params:
        session = {"sessionId": params["session"]} if "session" in params else {}
        return {"id": number, "method": method, "params": {n: v for n, v in params.items() if n != "session"}, **session}

    def _event(self, message: Params) -> tuple[str, Params]:
        return message["method"], {"session": message.get("sessionId"), "params": message["params"]}

    def _refusal(self, method: str, message: Params) -> Refused:
        return Refused(method, str(message["error"].get("code")), message["error"].get("message", ""))


class Guarded(Protocol):
    """Whose documents are looked at. Called on the connection's reader thread."""

    def may_load(self, url: str, *, top: bool, redirected: bool) -> bool:
        """Whether the browser may ask for this document. `top`: it is the page itself, none of its frames; `redirected`: the
        answer to another request leads there."""

    def not_loaded(self, url: str, error: str) -> None:
        """A frame stays empty. `error`: in Chrome's words."""

    def on_lost(self, error: BrowserError) -> None: ...


class Gate:
    """Stands before the tab `target` from when it is made. Nothing passes while nobody can be asked."""

    def __init__(self, keeper: Gatekeeper, target: str, guarded: Guarded) -> None:
        self._keeper, self._target, self._guarded = keeper, target, guarded
        self._session = keeper.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        keeper.listen(self._session, self)
        keeper.call("Fetch.enable", {"session": self._session, **_DOCUMENTS})

    def on_event(self, method: str, params: Params) -> None:
        if method != "Fetch.requestPaused":
            return
        asked = params["params"]
        request, url = {"session": self._session, "requestId": asked["requestId"]}, asked["request"]["url"]
        top = asked["frameId"] == self._target
        if answered := asked.keys() & _ANSWERED:
            if "responseErrorReason" in answered:
                self._guarded.not_loaded(url, _in_capitals(asked["responseErrorReason"]))
            self._keeper.post("Fetch.continueRequest", request)
        elif self._guarded.may_load(url, top=top, redirected="redirectedRequestId" in asked):
            self._keeper.post("Fetch.continueRequest", {**request, "interceptResponse": not top})
        else:
            self._keeper.post("Fetch.fulfillRequest", {**request, **_NO_CONTENT})

    def on_lost(self, error: BrowserError) -> None:
        self._guarded.on_lost(error)  # Chrome asks nobody any more

    def close(self) -> None:
        self._keeper.forget(self)


def _in_capitals(reason: str) -> str:
    """`NameNotResolved` as it is called everywhere else."""
    return "net::ERR_" + re.sub(r"(?<=[a-z])(?=[A-Z])", "_", reason).upper()
