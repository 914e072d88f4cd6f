"""llama.cpp for a run, from its settings: one for all who ask in a process, and for all processes of the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from botex_pytest.config import Config
from botex_pytest.llamacpp_errors import LlamacppError
from botex_pytest.models.llamacpp import LlamacppBackend, Sampling
from botex_pytest.run import Run
from botex_pytest.servers.llamacpp import LlamaServer, RunningLlama
from botex_pytest.sharing import BorrowedLlama, Keeper

Llama = LlamaServer | RunningLlama


def llamacpp_backend(run: Run) -> LlamacppBackend:
    """The model `llamacpp`. Raises `LlamacppError` when there is none to serve."""
    config = run.config
    sampling = Sampling(config.llamacpp_temperature, config.llamacpp_top_p, config.llamacpp_top_k)
    return LlamacppBackend(llamacpp_server(run), sampling=sampling, predict=config.llamacpp_predict, timeout=config.llm_timeout)


def llamacpp_server(run: Run) -> Llama:
    """llama.cpp for this process, not started yet: that at --botex-llamacpp-url, the controller's when we are a worker, else
    one of our own, ended with the run. Raises `LlamacppError` when there is no model to serve."""
    if run.llama is None:
        run.llama = _server(run.config, lambda: run.work_folder, run.llama_port)
        run.at_end(run.llama.stop)
    return run.llama


def describe_llamacpp(config: Config) -> str:
    """What would play, in words. Loads nothing. Raises `LlamacppError` for what can be told before."""
    return _server(config, Path, 0).describe()


def _server(config: Config, work: Callable[[], Path], port: int) -> Llama:
    seconds = config.llamacpp_start_timeout
    if config.llamacpp_url:
        return RunningLlama(config.llamacpp_url, allow_remote=config.allow_remote, start_timeout=seconds)
    if port:
        return BorrowedLlama(port, start_timeout=seconds)
    if config.llamacpp_model is None:
        raise LlamacppError.no_model()
    return LlamaServer(
        config.llamacpp_model,
        work=work(),
        program=config.llamacpp_server,
        context=config.llamacpp_context,
        slots=config.llamacpp_slots,
        gpu_layers=config.llamacpp_gpu_layers,
        threads=config.llamacpp_threads,
        start_timeout=seconds,
    )


def share_llamacpp(run: Run) -> int:
    """The port where workers ask this controller for llama.cpp, which is started when one of them does. Safe to call again."""
    if not run.keeper_port:
        keeper = Keeper(lambda: llamacpp_server(run))
        run.keeper_port = keeper.open()
        run.at_end(keeper.close)
    return run.keeper_port
