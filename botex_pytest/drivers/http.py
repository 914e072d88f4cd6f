"""Plays pages without a browser, at the server's own speed: forms as HTML tells them, and no scripts."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

import requests

from botex_pytest.drivers.http_tab import HttpTab


class HttpDriver:
    """See `drivers.base.Driver`. Starts nothing; a tab costs a connection.

    A page that scripts take part in is read, and says in `Page.needs_browser` why it is not to be played here.
    `page_timeout` bounds, in seconds, every wait for the server.
    """

    name = "http"

    def __init__(self, *, page_timeout: float = 30.0) -> None:
        self._page_timeout = page_timeout
        self._lock = threading.Lock()
        self._sheets: dict[str, str] = {}

    def start(self) -> None:
        """Nothing has to be started."""

    def expect(self, tabs: int) -> None:
        """A tab costs nothing."""

    def tab(self, origin: str) -> HttpTab:
        def fetch(url: str) -> str:
            return self._sheet(url, origin)

        return HttpTab(origin=origin, page_timeout=self._page_timeout, fetch_sheet=fetch)

    def close(self) -> None:
        """Nothing of ours outlives its tab."""

    def _sheet(self, url: str, origin: str) -> str:
        """An author's style sheet, asked for once. Other servers' are left alone: they are libraries, not the study."""
        if urlsplit(url)[:2] != urlsplit(origin)[:2]:
            return ""
        with self._lock:
            if url not in self._sheets:
                self._sheets[url] = self._fetch(url)
            return self._sheets[url]

    def _fetch(self, url: str) -> str:
        try:
            reply = requests.get(url, timeout=self._page_timeout)
        except requests.RequestException:
            return ""  # a browser shows the page without it, too
        return reply.text if reply.ok else ""
