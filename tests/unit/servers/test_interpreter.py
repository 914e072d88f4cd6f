import sys
from pathlib import Path

import pytest

from botex_pytest.errors import ProjectError
from botex_pytest.servers.interpreter import Interpreter, find_interpreter


def test_an_interpreter_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        find_interpreter(tmp_path, tmp_path / "python")
    assert str(tmp_path / "python") in str(caught.value)
    assert "no such file" in str(caught.value)
    assert "--botex-otree-python" in str(caught.value)


def test_an_error_lists_what_was_tried() -> None:
    error = ProjectError.no_interpreter("/my study", ["/my study/.venv/bin/python: Python 3.12.1 without oTree"])
    assert "Tried:\n    /my study/.venv/bin/python: Python 3.12.1 without oTree" in str(error)
    assert sys.executable in str(error)


def test_the_interpreters_folder_comes_first_on_path() -> None:
    interpreter = Interpreter(Path("/env/bin/python"), "6.0.15")
    assert interpreter.activate({"PATH": "/usr/bin", "X": "1"}) == {"PATH": "/env/bin:/usr/bin", "X": "1"}
    assert interpreter.activate({})["PATH"] == "/env/bin"
