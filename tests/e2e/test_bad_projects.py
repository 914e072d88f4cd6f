"""What is wrong before anybody can play: the message says what, why and how to fix it, and nobody calls it a green run."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import PROJECTS, Done, copy_of, environment, expectations, run

from botex_pytest.servers.otree import OtreeServer
from botex_pytest.servers.project import Project

BROKEN = PROJECTS / "does_not_start"
EXPECTED = expectations(BROKEN)
_MESSAGE = re.compile(r"^(?:ERROR: )?[^\s_].*\n(?:Cause: .+|Tried:)\n(?:.*\n)*?To fix this(?:, either)?:\n  - ", re.MULTILINE)


def assert_explained(done: Done, *words: str) -> None:
    """One message in the form that all of ours have, with the `words` in it; not once more for each participant."""
    assert done.exit_code not in (pytest.ExitCode.OK, pytest.ExitCode.INTERNAL_ERROR)
    assert len(_MESSAGE.findall(done.output)) == 1, done.output
    assert [word for word in words if word not in done.output] == []
    assert "Traceback" not in done.output
    assert "During handling" not in done.output


@pytest.mark.parametrize("name", EXPECTED)
def test_a_project_that_cannot_be_played(tmp_path: Path, name: str) -> None:
    project = copy_of(BROKEN / name, tmp_path / name)
    done = run(project)
    assert_explained(done, EXPECTED[name]["contains"], str(project))


def test_an_empty_folder(tmp_path: Path) -> None:
    assert_explained(run(tmp_path), "is no oTree project", "--botex-project")


def test_an_interpreter_without_otree(tiny: Path) -> None:
    python = Path(sys._base_executable)  # type: ignore[attr-defined]  # what our own environment was made from
    assert_explained(run(tiny, f"--botex-otree-python={python}"), "without oTree", str(python), "-m pip install otree")


def test_an_interpreter_that_is_not_there(tiny: Path) -> None:
    assert_explained(run(tiny, "--botex-otree-python", "/nowhere/python"), "/nowhere/python", "no such file")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for a Python is a shell script")
def test_an_environment_of_the_project_comes_before_ours(tiny: Path) -> None:
    python = tiny / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "$@" >> "{tiny}/asked"\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (tiny / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    done = run(tiny)
    assert done.exit_code == pytest.ExitCode.OK, done.output
    assert "devserver_inner" in (tiny / "asked").read_text()


@pytest.mark.parametrize("ci", ["", "true"])
def test_no_chrome(tiny: Path, monkeypatch: pytest.MonkeyPatch, ci: str) -> None:
    monkeypatch.setenv("CI", ci)  # where pytest cuts nothing short
    done = run(tiny, "--botex-chrome", "/nowhere")
    assert_explained(done, "/nowhere cannot be used as --botex-chrome")
    assert set(done.verdicts["pair"].values()) == {"infrastructure"}
    assert done.section("Infrastructure") == ["/nowhere cannot be used as --botex-chrome. [pair]"]


def test_nothing_is_found_on_the_path(tiny: Path, tmp_path: Path) -> None:
    if any(Path(usual).exists() for usual in ("/opt/google/chrome/chrome", "/snap/bin/chromium")) or sys.platform != "linux":
        pytest.skip("this machine has a Chrome where it is found without PATH")
    assert_explained(run(tiny, env=environment(PATH=str(tmp_path))), "Chrome", "--botex-chrome")


def test_a_path_with_spaces_and_umlauts(tiny: Path) -> None:
    done = run(tiny)
    assert done.exit_code == pytest.ExitCode.OK, done.output
    assert done.verdicts == {"pair": {"P1": "finished", "P2": "finished", "session": "finished"}}
    assert done.folder.report.is_file()


def test_a_config_that_is_not_there(tiny: Path) -> None:
    assert_explained(run(tiny, "--botex-config", "pear"), "'pear'", "Did you mean 'pair'?")


def test_participants_that_make_no_whole_groups(tiny: Path) -> None:
    assert_explained(run(tiny, "--botex-participants", "3"), "multiple of 2", "--botex-participants 4")


@pytest.fixture
def running(tiny: Path, tmp_path: Path) -> Iterator[OtreeServer]:
    """A server that somebody else runs."""
    with OtreeServer(Project.at(tiny), work=tmp_path / "work") as server:
        yield server


def test_a_server_of_somebody_else_is_used_and_left_alone(tiny: Path, running: OtreeServer) -> None:
    done = run(tiny, "--botex-otree-url", running.url)
    assert done.exit_code == pytest.ExitCode.OK, done.output
    with running.api() as api:
        assert running.alive
        rows = api.export_app("pair", done.plays("pair")[0].result.code) or []
    assert {row["participant.id_in_session"] for row in rows} == {"1", "2"}
    assert not (done.folder.path / "main" / "otree.log").exists()


def test_no_server_at_the_address(tiny: Path) -> None:
    assert_explained(run(tiny, "--botex-otree-url", "http://127.0.0.1:1"), "No oTree server answers at http://127.0.0.1:1.")


def test_a_server_on_another_machine_is_not_touched_unasked(tiny: Path) -> None:
    done = run(tiny, "--botex-otree-url", "http://192.0.2.1:8000")
    assert_explained(done, "192.0.2.1 is no loopback address", "--botex-allow-remote")
