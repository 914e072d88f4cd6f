"""Finds an installed Chrome or Chromium and the chromedriver that belongs to it. Nothing is ever downloaded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from botex_pytest.errors import BrowserError

CHROME_NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome")
DRIVER_NAMES = ("chromedriver", "chromium.chromedriver")
_VERSION = re.compile(r"\d+(?:\.\d+){1,3}")


@dataclass(frozen=True)
class Program:
    path: str
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


@dataclass(frozen=True)
class Chrome:
    """A browser and a driver whose major versions are the same."""

    browser: Program
    driver: Program


def find_chrome(chrome: str | None = None, driver: str | None = None, *, search: str | None = None) -> Chrome:
    """The Chrome to use. `chrome` and `driver` are paths somebody asked for; what is not given is searched.

    `search` replaces PATH. Costs two short processes (about 0.1 s). Raises `BrowserError`.
    """
    found = _named(chrome, "--botex-chrome") if chrome else _first_chrome(search)
    return Chrome(found, _named_driver(driver, found) if driver else _matching_driver(found, search))


def _first_chrome(search: str | None) -> Program:
    tried: list[str] = []
    for path in _candidates(CHROME_NAMES, search, _usual_chromes(), tried):
        try:
            return Program(path, _version(path))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            tried.append(f"{path}: {error}")
    raise BrowserError.chrome_not_found(tried)


def _matching_driver(chrome: Program, search: str | None) -> Program:
    """The first driver of the same major version; if all are of another one, that is the error worth reading."""
    tried: list[str] = []
    others: list[Program] = []
    beside = [str(Path(os.path.realpath(chrome.path)).parent), *_DRIVER_FOLDERS]
    usual = [os.path.join(folder, _exe("chromedriver")) for folder in beside]
    for path in _candidates(DRIVER_NAMES, search, usual, tried):
        try:
            found = Program(path, _version(path))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            tried.append(f"{path}: {error}")
            continue
        if found.major == chrome.major:
            return found
        others.append(found)
    if others:
        raise BrowserError.versions_differ(chrome.path, chrome.version, others[0].path, others[0].version)
    raise BrowserError.driver_not_found(chrome.path, chrome.version, tried)


def _named(path: str, option: str) -> Program:
    try:
        return Program(path, _version(path))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise BrowserError.not_a_browser(path, option, f"{error}") from error


def _named_driver(path: str, chrome: Program) -> Program:
    found = _named(path, "--botex-chromedriver")
    if found.major != chrome.major:
        raise BrowserError.versions_differ(chrome.path, chrome.version, found.path, found.version)
    return found


def _candidates(names: Iterable[str], search: str | None, usual: Sequence[str], tried: list[str]) -> Iterable[str]:
    for name in names:
        path = shutil.which(name, path=search)
        if path:
            yield path
        else:
            tried.append(f"{name} in {'PATH' if search is None else search or 'an empty PATH'}: not there")
    for path in usual if search is None else ():
        if os.path.isfile(path):
            yield path
        else:
            tried.append(f"{path}: not there")


def _usual_chromes() -> list[str]:
    if sys.platform == "darwin":
        apps = ("Google Chrome", "Chromium", "Google Chrome for Testing")
        return [f"{base}/Applications/{app}.app/Contents/MacOS/{app}" for base in ("", os.path.expanduser("~")) for app in apps]
    if os.name == "nt":
        bases = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        return [rf"{base}\{app}\Application\chrome.exe" for base in bases if base for app in (r"Google\Chrome", "Chromium")]
    return ["/opt/google/chrome/chrome", "/snap/bin/chromium"]


_DRIVER_FOLDERS = ("/usr/lib/chromium", "/usr/lib/chromium-browser", "/opt/homebrew/bin", "/usr/local/bin")


def _exe(name: str) -> str:
    return f"{name}.exe" if os.name == "nt" else name


def _version(path: str) -> str:
    """What `path --version` prints. Chrome on Windows opens a window instead, but keeps a folder named for its version."""
    if os.name == "nt" and path.lower().endswith("chrome.exe"):
        folders = [entry.name for entry in Path(path).parent.iterdir() if _VERSION.fullmatch(entry.name)]
        if not folders:
            raise ValueError("no version folder beside it")
        return max(folders, key=lambda name: [int(part) for part in name.split(".")])
    done = subprocess.run([path, "--version"], capture_output=True, text=True, errors="replace", timeout=20, check=False)
    match = _VERSION.search(done.stdout)
    if done.returncode or not match:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise ValueError(f"`--version` ended with {done.returncode}" + (f": {lines[-1][:200]}" if lines else ""))
    return match.group()
