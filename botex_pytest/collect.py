"""settings.py -> session configs -> one item for each participant, and one for the session. Registered only with `--botex`.

Items never play: a session is played by the first of its items that runs, by all participants at once, and an item judges one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from botex_pytest.errors import BotexError
from botex_pytest.forms.places import FormPlace
from botex_pytest.judging import SESSION, Judgement
from botex_pytest.otree_bots import OWN_BOTS, OwnBots
from botex_pytest.planning import Planned
from botex_pytest.results import FORMS
from botex_pytest.run import Run
from botex_pytest.stash import RUN


class BotFile(pytest.File):
    """settings.py, which is read by oTree and never imported here."""

    def collect(self) -> Iterator[pytest.Collector]:
        run = self.config.stash[RUN]
        for planned in run.plan:
            yield BotConfig.from_parent(self, name=planned.name, planned=planned)
        if run.form_places:
            yield BotForms.from_parent(self, name=FORMS)
        if run.config.otree_bots:
            yield OwnBots.from_parent(self, name=OWN_BOTS)


class BotConfig(pytest.Collector):
    """One session config, or one of its variants."""

    def __init__(self, *, planned: Planned, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.planned = planned

    def collect(self) -> Iterator[BotItem]:
        for number in (*range(1, self.planned.participants + 1), SESSION):
            name = f"P{number}" if number != SESSION else "session"
            yield BotItem.from_parent(self, name=name, callobj=_verdict, planned=self.planned, number=number)


class BotItem(pytest.Function):
    """The verdict on one participant, or on what belongs to nobody in particular (`number` 0)."""

    def __init__(self, *, planned: Planned, number: int, **kwargs: Any) -> None:
        self.planned, self.number = planned, number
        super().__init__(**kwargs)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"{self.planned.name}: {self.name}"


class BotForms(pytest.Collector):
    """The pages whose forms are checked, with --botex-forms."""

    def collect(self) -> Iterator[FormItem]:
        for place in self.config.stash[RUN].form_places:
            yield FormItem.from_parent(self, name=place.where, callobj=_verdict, place=place)


class FormItem(pytest.Function):
    """The verdict on the form of one page."""

    def __init__(self, *, place: FormPlace, **kwargs: Any) -> None:
        self.place = place
        super().__init__(**kwargs)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"form of {self.name}"


def _verdict(botex_verdict: Judgement) -> None:
    if botex_verdict.outcome == "failed":
        pytest.fail(botex_verdict.text, pytrace=False)
    if botex_verdict.outcome == "skipped":
        pytest.skip(botex_verdict.text)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """What cannot be planned is told before anything starts, alike with and without workers."""
    run = session.config.stash[RUN]
    if run.asked is None:
        return
    with ThreadPoolExecutor(1) as beside:
        if not session.config.option.collectonly:
            # oTree, in a process of its own, takes as long to say what there is as we do to import what plays it
            beside.submit(import_module, "botex_pytest.recordings")
        try:
            _ = run.plan
        except BotexError as error:
            raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Generator[None, Any, Any]:
    """The project's settings.py is ours alone: pytest's own collectors would import it."""
    result = yield
    run: Run = parent.config.stash[RUN]
    ours = file_path.name == run.settings_file.name and file_path.samefile(run.settings_file)
    return [BotFile.from_parent(parent, path=file_path, nodeid=run.settings_id or None)] if ours else result


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Large sessions are not played unless somebody asks for them by name; of variants only who was asked for is judged."""
    run = config.stash[RUN]
    left_out = [i for i in items if isinstance(i, BotItem) and (i.planned in run.left_out or not _asked(i, run.asked or ()))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [i for i in items if i not in left_out]


def _asked(item: BotItem, args: tuple[str, ...]) -> bool:
    config = item.planned.name
    nodes = [arg.partition("::")[2] for arg in args]
    singled_out = [node for node in nodes if node.startswith(f"{config}::")]
    return not singled_out or "" in nodes or config in nodes or f"{config}::{item.name}" in singled_out


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A verdict is told in full where failures are; in CI pytest would repeat all of it in its one-line summary."""
    report = yield
    crash = getattr(report.longrepr, "reprcrash", None)
    if isinstance(item, BotItem | FormItem) and crash is not None and crash.message.startswith(_FAILED):
        crash.message = crash.message.removeprefix(_FAILED).partition("\n")[0]
    return report


_FAILED = "Failed: "
"""What pytest puts before the text of `pytest.fail`."""


def pytest_report_teststatus(report: pytest.CollectReport | pytest.TestReport) -> tuple[str, str, Any] | None:
    """What could not be played fails the run and is no failure of the study; what is blocked is no ordinary skip. A flaky
    session is no green one: it fails, under its own name."""
    status = dict(getattr(report, "user_properties", ())).get("botex_status")
    if report.when != "call":
        return None
    return _WORDS.get((status, report.outcome))  # another plugin's outcome, such as "rerun", keeps its own word


_WORDS: dict[tuple[object, str], tuple[str, str, Any]] = {
    ("broken", "failed"): ("failed", "F", ("BROKEN", {"red": True})),
    ("flaky", "failed"): ("flaky", "f", ("FLAKY", {"yellow": True})),
    ("unplayed", "failed"): ("could not be played", "n", ("COULD NOT BE PLAYED", {"yellow": True})),
    ("review", "skipped"): ("to review", "r", ("TO REVIEW", {"yellow": True})),
    ("blocked", "skipped"): ("blocked", "b", ("BLOCKED", {"yellow": True})),
}
