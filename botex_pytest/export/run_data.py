"""The data of a run as lists of dicts, for notebooks and statistics: `read_run(".botex__temp/run-0001").responses`."""

from __future__ import annotations

from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from botex_pytest.export import tables
from botex_pytest.export.codebook import codebook
from botex_pytest.export.rows import Places, Row
from botex_pytest.otree_exports import Export, app_exports, as_dicts, kept_exports
from botex_pytest.plain import from_plain
from botex_pytest.project_info import AppInfo
from botex_pytest.records import PlayedSession, read_sessions
from botex_pytest.report.pretest import Question, pretests
from botex_pytest.run_folder import RunFolder
from botex_pytest.tables import session_tables


def read_run(run: str | Path) -> RunData:
    """The data of the run folder `run`; also of a run that was killed, as far as it got.

    Raises `RunFolderError` when there is no run. Files are read when something is first asked for, and then once.
    """
    return RunData(RunFolder.open(Path(run)))


class RunData:
    """Each property is a list of dicts of one shape, ready for `pandas.DataFrame(...)`.

    Rows of ours have `session` and `participant`, oTree's own codes, by which they join to oTree's data. A config that was
    played more than once has rows for each `play`.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder

    @cached_property
    def participants(self) -> list[Row]:
        """Who took part, with which model, how it ended, what they would be paid, what asking the model took."""
        return [row for played in self._played for row in tables.participants(played)]

    @cached_property
    def pages(self) -> list[Row]:
        """Every page that somebody saw: its text, when, for how long."""
        return [row for played in self._played for row in tables.pages(played, self._places)]

    @cached_property
    def submits(self) -> list[Row]:
        """Every form that was filled in and sent, and what came of it."""
        return [row for played in self._played for row in tables.submits(played, self._places)]

    @cached_property
    def responses(self) -> list[Row]:
        """Every answer to every question, to the letter, with the reason that the model gave."""
        return [row for played in self._played for row in tables.responses(played, self._places)]

    @cached_property
    def forms(self) -> list[Row]:
        """Every answer that --botex-forms tried, and what came of it in the browser and at the server."""
        return [row for played in self._played for row in tables.forms(played)]

    @cached_property
    def conversations(self) -> list[Row]:
        """Every call to a language model: what it was told, and what it said."""
        return [row for played in self._played for row in tables.conversations(played, self._places)]

    @cached_property
    def codebook(self) -> list[Row]:
        """Every question of the study: label, kind, bounds, choices, and the variable that holds it."""
        return codebook(self._played, self._info)

    @cached_property
    def pretest(self) -> list[Row]:
        """Every question that somebody answered, and how many had trouble with it: refused at first, called unclear."""
        return [
            {"config": told.name, "app": q.where.partition(".")[0], "page": q.where.partition(".")[2], **_counts(q)}
            for told in pretests(self._played, self._folder.info())
            for q in told.questions
        ]

    @cached_property
    def otree(self) -> dict[str, list[Row]]:
        """oTree's own data of all sessions, as far as they were downloaded: `wide` (one row per participant, as text),
        `page_times`, `chat`, and the normalised tables `session`, `participant`, `<app>_player`, `<app>_group`,
        `<app>_subsession`, typed as the models declare. oTree puts a blank for each line break in a text; `responses` has texts
        as they were typed. Empty for oTree 5, and where the experimenter's pages were left out of the run."""
        found: dict[str, list[Row]] = {}
        for played, kept in self._kept:
            apps = self._apps(played.result.config)
            wide = as_dicts(kept.get("wide", []))
            own: dict[str, list[Row]] = {"wide": [_of_apps(row, apps) for row in wide]}
            own |= {name: as_dicts(kept[name]) for name in ("page_times", "chat") if name in kept}
            for name, rows in own.items():
                found.setdefault(name, []).extend(rows)
            for name, table in session_tables(apps, app_exports(kept), wide).items():
                found.setdefault(name, []).extend(table)
        return {name: rows for name, rows in found.items() if rows}

    @cached_property
    def custom_exports(self) -> dict[str, Export]:
        """What the study's own `custom_export` functions gave, untouched, by app, function and session: they need not have a
        head, so they are rows of text."""
        return {
            ".".join((*name.split()[1:], played.result.code)): export
            for played, kept in self._kept
            for name, export in kept.items()
            if name.startswith("custom ")
        }

    @cached_property
    def tables(self) -> dict[str, list[Row]]:
        """All of them by name; oTree's begin with `otree_`."""
        ours = ("participants", "pages", "submits", "responses", "forms", "conversations", "codebook", "pretest")
        return {**{name: getattr(self, name) for name in ours}, **{f"otree_{name}": rows for name, rows in self.otree.items()}}

    @cached_property
    def _played(self) -> list[PlayedSession]:
        return read_sessions(self._folder)

    @cached_property
    def _kept(self) -> list[tuple[PlayedSession, dict[str, Export]]]:
        return [(played, kept) for played in self._played if (kept := kept_exports(played.folder))]

    @cached_property
    def _info(self) -> dict[str, Any]:
        return self._folder.info().get("info") or {}

    @cached_property
    def _places(self) -> Places:
        return Places(self._info)

    def _apps(self, config: str) -> list[AppInfo]:
        names = next((c["apps"] for c in self._info.get("configs", ()) if c["name"] == config), ())
        return [from_plain(AppInfo, app) for app in self._info.get("apps", ()) if app["name"] in names]


def _counts(question: Question) -> Row:
    return {name: value for name, value in asdict(question).items() if name != "where"}


def _of_apps(row: Row, apps: list[AppInfo]) -> Row:
    """oTree's wide export has columns for every app that any session on the server has played."""
    known = ("participant", "session", *(app.name for app in apps))
    return {name: text for name, text in row.items() if name.partition(".")[0] in known}
