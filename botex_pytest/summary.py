"""Head and end of a run in the terminal, and its files: written by the controller, or by the only process."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from botex_pytest.errors import BotexError, RunFolderError
from botex_pytest.live import LivePage, live_file
from botex_pytest.plain import to_plain
from botex_pytest.records import read_sessions
from botex_pytest.results import SessionResult
from botex_pytest.run import Run
from botex_pytest.run_folder import RunFolder
from botex_pytest.stash import RUN


def pytest_report_header(config: pytest.Config) -> list[str]:
    run: Run = config.stash[RUN]
    if not run.config.enabled:
        return []  # whether a marked test will play is not known yet
    sandbox = ["botex: Chrome runs without its sandbox, because we run as root"] if _uses_chrome_as_root(run) else []
    seed = f"botex: seed {run.config.seed} governs the bots' answers; random numbers of the study itself are not governed by it"
    live = [f"botex: to watch the run, open {live_file(run)}"] if _goes_live(config) else []
    return [f"botex: project {run.project.root}", seed, *sandbox, *run.config.header_lines(), *_forms(run), *live]


def _goes_live(config: pytest.Config) -> bool:
    return config.stash[RUN].config.live and not (config.option.collectonly or config.option.setupplan)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """Before the first item, wherever items run."""
    run: Run = session.config.stash[RUN]
    if not _goes_live(session.config):
        return
    try:
        page = LivePage(run)
    except BotexError as error:
        raise pytest.UsageError(str(error)) from None
    run.at_end(page.close)
    page.start()
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and not run.config.enabled:  # else the head has said so
        reporter.write_line(f"botex: to watch the run, open {live_file(run)}")


def _forms(run: Run) -> list[str]:
    """The plan of --botex-forms and its cost, before anything is played."""
    if not run.config.forms or run.asked is None:
        return []
    from botex_pytest.forms.places import told_first

    return [f"botex: {line}" for line in told_first(run.form_places, run.config.driver)]


def _uses_chrome_as_root(run: Run) -> bool:
    from botex_pytest.drivers.chrome_process import needs_no_sandbox

    return run.config.driver != "http" and not run.config.grid and needs_no_sandbox()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The run's data are one file afterwards, also when nothing but a part was played. Too little coverage fails the run, as it
    does with pytest-cov."""
    run: Run = session.config.stash[RUN]
    if not run.started:
        return
    from botex_pytest.report.html import write_report
    from botex_pytest.report.redaction import Redaction
    from botex_pytest.store import merge

    run.folder.update_info(ended=time.time())
    RunFolder.unshare(run.config.runs_dir, run.shared_as)
    if run.config.update_flow:
        from botex_pytest.flow_update import write_flows

        run.told_at_end += write_flows(run.outcome, run.info, run.project.root)
    if run.config.cov:
        from botex_pytest.line_report import line_report

        run.told_at_end += line_report(run, run.outcome)
    if run.config.otree_bots:
        from botex_pytest.otree_bots import told

        run.folder.update_info(otree_bots=told(run.folder.path))
    if any(person.usage.calls for result in run.outcome for person in result.participants):
        from botex_pytest.report.pretest import pretests

        run.folder.update_info(pretest=to_plain(pretests(read_sessions(run.folder), run.folder.info())))
    merge(run.folder)
    try:
        if run.config.report:
            write_report(run.folder.path)
        elif run.config.redact:
            Redaction(run.config.redact, read_sessions(run.folder), run.folder.info())
    except RunFolderError as error:  # it was to be without a field that the study does not have
        run.told_at_end += str(error).splitlines()
    if session.exitstatus == pytest.ExitCode.OK and _lacking(run):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _lacking(run: Run) -> str:
    """Why the run fails although no item did."""
    from botex_pytest.report.coverage import below

    return below(run.outcome, run.config.fail_under)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What was played; also what was left out, when that was all there is."""
    run: Run = config.stash[RUN]
    left_out = run.deselected() if "plan" in vars(run) else []
    if not run.started and not left_out:
        return
    from botex_pytest.report.text import summary

    results, info = run.told, run.folder.info() if run.started else {}
    terminalreporter.section("botex", "=")
    report = str(run.folder.report) if run.started and run.folder.report.is_file() else ""
    for line in summary(results, {**info, "deselected": left_out}, report=report):
        terminalreporter.write_line(line)
    if os.environ.get("GITHUB_ACTIONS") == "true" and results:
        _tell_github(terminalreporter, run, results)
    for line in run.told_at_end:
        terminalreporter.write_line(line)
    lacking = _lacking(run)
    if lacking:
        terminalreporter.write_line(f"FAIL {lacking}", red=True)


def _tell_github(terminalreporter: pytest.TerminalReporter, run: Run, results: list[SessionResult]) -> None:
    from botex_pytest.report.github import annotation_lines, job_summary

    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or run.root)
    for line in annotation_lines(results, run.project.root, workspace):
        terminalreporter.write_line(line)
    if os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8", errors="replace") as file:
                file.write(job_summary(results))
        except OSError as error:
            terminalreporter.write_line(f"GitHub's job summary could not be written: {error}")
