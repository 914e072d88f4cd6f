"""Which line of the user's own is named."""

from __future__ import annotations

import json

import pluggy
import pytest

from botex_pytest.user_code import place_of

spec, impl = pluggy.HookspecMarker("x"), pluggy.HookimplMarker("x")


def load(folder, text):
    file = folder / "mine.py"
    file.write_text(text)
    names = {"impl": impl}
    exec(compile(text, str(file), "exec"), names)
    return names


def error_of(call):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any error will do
        call()
    return caught.value


def test_the_last_line_of_the_users_own(tmp_path):
    mine = load(tmp_path, "import json\ndef f():\n    return g()\ndef g():\n    return json.loads('{')\n")
    error = error_of(mine["f"])
    assert isinstance(error, json.JSONDecodeError)
    assert place_of(error) == f"{tmp_path / 'mine.py'}:5"


def test_the_line_behind_a_hook(tmp_path):
    manager = pluggy.PluginManager("x")

    class Plugin:
        hook = impl(load(tmp_path, "def hook():\n    return 1 / 0\n")["hook"])

    manager.register(Plugin)
    assert place_of(error_of(manager.hook.hook)) == f"{tmp_path / 'mine.py'}:2"


def test_a_file_that_is_no_python(tmp_path):
    file = tmp_path / "mine.py"
    assert place_of(error_of(lambda: compile("def f(:\n", str(file), "exec"))) == f"{file}:1"


def test_a_library_where_nothing_is_the_users():
    assert place_of(error_of(lambda: json.loads("{"))).partition(":")[0].endswith("test_user_code.py")
    assert place_of(ValueError("never raised")) == ""
