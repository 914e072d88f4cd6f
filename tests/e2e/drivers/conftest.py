"""A real oTree server, a real Chrome and a server of odd pages, each started once."""

from __future__ import annotations

import http.server
import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from otree_copy import PROJECTS, Server, running_otree
from plain_process import PlainProcess

from botex_pytest.drivers.chrome import ChromeDriver
from botex_pytest.drivers.tab import ChromeTab


@pytest.fixture(scope="session")
def otree_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The project `widgets`, in a copy."""
    with running_otree(PROJECTS / "widgets", tmp_path_factory.mktemp("otree") / "widgets") as server:
        yield server


@dataclass
class Site:
    """Pages made up by a test. A POST leads to `/next` unless the page's form goes elsewhere."""

    origin: str
    pages: dict[str, tuple[int, str, dict[str, str]]] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)
    slow: threading.Event = field(default_factory=threading.Event)  # `/slow` answers when it is set
    asked: threading.Event = field(default_factory=threading.Event)  # `/slow-asked-for` is wanted; then `/when-asked` answers

    def add(self, html: str, *, path: str = "", status: int = 200, **headers: str) -> str:
        """The address of a new page with this body."""
        path = path or f"/page{next(self.numbers)}"
        self.pages[path] = (status, f"<!doctype html><title>t</title><body>{html}</body>", headers)
        return self.origin + path


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/slow-asked-for":
                made.asked.set()
            if self.path == "/when-asked":
                made.asked.wait(20)
            if self.path.startswith("/slow"):
                made.slow.wait(20)
            status, html, headers = made.pages.get(self.path, (404, "not here", {}))
            self._send(status, html, headers)

        def do_POST(self) -> None:
            made.posted.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            status, html, headers = made.pages.get(f"POST {self.path}", (303, "", {"Location": "/next"}))
            self._send(status, html, headers)

        def _send(self, status: int, html: str, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            try:
                self.end_headers()
                self.wfile.write(html.encode())
            except ConnectionError:
                pass  # the browser has lost patience

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Site(f"http://127.0.0.1:{server.server_port}")
    made.add("<p>next</p>", path="/next")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def new_driver(tmp_path: Path) -> Iterator[Callable[..., ChromeDriver]]:
    """Makes drivers of one's own, for tests that break them."""
    made: list[ChromeDriver] = []

    def make(**settings: object) -> ChromeDriver:
        made.append(ChromeDriver(start_process=PlainProcess, log_dir=tmp_path, **settings))
        return made[-1]

    yield make
    for driver in made:
        driver.close()


@pytest.fixture(scope="session")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromeDriver]:
    driver = ChromeDriver(start_process=PlainProcess, log_dir=tmp_path_factory.mktemp("chrome"), page_timeout=20)
    yield driver
    driver.close()


@pytest.fixture
def tab(chrome: ChromeDriver, site: Site) -> Iterator[ChromeTab]:
    """A tab for the odd pages."""
    made = chrome.tab(site.origin)
    yield made
    made.close()


@pytest.fixture
def otree_tab(chrome: ChromeDriver, otree_server: Server) -> Iterator[ChromeTab]:
    made = chrome.tab(otree_server.url)
    yield made
    made.close()
