"""A whole run whose pages are opened by a Chrome that somebody else has started."""

from __future__ import annotations

import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest
from harness import Done, run
from postgres import free_port

from botex_pytest.waiting import wait_until


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


def test_no_browser_to_be_had_is_no_failure_of_the_study(tiny: Path):
    done = run(tiny, "--botex-grid", f"http://127.0.0.1:{free_port()}", "--botex-start-timeout", "5")
    assert done.exit_code == 1
    assert statuses(done) == {"infrastructure"}
    assert "No Chrome was to be had at http://127.0.0.1" in done.output
