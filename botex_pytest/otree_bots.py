"""`--botex-otree-bots`: every case of the apps' own oTree bots as an item, `settings.py::otree-bots::CONFIG::CASE`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from botex_pytest.errors import BotexError
from botex_pytest.project_info import AppInfo
from botex_pytest.report.sentences import plural
from botex_pytest.run import Run
from botex_pytest.run_folder import read_json, slug, write_json
from botex_pytest.servers.bot_cases import BotCases, CaseResult
from botex_pytest.stash import RUN

OWN_BOTS, FOLDER = "otree-bots", "otree_bots"


class OwnBots(pytest.Collector):
    """All configs of the run that have bots in any of their apps."""

    def collect(self) -> Iterator[ConfigBots]:
        run = self.config.stash[RUN]
        for config in dict.fromkeys(planned.config for planned in run.plan):
            apps = [run.info.app(name) for name in run.info.config(config).apps]
            if any(app.own_tests for app in apps):
                yield ConfigBots.from_parent(self, name=config, apps=apps)

    @cached_property
    def cases(self) -> BotCases:
        """One copy of the project for all cases in this process."""
        run = self.config.stash[RUN]
        return BotCases(run.project, run.config.otree_python, run.work_folder / FOLDER)


class ConfigBots(pytest.Collector):
    """The cases of one config: as many as the app with most of them has, the others begin again, as oTree does it."""

    def __init__(self, *, apps: list[AppInfo], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.apps = apps

    def collect(self) -> Iterator[BotCase]:
        names = max((app.own_cases for app in self.apps), key=len) or ("play_round",)
        for number, name in enumerate(names):
            yield BotCase.from_parent(self, name=name, number=number)


_STATUS = {"passed": "finished", "failed": "broken", "review": "review"}


class BotCase(pytest.Item):
    """One session with one case."""

    parent: ConfigBots

    def __init__(self, *, number: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.number = number

    def setup(self) -> None:
        """Plays it: whatever keeps the bots from running is an error of ours, no failure."""
        run = self.config.stash[RUN]
        self.user_properties.append(("botex_status", "infrastructure"))
        try:
            self.result = self._result(run)
        except BotexError as error:
            raise pytest.fail.Exception(run.folder.redact.text(str(error)), pytrace=False) from None
        clean = run.folder.redact.text  # a traceback may quote a key, and ends up in JUnit's file
        self.result = replace(self.result, title=clean(self.result.title), detail=clean(self.result.detail))
        folder = run.folder.path / FOLDER
        folder.mkdir(exist_ok=True)
        told = {"config": self.parent.name, "case": self.name, "outcome": self.result.outcome, "title": self.result.title}
        write_json(folder / f"{slug(self.parent.name)}-{self.number:03}.json", run.folder.redact.data(told))
        self.user_properties[-1] = ("botex_status", _STATUS[self.result.outcome])

    def runtest(self) -> None:
        if self.result.outcome == "failed":
            pytest.fail(self.result.text, pytrace=False)
        if self.result.outcome == "review":
            pytest.skip(self.result.text)

    def _result(self, run: Run) -> CaseResult:
        bare = [app.name for app in self.parent.apps if not app.own_tests]
        if bare:
            return CaseResult("review", f"oTree's bots play a config only when all of its apps have tests.py; {bare[0]} has none")
        assert isinstance(self.parent.parent, OwnBots)
        live = any(app.own_live_calls for app in self.parent.apps) and not run.info.otree_version.startswith("5.")
        return self.parent.parent.cases.run(self.parent.name, self.number, run.config.session_timeout, live_is_dead=live)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"{self.parent.name}: {self.name} of its own bots"


def told(folder: Path) -> list[str]:
    """What the bots of a run came to, a line for each config and one for each case that did not pass."""
    rows = [read_json(path) for path in sorted((folder / FOLDER).glob("*.json"))]
    lines = []
    for config in dict.fromkeys(row["config"] for row in rows):
        cases = [row for row in rows if row["config"] == config]
        passed = sum(row["outcome"] == "passed" for row in cases)
        lines.append(f"{config}: {passed} of {plural(len(cases), 'case')} passed")
        others = [row for row in cases if row["outcome"] != "passed"]
        lines += [f"    {row['case']} {_WORDS[row['outcome']]}: {row['title']}" for row in others]
    return lines


_WORDS = {"failed": "failed", "review": "is to review"}
