"""llama.cpp's server: one we start, or one somebody else runs. Both have the same attributes."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import socket
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from botex_pytest.gguf import Gguf, GgufError
from botex_pytest.llamacpp_errors import LlamacppError
from botex_pytest.servers import llamacpp_child
from botex_pytest.servers.llamacpp_api import About, NotYet, ask
from botex_pytest.servers.loopback import is_loopback
from botex_pytest.servers.process import HOST, Process, ProcessDied, free_port
from botex_pytest.waiting import WaitTimeout, wait_until

PORT_ATTEMPTS = 3  # a free port may be taken by somebody else before llama.cpp binds it
PROBE_SECONDS = 5.0  # one look whether it answers
DEFAULT_CONTEXT = 8192
"""Tokens of one conversation where nobody names another number. Models are trained for far more than a laptop has memory for:
131072 tokens of an 8B model take 16 GB for each participant."""
LEAST_CONTEXT = 1024
"""Fewer do not hold the rules and one page."""

SMALL = 16 * 2**20
"""Bytes of a model that one thread computes faster than several, which would wait for each other at every step."""

_PORT_TAKEN = re.compile(r"address already in use|couldn't bind|could not bind|HTTP server error", re.IGNORECASE)
_NO_MEMORY = re.compile(
    r"failed to allocate|unable to allocate|bad_alloc|out ?of ?(?:device ?)?memory|cudaMalloc failed", re.IGNORECASE
)
_BAD_MODEL = re.compile(r"error loading model: (.+)")


class LlamaServer:
    """llama.cpp with `model`, on a free loopback port; ends with us, whatever we die of.

    `program`: a llama-server; None for the llama.cpp inside the package xllamacpp, in a process of its own. `context`: tokens
    of one conversation (None: what the model was trained for, at most `DEFAULT_CONTEXT`); it is held in memory once for each of
    the `slots`. `gpu_layers` and `threads` None leave it to
    llama.cpp, which takes all cores. Starting takes as long as reading the model's file.
    """

    def __init__(
        self,
        model: Path,
        *,
        work: Path,
        program: Path | None = None,
        context: int | None = None,
        slots: int = 4,
        gpu_layers: int | None = None,
        threads: int | None = None,
        start_timeout: float = 180.0,
    ) -> None:
        self.model, self.program, self.gpu_layers, self.threads = model, program, gpu_layers, threads
        self.context, self.slots, self.start_timeout = context, slots, start_timeout
        self.log = work / "llamacpp.log"
        self.url = self.name = ""
        self._port = 0
        self._process: Process | None = None
        self._stopped = False

    def start(self) -> None:
        """Returns when it answers; does nothing when it runs. Raises `LlamacppError`."""
        if self.alive:
            return
        self._read_model()
        for attempt in range(PORT_ATTEMPTS):
            try:
                self._start_once()
                return
            except (ProcessDied, WaitTimeout, OSError, ValueError) as error:
                self.stop()
                if attempt < PORT_ATTEMPTS - 1 and self._port_is_taken():
                    continue
                raise self._why(error) from None
            except BaseException:
                self.stop()
                raise

    def _read_model(self) -> None:
        try:
            found = Gguf.read(self.model)
        except GgufError as error:
            raise LlamacppError.not_a_model(self.model, str(error)) from None
        except OSError:
            raise LlamacppError.model_not_found(self.model) from None
        self.name = found.name or self.model.name
        if self.threads is None and self.model.stat().st_size < SMALL:
            self.threads = 1
        self.context = self.context or min(found.context_length or DEFAULT_CONTEXT, DEFAULT_CONTEXT)

    def describe(self) -> str:
        """What would be started, in words. Raises `LlamacppError` for what is seen without starting it."""
        self._read_model()
        program = self._program()[0]
        if shutil.which(program) is None:
            raise LlamacppError.cannot_run(program, "there is no such program")
        by = self.program or f"xllamacpp {version('xllamacpp')}"
        return f"{self.name}, {self.slots} conversations of {self.context} tokens, in {by}"

    def command(self, port: int) -> list[str]:
        """llama.cpp divides its context by its slots, so each of them is given a whole one."""
        assert self.context is not None
        sizes = ["-c", str(self.context * self.slots), "-np", str(self.slots)]
        layers = [] if self.gpu_layers is None else ["-ngl", str(self.gpu_layers)]
        threads = [] if self.threads is None else ["-t", str(self.threads)]
        return [*self._program(), "-m", str(self.model), "--host", HOST, "--port", str(port), *sizes, *layers, *threads]

    def _program(self) -> Sequence[str]:
        if self.program is not None:
            return [str(self.program)]
        if importlib.util.find_spec("xllamacpp") is None:
            raise LlamacppError.not_installed()
        return [sys.executable, llamacpp_child.__file__]

    def _start_once(self) -> None:
        if self._process is not None:
            self._process.stop()  # what is left of one that has died
        self._port = free_port()
        self.url = f"http://{HOST}:{self._port}"
        self._process = Process(self.command(self._port), log=self.log, name="llama.cpp")
        self._process.start()
        about = self._process.wait_ready(lambda: _look(self.url), self.start_timeout, f"llama.cpp answers at {self.url}")
        self.context, self.slots = about.context or self.context, about.slots
        self._stopped = False

    def _why(self, error: Exception) -> LlamacppError:
        log, path = self.log_tail(), str(self.log)
        if isinstance(error, OSError):
            return LlamacppError.cannot_run(self.program or sys.executable, error.strerror or str(error))
        text = "\n".join(log)
        if _NO_MEMORY.search(text):
            return LlamacppError.too_little_memory(self.model, str(error), log, path)
        if "SIGKILL" in str(error):
            cause = f"{error}; the system does that to a program for which there is no memory"
            return LlamacppError.too_little_memory(self.model, cause, log, path)
        if self._port_is_taken():
            return LlamacppError.port_taken(self.url, log, path)
        if isinstance(error, WaitTimeout):
            return LlamacppError.not_ready(self.model, self.start_timeout, log, path, self._by_hand())
        bad = _BAD_MODEL.search(text)
        if bad:
            return LlamacppError.not_a_model(self.model, bad[1].strip().rstrip("."))
        return LlamacppError.ended(self.model, str(error), log, path, self._by_hand())

    def _port_is_taken(self) -> bool:
        """By somebody else: asked when ours has ended. It may have ended before its log said so."""
        if _PORT_TAKEN.search("\n".join(self.log_tail())):
            return True
        try:
            socket.create_connection((HOST, self._port), PROBE_SECONDS).close()
        except OSError:
            return False
        return True

    def _by_hand(self) -> str:
        return shlex.join(self.command(8080))

    def stop(self) -> None:
        """End it. Safe to call twice, or when it has died."""
        self._stopped = True
        if self._process is not None:
            self._process.stop()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.alive

    def raise_if_dead(self) -> None:
        """Raises `LlamacppError`, with the end of its log, when it has died without being asked to. Costs nothing."""
        if self._process is not None and not self._stopped:
            try:
                self._process.raise_if_dead()
            except ProcessDied as error:
                tail, path = self.log_tail(), str(self.log)
                raise LlamacppError.ended(self.model, str(error), tail, path, self._by_hand()) from None

    def log_tail(self, lines: int = 15) -> tuple[str, ...]:
        return self._process.log_tail(lines) if self._process else ()

    def __enter__(self) -> LlamaServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _look(url: str) -> About | None:
    try:
        return ask(url, PROBE_SECONDS)
    except (NotYet, OSError):
        return None


class RunningLlama:
    """A llama.cpp that somebody else runs, at `url`. Used as it is, never stopped; its log is not ours to read."""

    model: Path | None = None
    log: Path | None = None

    def __init__(self, url: str, *, allow_remote: bool = False, start_timeout: float = 180.0) -> None:
        self.url, self.allow_remote, self.start_timeout = url.rstrip("/"), allow_remote, start_timeout
        self.name = ""
        self.context: int | None = None
        self.slots = 1

    def start(self) -> None:
        """Only looks whether it is there, and what it has; waits while it loads its model. Raises `LlamacppError`."""
        self._check_host()
        try:
            about = wait_until(self._about, self.start_timeout, f"llama.cpp at {self.url} has loaded its model")
        except WaitTimeout as error:
            raise LlamacppError.nobody_answers(self.url, str(error)) from None
        self.context, self.slots, self.name = about.context, about.slots, about.model
        if self.context is not None and self.context < LEAST_CONTEXT:
            raise LlamacppError.context_too_small(self.url, self.context, self.slots, LEAST_CONTEXT)

    def describe(self) -> str:
        """What runs there, in words. Raises `LlamacppError`."""
        self.start()
        return f"{self.name}, {self.slots} conversations of {self.context} tokens, at {self.url}"

    def _about(self) -> About | None:
        try:
            return ask(self.url, PROBE_SECONDS)
        except NotYet:
            return None
        except (OSError, ValueError) as error:
            raise LlamacppError.nobody_answers(self.url, _in_short(error)) from None

    def _check_host(self) -> None:
        host = urlsplit(self.url).hostname or ""
        try:
            here = self.allow_remote or is_loopback(host)
        except OSError as error:
            raise LlamacppError.nobody_answers(self.url, f"the name {host} is not known ({error})") from None
        if not here:
            raise LlamacppError.not_this_machine(self.url, host)

    def stop(self) -> None:
        """Nothing: it is not ours."""

    @property
    def alive(self) -> bool:
        """Asks it; costs one request."""
        return _look(self.url) is not None

    def raise_if_dead(self) -> None:
        """Raises `LlamacppError` when nobody answers any more. Costs one request."""
        if not self.alive:
            raise LlamacppError.nobody_answers(self.url, "it answered before")

    def log_tail(self, lines: int = 15) -> tuple[str, ...]:
        return ()

    def __enter__(self) -> RunningLlama:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _in_short(error: Exception) -> str:
    """requests tells a refused connection in three nested sentences."""
    return "the connection was refused" if "refused" in str(error) else str(error)
