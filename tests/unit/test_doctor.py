"""What the doctor says."""

from __future__ import annotations

import dataclasses
import sqlite3
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

from botex_pytest import doctor
from botex_pytest.config import Config
from botex_pytest.doctor import Check, check, show
from botex_pytest.errors import BrowserError, ProjectError, StudyError
from botex_pytest.llamacpp_errors import LlamacppError
from botex_pytest.local_model import describe_llamacpp
from botex_pytest.model_errors import ModelError
from botex_pytest.tiny_model import write_tiny_model


@dataclass(frozen=True)
class Found:
    path: str = "/opt/chrome"
    version: str = "150.0"


@dataclass(frozen=True)
class Pair:
    browser: Found = Found()
    driver: Found = Found("/opt/chromedriver", "150.1")


@dataclass(frozen=True)
class Python:
    python: Path = Path("/lab/.venv/bin/python")
    otree_version: str = "6.0.15"


def examine(folder, config=None, browser=Pair, otree=Python, **more):
    checks = check(config or Config.load(root=folder), folder, find_browser=browser, find_otree=otree, **more)
    return {c.name: c for c in checks}


def raising(error):
    def find():
        raise error

    return find


def test_a_machine_that_has_everything(tmp_path):
    found = examine(tmp_path)
    assert list(found) == ["Python", "Plugin", "oTree", "Chrome", "Driver", "Ports", "Disk"]
    assert all(c.ok and not c.remedy for c in found.values())
    assert found["oTree"].message == "6.0.15 at /lab/.venv/bin/python"
    assert found["Driver"].message == "150.1 at /opt/chromedriver"


def test_no_browser_and_no_otree_tell_their_remedies(tmp_path):
    no_chrome = BrowserError("No Chrome was found.", remedies=[("install it", "apt-get install chromium")])
    found = examine(tmp_path, browser=raising(no_chrome), otree=raising(ProjectError("No Python here has oTree.")))
    assert found["Chrome"] == Check(
        "Chrome", False, "No Chrome was found.", "To fix this:\n  - install it: apt-get install chromium"
    )
    assert found["oTree"] == Check("oTree", False, "No Python here has oTree.")
    assert "Driver" not in found


def test_with_a_grid_no_browser_is_looked_for(tmp_path):
    config = Config.load({"botex_grid": "http://lab:secret@grid:4444"}, root=tmp_path)
    found = examine(tmp_path, config, browser=raising(BrowserError.chrome_not_found([])))
    assert found["Chrome"] == Check("Chrome", None, "that of http://lab:[removed]@grid:4444 is used; none is started here")
    assert "Driver" not in found


def test_over_http_no_browser_is_looked_for(tmp_path):
    config = Config.load({"botex_driver": "http"}, root=tmp_path)
    found = examine(tmp_path, config, browser=raising(AssertionError("not asked")))
    assert found["Chrome"] == Check("Chrome", None, "not needed: pages are played over HTTP")
    assert "Driver" not in found


def test_a_running_server_needs_no_otree_here(tmp_path):
    config = Config.load({"botex_otree_url": "http://127.0.0.1:8000"}, root=tmp_path)
    found = examine(tmp_path, config, otree=raising(ProjectError("not asked")))
    assert found["oTree"] == Check("oTree", None, "the server at http://127.0.0.1:8000 is used; none is started")


@pytest.mark.parametrize(("written", "ok"), [(6015, True), (5115, None)])
def test_a_database_of_another_otree_is_told(tmp_path, written, ok):
    path = tmp_path / "db.sqlite3"
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {written}")
    database.execute("CREATE TABLE t (x)")
    database.commit()
    database.close()
    before = path.read_bytes()
    found = examine(tmp_path)["Database"]
    assert found.ok is ok
    assert bool(found.remedy) is (ok is None)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_database_is_no_matter(tmp_path):
    (tmp_path / "db.sqlite3").touch()
    assert "Database" not in examine(tmp_path)


def test_the_study_file_is_read_and_compared(tmp_path):
    path = tmp_path / "botex.toml"
    path.write_text("[trust]\nseed = 1\n")
    assert examine(tmp_path)["botex.toml"] == Check("botex.toml", True, "declares trust")

    def refuse(study):
        raise StudyError.unknown_name(study.configs["trust"].origin.at(), "session config", "trust", ["thrust"])

    compared = examine(tmp_path, validate=refuse)["botex.toml"]
    assert (compared.ok, compared.message) == (
        False,
        "botex.toml, line 1: the project has no session config 'trust'. Did you mean 'thrust'?",
    )
    path.write_text("[trust]\nsed = 1\n")
    broken = examine(tmp_path)["botex.toml"]
    assert broken.ok is False
    assert broken.remedy.startswith("To fix this:\n  - use one of: ")


def test_a_full_disk(tmp_path, monkeypatch):
    usage = type("Usage", (), {"free": 3 * 2**20})
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: usage)
    found = examine(tmp_path)["Disk"]
    assert found == Check(
        "Disk", False, f"only 3 MB free for {tmp_path}/.botex__temp", "Make room, or name another folder with --botex-runs-dir"
    )


