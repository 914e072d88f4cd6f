"""Runs `pytest --botex` in a copy of a project as a user would, in a process of its own, and reads back what it left."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
import xml.etree.ElementTree as ET
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil

from botex_pytest.records import PlayedSession, read_sessions
from botex_pytest.results import Finding
from botex_pytest.run_folder import RunFolder
from botex_pytest.transcript import PageSeen, read
from botex_pytest.waiting import wait_until

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
PROJECTS = ROOT / "tests" / "projects"
EXAMPLES = ROOT / "examples"
RUNS = ".botex__temp"

LONGEST = 1200.0  # seconds for the largest project on a busy machine; reached only when something hangs
_MARK = "BOTEX_TESTED_RUN"


def expectations(project: Path) -> dict[str, dict[str, Any]]:
    """`expected.toml`, whose head says what its keys mean."""
    return tomllib.loads((project / "expected.toml").read_text(encoding="utf-8"))


def copy_of(project: Path, folder: Path) -> Path:
    """A copy without what earlier runs of people have left there."""
    left_out = shutil.ignore_patterns(RUNS, "__pycache__", ".pytest_cache", "db.sqlite3", "expected.toml")
    return Path(shutil.copytree(project, folder, ignore=left_out))


def command(*options: str) -> list[str]:
    """`no:randomly`: tests that wait for one session and watch the next rely on pytest's own order."""
    return [sys.executable, "-m", "pytest", "-p", "no:randomly", *options, f"--junit-xml={RUNS}/junit.xml"]


def environment(temporary: Path | None = None, **more: str) -> dict[str, str]:
    """Ours without what belongs to the pytest we run in. `temporary`: where the run puts its temporary files."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "BOTEX_", "OTREE_", "LLAMACPP_", "COV_"))}
    return {**env, **({"TMPDIR": str(temporary)} if temporary else {}), **more}


@dataclass(frozen=True)
class Done:
    """A run that is over."""

    project: Path
    exit_code: int
    output: str

    @cached_property
    def folder(self) -> RunFolder:
        return RunFolder.open(max((self.project / RUNS).glob("run-*")))

    @cached_property
    def sessions(self) -> list[PlayedSession]:
        """Every play, in the order in which they began; without those in which oTree froze, as it does now and then."""
        return [p for p in read_sessions(self.folder) if not (p.result.replayed and not p.result.participants)]

    def plays(self, config: str) -> list[PlayedSession]:
        return [played for played in self.sessions if played.result.name == config]

    def findings(self, config: str, *groups: str) -> list[Finding]:
        """Of all plays of a config; of all groups when none is named."""
        return [f for p in self.plays(config) for f in p.result.findings if not groups or f.group in groups]

    @cached_property
    def verdicts(self) -> dict[str, dict[str, str]]:
        """config -> item (P1, ..., session) -> what JUnit's file says of it."""
        found: dict[str, dict[str, str]] = {}
        for case in ET.parse(self.project / RUNS / "junit.xml").iter("testcase"):
            said = (p.get("value", "") for p in case.iter("property") if p.get("name") == "botex_status")
            status = next(said, "crashed")  # of such an item pytest-xdist knows nothing but its name
            found.setdefault(case.get("classname", "").partition(".")[2], {})[case.get("name", "")] = status
        return found

    def section(self, title: str) -> list[str]:
        """The lines of one section of the summary in the terminal, one for each cause; evidence left out."""
        lines = self.output.splitlines()
        if f"{title}:" not in lines:
            return []
        found = []
        for line in lines[lines.index(f"{title}:") + 1 :]:
            if not line.startswith("  "):
                break
            if not line.startswith("   "):
                found.append(line.strip())
        return found

    def stored(self, app: str) -> list[dict[str, Any]]:
        """What oTree's own database holds of an app's players."""
        return self.rows(f"{app}_player")

    def rows(self, table: str) -> list[dict[str, Any]]:
        """One table of oTree's database. The run's copy of it is written when the server is stopped."""
        with closing(sqlite3.connect(self.folder.path / "main" / "project" / "db.sqlite3")) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY id")]


def run(project: Path, *options: str, env: dict[str, str] | None = None) -> Done:
    """Plays `project` to the end of the run. Now and then oTree freezes (docs/known-limitations.md), which costs its database:
    then there is another run."""
    done = _run_once(project, *options, env=env)
    frozen = "has frozen, by a bug of oTree's own" in done.output
    return _run_once(project, *options, env=env) if frozen else done


def _run_once(project: Path, *options: str, env: dict[str, str] | None) -> Done:
    done = subprocess.run(
        command("--botex", *options),
        cwd=project,
        env=env or environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=LONGEST,
        check=False,
    )
    return Done(project, done.returncode, done.stdout)


class Underway:
    """A run that can be watched and disturbed. `end` must be called; it ends only what carries this run's own mark."""

    def __init__(self, project: Path, *options: str, temporary: Path) -> None:
        self.project, self._mark = project, uuid.uuid4().hex
        self._log = temporary / "output.txt"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command("--botex", *options),
                cwd=project,
                env=environment(temporary, **{_MARK: self._mark}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def until_page(self, page: str, config: str, participant: int = 1) -> None:
        """Returns when the participant has been seen on a page in the first play of `config`."""
        pattern = f"run-*/sessions/{config}-1/P{participant}.jsonl"

        def there() -> bool:
            assert self.process.poll() is None, self.output
            seen = (e.page.name for f in (self.project / RUNS).glob(pattern) for e in read(f) if isinstance(e, PageSeen))
            return page in seen

        wait_until(there, LONGEST / 4, f"{config} P{participant} sees {page}")

    def processes(self) -> list[psutil.Process]:
        """Everything that this run has started and that still runs, itself included."""
        return [p for p in psutil.process_iter() if _carries(p, self._mark)]

    def one(self, *words: str) -> psutil.Process:
        """The process whose command line has all the `words`; the one that the others come from."""
        found = [p for p in self.processes() if all(w in " ".join(words_of(p)) for w in words)]
        return min(found, key=lambda p: p.create_time())

    def ports(self) -> set[int]:
        """Where the processes of the run listen now."""
        found = set()
        for process in self.processes():
            try:
                connections = process.net_connections() if hasattr(process, "net_connections") else process.connections()
            except psutil.Error:  # it has just ended
                continue
            found |= {c.laddr.port for c in connections if c.status == psutil.CONN_LISTEN}
        return found

    def wait(self) -> Done:
        code = self.process.wait(timeout=LONGEST)
        return Done(self.project, code, self.output)

    def end(self) -> None:
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):  # it has ended by itself meanwhile
                process.kill()
        self.process.wait(timeout=30)


def words_of(process: psutil.Process) -> list[str]:
    """Its command line; none when it has just ended."""
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        return process.environ().get(_MARK) == mark and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, OSError):
        return False
