"""xdist's hooks: how items are dealt, and what a worker is handed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from botex_pytest.errors import BotexError, SettingError
from botex_pytest.far_workers import Needs, check_worker, of_execnet
from botex_pytest.model_names import LLAMACPP
from botex_pytest.scheduling import DEALING, SessionScheduling, SpreadScheduling, is_session_item, session_of
from botex_pytest.spreading import open_meeting
from botex_pytest.stash import DIST, RUN
from botex_pytest.worker_errors import WorkerError


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> Iterator[None]:
    """Distributions that deal single items would have a session played once by every worker: refused, not overruled."""
    config = session.config
    named, run = config.stash[DIST], config.stash[RUN]
    workers = config.getoption("tx") if run.asked is not None else None
    if workers and named in ("load", "worksteal"):
        raise pytest.UsageError(str(SettingError.splits_sessions(named)))
    if workers and run.config.spread and named != "no":
        raise pytest.UsageError(str(SettingError.spread_needs_its_own_dealing(named)))
    try:
        yield
    except Exception as error:
        elsewhere = [worker for worker in workers or () if worker.rpartition("*")[2] != "popen"]
        if not elsewhere or not of_execnet(error):
            raise
        raise pytest.UsageError(str(WorkerError.not_started(elsewhere, str(error) or type(error).__name__))) from None


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SessionScheduling | None:
    """Ours for every distribution that keeps sessions whole."""
    run = config.stash[RUN]
    if run.meeting is not None:
        return SpreadScheduling(config, log, run.meeting.expect)
    ours = DEALING.get(config.stash[DIST])
    return ours(config, log) if ours else None


@pytest.hookimpl(optionalhook=True)
def pytest_handlecrashitem(crashitem: str, report: pytest.TestReport) -> None:
    """A worker that dies is none of the study's doing."""
    if is_session_item(crashitem):
        worker = report.node.gateway.id
        report.longrepr = f"{report.longrepr}\n\n{WorkerError.crashed(worker, session_of(crashitem))}"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Every worker gets what the controller found out, so that all collect the same items and write to the same run."""
    run = node.config.stash[RUN]
    run.shared_as = node.workerinput["testrunuid"]
    plays = not node.config.option.setupplan
    from botex_pytest.local_model import share_llamacpp

    try:
        handed = run.hand_over(plays=run.asked is not None and plays)
        meeting = _meeting(node)
        if run.asked is not None:
            llama = plays and LLAMACPP in run.config.model and not run.config.llamacpp_url
            check_worker(node.gateway, Needs(run.settings_file, run.folder.info_file if plays else None, llama))
        node.workerinput["botex"] = {**handed, "llama_port": share_llamacpp(run) if plays else 0, "meeting": meeting}
    except BotexError as error:
        raise pytest.UsageError(str(error)) from None


def _meeting(node: Any) -> dict[str, Any]:
    """Where the workers that share sessions meet. Raises `SettingError`."""
    run = node.config.stash[RUN]
    if not run.config.spread or run.asked is None:
        return {}
    if not node.gateway.spec.popen:
        raise SettingError.spread_over_machines(str(node.gateway.spec))
    meeting = open_meeting(run)
    return {"port": meeting.port, "secret": meeting.secret}
