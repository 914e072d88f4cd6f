"""Workers that stand elsewhere: another folder, another interpreter, reached over a real socket."""

from __future__ import annotations

import socket
import subprocess
import sys
import sysconfig
from pathlib import Path

import execnet
import psutil
import pytest
from pytest_runs import build, everything_ended, run_pytest

from botex_pytest import far_workers
from botex_pytest.far_workers import Needs, check_worker
from botex_pytest.waiting import wait_until
from botex_pytest.worker_errors import WorkerError

TWICE = {"first": ("pair", 2), "second": ("pair", 2)}


def another_python(folder: Path, *, libraries: str) -> Path:
    """A new virtual environment with those of our libraries."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    ours = Path(sysconfig.get_paths()["purelib"])
    theirs = folder / ours.relative_to(sys.prefix)
    for library in ours.glob(libraries):
        (theirs / library.name).symlink_to(library)
    return folder / "bin" / "python"


@pytest.fixture
def listening(tmp_path):
    """`listening(python)`: the port of execnet's socket server under that Python, in a folder of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def listen(python: Path) -> int:
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        started.append(subprocess.Popen([python, "-m", "execnet.script.socketserver", "127.0.0.1:0"], cwd=folder))
        return wait_until(lambda: port_of(psutil.Process(started[-1].pid)), 60, "the socket server listens")

    yield listen
    for process in started:
        process.kill()
        process.wait(30)


def port_of(process: psutil.Process) -> int:
    found = process.net_connections() if hasattr(process, "net_connections") else process.connections()
    return next((c.laddr.port for c in found if c.status == psutil.CONN_LISTEN), 0)


def test_workers_elsewhere_play_as_those_here(tmp_path, listening):
    study = build(tmp_path / "study", TWICE)
    port = listening(another_python(tmp_path / "venv", libraries="*"))
    folder = tmp_path / "beside"
    folder.mkdir()
    places = ("--tx", f"socket=127.0.0.1:{port}", "--tx", f"popen//chdir={folder}")
    ran = run_pytest(study, "--botex", "--botex-driver", "http", *places, "-v")
    assert ran.code == 0, ran.output
    assert set(ran.words()) == {f"{name}::{item}" for name in TWICE for item in ("P1", "P2", "session")}
    assert "SessionScheduling" in ran.output
    assert ran.sessions() == ["first-1", "second-1"]
    assert {path.name for path in ran.runs[-1].iterdir()} >= {"gw0", "gw1", "report.html"}
    assert not list(study.glob("*pytest"))  # xdist copies pytest into the folders of such workers


def test_a_python_without_the_plugin_is_told_once(tmp_path, listening):
    study = build(tmp_path / "study")
    port = listening(another_python(tmp_path / "bare", libraries="execnet*"))
    ran = run_pytest(study, "--botex", "--dist", "loadscope", "--tx", f"socket=127.0.0.1:{port}")
    assert ran.code == pytest.ExitCode.USAGE_ERROR
    assert f"Worker gw0 (socket=127.0.0.1:{port}) cannot play." in ran.output
    assert "has no botex-pytest; here is" in ran.output


@pytest.mark.parametrize(("place", "why"), [("socket=127.0.0.1:9", "refused"), ("popen//python=/nowhere/python", "No such file")])
def test_a_worker_that_does_not_start_is_told_in_words(tmp_path, place, why):
    ran = run_pytest(build(tmp_path / "study"), "--botex", "--tx", "popen", "--tx", place)
    assert ran.code == pytest.ExitCode.USAGE_ERROR
    assert f"Cause: {place} cannot be reached, or has no such Python (" in ran.output
    assert why in ran.output
    assert "INTERNALERROR" not in ran.output
    assert everything_ended(ran.mark)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("def pytest_sessionstart():\n    raise OSError('disk full')", "OSError: disk full"),
        ("def pytest_configure_node(node):\n    node.workerinput['it'] = node", "DumpError"),
    ],
)
@pytest.mark.parametrize("place", ["popen", "socket=127.0.0.1:{}"])
def test_what_else_goes_wrong_at_the_start_is_not_blamed_on_workers(tmp_path, listening, place, code, why):
    study = build(tmp_path / "study")
    (study / "conftest.py").write_text(code)
    port = listening(another_python(tmp_path / "venv", libraries="*")) if "{}" in place else 0
    ran = run_pytest(study, "--botex", "--tx", place.format(port))
    assert why in ran.output
    assert "could not be started" not in ran.output


def test_what_a_worker_does_not_see(tmp_path, monkeypatch):
    (tmp_path / "settings.py").write_text("")
    gateway = execnet.makegateway(f"popen//chdir={tmp_path}")
    try:
        check_worker(gateway, Needs(tmp_path / "settings.py", None, llama=True))
        with pytest.raises(WorkerError, match="has no folder /nowhere; all workers read"):
            check_worker(gateway, Needs(Path("/nowhere/settings.py"), None, llama=False))
        with pytest.raises(WorkerError, match="has no folder /run-0001"):
            check_worker(gateway, Needs(tmp_path / "settings.py", Path("/run-0001/run.json"), llama=False))
        monkeypatch.setattr(socket, "gethostname", lambda: "the-desk")
        with pytest.raises(WorkerError, match="listens on its own machine only"):
            check_worker(gateway, Needs(tmp_path / "settings.py", None, llama=True))
        monkeypatch.setattr(far_workers, "_LOOK", "channel.receive(); 1 / 0")
        with pytest.raises(WorkerError, match="does not say whether it can play") as raised:
            check_worker(gateway, Needs(tmp_path / "settings.py", None, llama=False))
        assert "ZeroDivisionError" in str(raised.value)
    finally:
        gateway.exit()
