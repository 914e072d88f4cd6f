"""Starts chromedriver and a browser session in it, and ends both with everything they started."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

from botex_pytest.addresses import host
from botex_pytest.drivers.base import ChildProcess, MakeProcess
from botex_pytest.drivers.find_chrome import Chrome
from botex_pytest.errors import BrowserError
from botex_pytest.waiting import WaitTimeout, wait_until

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

LAST_WORDS_SECONDS = 10.0  # for a Chrome that does not start to say why
_TAKEN = "port not available"  # it chooses one by itself, and now and then another process has it, for IPv4 only
_BINDS = 5  # times it may choose
_LISTENING = re.compile(r"started successfully on port (\d+)")
_DISABLED_FEATURES = (
    "BackForwardCache",  # keeps left pages and their sockets alive, and costs 10 ms a page
    # a new frame for every page, and the old picture of it kept until the next is drawn: a tenth of Chrome's work
    "RenderDocument",
    "PaintHolding",
    "Translate",
    "MediaRouter",
    "OptimizationHints",
    "CalculateNativeWinOcclusion",
    # spare processes, and pages of the browser's own address bar, for every window: half of Chrome's work, and 50 MB each
    "SpareRendererForSitePerProcess",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
)
FLAGS = (
    "--force-prefers-reduced-motion",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-client-side-phishing-detection",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-breakpad",
    "--disable-search-engine-choice-screen",
    "--metrics-recording-only",
    "--mute-audio",
    "--disable-blink-features=AutomationControlled",
    # participants in windows behind others get the same clock as the one in front
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    f"--disable-features={','.join(_DISABLED_FEATURES)}",
)


class ChromeProcess:
    """A chromedriver of our own with one browser in it; `url` is where sessions are made."""

    def __init__(self, chrome: Chrome, make_process: MakeProcess, log_dir: Path) -> None:
        self.chrome = chrome
        self.log = log_dir / f"chromedriver-{os.getpid()}-{uuid.uuid4().hex[:6]}.log"
        self.profile = tempfile.mkdtemp(prefix="botex-chrome-")
        self._make_process = make_process
        self._process = self._new_process()

    def _new_process(self) -> ChildProcess:
        command = [self.chrome.driver.path, "--port=0"]
        return self._make_process(command, log=self.log, name="chromedriver", leavings=(self.profile,))

    def start(self, seconds: float) -> str:
        """The address of the running chromedriver. Raises `BrowserError`."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(_BINDS):
            try:
                self._process.start()
                wait_until(lambda: self._port() or not self._process.alive, seconds, "chromedriver is ready")
            except (OSError, WaitTimeout) as error:
                raise BrowserError.not_started("chromedriver", str(error), self.tail(), str(self.log)) from None
            port = self._port()
            if port:
                return f"http://127.0.0.1:{port}"
            if _TAKEN not in "\n".join(self.tail()):
                break
            self._process.stop()
            self._process = self._new_process()
        raise BrowserError.not_started("chromedriver", "it ended at once.", self.tail(), str(self.log))

    def _port(self) -> str:
        found = _LISTENING.search(self.log.read_text("utf-8", "replace")) if self.log.exists() else None
        return found[1] if found else ""

    @property
    def pid(self) -> int | None:
        """Of chromedriver, which has started the browser."""
        return self._process.pid

    def tail(self) -> list[str]:
        return list(self._process.log_tail(20))

    def last_words(self, chosen: Sequence[str]) -> tuple[list[str], str]:
        """What Chrome says when it is started by hand with the `chosen` flags, and the file that holds it: chromedriver keeps
        Chrome's own complaints to itself. When that Chrome starts after all, what chromedriver said."""
        end_users_of(self.profile)
        log = self.log.with_name(self.log.name.replace("chromedriver", "chrome"))
        by_hand = self._make_process([self.chrome.browser.path, *chosen, "--dump-dom", "about:blank"], log=log, name="chrome")
        try:
            by_hand.start()
            wait_until(lambda: not by_hand.alive, LAST_WORDS_SECONDS, "Chrome ends")
        except (OSError, WaitTimeout):
            pass  # what it has said by now is what there is
        finally:
            by_hand.stop()
        said = [line for line in by_hand.log_tail(20) if not line.startswith("<")]
        return (said, str(log)) if said else (self.tail(), str(self.log))

    def stop(self) -> None:
        """End chromedriver, every Chrome that works in our profile, and the profile."""
        self._process.stop()
        end_users_of(self.profile)
        shutil.rmtree(self.profile, ignore_errors=True)


