"""Makes the server, the browser and the models of a process from its settings: the one place where parts meet them."""

from __future__ import annotations

import os
from pathlib import Path

from botex_pytest.drivers.auto import AutoDriver
from botex_pytest.drivers.base import Driver
from botex_pytest.drivers.chrome import ChromeDriver
from botex_pytest.drivers.http import HttpDriver
from botex_pytest.llamacpp_errors import LlamacppError
from botex_pytest.model_errors import ModelError
from botex_pytest.model_names import strategy
from botex_pytest.models.base import Model
from botex_pytest.models.embedded import Embedded
from botex_pytest.models.llamacpp import LlamacppBackend, Sampling
from botex_pytest.run import Run
from botex_pytest.servers.llamacpp import LlamaServer, RunningLlama
from botex_pytest.servers.otree import OtreeServer, RunningOtree
from botex_pytest.servers.process import Process
from botex_pytest.sharing import BorrowedLlama, Keeper

Server = OtreeServer | RunningOtree
Llama = LlamaServer | RunningLlama


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
    raise ModelError.unknown(name)


def make_llama(run: Run) -> Llama:
    """llama.cpp for this process, one whoever asks, not started yet: that at --botex-llamacpp-url, the controller's when we are
    a worker, else one of our own. Raises `LlamacppError` when there is no model to serve."""
    if run.llama is None:
        run.llama = _make_llama(run)
        run.at_end(run.llama.stop)
    return run.llama


def _make_llama(run: Run) -> Llama:
    config = run.config
    seconds, allow_remote = config.llamacpp_start_timeout, config.allow_remote
    if config.llamacpp_url:
        return RunningLlama(config.llamacpp_url, allow_remote=allow_remote, start_timeout=seconds)
    if run.is_worker:
        return BorrowedLlama(run.folder.path, start_timeout=seconds)
    if config.llamacpp_model is None:
        raise LlamacppError.no_model()
    return LlamaServer(
        config.llamacpp_model,
        work=_work_folder(run),
        program=config.llamacpp_server,
        context=config.llamacpp_context,
        slots=config.llamacpp_slots,
        gpu_layers=config.llamacpp_gpu_layers,
        start_timeout=seconds,
    )


def share_llama(run: Run) -> None:
    """Have this controller start llama.cpp for its workers, once one of them asks. Safe to call again."""
    if run.llama_keeper is None:
        run.llama_keeper = Keeper(run.folder.path, lambda: make_llama(run))
        run.llama_keeper.open()
        run.at_end(run.llama_keeper.close)


def make_llamacpp(run: Run) -> LlamacppBackend:
    config = run.config
    sampling = Sampling(config.llamacpp_temperature, config.llamacpp_top_p, config.llamacpp_top_k)
    return LlamacppBackend(make_llama(run), sampling=sampling, predict=config.llamacpp_predict)


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
