"""Paths after options of ours: pytest takes them for places of tests where they are words of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from botex_pytest.errors import SettingError
from botex_pytest.option_parsers import joined, path_apart


def test_paths_are_joined_to_their_options_and_nothing_else_is():
    words = [
        "--botex-chrome",
        "/usr/bin/chromium",
        "--botex-seed",
        "3",
        "-k",
        "x",
        "--botex-runs-dir=/tmp",
        "--botex-prompts",
        "-v",
    ]
    assert joined(words) == [
        "--botex-chrome=/usr/bin/chromium",
        *("--botex-seed", "3", "-k", "x", "--botex-runs-dir=/tmp", "--botex-prompts", "-v"),
    ]


def test_only_what_lies_elsewhere_moves_the_rootdir(tmp_path: Path):
    here, there = tmp_path / "study", tmp_path / "model.gguf"
    (here / "runs").mkdir(parents=True)
    there.touch()
    assert path_apart(["--botex", "--botex-llamacpp-model", str(there)], here) == ("--botex-llamacpp-model", str(there))
    assert path_apart(["--botex-llamacpp-model", "../model.gguf"], here) == ("--botex-llamacpp-model", "../model.gguf")
    for words in (
        [f"--botex-llamacpp-model={there}"],
        ["--botex-runs-dir", "runs"],
        ["--botex-chrome", "/nowhere/chrome"],
        ["--botex-project", str(tmp_path)],  # which is a place of tests
        ["--botex-seed", "3"],
    ):
        assert path_apart(words, here) is None


def test_message():
    assert str(SettingError.path_apart("--botex-chrome", "/usr/bin/chromium")) == (
        "--botex-chrome and its path must be one word.\n"
        "Cause: pytest takes /usr/bin/chromium for a place of tests, and reads no ini file of this project.\n"
        "To fix this:\n"
        "  - join them: --botex-chrome=/usr/bin/chromium"
    )


@pytest.mark.parametrize("words", [[], ["--botex-chrome"]])
def test_nothing_to_join(words):
    assert joined(words) == words
    assert path_apart(words, Path.cwd()) is None