@pytest.mark.parametrize(("version", "ok"), [((3, 9), False), ((3, 10), True), ((3, 13), True), ((3, 14), False)])
def test_python_versions(version, ok):
    found = doctor._python(version)
    assert found.ok is ok
    assert sys.executable in (found.message if ok else found.remedy)


def test_no_port(tmp_path, monkeypatch):
    class Refusing:
        def __enter__(self):
            raise OSError("not permitted")

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(doctor.socket, "socket", Refusing)
    found = examine(tmp_path)["Ports"]
    assert (found.ok, found.message) == (False, "no free port on 127.0.0.1: not permitted")


@pytest.mark.parametrize("points", [(), ("botex_pytest.not_there",)])
def test_a_plugin_that_pytest_cannot_load(tmp_path, monkeypatch, points):
    made = [type("Point", (), {"name": "botex", "module": module}) for module in points]
    monkeypatch.setattr(doctor, "entry_points", lambda group: made)
    found = examine(tmp_path)["Plugin"]
    assert found.ok is False
    assert found.remedy.endswith("-m pip install botex-pytest")


def test_it_is_told_in_plain_words():
    lines = []
    code = show(
        [Check("Python", True, "3.11"), Check("Disk", None, "small"), Check("oTree", False, "none", "do this\nor that")],
        lines.append,
    )
    assert code == 1
    assert "".join(lines) == (
        "ok    Python  3.11\n"
        "note  Disk    small\n"
        "NO    oTree   none\n"
        "              do this\n"
        "              or that\n"
        "\n"
        "1 of 3 checks failed; see above what to do.\n"
    )
    lines.clear()
    assert show([Check("Python", True, "3.11")], lines.append) == 0
    assert lines[-1] == "\nEverything a run needs is here.\n"


def test_llama_cpp_only_when_it_is_to_play(tmp_path):
    def none():
        raise LlamacppError.no_model()

    assert "llama.cpp" not in examine(tmp_path, find_llamacpp=none)
    asked = Config.load({"botex_model": "random,llamacpp"}, root=tmp_path)
    found = examine(tmp_path, asked, find_llamacpp=lambda: "a model")["llama.cpp"]
    assert (found.ok, found.message) == (True, "a model")
    missing = examine(tmp_path, asked, find_llamacpp=none)["llama.cpp"]
    assert (missing.ok, missing.message) == (False, "The model llamacpp needs a model file.")
    assert "botex tiny-model tiny.gguf" in missing.remedy


def test_a_providers_model_is_asked_when_it_is_to_play(tmp_path):
    asked = []

    def ask(name):
        asked.append(name)
        if name == "gpt-9":
            raise ModelError.key_refused(name, "wrong key", ["OPENAI_API_KEY"])

    assert "Model" not in examine(tmp_path, Config.load({"botex_model": "min,llamacpp"}, root=tmp_path), ask_model=ask)
    found = examine(tmp_path, Config.load({"botex_model": "random,gpt-4o,gpt-4o"}, root=tmp_path), ask_model=ask)["Model"]
    assert (found.ok, found.message) == (True, "gpt-4o answers")
    refused = examine(tmp_path, Config.load({"botex_model": "gpt-9"}, root=tmp_path), ask_model=ask)["Model"]
    assert refused.ok is False
    assert "export OPENAI_API_KEY=..." in refused.remedy
    assert asked == ["gpt-4o", "gpt-9"]


def test_what_is_said_of_a_local_model(tmp_path):
    pytest.importorskip("xllamacpp")  # which is an extra
    path = tmp_path / "tiny.gguf"
    config = Config.load({"botex_llamacpp_model": str(path), "botex_llamacpp_slots": "2"}, root=tmp_path)
    with pytest.raises(LlamacppError, match="There is no model file"):
        describe_llamacpp(config)
    write_tiny_model(path)
    assert describe_llamacpp(config) == f"random weights, 2 conversations of 8192 tokens, in xllamacpp {version('xllamacpp')}"
    with pytest.raises(LlamacppError, match=r"The llama-server /nowhere/llama-server cannot be run\."):
        describe_llamacpp(dataclasses.replace(config, llamacpp_server=Path("/nowhere/llama-server")))
    with pytest.raises(LlamacppError, match="needs a model file"):
        describe_llamacpp(Config.load(root=tmp_path))


def test_a_package_that_is_not_installed(tmp_path, monkeypatch):
    write_tiny_model(tmp_path / "tiny.gguf")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(LlamacppError, match="xllamacpp, which brings one, is not installed"):
        describe_llamacpp(Config.load({"botex_llamacpp_model": str(tmp_path / "tiny.gguf")}, root=tmp_path))


def test_a_server_on_another_machine_is_not_asked(tmp_path):
    with pytest.raises(LlamacppError, match="is not on this machine"):
        describe_llamacpp(Config.load({"botex_llamacpp_url": "http://192.0.2.7:8080"}, root=tmp_path))
