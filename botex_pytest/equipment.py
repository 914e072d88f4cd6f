"""Makes the server and the browser of a process from its settings: the one place where parts meet the settings table."""

from __future__ import annotations

import os
from pathlib import Path

from botex_pytest.drivers.auto import AutoDriver
from botex_pytest.drivers.base import Driver
from botex_pytest.drivers.chrome import ChromeDriver
from botex_pytest.drivers.http import HttpDriver
from botex_pytest.run import Run
from botex_pytest.servers.otree import OtreeServer, RunningOtree
from botex_pytest.servers.process import Process

Server = OtreeServer | RunningOtree


def make_server(run: Run) -> Server:
    """oTree for this process: the one at --botex-otree-url, else one of our own (not started yet)."""
    config = run.config
    if config.otree_url:
        return RunningOtree(config.otree_url, rest_key=config.otree_rest_key, allow_remote=config.allow_remote)
    return OtreeServer(
        run.project,
        work=_work_folder(run),
        debug=config.debug,
        python=config.otree_python,
        start_timeout=config.start_timeout,
    )


def make_browser(run: Run) -> Driver:
    """The driver for this process; Chrome starts when the first page is opened in it."""
    http = HttpDriver(page_timeout=run.config.page_timeout)
    if run.config.driver == "http":
        return http
    chrome = _make_chrome(run)
    return AutoDriver(http, chrome) if run.config.driver == "auto" else chrome


def _make_chrome(run: Run) -> ChromeDriver:
    config = run.config
    width, height = config.window.split("x")
    return ChromeDriver(
        start_process=Process,
        log_dir=_work_folder(run),
        headed=config.headed,
        chrome=str(config.chrome) if config.chrome else None,
        driver=str(config.chromedriver) if config.chromedriver else None,
        page_timeout=config.page_timeout,
        start_timeout=config.start_timeout,
        window=(int(width), int(height)),
    )


def _work_folder(run: Run) -> Path:
    """A folder in the run for this process: its logs, and its copy of the project."""
    folder = run.folder.path / os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder.mkdir(exist_ok=True)
    return folder
