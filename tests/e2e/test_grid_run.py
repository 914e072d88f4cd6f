"""A whole run whose pages are opened by a Chrome that somebody else has started."""

from __future__ import annotations

import shutil
import subprocess
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
from harness import Done, run
from postgres import free_port

from botex_pytest.waiting import wait_until

T = TypeVar("T")


@pytest.fixture(scope="module")
def grid(tmp_path_factory):
    """The address of a chromedriver."""
    url = f"http://127.0.0.1:{free_port()}"

    def answers() -> bool:
        try:
            urllib.request.urlopen(f"{url}/status", timeout=5).close()
        except OSError:
            return False
        return True

    with (tmp_path_factory.mktemp("grid") / "chromedriver.log").open("wb") as log:
        command = [str(shutil.which("chromedriver")), f"--port={url.rpartition(':')[2]}"]
        child = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    wait_until(answers, 60, "chromedriver answers")
    yield url
    child.terminate()
    child.wait(60)


def statuses(done: Done) -> set[str]:
    return {status for items in done.verdicts.values() for status in items.values()}


def test_a_run_in_somebody_elses_chrome(tiny: Path, grid: str):
    done = run(tiny, "--botex-grid", grid, "--botex-chrome", "/nowhere/chrome")
    assert done.exit_code == 0, done.output
    assert f"botex_grid: {grid} (command line)" in done.output
    assert statuses(done) == {"finished"}
    assert list(done.folder.path.rglob("*.jpg")), "pictures come over the same connection"


def test_one_session_in_two_browsers_of_the_grid(tiny: Path, grid: str):
    """The workers are here, and have none of their own."""
    over, seen = threading.Event(), set()

    def look() -> None:
        while not over.wait(0.2):
            seen.update(chrome.pid for chrome in browsers_of(grid) if pages_in(chrome) >= 3)  # a half of all

    looking = threading.Thread(target=look)
    looking.start()
    try:
        options = ("--botex-grid", grid, "--botex-chrome", "/nowhere/chrome", "--botex-participants", "6")
        done = run(tiny, *options, "-n", "2", "--botex-spread")
    finally:
        over.set()
        looking.join()
    assert done.exit_code == 0, done.output
    assert {config: len(items) for config, items in done.verdicts.items()} == {"pair": 7}
    assert statuses(done) == {"finished"}
    assert len(done.sessions) == 1
    assert len(seen) == 2
    assert not browsers_of(grid), "they were given back"


def browsers_of(grid: str) -> list[psutil.Process]:
    """Every Chrome that the chromedriver at `grid` has started."""
    flag = f"--port={grid.rpartition(':')[2]}"
    (driver,) = (p for p in psutil.process_iter(["cmdline"]) if flag in (p.info["cmdline"] or ()))
    return [p for p in driver.children() if ask(p, psutil.Process.status) not in (None, psutil.STATUS_ZOMBIE)]


def pages_in(chrome: psutil.Process) -> int:
    found = ask(chrome, lambda it: it.children(recursive=True)) or []
    return sum("--type=renderer" in (ask(process, psutil.Process.cmdline) or ()) for process in found)


def ask(process: psutil.Process, what: Callable[[psutil.Process], T]) -> T | None:
    """None of one that is just ending, as a Chrome does that is not allowed its sandbox."""
    try:
        return what(process)
    except psutil.NoSuchProcess:
        return None


def test_no_browser_to_be_had_is_no_failure_of_the_study(tiny: Path):
    done = run(tiny, "--botex-grid", f"http://127.0.0.1:{free_port()}", "--botex-start-timeout", "5")
    assert done.exit_code == 1
    assert statuses(done) == {"infrastructure"}
    assert "No Chrome was to be had at http://127.0.0.1" in done.output
