"""Chrome starts, dies and is ended with everything it started."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import psutil
import pytest

from botex_pytest.drivers.bidi import Connection, Refused
from botex_pytest.drivers.window import Window
from botex_pytest.errors import BrowserError
from botex_pytest.page import Answer
from botex_pytest.waiting import wait_until


def users_of(profile: str) -> list[psutil.Process]:
    flag = f"--user-data-dir={profile}"
    return [p for p in psutil.process_iter(["cmdline", "status"]) if flag in (p.info["cmdline"] or ()) and p.is_running()]


@pytest.fixture
def running(new_driver, site):
    driver = new_driver(page_timeout=20)
    tab = driver.tab(site.origin)
    tab.open(site.origin + "/next")
    return driver, tab


def browser_of(driver) -> psutil.Process:
    """The process that the others of this profile come from."""
    found = users_of(driver._process.profile)
    pids = {p.pid for p in found}
    return next(p for p in found if p.ppid() not in pids)


def test_nothing_is_left_after_close(running):
    driver, tab = running
    profile, log = driver._process.profile, driver._process.log
    assert users_of(profile)
    driver.close()
    assert not users_of(profile)
    assert not Path(profile).exists()
    assert log.exists()
    assert not driver.alive
    driver.close()
    tab.close()


def test_root_is_told_about_the_sandbox(running):
    driver, _ = running
    assert driver.notes == (["Chrome runs without its sandbox, because we run as root."] if os.geteuid() == 0 else [])


# --- windows that are opened before anybody asks for them ---


def windows_of(driver) -> set[str]:
    """By the user context that each is alone in."""
    told = driver._connection.call("browser.getUserContexts", {})["userContexts"]
    return {context["userContext"] for context in told} - {"default"}


def opened_ahead(driver, windows: int) -> set[str]:
    driver.expect(windows)
    wait_until(lambda: driver.alive and len(windows_of(driver)) == windows, 20, "the windows are open")
    return windows_of(driver)


def test_who_is_expected_gets_a_window_that_is_open(new_driver, site):
    driver = new_driver(page_timeout=20)
    ahead = opened_ahead(driver, 3)
    tabs = [driver.tab(site.origin) for _ in range(3)]
    assert windows_of(driver) == ahead
    tabs.append(driver.tab(site.origin))  # one more than was said
    assert len(windows_of(driver)) == 4
    for tab in tabs:
        assert tab.open(site.add('<script>localStorage.was = document.title = localStorage.was || "new"</script>')).title == "new"
    for tab in tabs:
        tab.close()
    assert not windows_of(driver)


def test_windows_for_more_than_come_are_given_back(new_driver, site):
    driver = new_driver(page_timeout=20)
    ahead = opened_ahead(driver, 4)
    opened_ahead(driver, 1)
    driver.tab(site.origin)
    assert len(windows_of(driver) & ahead) == len(windows_of(driver)) == 1


def test_windows_of_a_browser_that_has_died_are_given_to_nobody(new_driver, site):
    driver = new_driver(page_timeout=20)
    opened_ahead(driver, 2)
    browser_of(driver).kill()
    wait_until(lambda: not driver.alive, 10, "its death is noticed")
    tab = driver.tab(site.origin)
    assert tab.open(site.origin + "/next").text == "next"
    tab.close()
    opened_ahead(driver, 2)


def test_a_browser_that_dies_under_windows_being_opened_is_replaced_for_who_waits(new_driver, site, monkeypatch):
    driver = new_driver(page_timeout=20)
    opening, die = threading.Event(), threading.Event()
    furnish = Window._furnish

    def slowly(self, *given):
        if threading.current_thread().name.startswith("botex-window"):
            opening.set()
            assert die.wait(20)
        furnish(self, *given)

    monkeypatch.setattr(Window, "_furnish", slowly)
    driver.expect(3)
    assert opening.wait(20)
    first = driver._process.profile
    texts = []
    waiting = [
        threading.Thread(target=lambda: texts.append(driver.tab(site.origin).open(site.origin + "/next").text)) for _ in range(3)
    ]
    for thread in waiting:
        thread.start()
    wait_until(lambda: not driver._ahead._windows, 20, "all are waited for")
    browser_of(driver).kill()
    wait_until(lambda: not driver.alive, 10, "its death is noticed")
    die.set()
    for thread in waiting:
        thread.join(60)
    assert texts == ["next"] * 3
    assert driver._process.profile != first


def test_nothing_is_left_of_a_browser_that_is_closed_while_windows_open(new_driver):
    driver = new_driver(page_timeout=20)
    driver.expect(20)
    wait_until(lambda: driver.alive and len(windows_of(driver)) > 2, 20, "some windows are open")
    profile = driver._process.profile
    driver.close()
    assert not users_of(profile)
    driver.expect(3)
    driver.start()
    with pytest.raises(BrowserError, match="it was closed"):
        driver.tab("http://127.0.0.1:1")
    assert driver._process is None


@pytest.mark.parametrize("fails", ["setViewport", "addPreloadScript", "Fetch.enable", "addIntercept"])
def test_a_window_that_cannot_be_made_ready_is_given_back(running, site, monkeypatch, fails):
    driver, _ = running
    before = windows_of(driver)
    if fails == "addIntercept":
        monkeypatch.setattr(driver, "_keeper", None)  # as in a Grid, where BiDi does it
    call = Connection.call

    def refuse(self, method, *more):
        if fails in method:
            raise Refused(method, "unknown error", "as planned")
        return call(self, method, *more)

    monkeypatch.setattr(Connection, "call", refuse)
    with pytest.raises(BrowserError, match="as planned"):
        driver.tab(site.origin)
    assert windows_of(driver) == before


def test_who_finds_their_window_closed_gets_another(new_driver, site):
    driver = new_driver(page_timeout=20)
    opened_ahead(driver, 1)
    (blank,) = driver._ahead._windows
    driver._connection.call("browsingContext.close", {"context": blank.result().context})
    assert driver.tab(site.origin).open(site.origin + "/next").text == "next"


# --- death, and births that fail ---


@pytest.mark.parametrize("victim", ["chrome", "chromedriver"])
def test_death_wakes_everybody_and_leaves_nothing(running, site, victim):
    driver, tab = running
    profile = driver._process.profile
    other = driver.tab(site.origin)
    other.open(site.origin + "/next")
    errors: list[BrowserError] = []

    def wait_for_ever() -> None:
        try:
            other.wait_for_change(60)
        except BrowserError as error:
            errors.append(error)

    waiting = threading.Thread(target=wait_for_ever)
    waiting.start()
    pid = browser_of(driver).pid if victim == "chrome" else driver._process._process.pid
    os.kill(pid, signal.SIGKILL)
    waiting.join(10)
    assert not waiting.is_alive()
    assert "Chrome is gone" in str(errors[0])
    with pytest.raises(BrowserError, match="Chrome is gone"):
        tab.submit(Answer())
    assert not driver.alive
    again = driver.tab(site.origin)
    assert again.open(site.origin + "/next").text == "next"
    assert driver._process.profile != profile
    wait_until(lambda: not users_of(profile), 10, "the first Chrome is gone")


def test_a_port_that_is_taken_is_no_reason_to_give_up(new_driver, site, tmp_path):
    fake = tmp_path / "chromedriver"
    fake.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && exec chromedriver --version\n'
        f'[ -e "{tmp_path}/tried" ] && exec chromedriver "$@"\n'
        f'touch "{tmp_path}/tried"; echo "IPv4 port not available. Exiting..."; exit 1\n'
    )
    fake.chmod(0o755)
    assert new_driver(driver=str(fake)).tab(site.origin).open(site.origin + "/next").text == "next"
    assert (tmp_path / "tried").exists()


def failing_chrome(folder: Path, does: str) -> tuple[Path, Path]:
    """A Chrome that `does` something and ends, and a file that gets a line each time."""
    chrome, tries = folder / "chrome", folder / "tries"
    chrome.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec chromium --version\necho one >> "{tries}"; {does}; exit 7\n')
    chrome.chmod(0o755)
    return chrome, tries


@pytest.mark.parametrize("expected", [0, 5])
def test_chrome_that_does_not_start(expected, new_driver, site, tmp_path):
    fake, tries = failing_chrome(tmp_path, "echo no display >&2")
    driver = new_driver(chrome=str(fake))
    driver.expect(expected)
    wait_until(lambda: all(window.done() for window in driver._ahead._windows), 60, "windows are given up")
    with pytest.raises(BrowserError, match="Chrome did not start") as raised:
        driver.tab(site.origin)
    assert raised.value.log == ("no display",)
    assert Path(raised.value.log_path).read_text("utf-8") == "no display\n"
    assert not driver.alive
    assert driver._process is None
    # once to start it and once to hear why it does not, for all who were expected, and again for who asks
    assert len(tries.read_text("utf-8").split()) == (4 if expected else 2)


def test_who_waits_while_chrome_does_not_start_is_told_with_the_first(new_driver, site, tmp_path):
    fake, tries = failing_chrome(tmp_path, "sleep 1")
    driver = new_driver(chrome=str(fake))
    told = []

    def ask() -> None:
        with pytest.raises(BrowserError, match="Chrome did not start"):
            driver.tab(site.origin)
        told.append(True)

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(60)
    assert told == [True] * 4
    assert len(tries.read_text("utf-8").split()) == 2  # to start it, and to hear why it does not
