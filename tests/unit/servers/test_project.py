from pathlib import Path

import pytest

from botex_pytest.errors import ProjectError
from botex_pytest.servers.project import Project, is_project, parse_env


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "my stüdy"
    folder.mkdir()
    (folder / "settings.py").write_text("SESSION_CONFIGS = []\nraise SystemExit('settings.py is never run')\n")
    return folder


def test_a_project_is_recognised_by_its_text(root: Path) -> None:
    assert is_project(root)
    assert Project.at(root).root == root


def test_settings_of_something_else_are_no_project(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text("INSTALLED_APPS = []\n")
    assert not is_project(tmp_path)


def test_a_folder_above_projects_names_them(root: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        Project.at(root.parent)
    assert "is no oTree project" in str(caught.value)
    assert f'cd "{root}"' in str(caught.value)
    assert "--botex-project" in str(caught.value)


def test_a_folder_that_does_not_exist_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="is no oTree project"):
        Project.at(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("KEY=plain", "plain"),
        ("export KEY=exported", "exported"),
        ("  KEY = spaced out  ", "spaced out"),
        ("KEY='single # kept $x \\n'", "single # kept $x \\n"),
        ('KEY="two\\nlines" # comment', "two\nlines"),
        ('KEY="say \\"hi\\""', 'say "hi"'),
        ("KEY=value # comment", "value"),
        ("KEY=colour#1", "colour#1"),
        ("KEY=", ""),
        ("KEY=# nothing", ""),
        ("KEY=a=b", "a=b"),
    ],
)
def test_env_lines(line: str, value: str) -> None:
    assert parse_env(line) == {"KEY": value}


def test_env_ignores_comments_and_what_is_no_assignment() -> None:
    assert parse_env("# KEY=1\n\nnot an assignment\n2KEY=no\nOK=1\n") == {"OK": "1"}


def test_env_file_completes_and_never_overrides(root: Path) -> None:
    (root / ".env").write_text("\ufeffA=file\nB=file\n", encoding="utf-8")
    env = Project(root).environment({"B": "shell"})
    assert (env["A"], env["B"]) == ("file", "shell")
    assert env["PYTHONDONTWRITEBYTECODE"] == "1"


def test_without_an_env_file(root: Path) -> None:
    assert Project(root).env_file() == {}
