import os
from pathlib import Path

import pytest

from botex_pytest.servers.scratch import LINK_BYTES, Scratch, copy_project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "my stüdy"
    for folder in ("app", "_static"):
        (root / folder).mkdir(parents=True)
    (root / "settings.py").write_text("SESSION_CONFIGS = []")
    (root / "app" / "__init__.py").write_text("")
    return root


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_what_is_not_needed_is_left_out(root: Path, tmp_path: Path) -> None:
    kept = {"settings.py", "app/__init__.py", ".env", "data.csv"}
    left = {
        ".git/config",
        "node_modules/x.js",
        "app/__pycache__/x.pyc",
        "db.sqlite3",
        ".botex__temp/run-0001/P1.jsonl",
        "results/run-0001/run.json",
        "results/run-0001/.gitignore",
        "results/run-0001/main/project/settings.py",
        "__temp_migrations/x.py",
        "env/pyvenv.cfg",
        "env/lib/x.py",
        "study.otreezip",
    }
    for name in kept | left:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    assert names(copy_project(root, tmp_path / "copy").folder) == kept


def test_large_media_are_linked_and_large_data_are_copied(root: Path, tmp_path: Path) -> None:
    for name in ("film.mp4", "data.csv"):
        (root / "_static" / name).write_bytes(b"x" * (LINK_BYTES + 1))
    (root / "_static" / "logo.png").write_bytes(b"x")
    copy = copy_project(root, tmp_path / "copy").folder
    linked = {p.name for p in (root / "_static").iterdir() if os.path.samefile(p, copy / "_static" / p.name)}
    assert linked == {"film.mp4"}


def test_a_medium_is_copied_where_links_are_impossible(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "symlink", refuse)
    (root / "_static" / "film.mp4").write_bytes(b"x" * (LINK_BYTES + 1))
    copy = copy_project(root, tmp_path / "copy").folder
    assert (copy / "_static" / "film.mp4").stat().st_size == LINK_BYTES + 1


def test_linked_folders_are_followed_once_and_broken_links_skipped(root: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "code.py").write_text("")
    (root / "common").symlink_to(shared)
    (root / "loop").symlink_to(root)
    (root / "gone").symlink_to(tmp_path / "nowhere")
    copy = copy_project(root, tmp_path / "copy").folder
    assert names(copy) == {"settings.py", "app/__init__.py", "common/code.py"}


def test_a_copy_inside_the_project_does_not_copy_itself(root: Path) -> None:
    copy = copy_project(root, root / "runs" / "copy").folder
    assert names(copy) == {"settings.py", "app/__init__.py"}


def test_paths_are_shown_as_the_users_own(tmp_path: Path) -> None:
    scratch = Scratch(Path("/home/zoë/my study"), tmp_path / "project")
    text = f'File "{scratch.folder}/app/__init__.py", line 3; {scratch.folder}2/x; {scratch.folder}.bak; in {scratch.folder}.'
    assert scratch.as_user_path(text) == (
        f'File "/home/zoë/my study/app/__init__.py", line 3; {scratch.folder}2/x; {scratch.folder}.bak; in /home/zoë/my study.'
    )