def end_users_of(profile: str) -> None:
    """Kill what runs with `profile`: when chromedriver is killed, its browser lives on and belongs to nobody."""
    import psutil

    flag = f"--user-data-dir={profile}"
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if flag in (process.info["cmdline"] or ()):
            try:
                found += [process, *process.children(recursive=True)]
            except psutil.NoSuchProcess:
                continue
    for process in found:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(found, timeout=5)


class NoSession(Exception):
    """In one sentence, why there is none."""


def open_session(url: str, process: ChromeProcess, chosen: Sequence[str], seconds: float) -> WebDriver:
    """A browser session in our own `process` at `url`. Raises `BrowserError`."""
    try:
        return new_session(url, chosen, seconds, browser=process.chrome.browser.path)
    except NoSession as error:
        raise BrowserError.not_started("Chrome", str(error), *process.last_words(chosen)) from error


def new_session(url: str, chosen: Sequence[str], seconds: float, *, browser: str = "") -> WebDriver:
    """A browser session at `url` that speaks BiDi. Takes 0.4 to 2 s. `chosen`: Chrome's flags; `browser`: its path there, where
    it is not to be found by the server. Raises `NoSession`, or `BrowserError` when it does not speak BiDi."""
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.remote.client_config import ClientConfig
    from urllib3.exceptions import HTTPError

    options = webdriver.ChromeOptions()
    for flag in chosen:
        options.add_argument(flag)
    if browser:
        options.binary_location = browser
    options.set_capability("webSocketUrl", True)
    options.set_capability("unhandledPromptBehavior", {"default": "accept", "prompt": "ignore"})  # see Navigation
    options.add_experimental_option("excludeSwitches", ["enable-automation"])
    parts = urlsplit(url)
    bare = urlunsplit(parts._replace(netloc=host(parts)))
    name, password = (unquote(part) if part else None for part in (parts.username, parts.password))
    client = ClientConfig(bare, timeout=int(seconds) + 1, username=name, password=password)
    try:
        session = webdriver.Remote(bare, options=options, client_config=client)
    except (ValueError, TypeError, AttributeError) as error:
        raise NoSession("what answers there is no WebDriver server.") from error
    except (WebDriverException, HTTPError, OSError) as error:
        cause = str(getattr(error, "msg", None) or error).strip().splitlines()
        raise NoSession(cause[0] if cause else type(error).__name__) from error
    if not isinstance(session.capabilities.get("webSocketUrl"), str):
        session.quit()
        raise BrowserError.no_bidi(bare)
    return session


def end_session(session: WebDriver) -> None:
    """Give a browser back, also when it is gone."""
    _said(session.quit)


def stir_session(session: WebDriver) -> None:
    """Ask something that changes nothing. Whoever needs to know that it is gone hears so elsewhere."""
    _said(lambda: session.timeouts)


def _said(command: Callable[[], object]) -> None:
    from selenium.common.exceptions import WebDriverException
    from urllib3.exceptions import HTTPError

    try:
        command()
    except (WebDriverException, HTTPError, OSError, ValueError, TypeError, AttributeError):  # a proxy may answer anything
        pass


def flags(process: ChromeProcess | None, *, headed: bool, window: tuple[int, int]) -> list[str]:
    """Chrome's flags. `process`: the one that it is to run in, if it is ours."""
    chosen = [*FLAGS, f"--window-size={window[0]},{window[1]}"]
    if not headed:
        chosen.append("--headless=new")
    if process:
        chosen.append(f"--user-data-dir={process.profile}")
        if not headed:
            chosen.append(f"--user-agent={user_agent(process.chrome.browser.major)}")
        if needs_no_sandbox():
            chosen.append("--no-sandbox")
    return chosen


def user_agent(major: int) -> str:
    """What a person's Chrome of this version says; without a window it would call itself HeadlessChrome."""
    systems = {"darwin": "Macintosh; Intel Mac OS X 10_15_7", "win32": "Windows NT 10.0; Win64; x64"}
    system = systems.get(sys.platform, "X11; Linux x86_64")
    return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36"


def needs_no_sandbox() -> bool:
    """Chrome refuses to run its sandbox as root."""
    geteuid: Any = getattr(os, "geteuid", None)
    return geteuid is not None and geteuid() == 0
