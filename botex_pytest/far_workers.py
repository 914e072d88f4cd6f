"""Workers of xdist with a folder of their own (`//chdir=`), under another Python or on another machine (`--tx ssh=`, `socket=`).

They play like any other, with a server and a browser of their own where they are; but they must see the project and the run
folder at the same paths as the controller. That is asked before the first one starts: xdist would start it anew, again and again.
"""

from __future__ import annotations

import socket
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botex_pytest import __version__
from botex_pytest.worker_errors import WorkerError

ANSWER_SECONDS = 60.0  # the first thing that a Python far away is asked

_LOOK = """
import importlib.metadata, os, socket
try:
    version = importlib.metadata.version("botex-pytest")
except importlib.metadata.PackageNotFoundError:
    version = ""
channel.send((version, socket.gethostname(), [path for path in channel.receive() if os.path.isfile(path)]))
"""


@dataclass(frozen=True)
class Needs:
    """What a worker has to find where it is. `llama`: the controller's llama.cpp, which listens on this machine only."""

    settings: Path
    run_info: Path | None
    llama: bool


def of_execnet(error: Exception) -> bool:
    """Whether it was raised by what starts workers: a name that nobody has, a Python that is not there, a key that is refused."""
    modules = [frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)]
    if not any(module.startswith("execnet.") for module in modules):
        return False
    from execnet import DataFormatError

    return not isinstance(error, DataFormatError)  # something of ours, or of another plugin, that cannot be sent


def check_worker(gateway: Any, needs: Needs) -> None:
    """`gateway`: execnet's, to the worker's Python. Raises `WorkerError`. Nothing is asked of workers that xdist starts here."""
    spec = gateway.spec
    if spec.popen and not spec.chdir:
        return
    wanted = [str(path) for path in (needs.settings, needs.run_info) if path]
    name = f"{gateway.id} ({str(spec).rpartition('execmodel=main_thread_only//')[2]})"
    channel = gateway.remote_exec(_LOOK)
    try:
        channel.send(wanted)
        version, host, found = channel.receive(ANSWER_SECONDS)
        channel.waitclose(ANSWER_SECONDS)
    except (OSError, EOFError, channel.RemoteError) as error:  # a time-out is an OSError, too
        raise WorkerError.no_answer(name, str(error) or type(error).__name__) from None
    if not spec.popen and version != __version__:  # one that was started from here gets our own search path
        raise WorkerError.other_version(name, host, version, __version__)
    missing = [path for path in wanted if path not in found]
    if missing:
        raise WorkerError.does_not_see(name, host, str(Path(missing[0]).parent))
    if needs.llama and host != socket.gethostname():
        raise WorkerError.far_from_llamacpp(name, host)
