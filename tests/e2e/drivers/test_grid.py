"""A Chrome that runs elsewhere: a chromedriver that the test starts is the remote end."""

from __future__ import annotations

import shutil
import socket
import socketserver
import threading
import urllib.request

import pytest
from plain_process import PlainProcess

from botex_pytest.drivers import grid
from botex_pytest.errors import BrowserError
from botex_pytest.page import Answer
from botex_pytest.waiting import wait_until

AWAY = "https://recruiter.example/complete?cc=SECRET1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/status", timeout=5):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def remote(tmp_path_factory):
    """The address of a chromedriver that is none of ours."""
    port = free_port()
    log = tmp_path_factory.mktemp("remote") / "chromedriver.log"
    process = PlainProcess([str(shutil.which("chromedriver")), f"--port={port}"], log=log, name="chromedriver")
    process.start()
    url = f"http://127.0.0.1:{port}"
    wait_until(lambda: answers(url), 30, "chromedriver answers")
    yield url
    process.stop()


def test_pages_are_played_and_nobody_leaves(remote, new_driver, site):
    driver = new_driver(grid=remote, page_timeout=20)
    tab = driver.tab(site.origin)
    assert tab.open(site.add("<p id=a></p><script>a.textContent = navigator.userAgent</script>")).text.count("Headless") == 0
    site.add("", path="POST /away", status=302, Location=AWAY)
    url = site.add('<form method="post" action="/away"><button>Go</button></form>')
    tab.open(url)
    assert tab.submit(Answer()).outgoing == AWAY
    assert tab.look().url == url
    assert driver._process is None
    driver.close()
    assert not driver.alive


def test_the_browser_is_given_back(remote, new_driver, site):
    driver = new_driver(grid=remote)
    driver.tab(site.origin)
    session = driver._grid.session
    driver.close()
    with pytest.raises(Exception, match="invalid session id"):
        _ = session.timeouts


def test_a_server_that_it_cannot_reach_is_no_fault_of_the_study(remote, new_driver):
    driver = new_driver(grid=remote)
    nobody = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(BrowserError, match="cannot open oTree at") as raised:
        driver.tab(nobody)
    assert "ERR_CONNECTION_REFUSED" in str(raised.value)
    assert driver.alive
    contexts = driver._connection.call("browser.getUserContexts", {})["userContexts"]
    assert [context["userContext"] for context in contexts] == ["default"]  # the window was given back


def test_a_server_behind_a_wall_is_out_of_reach_too(remote, new_driver):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        driver = new_driver(grid=remote, page_timeout=6)
        with pytest.raises(BrowserError, match="cannot open oTree at") as raised:
            driver.tab(f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert "no answer within 6 s" in str(raised.value)


@pytest.fixture
def socks(site):
    """The port of a SOCKS proxy that leads everywhere to `site`, as the far end of `ssh -R` leads to another machine's ports."""
    where = ("127.0.0.1", int(site.origin.rpartition(":")[2]))

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _, methods = self.rfile.read(2)
            self.rfile.read(methods)
            self.wfile.write(b"\x05\x00")
            kind = self.rfile.read(4)[3]
            self.rfile.read({1: 4, 4: 16}.get(kind) or self.rfile.read(1)[0])
            self.rfile.read(2)
            with socket.create_connection(where) as there:
                self.wfile.write(b"\x05\x00\x00\x01" + bytes(6))
                threading.Thread(target=passed_on, args=(self.request, there), daemon=True).start()
                passed_on(there, self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def passed_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass  # one of them has had enough


def test_a_server_that_only_we_reach_is_reached_through_us(remote, new_driver, socks):
    """Nobody listens at this address of the browser's machine."""
    ours = f"http://127.0.0.1:{free_port()}"
    assert new_driver(grid=remote, grid_socks=socks).tab(ours).open(f"{ours}/next").text == "next"


def test_a_grid_where_nobody_listens(new_driver, site):
    url = f"http://somebody:secret@127.0.0.1:{free_port()}"
    with pytest.raises(BrowserError, match="No Chrome was to be had at") as raised:
        new_driver(grid=url, start_timeout=3).tab(site.origin)
    assert "secret" not in str(raised.value)


def test_a_server_that_is_no_grid(new_driver, site):
    with pytest.raises(BrowserError, match="what answers there is no WebDriver server"):
        new_driver(grid=site.origin, start_timeout=3).tab(site.origin)


def test_a_session_that_names_an_address_of_its_own_network(remote, new_driver, site, monkeypatch):
    """As Grids in containers do."""
    made = grid.new_session

    def elsewhere(*args, **named):
        session = made(*args, **named)
        host = remote.removeprefix("http://")
        session.caps["webSocketUrl"] = session.caps["webSocketUrl"].replace(host, "grid-node.invalid:4444")
        return session

    monkeypatch.setattr(grid, "new_session", elsewhere)
    assert new_driver(grid=remote).tab(site.origin).open(site.origin + "/next").text == "next"


def test_a_session_whose_websocket_is_elsewhere(remote, new_driver, site, monkeypatch):
    monkeypatch.setattr(grid, "host", lambda _address: f"127.0.0.1:{free_port()}")
    assert new_driver(grid=remote).tab(site.origin).open(site.origin + "/next").text == "next"


def test_it_stays_awake(remote, new_driver, site, monkeypatch):
    monkeypatch.setattr(grid, "STIR_SECONDS", 0.05)
    stirred = threading.Event()
    monkeypatch.setattr(grid.Connection, "ping", lambda _: stirred.set())
    driver = new_driver(grid=remote)
    tab = driver.tab(site.origin)
    assert stirred.wait(30)
    assert tab.open(site.origin + "/next").text == "next"


def test_two_runs_share_it(remote, new_driver, site):
    tabs = [new_driver(grid=remote).tab(site.origin) for _ in range(2)]
    assert [tab.open(site.origin + "/next").text for tab in tabs] == ["next", "next"]
