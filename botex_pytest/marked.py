"""Tests marked with `@pytest.mark.botex(...)`: which session each of them plays, and what becomes of it besides the test's own
assertions. Imported when the first such test is collected."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import pytest

from botex_pytest import allure_items
from botex_pytest.errors import BotexError, StudyError
from botex_pytest.judging import SESSION, judge, properties
from botex_pytest.lab import Lab
from botex_pytest.markers import read_mark
from botex_pytest.planning import Planned, plan_test
from botex_pytest.run import Run
from botex_pytest.sessions import play_planned, tell
from botex_pytest.stash import PLAYED, RUN
from botex_pytest.study import config_problems
from botex_pytest.testing.errors import TestingError
from botex_pytest.testing.session import OtreeSession

PARTICIPANT = "participant"
"""The fixture that makes one item for each participant."""

_SESSION: pytest.StashKey[OtreeSession] = pytest.StashKey()


def generate(metafunc: pytest.Metafunc) -> None:
    """Checks the marker of a test, and makes an item for each participant where the test asks for one at a time.

    What is wrong with a marker is told where pytest tells of files that it cannot collect. Costs about a second, once a run.
    """
    item = metafunc.definition
    try:
        run = _run_of(item.config)
        planned = planned_of(item, run)
    except BotexError as error:
        raise pytest.Collector.CollectError(str(error)) from None
    if PARTICIPANT in metafunc.fixturenames:
        numbers = range(1, planned.participants + 1)
        metafunc.parametrize(PARTICIPANT, numbers, indirect=True, ids=[f"P{n}" for n in numbers], scope="function")


def _run_of(config: pytest.Config) -> Run:
    from botex_pytest.activation import make_run

    if RUN not in config.stash:
        config.stash[RUN] = make_run(config)
    if not config.pluginmanager.has_plugin("botex-marked"):
        import sys

        config.pluginmanager.register(sys.modules[__name__], "botex-marked")
        allure_items.register(config)
        _report_at_the_end(config)
    return config.stash[RUN]


def _report_at_the_end(config: pytest.Config) -> None:
    from botex_pytest import summary
    from botex_pytest.activation import is_worker

    if not is_worker(config) and not config.pluginmanager.has_plugin("botex-summary"):
        config.pluginmanager.register(summary, "botex-summary")


def planned_of(item: pytest.Item, run: Run) -> Planned:
    """What the nearest marker declares, over what `botex.toml` says. Raises `BotexError`."""
    marker = item.get_closest_marker("botex")
    if marker is None:
        raise TestingError.no_marker(item.nodeid)
    mark = read_mark(marker.args, marker.kwargs, item.nodeid)
    known = [config.name for config in run.info.configs]
    if len(mark.configs or known) != 1:
        raise TestingError.which_config(item.nodeid, mark.configs or known)
    (name,) = mark.configs or known
    planned = plan_test(run.info, run.study, run.config, name, mark.study, _session_id(item))
    problems = config_problems(mark.study, name, run.info.names(), run.known_checks)
    if problems:
        raise StudyError.all_of(problems)
    return planned


def session_of(item: pytest.Item, run: Run, lab: Callable[[], Lab]) -> OtreeSession:
    """The session of this test: one for all its participants, and a new one when an item runs again."""
    key, number = _session_id(item), _number(item)
    if number == SESSION or (key, number) in run.judged:
        run.tests.pop(key, None)
        run.judged = {judged for judged in run.judged if judged[0] != key}
    run.judged.add((key, number))
    if key not in run.tests:
        equipment, planned = lab(), planned_of(item, run)
        run.tests[key] = OtreeSession(equipment, planned, lambda around: play_planned(equipment, planned, item.config, around))
    item.stash[_SESSION] = run.tests[key]
    return run.tests[key]


def _number(item: pytest.Item) -> int:
    callspec = getattr(item, "callspec", None)
    return callspec.params.get(PARTICIPANT, SESSION) if callspec else SESSION


def _session_id(item: pytest.Item) -> str:
    """The node id without the participant: `test_lab.py::test_pays[P2-min]` belongs to `test_lab.py::test_pays[min]`."""
    number = _number(item)
    if number == SESSION:
        return item.nodeid
    head, _, cases = item.nodeid.partition("[")
    others = [case for case in cases.removesuffix("]").split("-") if case != f"P{number}"]
    return f"{head}[{'-'.join(others)}]" if others else head


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """What is broken in a session fails the test that played it, after the test's own assertions have had their say."""
    result = yield
    session = item.stash.get(_SESSION, None)
    if session is not None and session.results and session.checked:
        numbers = _judged_by(_number(item), len(session.results[-1].participants))
        results = item.config.stash[RUN].shown(session.results)
        judgements = [judge(results, n, {}, numbers[:at]) for at, n in enumerate(numbers)]
        wrong = [j.text for j in judgements if j.outcome in ("failed", "error")]
        if wrong:
            pytest.fail("\n".join(dict.fromkeys(wrong)), pytrace=False)
        blocked = [j.text for j in judgements if j.outcome == "skipped"]
        if blocked:
            pytest.skip(blocked[0])
    return result


def _judged_by(number: int, count: int) -> tuple[int, ...]:
    """Whom an item answers for. What befell the session as a whole is told once, by P1's: it has no item of its own here."""
    if number == SESSION:
        return (SESSION, *range(1, count + 1))
    return (SESSION, number) if number == 1 else (number,)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Which session it was, for JUnit and other reports."""
    session = item.stash.get(_SESSION, None)
    if session is not None and session.results:
        item.stash[PLAYED] = plays, number = item.config.stash[RUN].shown(session.results), _number(item)
        tell(item, **properties(plays, number))
