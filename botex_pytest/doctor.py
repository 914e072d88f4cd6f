"""`botex doctor`: is everything here that a run needs? In plain words, with what to do about it.

Chrome and oTree are found by the parts that use them; they are handed in, so that what is checked is what a run would do.
"""

from __future__ import annotations

import importlib
import shutil
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from botex_pytest.config import Config
from botex_pytest.errors import BotexError
from botex_pytest.model_names import LLAMACPP, is_remote
from botex_pytest.redact import without_password
from botex_pytest.study import FILE_NAME, Study

OLDEST, TOO_NEW = (3, 10), (3, 14)
ROOM_MB = 500  # a run with a screenshot of every page takes some ten; Chrome's profile the rest


@dataclass(frozen=True)
class Check:
    """`ok` None: works, but worth knowing. `remedy` is empty when there is nothing to do."""

    name: str
    ok: bool | None
    message: str
    remedy: str = ""


class Program(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def version(self) -> str: ...


class Browser(Protocol):
    """A browser and its driver, of the same version."""

    @property
    def browser(self) -> Program: ...
    @property
    def driver(self) -> Program: ...


class Otree(Protocol):
    """An interpreter that has oTree."""

    @property
    def python(self) -> Path: ...
    @property
    def otree_version(self) -> str: ...


def check(
    config: Config,
    project: Path,
    *,
    find_browser: Callable[[], Browser],
    find_otree: Callable[[], Otree],
    find_llamacpp: Callable[[], str] = lambda: "",
    ask_model: Callable[[str], None] = lambda name: None,
    validate: Callable[[Study], None] = lambda study: None,
) -> list[Check]:
    """All checks, in the order a run needs things. Never raises for what it finds; costs a few short processes.

    What is handed in to find things raises `BotexError` when there is none; `ask_model` asks a provider's model one short
    question, as every run does before it begins; `validate` compares a study file with the project.
    """
    otree, version = _otree(config, find_otree)
    return [
        _python(sys.version_info[:2]),
        _plugin(),
        otree,
        *_browser(config, find_browser),
        *_llamacpp(config, find_llamacpp),
        *_models(config, ask_model),
        _port(),
        *_database(project, version),
        *_study(project, validate),
        _disk(config.runs_dir),
    ]


def show(checks: list[Check], write: Callable[[str], object]) -> int:
    """Tell the checks, a line each and a remedy below, and the verdict. Returns the exit code: 1 when something is wrong."""
    width = max(len(c.name) for c in checks)
    for c in checks:
        mark = {True: "ok  ", None: "note", False: "NO  "}[c.ok]
        write(f"{mark}  {c.name:<{width}}  {_indent(c.message, width + 8)}\n")
        if c.remedy:
            write(" " * (width + 8) + _indent(c.remedy, width + 8) + "\n")
    wrong = sum(c.ok is False for c in checks)
    write(
        "\nEverything a run needs is here.\n"
        if not wrong
        else f"\n{wrong} of {len(checks)} checks failed; see above what to do.\n"
    )
    return 1 if wrong else 0


def _indent(text: str, by: int) -> str:
    return text.replace("\n", "\n" + " " * by)


def _failed(name: str, error: BotexError) -> Check:
    what, _, rest = str(error).partition("\n")
    return Check(name, False, what, rest)


def _python(version: tuple[int, ...]) -> Check:
    name = ".".join(map(str, version))
    if OLDEST <= version < TOO_NEW:
        return Check("Python", True, f"{name} at {sys.executable}")
    remedy = f"{sys.executable} was asked; use Python 3.10 to 3.13, for instance: python3.12 -m venv .venv"
    return Check("Python", False, f"{name} is not supported", remedy)


def _plugin() -> Check:
    found = [point for point in entry_points(group="pytest11") if point.name == "botex"]
    try:
        for point in found:
            importlib.import_module(point.module)
    except ImportError as error:
        return Check("Plugin", False, f"the plugin cannot be imported: {error}", f"{sys.executable} -m pip install botex-pytest")
    if found:
        return Check("Plugin", True, "pytest finds it")
    return Check("Plugin", False, "pytest does not see it", f"{sys.executable} -m pip install botex-pytest")


def _otree(config: Config, find: Callable[[], Otree]) -> tuple[Check, str]:
    if config.otree_url:
        return Check("oTree", None, f"the server at {config.otree_url} is used; none is started"), ""
    try:
        found = find()
    except BotexError as error:
        return _failed("oTree", error), ""
    return Check("oTree", True, f"{found.otree_version} at {found.python}"), found.otree_version


def _browser(config: Config, find: Callable[[], Browser]) -> Iterator[Check]:
    if config.driver == "http":
        yield Check("Chrome", None, "not needed: pages are played over HTTP")
        return
    if config.grid:
        yield Check("Chrome", None, f"that of {without_password(config.grid)} is used; none is started here")
        return
    try:
        found = find()
    except BotexError as error:
        yield _failed("Chrome", error)
        return
    yield Check("Chrome", True, f"{found.browser.version} at {found.browser.path}")
    yield Check("Driver", True, f"{found.driver.version} at {found.driver.path}")


def _llamacpp(config: Config, find: Callable[[], str]) -> Iterator[Check]:
    """Only when it is to play: nobody else needs one."""
    if LLAMACPP not in config.model:
        return
    try:
        yield Check("llama.cpp", True, find())
    except BotexError as error:
        yield _failed("llama.cpp", error)


def _models(config: Config, ask: Callable[[str], None]) -> Iterator[Check]:
    for name in dict.fromkeys(filter(is_remote, config.model)):
        try:
            ask(name)
            yield Check("Model", True, f"{name} answers")
        except BotexError as error:
            yield _failed("Model", error)


def _port() -> Check:
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
    except OSError as error:
        remedy = "Let this program listen on 127.0.0.1; a sandbox or firewall may forbid it."
        return Check("Ports", False, f"no free port on 127.0.0.1: {error}", remedy)
    return Check("Ports", True, "a server can listen on 127.0.0.1")


def _database(project: Path, otree_version: str) -> Iterator[Check]:
    """oTree's own server refuses a db.sqlite3 of another version; bots never read it, but the author's next command does."""
    path = project / "db.sqlite3"
    written = _database_version(path)
    if written is None:
        return
    installed = "".join(c for c in otree_version if c.isdigit())
    if not installed or written == int(installed):
        yield Check("Database", True, "db.sqlite3 is left alone: bots play in a copy")
        return
    message = "db.sqlite3 was written by another oTree; `otree devserver` will refuse it (bots do not use it)"
    yield Check("Database", None, message, f"If no data in it matters, delete {path}")


def _database_version(path: Path) -> int | None:
    """SQLite's user_version, where oTree notes its own; from the file's header, because opening it could write beside it."""
    try:
        with path.open("rb") as file:
            header = file.read(64)
    except OSError:
        return None
    if len(header) < 64 or not header.startswith(b"SQLite format 3\0"):
        return None
    return int(struct.unpack(">I", header[60:64])[0])


def _study(project: Path, validate: Callable[[Study], None]) -> Iterator[Check]:
    path = project / FILE_NAME
    if not path.exists():
        return
    try:
        study = Study.load(path)
        validate(study)
    except BotexError as error:
        yield _failed(FILE_NAME, error)
        return
    told = ", ".join(study.configs) or "nothing"
    yield Check(FILE_NAME, True, f"declares {told}")


def _disk(runs_dir: Path) -> Check:
    there = next(folder for folder in (runs_dir, *runs_dir.parents) if folder.exists())
    free = shutil.disk_usage(there).free // 2**20
    if free >= ROOM_MB:
        return Check("Disk", True, f"{free} MB free for {runs_dir}")
    return Check("Disk", False, f"only {free} MB free for {runs_dir}", "Make room, or name another folder with --botex-runs-dir")
