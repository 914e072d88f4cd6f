"""Lines that ran in copies of a project, told of the user's own files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from botex_pytest.activation import make_run
from botex_pytest.errors import SettingError
from botex_pytest.servers.interpreter import Interpreter
from botex_pytest.servers.line_coverage import LineCoverage, lines_table

coverage = pytest.importorskip("coverage")  # which only the extra cov brings

SOURCE = "a = 1\nb = 2\nc = 3\n"


def ran(folder: Path, name: str, copy: Path, *lines: int, app: str = "app") -> None:
    data = coverage.CoverageData(basename=str(folder / f".coverage.{name}"))
    data.add_lines({str(copy / app / "__init__.py"): lines})
    data.write()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for app in ("app", "other"):
        (tmp_path / "study" / app).mkdir(parents=True)
        (tmp_path / "study" / app / "__init__.py").write_text(SOURCE)
    return tmp_path / "study"


def test_servers_of_several_workers_add_up(tmp_path: Path, project: Path) -> None:
    lines = LineCoverage(tmp_path / "lines")
    lines.environment()
    copies = [tmp_path / worker / "project" for worker in ("gw0", "gw1")]
    ran(lines.folder, "1", copies[0], 1)
    ran(lines.folder, "2", copies[1], 3)
    ran(lines.folder, "3", copies[1], 1, app="other")
    data = tmp_path / ".coverage"
    assert lines.combine(project, copies, data)
    table = lines_table(data, project, ["other"])
    (row,) = [line.split() for line in table if "__init__" in line]
    assert row[0].endswith("app/__init__.py")
    assert row[1:] == ["3", "1", "67%", "2"]
    assert sum("__init__" in line for line in lines_table(data, project, [])) == 2


def test_servers_that_left_nothing(tmp_path: Path, project: Path) -> None:
    lines = LineCoverage(tmp_path / "lines")
    assert not lines.combine(project, [], tmp_path / ".coverage")


def test_data_of_nothing_that_counts(tmp_path: Path, project: Path) -> None:
    lines = LineCoverage(tmp_path / "lines")
    lines.environment()
    ran(lines.folder, "1", tmp_path / "elsewhere", 1)
    assert lines.combine(project, [], tmp_path / ".coverage")
    assert lines_table(tmp_path / ".coverage", project, []) == ["No data to report."]


def test_a_server_measures_from_its_start() -> None:
    command = Interpreter(Path("python"), "6.0.15").otree("devserver_inner", "8000", startup="print(1); ")
    assert command[2].startswith("print(1); import sys; ")


class _Asked:
    """What `make_run` reads of pytest's config."""

    class option:  # noqa: N801 - pytest's name
        botex_cov = True

    rootpath = Path("/nowhere")
    getini = staticmethod(lambda _name: None)

    class invocation_params:  # noqa: N801
        dir = Path("/nowhere")


def test_without_coverage_it_is_said_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LineCoverage, "available", staticmethod(lambda: False))
    with pytest.raises(SettingError) as caught:
        make_run(_Asked)  # type: ignore[arg-type]
    assert str(caught.value).startswith("--botex-cov needs coverage.py.\nCause: it is not installed for ")
    assert f'{sys.executable} -m pip install "botex-pytest[cov]"' in str(caught.value)
