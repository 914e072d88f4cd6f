"""What one tab's browser tells while it goes from document to document; fed by the reader thread, awaited by the tab's."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any
from urllib.parse import urlsplit

from botex_pytest.errors import BrowserError
from botex_pytest.page import BrowserEvent, Noticed

Params = dict[str, Any]
Post = Callable[[str, Params], "Future[Params]"]

EVENTS = (
    "browsingContext.contextCreated",
    "browsingContext.contextDestroyed",
    "browsingContext.navigationStarted",
    "browsingContext.navigationFailed",
    "browsingContext.domContentLoaded",
    "browsingContext.load",
    "browsingContext.userPromptOpened",
    "network.beforeRequestSent",
    "network.fetchError",
    "log.entryAdded",
    "script.message",
    "goog:cdp.Log.entryAdded",
)
COMMITTED, DOWNLOAD = "browsingContext.navigationCommitted", "browsingContext.downloadWillBegin"
NEWER_EVENTS = (COMMITTED, DOWNLOAD)  # not every Chrome tells of them
_MESSAGES = ("live-sent", "live-received", "chat-sent", "chat-received")
_NO_CONTENT: Params = {"statusCode": 204, "reasonPhrase": "No Content", "headers": []}
_NOT_LOADED = re.compile(r"Failed to load resource: (?:the server responded with a status of (\d+)|(net::\w+))")
DRAWN_SECONDS = 5.0  # a document that has been parsed is read after this, even if a picture or a far script still loads
LEAVING_SECONDS = 0.5  # the same for one that leads away while it still loads
MOST_NOTICED = 2000  # between two looks; a script may alert for ever
FAILED_SECONDS = 1.0  # Chrome's own error page follows a failed navigation within this


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


class Navigation:
    """Counts documents and keeps what was noticed. `documents` grows by one with each that can be read."""

    def __init__(self, context: str, origin: str, post: Post) -> None:
        self.context, self.origin = context, origin
        self.gated = False  # there is a `Gate`, and BiDi tells nothing of the page's files
        self.documents = 0
        self.outgoing: list[str] = []
        self.led_away = 0  # so many of them by the server's own answer
        self.dialogs: list[str] = []
        self._post = post
        self._changed = threading.Condition()
        self._noticed: list[BrowserEvent] = []
        self._pending = ""  # the navigation under way
        self._let_in = False  # the gate has let a document in that has not come yet; BiDi may tell of it later
        self._here: str | None = None  # the one whose document is there; None where Chrome does not tell
        self._counted = ""  # the one that `documents` counted last
        self._read_at = 0.0  # when its document is read, however much of it still loads
        self._failed_at = 0.0
        self._lost: BrowserError | None = None
        self._popups: set[str] = set()
        self.requested = ""  # the address of the document that was asked for last

    # -- for the tab's thread

    def wait(self, done: Callable[[], bool], seconds: float) -> bool:
        """True as soon as `done`; False after `seconds`. Raises `BrowserError` at once when the browser is gone."""
        end = time.monotonic() + seconds
        with self._changed:
            while True:
                self._take_the_unfinished()
                if self._lost:
                    raise self._lost
                if done():
                    return True
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(min(left, 0.25) if self._read_at or self._failed_at else left)

    @property
    def under_way(self) -> bool:
        """A document is being fetched or drawn, and may still come."""
        failed = self._failed_at and time.monotonic() - self._failed_at > FAILED_SECONDS
        return bool(self._pending or self._let_in) and not failed

    def came_or_left(self, documents: int, left: int) -> bool:
        """There are more documents than these, or more leads away than these. A document that leads away while it still loads
        has been heard of by then, but is not there yet."""
        return self.documents > documents or (len(self.outgoing) > left and not self.under_way)

    def wake(self) -> None:
        """Let `wait` ask again: something else than an event has happened."""
        with self._changed:
            self._changed.notify_all()

    def take_events(self) -> tuple[BrowserEvent, ...]:
        with self._changed:
            taken, self._noticed = tuple(self._noticed), []
        return taken

    def _take_the_unfinished(self) -> None:
        if self._pending and self._read_at and time.monotonic() > self._read_at:
            self._arrived(self._pending)

    def _read_within(self, seconds: float) -> None:
        at = time.monotonic() + seconds
        self._read_at = min(self._read_at or at, at)

    def _arrived(self, navigation: str) -> None:
        if navigation and navigation == self._counted:
            return  # it has been read before its last picture came
        self.documents += 1
        self._counted = navigation
        if navigation in ("", self._pending):  # else the document that went away while it still loaded
            self._pending, self._let_in, self._read_at, self._failed_at = "", False, 0.0, 0.0

    # -- for the reader thread

    def on_lost(self, error: BrowserError) -> None:
        with self._changed:
            self._lost = error
            self._changed.notify_all()

    def on_event(self, method: str, params: Params) -> None:
        with self._changed:
            handler = _HANDLERS.get(method)
            if handler and (handler not in _OWN or self._own(params)):
                handler(self, params)
            self._changed.notify_all()

    def _own(self, params: Params) -> bool:
        return bool(params.get("context") == self.context)

    def _notice(self, kind: Noticed, text: str, **more: Any) -> None:
        if len(self._noticed) < MOST_NOTICED:
            self._noticed.append(BrowserEvent(kind, text, **more))

    def _on_created(self, params: Params) -> None:
        if params.get("originalOpener") and not params.get("parent"):
            self._popups.add(params["context"])
            self._post("browsingContext.close", {"context": params["context"]})

    def _on_started(self, params: Params) -> None:
        if self._own(params):
            if self._foreign(params["url"]):
                return  # it is refused, and the document that led there may not have been heard of to its end
            late = self._let_in and not self._pending  # the gate was faster, and may have heard already that it leads away
            self._pending, self._failed_at = params.get("navigation") or "", 0.0
            self._read_at = self._read_at if late else 0.0
        elif params["context"] in self._popups and params["url"] != "about:blank":
            if origin_of(params["url"]) == self.origin:
                self._notice("dialog", "a new window, closed at once", url=params["url"])
            else:
                self._leave(params["url"])

    def _on_failed(self, params: Params) -> None:
        if params.get("navigation") == self._pending:  # not one that another has taken the place of
            self._failed_at, self._read_at = time.monotonic(), 0.0

    def _on_committed(self, params: Params) -> None:
        """A document takes the place of another, perhaps under the name of a third: of two navigations Chrome chooses one after
        it has told of both."""
        named: str = params.get("navigation") or ""
        if not self._pending and not named == self._counted != self._here:  # that would be one that was read as it led away
            self._pending, self._counted = named, ""
        self._here = self._pending or named

    def _on_download(self, params: Params) -> None:
        if params.get("navigation") == self._pending:
            self._nothing_comes()

    def _nothing_comes(self) -> None:
        """The document that is there stays."""
        self._pending, self._let_in, self._read_at = "", False, 0.0

    def _on_parsed(self, params: Params) -> None:
        if self._here is None and self._let_in and not self._pending and params.get("navigation") == self._counted:
            self._pending, self._counted = self._counted, ""  # what was counted under this name was the document before
        if self._document(params) == self._pending:
            self._read_within(DRAWN_SECONDS)

    def _on_load(self, params: Params) -> None:
        self._arrived(self._document(params))

    def _document(self, params: Params) -> str:
        """Of whose document an event tells: of the one that is there, under whatever name. Chrome takes that of the navigation
        under way, which is the next one where the document leads on while it still loads."""
        named: str = params.get("navigation") or ""
        failed = self._failed_at and named == self._pending  # Chrome's own error page takes a place without a word
        return named if self._here is None or failed else self._here

    def _on_dialog(self, params: Params) -> None:
        self.dialogs.append(params["message"])
        # the browser accepts the others by itself; to this one people say yes to what stands in it
        if params["type"] == "prompt":
            answer = {"accept": True, "userText": params.get("defaultValue") or ""}
            self._post("browsingContext.handleUserPrompt", {"context": params["context"], **answer})
        self._notice("dialog", f"{params['type']}: {params['message']}")

    def _on_request(self, params: Params) -> None:
        """The browser waits for our leave to ask a server for a file; where there is no `Gate`."""
        if not params.get("isBlocked"):
            return
        request, top = {"request": params["request"]["request"]}, self._own(params) and bool(params.get("navigation"))
        if self.may_load(params["request"]["url"], top=top, redirected=params.get("redirectCount", 0) > 0):
            self._post("network.continueRequest", request)
        else:
            self._post("network.provideResponse", {**request, **_NO_CONTENT})

    def may_load(self, url: str, *, top: bool, redirected: bool) -> bool:
        """Whether the browser may ask for this document: it must not replace the page (`top`) by one of another server."""
        with self._changed:
            if top and self._foreign(url):
                if redirected:
                    self.led_away += 1
                    self._nothing_comes()
                elif self.under_way and not self._failed_at:  # the document that leads there: Chrome may never say it has come
                    self._read_within(LEAVING_SECONDS)
                self._leave(url)
                self._changed.notify_all()
                return False
            if top:
                self.requested, self._let_in = url, True
            return True

    def _foreign(self, url: str) -> bool:
        return url.startswith("http") and origin_of(url) != self.origin

    def _leave(self, url: str) -> None:
        self.outgoing.append(url)
        self._notice("outgoing", url, url=url, own=False)

    def _on_fetch_error(self, params: Params) -> None:
        self.not_loaded(params["request"]["url"], params.get("errorText", ""))

    def not_loaded(self, url: str, error: str) -> None:
        """A file, or the document of a frame."""
        if error != "net::ERR_ABORTED" and url.startswith("http"):  # what a page left behind unfinished is no failure
            with self._changed:
                self._notice("request-failed", error, url=url, own=origin_of(url) == self.origin)

    def _on_chrome_log(self, params: Params) -> None:
        """Files that a server refused. Not the document, whose status is part of the page, nor the icon that Chrome asks for."""
        entry = params["params"]["entry"]
        url, found = entry.get("url", ""), _NOT_LOADED.match(entry.get("text", ""))
        if not found or url == self.requested or urlsplit(url).path == "/favicon.ico":
            return
        status, error = found.groups()
        if status:
            self._notice("request-failed", f"HTTP {status}", url=url, own=origin_of(url) == self.origin)
        elif self.gated:
            self.not_loaded(url, error)

    def _on_log(self, params: Params) -> None:
        if params.get("level") != "error":
            return
        frames = params.get("stackTrace", {}).get("callFrames") or [{}]
        url, line = frames[0].get("url", ""), frames[0].get("lineNumber", -1) + 1
        own = not url.startswith("http") or origin_of(url) == self.origin
        kind: Noticed = "script-error" if params["type"] == "javascript" else "console"
        self._notice(kind, params.get("text") or "", url=url, line=line, own=own)

    def _on_message(self, params: Params) -> None:
        """What sockets.js tells; a page that meddles with it spoils no more than its own record."""
        try:
            said = json.loads(params["data"]["value"])
            kind, text, url = said["kind"], str(said["text"]), str(said["url"])
        except (KeyError, TypeError, ValueError):
            return
        if kind in _MESSAGES:
            self._notice(kind, text, url=url)


_HANDLERS: dict[str, Callable[[Navigation, Params], None]] = {
    "browsingContext.contextCreated": Navigation._on_created,
    "browsingContext.navigationStarted": Navigation._on_started,
    "browsingContext.navigationFailed": Navigation._on_failed,
    COMMITTED: Navigation._on_committed,
    DOWNLOAD: Navigation._on_download,
    "browsingContext.domContentLoaded": Navigation._on_parsed,
    "browsingContext.load": Navigation._on_load,
    "browsingContext.userPromptOpened": Navigation._on_dialog,
    "log.entryAdded": Navigation._on_log,
    "script.message": Navigation._on_message,
    "network.beforeRequestSent": Navigation._on_request,
    "network.fetchError": Navigation._on_fetch_error,
    "goog:cdp.Log.entryAdded": Navigation._on_chrome_log,
}
_OWN = {_HANDLERS[f"browsingContext.{name}"] for name in ("navigationFailed", "domContentLoaded", "load")}  # not its frames'
_OWN |= {_HANDLERS[event] for event in NEWER_EVENTS}
