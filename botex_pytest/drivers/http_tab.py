"""One participant without a browser: fetches pages, fills their forms in, follows where the server leads."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import requests

from botex_pytest.drivers.base import Account, Act
from botex_pytest.drivers.hands import NoHands
from botex_pytest.drivers.html_form import Request, fill, forced, press, request
from botex_pytest.drivers.html_reader import FetchSheet, HtmlPage
from botex_pytest.drivers.http_release import Release
from botex_pytest.drivers.outcomes import classify, refusals
from botex_pytest.drivers.page_reader import read_page
from botex_pytest.page import Answer, BrowserEvent, Message, Outcome, Page, Value

_HOPS = 20
_IDLE_SECONDS = 3.0  # oTree's server closes a connection that has been idle for 5 s; a POST must not meet that moment
_ACCEPT = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class _Left(Exception):
    """The server leads to another one."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


class HttpTab:
    """See `drivers.base.Tab`. Made by `HttpDriver.tab`; used by one thread at a time."""

    def __init__(self, *, origin: str, page_timeout: float, fetch_sheet: FetchSheet) -> None:
        self._origin = urlsplit(origin.lower())[:2]
        self._timeout, self._fetch_sheet = page_timeout, fetch_sheet
        self._no_answer = f"The server has not answered within {page_timeout:g} s."
        self._session = requests.Session()
        self._session.trust_env = urlsplit(origin).hostname not in ("127.0.0.1", "localhost", "::1")
        self._used = 0.0
        self._kept = False  # whether a connection may be there that has been used before
        self._html: HtmlPage | None = None
        self._page = Page("foreign", origin)
        self._due: float | None = None  # when the page's own timer runs out
        self._holds_timers = False
        self._release: Release | None = None
        self._events: list[BrowserEvent] = []
        self._closed = threading.Event()

    @property
    def alive(self) -> bool:
        return True  # there is none to lose

    def hold_timers(self) -> None:
        self._holds_timers = True

    # --- looking ---

    def open(self, url: str) -> Page:
        try:
            return self._load(Request("GET", url))
        except _Left as left:
            return Page("foreign", left.url)

    def look(self) -> Page:
        if self._due is not None:
            return replace(self._page, seconds_left=max(self._due - time.monotonic(), 0.0))
        return self._page

    def wait_for_change(self, seconds: float) -> Page | None:
        end = time.monotonic() + seconds
        if self._release is None:
            left = seconds if self._due is None else min(self._due - time.monotonic(), seconds)
            self._closed.wait(max(left, 0.0))
            return self._expired()
        while not self._closed.is_set():
            left = end - time.monotonic()
            if self._release.wait(max(left, 0.0), self._closed):
                return self.open(self._page.url)
            if left <= 0:
                break
        return None

    def events(self) -> tuple[BrowserEvent, ...]:
        taken, self._events = tuple(self._events), []
        return taken

    def screenshot(self) -> bytes:
        return b""

    def close(self) -> None:
        self._closed.set()
        self._forget_release()
        self._session.close()

    # --- acting ---

    def by_hand(self, act: Act, account: Account) -> Page | None:
        return self.look() if act(self.look(), NoHands(self.look, account)) else None

    def submit(self, answer: Answer) -> Outcome:
        gone_on = self._expired()
        if gone_on is not None:
            return Outcome("moved", gone_on, sent=False)
        if self._html is None:
            return Outcome("unchanged", self._page, (Message("the page has no such button", by="browser"),))
        untaken = fill(self._html, answer.values)
        unfilled = tuple(one["name"] for one in untaken)
        if untaken:
            return Outcome(
                "blocked", self._reread(), refusals({"untaken": untaken, "pressed": False}, answer.values), unfilled=unfilled
            )
        sent, why = press(self._html, answer.button)
        if sent is not None:
            return self._send(sent)
        if why.get("invalid"):
            return Outcome("blocked", self._reread(), refusals(why, answer.values))
        said = (Message(why["obstacle"], by="browser"),) if why.get("obstacle") else ()
        return Outcome("unchanged", self._reread(), said)

    def force(self, values: Mapping[str, Value]) -> Outcome:
        """Post the form with `values`, whatever its controls and the browser's own validation would make of them."""
        if self._html is None or self._html.form is None:
            return Outcome("unchanged", self._page, (Message("the page has no form", by="browser"),))
        return self._send(forced(self._html, self._html.form, values))

    def _send(self, sent: Request) -> Outcome:
        before = self._page
        try:
            after = self._load(sent)
        except _Left as left:
            return Outcome("left", before, outgoing=left.url)
        if after.kind == "error" and after.status == 0 and after.text == self._no_answer:
            self._page = before
            return Outcome("unchanged", before, (Message(self._no_answer),))
        return classify(before, after, ())

    def _expired(self) -> Page | None:
        """At zero oTree's timer sends the form as it stands, without validation; then the page that follows."""
        if self._due is None or time.monotonic() < self._due or self._html is None or self._html.form is None:
            return None
        self._due = None
        try:
            return self._load(request(self._html, self._html.form, None, timeout_happened="1"))
        except _Left:
            return None  # the page stays, and the event tells

    # --- talking to the server ---

    def _load(self, wanted: Request) -> Page:
        """The page that `wanted` leads to. Raises `_Left` when that is another server's; the present page then stays."""
        try:
            reply = self._follow(wanted)
        except requests.Timeout:
            self._disconnect()
            return Page("error", wanted.url, text=self._no_answer, status=0)
        except requests.RequestException as error:
            self._disconnect()
            return self._arrive(Page("error", wanted.url, text=f"{type(error).__name__}: {error}", status=0))
        if reply.status_code >= 500:
            self._disconnect()  # oTree drops the connection and does not say so
        reply.encoding = reply.encoding if "charset" in reply.headers.get("Content-Type", "") else "utf-8"
        html = HtmlPage(reply.url, reply.text, reply.status_code, self._fetch_sheet)
        return self._arrive(read_page(html.facts()), html)

    def _follow(self, wanted: Request) -> requests.Response:
        for _ in range(_HOPS):
            self._stay(wanted.url)
            reply = self._request(wanted)
            if not reply.is_redirect:
                return reply
            to = urljoin(wanted.url, reply.headers["Location"])
            wanted = replace(wanted, url=to) if reply.status_code in (307, 308) else Request("GET", to)
        raise requests.TooManyRedirects(f"more than {_HOPS} redirects, the last one to {wanted.url}")

    def _stay(self, url: str) -> None:
        if urlsplit(url.lower())[:2] != self._origin:
            self._events.append(BrowserEvent("outgoing", url, url, own=False))
            raise _Left(url)

    def _request(self, wanted: Request) -> requests.Response:
        """The server's reply. When it closes a connection that was kept, instead of answering on it, it has not seen the request:
        it is sent again on a new one, as Chrome does, whatever the method."""
        if time.monotonic() - self._used > _IDLE_SECONDS:
            self._disconnect()
        try:
            return self._request_once(wanted)
        except requests.ConnectionError as error:
            if not self._kept or not _closed_unanswered(error):
                raise
            self._disconnect()
            return self._request_once(wanted)

    def _request_once(self, wanted: Request) -> requests.Response:
        headers = {**_ACCEPT, **_FORM} if wanted.method == "POST" else _ACCEPT
        body = wanted.body.encode() if wanted.method == "POST" else None
        try:
            reply = self._session.request(
                wanted.method, wanted.url, data=body, headers=headers, timeout=self._timeout, allow_redirects=False
            )
        finally:
            self._used = time.monotonic()
        self._kept = True
        return reply

    def _disconnect(self) -> None:
        self._session.close()
        self._kept = False

    def _arrive(self, page: Page, html: HtmlPage | None = None) -> Page:
        self._forget_release()
        self._page, self._html = page, html
        timed = page.seconds_left is not None and not self._holds_timers
        self._due = time.monotonic() + (page.seconds_left or 0.0) if timed else None
        if page.kind == "wait" and html is not None:
            self._release = Release(page.url, html.scripts.socket, page.waits_for)
        return page

    def _reread(self) -> Page:
        """The same document with what has been filled in."""
        assert self._html is not None
        self._page = read_page(self._html.facts())
        return self.look()

    def _forget_release(self) -> None:
        if self._release is not None:
            self._release.close()
            self._release = None


def _closed_unanswered(error: requests.ConnectionError) -> bool:
    """Whether a connection ended before the first byte of a reply. A busy server does that to one that was idle for a moment."""
    return any(isinstance(cause, ConnectionError) for cause in getattr(error.args[0] if error.args else None, "args", ()))
