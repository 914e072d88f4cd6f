"""oTree projects for the tests, put together from the apps in tests/projects, and what a run of pytest in one left behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from botex_pytest.waiting import WaitTimeout, wait_until

PROJECTS = Path(__file__).parent.parent / "projects"
APPS = {"pair": "tiny"} | dict.fromkeys(
    ("crash_on_submit", "impossible_bounds", "partner_screened_out", "enforced_reading", "canvas_task"), "faults"
)
RUN_SECONDS = 300
END_SECONDS = 30  # for what a dead run had started
NO_CHROME = ("--botex-chrome", "/nowhere/chrome")  # a run that would open a page fails
_MARK = "STUDY_RUN"  # in the environment of a run, and so of everything it starts

SETTINGS = """SESSION_CONFIGS = {configs!r}
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.00, participation_fee=0.00)
PARTICIPANT_FIELDS = []
SESSION_FIELDS = []
LANGUAGE_CODE = 'en'
REAL_WORLD_CURRENCY_CODE = 'EUR'
USE_POINTS = True
ADMIN_USERNAME = 'admin'
ADMIN_PASSWORD = None
SECRET_KEY = 'only-for-tests'
"""


def build(folder: Path, configs: Mapping[str, tuple[str, int]] | None = None) -> Path:
    """A project in `folder`: name of a config -> (its app, participants of its demo). By default two players of `pair`."""
    configs = {"pair": ("pair", 2)} if configs is None else configs
    folder.mkdir(parents=True, exist_ok=True)
    for app in {app for app, _ in configs.values()} or {"pair"}:
        shutil.copytree(PROJECTS / APPS[app] / app, folder / app)
    if any(APPS[app] == "faults" for app, _ in configs.values()):
        shutil.copytree(PROJECTS / "faults" / "_templates", folder / "_templates")
    (folder / "_static").mkdir()
    listed = [{"name": name, "app_sequence": [app], "num_demo_participants": n} for name, (app, n) in configs.items()]
    (folder / "settings.py").write_text(SETTINGS.format(configs=listed))
    return folder


@dataclass(frozen=True)
class Ran:
    """One run of pytest that has ended."""

    code: int
    output: str
    project: Path
    mark: str
    junit: dict[str, ET.Element] = field(default_factory=dict)  # by the test's name, such as "pair::P1"

    @property
    def ids(self) -> list[str]:
        """The node ids that `--co -q` lists, sorted."""
        return sorted(line for line in self.output.splitlines() if "::" in line and " " not in line)

    @property
    def runs(self) -> list[Path]:
        return sorted((self.project / ".botex__temp").glob("run-*"))

    def sessions(self) -> list[str]:
        """The plays of the last run, numbered as their folders are; without those in which oTree froze, as it does at times."""
        found: list[str] = []
        for folder in sorted((self.runs[-1] / "sessions").iterdir()):
            config = folder.name.rpartition("-")[0]
            if not _is_lost(folder / "result.json"):
                found.append(f"{config}-{sum(name.rpartition('-')[0] == config for name in found) + 1}")
        return found

    def events(self, session: str, participant: int) -> list[dict[str, Any]]:
        lines = (self.runs[-1] / "sessions" / session / f"P{participant}.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def results(self) -> dict[str, dict[str, Any]]:
        found = (self.runs[-1] / "sessions").glob("*/result.json")
        return {path.parent.name: json.loads(path.read_text()) for path in found}

    def verdicts(self) -> dict[str, str]:
        """What JUnit's own elements say of each item: passed, failure, skipped or error."""
        kinds = ("failure", "error", "skipped")
        return {name: next((k for k in kinds if case.find(k) is not None), "passed") for name, case in self.junit.items()}

    def properties(self, item: str) -> dict[str, str]:
        return {p.attrib["name"]: p.attrib["value"] for p in self.junit[item].iter("property")}

    def text(self, item: str) -> str:
        """What JUnit tells about an item that did not pass."""
        return "\n".join(f"{e.attrib['message']}\n{e.text or ''}" for e in self.junit[item] if "message" in e.attrib)

    def words(self) -> dict[str, str]:
        """The word of the terminal (`-v`) for each item."""
        words = "PASSED|FAILED|ERROR|SKIPPED|BROKEN|FLAKY|BLOCKED|RERUN|COULD NOT BE PLAYED"
        plain = re.findall(rf"^settings\.py::(\S+) ({words})\b", self.output, re.M)
        dealt = re.findall(rf"^\[gw\d+\].*?({words}) settings\.py::(\S+)", self.output, re.M)
        return dict(plain) | {item: word for word, item in dealt}


