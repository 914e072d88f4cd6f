"""Makes the server, the browser and the models of a process from its settings: the one place where parts meet them."""

from __future__ import annotations

import json
import os

from botex_pytest.config import Config
from botex_pytest.drivers.auto import AutoDriver
from botex_pytest.drivers.base import Driver
from botex_pytest.drivers.chrome import ChromeDriver
from botex_pytest.drivers.http import HttpDriver
from botex_pytest.line_report import measured_lines
from botex_pytest.local_model import llamacpp_backend
from botex_pytest.model_errors import ModelError
from botex_pytest.model_names import CONSTANT, HUMAN, LLAMACPP, PLUGIN, PYTHON, strategy
from botex_pytest.models.base import Model
from botex_pytest.models.chat import Backend
from botex_pytest.models.constant import Constant
from botex_pytest.models.embedded import Embedded
from botex_pytest.models.function import Function
from botex_pytest.models.human import Human, Terminal
from botex_pytest.models.litellm import LitellmBackend
from botex_pytest.models.llm import Habits, Llm
from botex_pytest.models.prompts import Prompts
from botex_pytest.run import Run
from botex_pytest.servers.otree import OtreeServer, RunningOtree
from botex_pytest.servers.process import Process

Server = OtreeServer | RunningOtree


def make_server(run: Run) -> Server:
    """oTree for this process: the one at --botex-otree-url, else one of our own (not started yet)."""
    config = run.config
    if config.otree_url:
        password = run.project.environment().get("OTREE_ADMIN_PASSWORD", "")
        return RunningOtree(
            config.otree_url, rest_key=config.otree_rest_key, admin_password=password, allow_remote=config.allow_remote
        )
    return OtreeServer(
        run.project,
        work=run.work_folder,
        debug=config.debug,
        python=config.otree_python,
        start_timeout=config.start_timeout,
        lines=measured_lines(run),
    )


def make_browser(run: Run) -> Driver:
    """The driver for this process; it starts nothing by itself."""
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
    if name == LLAMACPP:
        return make_llm(run, llamacpp_backend(run))
    if name == HUMAN:
        return _make_human()
    if name.startswith(CONSTANT):
        return Constant(name.removeprefix(CONSTANT))
    if name.startswith(PYTHON):
        return Function(name.removeprefix(PYTHON), (run.project.root, run.root))
    if name.startswith(PLUGIN):
        return run.hooks.model(name.removeprefix(PLUGIN))
    return make_llm(run, make_remote(run.config, name))


def make_llm(run: Run, backend: Backend) -> Llm:
    """A language model behind `backend`, asked as the settings say."""
    config = run.config
    habits = Habits(config.memory, config.memory_size, config.max_tries, config.debrief)
    return Llm(backend, Prompts(config.prompts), run.spending, habits)


def make_remote(config: Config, name: str) -> LitellmBackend:
    """A model of some provider, not asked yet."""
    return LitellmBackend(
        name,
        api_base=config.api_base,
        api_key=config.api_key,
        args=json.loads(config.llm_args) if config.llm_args else {},
        timeout=config.llm_timeout,
        rpm=config.rpm,
        needs_price=config.max_cost is not None,
    )


def _make_human() -> Human:
    if "PYTEST_XDIST_WORKER" in os.environ:
        raise ModelError.human_in_a_worker()
    return Human(Terminal())


def _make_chrome(run: Run) -> ChromeDriver:
    config = run.config
    width, height = config.window.split("x")
    return ChromeDriver(
        start_process=Process,
        log_dir=run.work_folder,
        headed=config.headed,
        chrome=str(config.chrome) if config.chrome else None,
        driver=str(config.chromedriver) if config.chromedriver else None,
        page_timeout=config.page_timeout,
        start_timeout=config.start_timeout,
        window=(int(width), int(height)),
        grid=config.grid,
        grid_socks=config.grid_socks,
    )
