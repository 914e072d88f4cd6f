"""A real llama.cpp with random weights: started, used while somebody else runs it, and what is said when it will not start."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import psutil
import pytest

from botex_pytest.llamacpp_errors import LlamacppError
from botex_pytest.servers import llamacpp, llamacpp_child, supervisor
from botex_pytest.servers.llamacpp import LlamaServer, RunningLlama
from botex_pytest.waiting import wait_until

SLOTS, CONTEXT = 2, 2048


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "wörk dir"


@pytest.fixture(scope="module")
def server(gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    with LlamaServer(gguf, work=tmp_path_factory.mktemp("llama"), slots=SLOTS, context=CONTEXT) as server:
        yield server


def program(folder: Path, body: str) -> Path:
    """A llama-server of the user's."""
    path = folder / "llama-server"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def refusal(server: LlamaServer | RunningLlama) -> LlamacppError:
    with pytest.raises(LlamacppError) as caught:
        server.start()
    return caught.value


def test_it_has_what_was_asked_for(server: LlamaServer) -> None:
    assert server.alive
    server.raise_if_dead()
    assert (server.name, server.context, server.slots) == ("random weights", CONTEXT, SLOTS)
    assert server.url.startswith("http://127.0.0.1:")
    assert server.log.is_file()


def test_it_listens_on_this_machine_only(server: LlamaServer) -> None:
    port = int(server.url.rpartition(":")[2])
    (child,) = (p for p in psutil.process_iter() if p.pid == server._process.pid)
    connections = child.net_connections() if hasattr(child, "net_connections") else child.connections()
    assert {(c.laddr.ip, c.laddr.port) for c in connections if c.status == psutil.CONN_LISTEN} == {("127.0.0.1", port)}


def test_starting_it_again_is_nothing(server: LlamaServer) -> None:
    process = server._process
    server.start()
    assert server._process is process


def test_a_conversation_has_what_the_model_was_trained_for_at_most(gguf: Path, work: Path) -> None:
    with LlamaServer(gguf, work=work, slots=1) as server:
        assert server.context == llamacpp.DEFAULT_CONTEXT


def test_a_program_of_the_users(gguf: Path, work: Path, tmp_path: Path) -> None:
    """The script takes the place of a compiled llama-server: same words on the command line, and a real llama.cpp behind."""
    child = shlex.join([sys.executable, llamacpp_child.__file__])
    script = program(tmp_path, f'echo "asked for: $*"\nexec {child} "$@"')
    with LlamaServer(gguf, work=work, program=script, slots=3, context=CONTEXT, gpu_layers=0) as server:
        assert (server.alive, server.context, server.slots) == (True, CONTEXT, 3)
        asked = next(line for line in server.log.read_text("utf-8").splitlines() if line.startswith("asked for"))
        port = server.url.rpartition(":")[2]
        assert asked == f"asked for: -m {gguf} --host 127.0.0.1 --port {port} -c {3 * CONTEXT} -np 3 -ngl 0 -t 1"
    assert not server.alive


def test_one_that_runs_is_used_and_left_alone(server: LlamaServer) -> None:
    with RunningLlama(server.url + "/") as running:
        assert (running.url, running.context, running.slots) == (server.url, CONTEXT, SLOTS)
        assert running.name == server.model.name
        running.raise_if_dead()
    assert running.alive
    assert server.alive


def test_twins_have_the_same_attributes(server: LlamaServer) -> None:
    running = RunningLlama(server.url)
    running.start()
    ours = {name for name in (*vars(server), *dir(LlamaServer)) if not name.startswith("_")}
    theirs = {name for name in (*vars(running), *dir(RunningLlama)) if not name.startswith("_")}
    assert ours - theirs == {"command", "gpu_layers", "program", "threads"}
    assert theirs - ours == {"allow_remote"}


def test_a_context_too_small_for_a_page(gguf: Path, work: Path) -> None:
    with LlamaServer(gguf, work=work, slots=2, context=256) as server:
        error = refusal(RunningLlama(server.url))
    assert error.what == f"Conversations with {server.url} are too short: 256 tokens."
    assert "divided by its 2 slots" in error.cause


def test_nobody_there() -> None:
    with socket.socket() as taken:  # bound, and never listening
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        error = refusal(RunningLlama(url))
    assert (error.what, error.cause) == (f"No llama.cpp answers at {url}.", "the connection was refused.")


