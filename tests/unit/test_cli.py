from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from run_builder import healthy_run, killed_run

from botex_pytest.cli.export import NO_OTREE_DATA
from botex_pytest.cli.main import main
from botex_pytest.cli.run import Finished
from botex_pytest.stash import RUN


class Pytest:
    """Stands for `pytest.main`: notes what it was told and where, and ends with `code`."""

    def __init__(self, code: int = 0) -> None:
        self.code, self.told, self.folder = code, [""], Path()

    def main(self, args: list[str], plugins: Sequence[object] = ()) -> int:
        self.told, self.folder = args, Path.cwd()
        return self.code


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pytest:
    fake = Pytest()
    monkeypatch.setattr(pytest, "main", fake.main)
    monkeypatch.chdir(tmp_path)
    return fake


def test_without_a_command_it_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("run", "check", "report", "doctor"))


@pytest.mark.parametrize("given", [["-k", "P2"], ["--botex-config", "trust"], ["settings.py::trust::P1"]])
def test_an_options_value_is_not_taken_for_the_folder(told: Pytest, tmp_path: Path, given: list[str]) -> None:
    assert main(["run", *given]) == 0
    assert told.told[0] == "--botex"
    assert told.told[-len(given) :] == given
    assert told.folder == tmp_path


@pytest.mark.parametrize("given", [["lab", "-x"], ["--no-open", "lab", "-x"], ["lab", "--no-open", "-x"]])
def test_the_folder_comes_first(told: Pytest, tmp_path: Path, given: list[str]) -> None:
    (tmp_path / "lab").mkdir()
    assert main(["run", *given]) == 0
    assert told.folder == tmp_path / "lab"
    assert told.told[-1] == "-x"
    assert "lab" not in told.told


def test_a_folder_that_is_not_there(told: Pytest, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "labb"]) == 4
    assert capsys.readouterr().err == "There is no folder labb.\n"
    assert told.told == [""]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "Everything was played"),
        (1, "Something is broken"),
        (2, "interrupted"),
        (4, "could not start"),
        (5, "Nothing was played"),
    ],
)
def test_the_end_is_told_in_words(told: Pytest, capsys: pytest.CaptureFixture[str], code: int, words: str) -> None:
    told.code = code
    assert main(["run"]) == code
    assert words in capsys.readouterr().out


class _Stash:
    def __init__(self, run: Any) -> None:
        self.stash = {RUN: run}


class _Run:
    def __init__(self, folder: Any, *, started: bool) -> None:
        self.folder, self.started = folder, started


def test_only_a_report_of_this_run_is_opened(tmp_path: Path) -> None:
    folder = healthy_run(tmp_path)
    finished = Finished()
    for run in (None, _Run(folder, started=False), _Run(folder, started=True)):  # the last has not written one
        finished.pytest_unconfigure(_Stash(run))  # type: ignore[arg-type]
        assert finished.report is None
    folder.report.write_text("report")
    finished.pytest_unconfigure(_Stash(_Run(folder, started=True)))  # type: ignore[arg-type]
    assert finished.report == folder.report


def test_the_report_of_a_killed_run_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = killed_run(tmp_path)
    assert main(["report", str(run.path)]) == 0
    assert capsys.readouterr().out == f"{run.report}\n"
    assert "The run was interrupted." in run.report.read_text(encoding="utf-8")


def test_the_newest_run_is_meant_when_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    healthy_run(tmp_path)
    newest = healthy_run(tmp_path)
    assert main(["report", "--botex-runs-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"{newest.report}\n"


@pytest.mark.parametrize("given", [["report"], ["report", "nowhere"]])
def test_where_no_run_is_it_says_so(told: Pytest, capsys: pytest.CaptureFixture[str], given: list[str]) -> None:
    assert main(given) == 4
    assert "no run" in capsys.readouterr().err


def test_the_data_of_a_run_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = killed_run(tmp_path)
    assert main(["export", str(run.path)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "       3 rows  participants"
    assert told[-2:] == [NO_OTREE_DATA, str(run.path / "data")]
    assert (run.path / "data" / "responses.csv").is_file()


def test_the_data_of_the_newest_run_are_written_elsewhere(tmp_path: Path) -> None:
    healthy_run(tmp_path)
    assert main(["export", "--to", str(tmp_path / "out"), "--excel", "--raw", "--botex-runs-dir", str(tmp_path)]) == 0
    assert (tmp_path / "out" / "pages.csv").read_bytes().startswith(b"\xef\xbb\xbfsession,")


@pytest.mark.parametrize("command", ["check", "report", "export", "doctor"])
def test_an_unknown_option_is_refused(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--botex-sed", "3"])
    assert ended.value.code == 2
    assert "--botex-sed" in capsys.readouterr().err


def test_a_setting_that_cannot_be_used_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--botex-seed", "x"]) == 4
    assert "seed" in capsys.readouterr().err


def test_a_tiny_model_is_written_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "tiny model.gguf"
    assert main(["tiny-model", str(path)]) == 0
    assert capsys.readouterr().out == (
        f"{path}\nPlay with it: botex run --botex-model llamacpp '--botex-llamacpp-model={path}'\n"
    )
    path.write_text("a real one")
    assert main(["tiny-model", str(path)]) == 4
    assert capsys.readouterr().err == f"{path} is there already, and is left as it is.\n"
    assert path.read_text() == "a real one"
    assert main(["tiny-model", str(tmp_path / "no" / "tiny.gguf")]) == 4
    assert "cannot be written: No such file or directory" in capsys.readouterr().err
