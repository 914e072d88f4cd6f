"""One test per message about the processes of a run, and about who may be one of them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from botex_pytest.errors import BrowserError, SettingError
from botex_pytest.stash import RUN
from botex_pytest.worker_errors import WorkerError
from botex_pytest.workers import pytest_configure_node


def test_crashed():
    text = str(WorkerError.crashed("gw0", "settings.py::trust"))
    assert text.startswith(
        "Worker gw0 has ended in the middle of settings.py::trust.\nCause: something outside of it ended the process"
    )
    assert "another worker sees to the others." in text


def test_no_answer():
    text = str(WorkerError.no_answer("gw0 (ssh=lab2)", "Traceback\nSyntaxError: invalid syntax"))
    assert text.startswith("Worker gw0 (ssh=lab2) does not say whether it can play.\nCause: SyntaxError: invalid syntax.\n")
    assert "ssh user@host /path/to/python --version" in text


def test_silent():
    text = str(WorkerError.silent("settings.py::trust", "timed out"))
    assert text.startswith(
        "The worker that plays settings.py::trust does not answer any more.\nCause: the workers of this run have lost touch: "
    )
    assert "timed out." in text


def test_out_of_reach():
    text = str(BrowserError.out_of_reach("timed out"))
    assert text.startswith(
        "A browser that another worker had lent is out of reach.\nCause: that worker has ended, or does not answer: "
    )
    assert "leave --botex-spread out" in text


def test_spread_needs_its_own_dealing():
    text = str(SettingError.spread_needs_its_own_dealing("loadfile"))
    assert text.startswith(
        "--botex-spread and --dist loadfile do not go together.\nCause: the shares of a session have to run at the"
    )
    assert "leave --dist out" in text


def test_workers_elsewhere_are_refused():
    """Nothing of a run listens to other machines."""
    run = SimpleNamespace(config=SimpleNamespace(spread=True), asked=("settings.py",), hand_over=lambda **_: {}, shared_as="")
    config = SimpleNamespace(stash={RUN: run}, option=SimpleNamespace(setupplan=True))
    spec = type("Spec", (), {"popen": False, "__str__": lambda _: "ssh=lab2"})()
    node = SimpleNamespace(config=config, gateway=SimpleNamespace(spec=spec), workerinput={"testrunuid": "x"})
    with pytest.raises(pytest.UsageError) as told:
        pytest_configure_node(node)
    assert str(told.value) == str(SettingError.spread_over_machines("ssh=lab2"))
    assert str(told.value).startswith(
        "--botex-spread needs all workers on this machine, and ssh=lab2 need not be.\nCause: workers lend"
    )


def test_another_version():
    text = str(WorkerError.other_version("gw0 (ssh=lab2)", "lab2", "0.0.9", "0.1.0"))
    assert text.startswith("Worker gw0 (ssh=lab2) cannot play.\nCause: its Python on lab2 has botex-pytest 0.0.9; here is 0.1.0.")
    assert "python -m pip install botex-pytest==0.1.0" in text
    assert "has no botex-pytest;" in str(WorkerError.other_version("gw0 (ssh=lab2)", "lab2", "", "0.1.0"))


def test_a_folder_that_it_does_not_see():
    text = str(WorkerError.does_not_see("gw0 (ssh=lab2)", "lab2", "/home/me/study"))
    assert "Cause: lab2 has no folder /home/me/study; all workers read the project and write the run at the same paths." in text
    assert "--botex-grid http://lab2:4444" in text


def test_far_from_llamacpp():
    text = str(WorkerError.far_from_llamacpp("gw0 (ssh=lab2)", "lab2"))
    assert text.startswith("Worker gw0 (ssh=lab2) cannot ask llama.cpp.")
    assert "--botex-llamacpp-url" in text
