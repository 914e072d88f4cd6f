"""One test per message about workers that stand elsewhere."""

from __future__ import annotations

from botex_pytest.errors import WorkerError


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