def _environment(**more: str) -> dict[str, str]:
    """That of this process, without what would speak to pytest or to us."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("BOTEX", "PYTEST_"))}
    return {**inherited, "COLUMNS": "140", **more}


def _is_lost(result: Path) -> bool:
    said = json.loads(result.read_text("utf-8")) if result.exists() else {}
    return said.get("replayed", False) and not said.get("participants", True)


Run = Callable[..., Ran]
"""`run_pytest` in a certain project."""


def run_pytest(
    project: Path,
    *args: str,
    stdin: str = "",
    in_order: bool = True,
    while_running: Callable[[subprocess.Popen[str]], None] | None = None,
    freezes: bool = False,
    **env: str,
) -> Ran:
    """Runs pytest in `project` as somebody there would, and reads what it left.

    `in_order`: that of collection, whatever pytest-randomly would like.
    `while_running` is called with the process while it plays. It leads a process group of its own, as in a terminal.
    `freezes`: oTree is meant to freeze. Now and then it does so unasked (docs/known-limitations.md), which costs a play and the
    server's database; then there is another run, in place of that one.
    """
    temp = project / ".botex__temp"
    before = set(temp.glob("run-*"))
    ran = _run_once(project, *args, stdin=stdin, in_order=in_order, while_running=while_running, **env)
    if freezes or "has frozen, by a bug of oTree's own" not in ran.output:
        return ran
    for folder in set(temp.glob("run-*")) - before:
        shutil.rmtree(folder)
    return _run_once(project, *args, stdin=stdin, in_order=in_order, while_running=while_running, **env)


def _run_once(
    project: Path,
    *args: str,
    stdin: str,
    in_order: bool,
    while_running: Callable[[subprocess.Popen[str]], None] | None,
    **env: str,
) -> Ran:
    xml, mark = project / "junit.xml", uuid.uuid4().hex
    xml.unlink(missing_ok=True)
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", *(("-p", "no:randomly") if in_order else ()), "--junit-xml", str(xml), *args],
        cwd=project,
        env=_environment(**env, **{_MARK: mark}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as child:
        try:
            if while_running:
                while_running(child)
            output, _ = child.communicate(stdin, timeout=RUN_SECONDS)
        except BaseException:
            child.kill()
            raise
    return Ran(child.returncode, output, project, mark, dict(_cases(xml)))


def in_the_middle(project: Path, act: Callable[[subprocess.Popen[str]], object]) -> Callable[[subprocess.Popen[str]], None]:
    """For `while_running`: calls `act` when the first page of the newest session has been seen."""
    transcripts = ".botex__temp/run-*/sessions/*/P*.jsonl"

    def watch(child: subprocess.Popen[str]) -> None:
        wait_until(
            lambda: child.poll() is not None or any("PageSeen" in path.read_text() for path in project.glob(transcripts)),
            RUN_SECONDS,
            "a page is seen",
        )
        act(child)

    return watch


def left_behind(mark: str) -> list[str]:
    """The command lines of the processes that the run with this mark has started and that are still there."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(_MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


def everything_ended(mark: str) -> bool:
    """Waits for it: who was killed is cleaned up after by others."""
    try:
        return wait_until(lambda: not left_behind(mark), END_SECONDS, "all processes end", interval=0.2)
    except WaitTimeout:
        return False


def _cases(xml: Path) -> Iterator[tuple[str, ET.Element]]:
    if xml.exists():
        for case in ET.parse(xml).getroot().iter("testcase"):
            place = case.attrib["classname"].partition("settings.")[2]
            yield f"{place}::{case.attrib['name']}" if place else case.attrib["name"], case
