"""With allure-pytest and `--alluredir`: each item tells Allure who played, step by step. Registered only then.

Items tell in the process that judges them, a worker under xdist, where Allure's own plugin has their results open.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from botex_pytest.judging import SESSION
from botex_pytest.stash import PLAYED, RUN


def register(config: pytest.Config) -> None:
    """Called by whatever makes items of ours; safe to call again."""
    if config.getoption("allure_report_dir", None) and not config.pluginmanager.has_plugin("botex-allure"):
        import sys

        config.pluginmanager.register(sys.modules[__name__], "botex-allure")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    """When all is known that there is to tell, also of an item that never got to be called."""
    try:
        return (yield)
    finally:
        listener = item.config.pluginmanager.get_plugin("allure_listener")
        if listener is not None:
            _tell(item, listener.allure_logger)


def _tell(item: pytest.Item, reporter: Any) -> None:
    from botex_pytest.report.allure import settle, tell
    from botex_pytest.report.case import Cases

    test = reporter.get_test(None)
    settle(test, str(dict(item.user_properties).get("botex_status", "")))
    plays, number = item.stash.get(PLAYED, ((), SESSION))
    if not plays:
        return
    run = item.config.stash[RUN]
    cases = Cases(run.folder.path, run.folder.info(), run.redaction(plays))
    ours = item.get_closest_marker("botex") is None  # else it is a test of the user's, with a name of its own
    case = cases.of(plays, number) if ours or number else cases.of_all(plays)
    tell(case, reporter, test, named=ours)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The controller's part: what is the same for all items."""
    from botex_pytest.activation import is_worker

    run = session.config.stash[RUN]
    if run.started and not is_worker(session.config):
        from botex_pytest.report.allure import write_environment

        write_environment(run.folder.info(), Path(session.config.getoption("allure_report_dir")))
