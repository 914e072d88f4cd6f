"""Every command that README and quick start give: run where it can run here, read where it would install something."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import EXAMPLES, ROOT, copy_of, environment

PAGES = ("README.md", "docs/quick-start.md", "docs/how-to/quiz-and-screen-outs.md")
SECONDS = 300  # reached only when something hangs


def commands(page: str) -> Iterator[list[str]]:
    """The lines of its shell blocks, and what stands under "Run" in its table of variations."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    rows = re.findall(r"^\| [^|]+ \| `(pytest [^`]+)` \|", text, re.MULTILINE)
    for line in (*(line for block in blocks for line in block.splitlines()), *rows):
        if words := shlex.split(line, comments=True):
            yield words


ALL = {" ".join(words): words for page in PAGES for words in commands(page)}
PLAYED = [words for words in ALL.values() if words[0] in ("pytest", "botex") and "--botex-headed" not in words]


def test_the_pages_have_commands() -> None:
    for page in PAGES:
        assert list(commands(page)), page
    assert len(PLAYED) > 5


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trust game, as a reader's own project."""
    return copy_of(EXAMPLES / "trust", tmp_path_factory.mktemp("readme") / "my_project")


@pytest.mark.parametrize("words", PLAYED, ids=" ".join)
def test_what_can_run_here_runs(project: Path, words: list[str]) -> None:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        words, cwd=project, env=environment(PATH=path), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_installs_is_right() -> None:
    others = [words for words in ALL.values() if words not in PLAYED and "--botex-headed" not in words]
    for words in others:
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE), words
        elif words[:2] == ["sudo", "apt-get"]:
            assert " ".join(words[3:]) in (ROOT / ".ci" / "chrome").read_text()
        elif words[:4] == ["python", "-m", "pip", "install"]:
            assert words[4:] == ["/path/to/botex_pytest"]
        else:
            assert words == ["cd", "my_project"]
