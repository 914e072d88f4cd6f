"""The llama.cpp inside the package xllamacpp as a server: the command line of `llama-server`, as far as it is used here.

Run as a script, in a process of its own: it holds the model's memory, and a crash in there must not be ours.
"""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> None:
    """Serves until it is ended. Raises RuntimeError when the model cannot be loaded; why stands in the output before."""
    given = _parser().parse_args(argv)
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = given.model
    if hasattr(params, "hostnames"):  # since it can listen on several
        params.hostnames = [given.host]
    else:
        params.hostname = given.host
    params.port = given.port
    params.n_ctx = given.ctx_size
    params.n_parallel = given.parallel
    if given.gpu_layers is not None:
        params.n_gpu_layers = given.gpu_layers
    if given.threads is not None:
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = given.threads
    server = xllamacpp.Server(params)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # llama.cpp takes it for itself, and some builds then do nothing
    print(f"serving at {server.listening_address}", flush=True)  # noqa: T201 # for the log
    threading.Event().wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("-m", "--model", required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("-c", "--ctx-size", type=int, default=0)
    parser.add_argument("-np", "--parallel", type=int, default=1)
    parser.add_argument("-t", "--threads", type=int)
    parser.add_argument("-ngl", "--gpu-layers", type=int)
    return parser


if __name__ == "__main__":
    main()
