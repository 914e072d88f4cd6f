"""Chrome and chromedriver are small scripts here that print a version."""

from __future__ import annotations

import os

import pytest

from botex_pytest.drivers import find_chrome as module
from botex_pytest.drivers.find_chrome import find_chrome
from botex_pytest.errors import BrowserError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="shell scripts stand in for the programs")


@pytest.fixture
def program(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_DRIVER_FOLDERS", ())
    monkeypatch.setattr(module, "_usual_chromes", list)

    def make(name: str, version: str = "", *, fails: bool = False) -> str:
        path = tmp_path / name
        end = "echo 'error while loading libnss3.so' >&2; exit 127" if fails else f"echo '{name} {version} built on x'"
        path.write_text(f"#!/bin/sh\n{end}\n")
        path.chmod(0o755)
        return str(path)

    return make


def test_finds_both_and_their_versions(program, tmp_path):
    program("chromium", "156.0.8078.79")
    program("chromedriver", "156.0.8078.1")
    found = find_chrome(search=str(tmp_path))
    assert (found.browser.version, found.browser.major) == ("156.0.8078.79", 156)
    assert (found.driver.path, found.driver.version) == (str(tmp_path / "chromedriver"), "156.0.8078.1")


def test_a_browser_that_does_not_run_is_passed_over(program, tmp_path):
    program("google-chrome", fails=True)
    program("chromium", "156.0.1.1")
    program("chromedriver", "156.0.1.1")
    assert find_chrome(search=str(tmp_path)).browser.path == str(tmp_path / "chromium")


def test_no_chrome(program, tmp_path):
    program("google-chrome", fails=True)
    with pytest.raises(BrowserError) as caught:
        find_chrome(search=str(tmp_path))
    text = str(caught.value)
    assert text.startswith("Chrome was not found, so no page can be opened.")
    assert f"chromium in {tmp_path}: not there" in text
    assert "`--version` ended with 127: error while loading libnss3.so" in text
    assert "sudo apt-get install chromium chromium-driver" in text
    assert "--botex-chrome=/path/to/chrome" in text


def test_no_driver(program, tmp_path):
    program("chromium", "156.0.1.1")
    with pytest.raises(BrowserError) as caught:
        find_chrome(search=str(tmp_path))
    text = str(caught.value)
    assert text.startswith(f"Chrome 156.0.1.1 was found ({tmp_path}/chromium), but not the chromedriver that steers it.")
    assert f"chromedriver in {tmp_path}: not there" in text
    assert "get chromedriver 156:" in text
    assert "--botex-chromedriver=/path/to/chromedriver" in text


@pytest.mark.parametrize("named", [True, False])
def test_driver_of_another_version(program, tmp_path, named):
    program("chromium", "156.0.1.1")
    driver = program("chromedriver", "155.0.9.9")
    with pytest.raises(BrowserError) as caught:
        find_chrome(driver=driver if named else None, search=str(tmp_path))
    text = str(caught.value)
    assert text.startswith(f"Chrome 156.0.1.1 ({tmp_path}/chromium) cannot be steered by chromedriver 155.0.9.9 ({driver}).")
    assert "Cause: their first version numbers differ" in text


def test_driver_of_the_same_version_wins_over_the_first(program, tmp_path):
    program("chromium", "156.0.1.1")
    program("chromedriver", "155.0.9.9")
    other = program("chromium.chromedriver", "156.0.2.2")
    assert find_chrome(search=str(tmp_path)).driver.path == other


@pytest.mark.parametrize(
    ("settings", "option"),
    [({"chrome": "/nowhere/chrome"}, "--botex-chrome"), ({"driver": "/nowhere/d"}, "--botex-chromedriver")],
)
def test_what_was_asked_for_is_not_replaced(program, tmp_path, settings, option):
    program("chromium", "156.0.1.1")
    program("chromedriver", "156.0.1.1")
    with pytest.raises(BrowserError) as caught:
        find_chrome(search=str(tmp_path), **settings)
    text = str(caught.value)
    assert text.startswith(f"{next(iter(settings.values()))} cannot be used as {option}.\nCause: ")
    assert f"leave {option} away to have it searched" in text


def test_chrome_that_prints_no_version(program, tmp_path):
    path = program("odd", "without a number")
    with pytest.raises(BrowserError, match="cannot be used as --botex-chrome"):
        find_chrome(chrome=path, search=str(tmp_path))