class SomethingElse(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None: ...


def test_something_else_there() -> None:
    with HTTPServer(("127.0.0.1", 0), SomethingElse) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{other.server_port}"
        error = refusal(RunningLlama(url))
        other.shutdown()
    assert error.cause == f"HTTP 404 at {url}/health; another program listens there."


# --- it will not start ---


def test_a_file_that_is_cut_off(gguf: Path, work: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.gguf"
    half.write_bytes(gguf.read_bytes()[:200_000])
    error = refusal(LlamaServer(half, work=work))
    assert error.what == f"{half} is no model that llama.cpp can load."
    assert "corrupted or incomplete" in error.cause


def test_a_server_that_dies_while_loading(gguf: Path, work: Path, tmp_path: Path) -> None:
    script = program(tmp_path, "echo it did not go well; exit 3")
    error = refusal(LlamaServer(gguf, work=work, program=script))
    assert error.what == f"llama.cpp did not stay up with {gguf}."
    assert error.cause.startswith("llama.cpp ended with exit code 3 after")
    assert error.log == ("it did not go well",)
    assert error.log_path == str(work / "llamacpp.log")


@pytest.mark.parametrize("last", ["echo failed to allocate buffer for kv cache; exit 1", "kill -9 $$"])
def test_too_little_memory(gguf: Path, work: Path, tmp_path: Path, last: str) -> None:
    error = refusal(LlamaServer(gguf, work=work, program=program(tmp_path, last)))
    assert error.what == f"There is too little memory for {gguf}."


def test_a_port_that_is_always_taken(gguf: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with HTTPServer(("127.0.0.1", 0), SomethingElse) as other:
        monkeypatch.setattr(llamacpp, "PORT_ATTEMPTS", 1)
        monkeypatch.setattr(llamacpp, "free_port", lambda: other.server_port)
        error = refusal(LlamaServer(gguf, work=work))
    assert error.what == f"llama.cpp could not listen at http://127.0.0.1:{other.server_port}."


def test_a_port_that_is_taken_and_a_log_that_does_not_say_so(
    gguf: Path, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HTTPServer(("127.0.0.1", 0), SomethingElse) as other:
        monkeypatch.setattr(llamacpp, "free_port", lambda: other.server_port)
        error = refusal(LlamaServer(gguf, work=work, program=program(tmp_path, "exit 1")))
    assert error.what == f"llama.cpp could not listen at http://127.0.0.1:{other.server_port}."


def test_a_port_that_is_taken_once(gguf: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with HTTPServer(("127.0.0.1", 0), SomethingElse) as other:
        ports = iter([other.server_port, llamacpp.free_port()])
        monkeypatch.setattr(llamacpp, "free_port", lambda: next(ports))
        with LlamaServer(gguf, work=work, slots=1) as server:
            assert server.alive


def test_one_that_never_gets_ready(gguf: Path, work: Path, tmp_path: Path) -> None:
    script = program(tmp_path, "echo loading; exec sleep 600")
    server = LlamaServer(gguf, work=work, program=script, start_timeout=1)
    error = refusal(server)
    assert error.what == f"llama.cpp was not ready with {gguf} within 1 s."
    assert not server.alive


@pytest.mark.parametrize(("mode", "told"), [(None, "No such file"), (0o644, "Permission denied")])
def test_a_program_that_cannot_be_run(gguf: Path, work: Path, tmp_path: Path, mode: int | None, told: str) -> None:
    script = tmp_path / "llama-server"
    if mode is not None:
        script.write_text("#!/bin/sh\n")
        script.chmod(mode)
    error = refusal(LlamaServer(gguf, work=work, program=script))
    assert error.what == f"The llama-server {script} cannot be run."
    assert told in error.cause


# --- its end ---


def test_one_that_is_killed_is_told_of_and_starts_again(gguf: Path, work: Path) -> None:
    with LlamaServer(gguf, work=work, slots=1) as server:
        os.kill(server._process.pid, signal.SIGKILL)
        wait_until(lambda: not server.alive, 20, "it has ended")
        with pytest.raises(LlamacppError, match="was ended by SIGKILL"):
            server.raise_if_dead()
        server.start()
        server.raise_if_dead()
    server.raise_if_dead()  # stopped on purpose


def test_it_ends_when_it_is_asked_to(gguf: Path, work: Path) -> None:
    with LlamaServer(gguf, work=work, slots=1) as server:
        server.stop()
        assert server._process.exit_code == -signal.SIGTERM  # and not by force


OWNER = """
    import sys, time
    from pathlib import Path
    from botex_pytest.servers.llamacpp import LlamaServer
    server = LlamaServer(Path(sys.argv[1]), work=Path(sys.argv[2]), slots=1)
    server.start()
    print(server._process.mark, flush=True)
    time.sleep(600)
"""


def test_it_ends_when_we_are_killed(gguf: Path, work: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(OWNER), str(gguf), str(work)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        mark = owner.stdout.readline().strip()
        assert supervisor.marked(mark)
        owner.kill()
    wait_until(lambda: not supervisor.marked(mark), 20, "nothing is left")
