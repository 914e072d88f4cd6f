"""Makes the server, the browser and the models of a process from its settings: the one place where parts meet them."""

from __future__ import annotations

import os
from pathlib import Path

from botex_pytest.drivers.auto import AutoDriver
from botex_pytest.drivers.base import Driver
from botex_pytest.drivers.chrome import ChromeDriver
from botex_pytest.drivers.http import HttpDriver
from botex_pytest.model_errors import ModelError
from botex_pytest.model_names import CONSTANT, PYTHON, strategy
from botex_pytest.models.base import Model
from botex_pytest.models.constant import Constant
from botex_pytest.models.embedded import Embedded
from botex_pytest.models.function import Function
from botex_pytest.models.human import Human, Terminal
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


def make_model(run: Run, name: str) -> Model:
    """The model of that name, not tried out yet. Raises `ModelError` for a name that means nothing here."""
    embedded = strategy(name)
    if embedded:
        return Embedded(embedded)
    kind, colon, what = name.partition(":")
    if f"{kind}{colon}" == CONSTANT:
        return Constant(what)
    if f"{kind}{colon}" == PYTHON:
        return Function(what, (run.project.root, run.root))
    if name == "human":
        return _make_human()
    raise ModelError.unknown(name)


def _make_human() -> Human:
    if "PYTEST_XDIST_WORKER" in os.environ:
        raise ModelError.human_in_a_worker()
    return Human(Terminal())


def _make_chrome(run: Run) -> ChromeDriver:
    config = run.config
    return ChromeDriver(
        start_process=Process,
        log_dir=_work_folder(run),
        headed=config.headed,
        chrome=str(config.chrome) if config.chrome else None,
        driver=str(config.chromedriver) if config.chromedriver else None,
        page_timeout=config.page_timeout,
    )


def _work_folder(run: Run) -> Path:
    """A folder in the run for this process: its logs, and its copy of the project."""
    folder = run.folder.path / os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder.mkdir(exist_ok=True)
    return folder
