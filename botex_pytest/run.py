"""The state of one pytest process: settings, project, study, plan and run folder, each made when it is first asked for.

Under xdist the controller makes them, and hands them to its workers as plain data: all must collect the same items, and
four introspections at once take twice as long as one.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botex_pytest import __version__, model_args
from botex_pytest.checks.base import CHECKS
from botex_pytest.config import Config
from botex_pytest.errors import ProjectError
from botex_pytest.hooks import Hooks
from botex_pytest.models.spending import Limits, Spending
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.planning import Planned, plan
from botex_pytest.project_info import ProjectInfo
from botex_pytest.records import read_results, read_session
from botex_pytest.redact import Redactor
from botex_pytest.results import FORMS, SessionResult
from botex_pytest.run_folder import RunFolder
from botex_pytest.servers.introspect import introspect
from botex_pytest.servers.project import Project, is_project
from botex_pytest.study import FILE_NAME, Study, validate

if TYPE_CHECKING:
    from botex_pytest.forms.before import Plays
    from botex_pytest.forms.places import FormPlace
    from botex_pytest.local_model import Llama
    from botex_pytest.meeting import Meeting
    from botex_pytest.report.redaction import Redaction
    from botex_pytest.testing.session import OtreeSession


class Run:
    """`here`: where pytest was called; `root`: its rootdir; `handed`: what the controller gave to this worker; `hooks`: what
    others give."""

    def __init__(
        self, config: Config, here: Path, root: Path, handed: dict[str, Any] | None = None, hooks: Hooks | None = None
    ) -> None:
        self.config = config
        self.hooks = hooks or Hooks()
        self.root = Path(handed["root"]) if handed else root
        self._here, self._handed = here, handed
        self.asked: tuple[str, ...] | None = None  # pytest's arguments, when they lead to the project's bot items
        self.played: dict[str, tuple[SessionResult, ...]] = {}  # in this process, by name of the session
        self.unfinished: dict[str, str] = {}  # sessions whose play was interrupted, and by what
        self.judged: set[tuple[str, int]] = set()
        self.llama: Llama | None = None  # for whoever asks in this process; `local_model` makes it
        self.keeper_port = 0  # in a controller, where its workers ask for that
        self.meeting: Meeting | None = None  # in a controller, of workers that share sessions; `spreading` makes it
        self.alone: set[str] = set()  # sessions that were played once, by whoever it was, and are played again here
        self._at_end: list[Callable[[], None]] = []
        self.before_forms: dict[str, Plays] = {}  # played only to learn how pages with forms are reached
        self.tests: dict[str, OtreeSession] = {}  # of marked tests, by node id
        self._redactions: dict[tuple[str, ...], Redaction] = {}  # by folders
        self.told_at_end: list[str] = []  # for the terminal, in a controller: what --botex-update-flow and --botex-cov came to
        self.shared_as = ""  # under xdist: what all processes of this run have in common

    @cached_property
    def project(self) -> Project:
        """The oTree project: the one that was named, else the folder we are in, else pytest's root."""
        if self._handed and self._handed["project"]:
            return Project.at(Path(self._handed["project"]))
        if self.config.project is None and not is_project(self._here) and is_project(self.root):
            return Project.at(self.root)
        return Project.at(self.config.project or self._here)

    @cached_property
    def settings_file(self) -> Path:
        return self.project.root / "settings.py"

    @property
    def settings_id(self) -> str:
        """settings.py in node ids: the same for all processes, wherever a worker stands."""
        file = self.settings_file
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else ""

    @cached_property
    def info(self) -> ProjectInfo:
        """What oTree says about the project. Costs about a second, once a run."""
        if self._handed and self._handed["info"]:
            return from_plain(ProjectInfo, self._handed["info"])
        return introspect(self.project, self.config.otree_python)

    @cached_property
    def study(self) -> Study:
        study = Study.load(self.project.root / FILE_NAME)
        self.config.expect_checks(self.known_checks)
        validate(study, self.info.names(), self.known_checks)
        return study

    @property
    def known_checks(self) -> Mapping[str, object]:
        """Ours and those of plugins, by name. Raises `HookError`."""
        return {**CHECKS, **self.hooks.checks}

    @cached_property
    def plan(self) -> tuple[Planned, ...]:
        if not self.info.configs:
            raise ProjectError.no_session_configs(self.settings_file)
        return plan(self.info, self.study, self.config)

    @cached_property
    def left_out(self) -> tuple[Planned, ...]:
        """Large sessions that nobody asked for by node id: they are listed and not played."""
        asked = [arg.partition("::")[2] for arg in self.asked or ()]
        named = [p for p in self.plan for node in asked if node == p.name or node.startswith(f"{p.name}::")]
        return tuple(p for p in self.plan if p.large and p not in named)

    @cached_property
    def form_places(self) -> tuple[FormPlace, ...]:
        """The pages whose forms are checked: those of the sessions that are played."""
        from botex_pytest.forms.places import form_places

        if not self.config.forms:
            return ()
        return form_places(self.info, [p for p in self.plan if p not in self.left_out], self.config.forms_budget)

    @property
    def started(self) -> bool:
        """Whether there is a run folder: nothing was played without one."""
        return "folder" in vars(self) or (bool(self.shared_as) and RunFolder.is_shared(self.config.runs_dir, self.shared_as))

    @cached_property
    def folder(self) -> RunFolder:
        """Made by the controller (or the only process) when the first session is played; for marked tests under xdist by the
        first worker that plays one, since the controller does not know of any."""
        keys = (self.config.otree_rest_key, self.config.api_key)
        named = [*filter(None, keys), *(model_args.secrets(self.config.llm_args) if self.config.llm_args else [])]
        redact = Redactor(named, {**self.project.env_file(), **os.environ})
        if self._handed and self._handed["folder"]:
            return RunFolder(Path(self._handed["folder"]), redact)
        base, keep = self.config.runs_dir, self.config.keep_runs
        if self.shared_as:
            return RunFolder.shared(base, self.shared_as, self._start, keep=keep, redact=redact)
        folder = RunFolder.new(base, keep=keep, redact=redact)
        folder.write_info(self._start())
        return folder

    @cached_property
    def outcome(self) -> list[SessionResult]:
        """All that was played, by whatever process. Ask when all have ended: it is read from the run folder, once."""
        return read_results(self.folder) if self.started else []

    def redaction(self, plays: Sequence[SessionResult]) -> Redaction | None:
        """What --botex-redact removes from `plays`, as far as this process has met it; None when it removes nothing."""
        if not self.config.redact:
            return None
        from botex_pytest.report.redaction import Redaction

        key = tuple(play.folder for play in plays)
        if key not in self._redactions:  # a session has many items
            met = dict.fromkeys([p.folder for played in self.played.values() for p in played] + list(key))
            folders = [self.folder.path / folder for folder in met]
            if any(play.form for play in plays):  # whose way to the page another worker may have played
                folders = list(dict.fromkeys([*folders, *self.folder.sessions()]))
            sessions = [read_session(self.folder, folder) for folder in folders]
            self._redactions[key] = Redaction(self.config.redact, sessions, self.folder.info(), part=True)
        return self._redactions[key]

    def shown(self, plays: Sequence[SessionResult]) -> tuple[SessionResult, ...]:
        """`plays` as whoever reads the verdicts may see them."""
        redaction = self.redaction(plays)
        return tuple(map(redaction.result, plays) if redaction else plays)

    @cached_property
    def told(self) -> list[SessionResult]:
        """`outcome`, as the terminal and GitHub may tell it."""
        return list(self.shown(self.outcome))

    @cached_property
    def spending(self) -> Spending:
        """What language models cost, and may cost: one account for all models and all processes of the run."""
        config = self.config
        limits = Limits(config.max_cost, config.max_tokens, config.max_calls, config.max_time)
        return Spending(limits, self.folder.path / "spending.jsonl")

    @property
    def work_folder(self) -> Path:
        """A folder in the run for this process: its logs, and its copy of the project."""
        folder = self.folder.path / os.environ.get("PYTEST_XDIST_WORKER", "main")
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def llama_port(self) -> int:
        """Where a worker asks its controller for llama.cpp; 0 in any other process."""
        return self._handed["llama_port"] if self._handed else 0

    @property
    def meets_at(self) -> dict[str, Any]:
        """In a worker whose sessions are spread: port and secret of the meeting. Empty in any other process."""
        return self._handed["meeting"] if self._handed else {}

    def at_end(self, call: Callable[[], None]) -> None:
        """`call` when this process is done with the run, the last one first."""
        self._at_end.append(call)

    def close(self) -> None:
        while self._at_end:
            self._at_end.pop()()

    def hand_over(self, *, plays: bool) -> dict[str, Any]:
        """What a worker needs to collect the same sessions and, when it `plays`, to write to the same folder."""
        folder = str(self.folder.path) if plays else ""
        info = to_plain(self.info) if self.asked is not None else None
        project = str(self.project.root) if self.asked is not None else ""
        return {"config": self.config.to_plain(), "info": info, "folder": folder, "project": project, "root": str(self.root)}

    def deselected(self) -> list[dict[str, Any]]:
        """The sessions left out, as run.json and the summary tell them."""
        return [
            {"config": p.name, "participants": p.participants, "command": p.command, "estimate": p.estimate}
            for p in (self.left_out if self.asked is not None else ())
        ]

    def _start(self) -> dict[str, Any]:
        shown = self.config.visible()
        return {
            "version": __version__,
            "started": time.time(),
            "project": str(self.project.root),
            "settings_file": os.path.relpath(self.settings_file, self._here),
            "node": self.settings_id,
            "options": self.config.command_options(),
            "argv": sys.argv[1:],
            "otree_version": self.info.otree_version,
            "model": ", ".join(self.config.model),
            "seed": self.config.seed,
            "settings": [{"name": n, "value": v, "source": self.config.sources[n]} for n, v in shown.items()],
            "not_checked": [*([] if self.config.forms else ["forms not checked: add --botex-forms"]), *self._not_run()],
            "deselected": self.deselected(),
            "order": self._order(),
            "info": to_plain(self.info),
        }

    def _order(self) -> list[str]:
        """The names of all sessions that may be played, as they are collected: workers begin them in any order."""
        forms = [f"{FORMS}::{place.where}" for place in self.form_places] if self.asked is not None else []
        return [*(p.name for p in (self.plan if self.asked is not None else ())), *forms]

    def _not_run(self) -> list[str]:
        """What a driver without a browser leaves out."""
        told = []
        if self.config.driver in ("http", "auto"):
            told += ["scripts, pictures and styles of the pages that were played over HTTP were not loaded"]
        if self.config.driver != "chrome" and self.config.forms:
            told += ["forms: only the server was asked about wrong answers, not the browser (--botex-driver chrome)"]
        if self.config.driver == "http" and any(p.study.room for p in self.plan):
            told += ["the welcome pages of rooms were passed over: a script makes their button work"]
        return told
