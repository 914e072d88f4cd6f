"""Everything about xdist. All items of one session go to one worker, which plays it once with its own server and Chrome."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling, LoadScopeScheduling

from botex_pytest.errors import BotexError, SettingError
from botex_pytest.stash import DIST, RUN


class SessionScheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist has no type information
    """Deals whole sessions; every other test is a scope of its own, dealt as under `load`."""

    def _split_scope(self, nodeid: str) -> str:
        return _session_of(nodeid) or nodeid


class SessionGroupScheduling(LoadGroupScheduling):  # type: ignore[misc]
    """`--dist loadgroup` with sessions as groups, without a mark on their items that would change their node ids."""

    def _split_scope(self, nodeid: str) -> str:
        return _session_of(nodeid) or str(super()._split_scope(nodeid))


def _session_of(nodeid: str) -> str:
    """The node id of the session that a bot item belongs to; empty for any other test."""
    file, *names = nodeid.split("::")
    return "::".join([file, *names[:-1]]) if PurePosixPath(file).name == "settings.py" else ""


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Distributions that deal single items would have a session played once by every worker: refused, not overruled."""
    config = session.config
    named = config.stash[DIST]
    if config.stash[RUN].asked is not None and config.getoption("tx") and named in ("load", "worksteal"):
        raise pytest.UsageError(str(SettingError.splits_sessions(named)))


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Ours where the user named no distribution, or one whose groups ours are to be."""
    ours = {"no": SessionScheduling, "loadgroup": SessionGroupScheduling}.get(config.stash[DIST])
    return ours(config, log) if ours else None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Every worker gets what the controller found out, so that all collect the same items and write to the same run."""
    run = node.config.stash[RUN]
    if run.asked is None:
        return
    plays = not node.config.option.setupplan
    try:
        node.workerinput["botex"] = run.hand_over(plays=plays)
        if plays:
            from botex_pytest.local_model import share_llamacpp

            share_llamacpp(run)
    except BotexError as error:
        raise pytest.UsageError(str(error)) from None
