"""Everything about xdist. All items of one session go to one worker, which plays it once with its own server and Chrome."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling, LoadScopeScheduling

from botex_pytest.errors import BotexError, SettingError
from botex_pytest.far_workers import Needs, check_worker
from botex_pytest.model_names import LLAMACPP
from botex_pytest.results import FORMS
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
    """The node id of the session that an item belongs to, as far as a name can tell; empty for any other test."""
    file, *names = nodeid.split("::")
    if PurePosixPath(file).name == "settings.py" and names[:1] == [FORMS] and "." in names[-1]:
        return ""  # pages are checked one by one, wherever there is time
    if PurePosixPath(file).name == "settings.py":
        return "::".join([file, *names[:-1]])
    return _PARTICIPANT.sub(r"\1", nodeid) if _PARTICIPANT.search(nodeid) else ""


_PARTICIPANT = re.compile(r"([\[-])P\d+(?=[]-])")
"""`test_lab.py::test_pays[P2-min]`: one item of the session that all participants of that test share."""


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
    run.shared_as = node.workerinput["testrunuid"]
    plays = not node.config.option.setupplan
    from botex_pytest.local_model import share_llamacpp

    try:
        handed = run.hand_over(plays=run.asked is not None and plays)
        if run.asked is not None:
            llama = plays and LLAMACPP in run.config.model and not run.config.llamacpp_url
            check_worker(node.gateway, Needs(run.settings_file, run.folder.info_file if plays else None, llama))
        node.workerinput["botex"] = {**handed, "llama_port": share_llamacpp(run) if plays else 0}
    except BotexError as error:
        raise pytest.UsageError(str(error)) from None
