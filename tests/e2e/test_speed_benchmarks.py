"""The benchmarks of start-up, idle cost, scale and report print their rows; how they come out is not for tests to say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
ROWS = {
    "idle.py --pairs 1": [
        "pytest --co -q of an empty suite, without the plugin | - | -",
        "with the plugin, not used: slower by | 30 ms | ",
    ],
    "start_up.py --runs 1": [
        "start to first answer, chrome, public_goods | 4 s | ",
        "start to first answer, http, public_goods | 2.5 s | ",
    ],
    "scale.py --http 6 --chrome 0": [
        "whole command, http, 6 participants, 60 pages | - | -",
        "play alone, http, 6 participants, 60 pages | - | -",
        "memory of our own process, http, 6 participants, 60 pages | 300 MB | ",
        "a page in the last tenth to one in the first, http, 6 participants, 60 pages | 1.5 x | ",
    ],
    "report_size.py --participants 4 --pages 10 --runs 1": [
        "report built, 4 participants by 10 pages | 5 s | ",
        "report shown in Chrome, 4 participants by 10 pages | 2 s | ",
        "size of the report, 4 participants by 10 pages | - | -",
        "botex.json written, 4 participants by 10 pages | - | -",
    ],
}


@pytest.mark.parametrize("command", ROWS)
def test_every_figure_is_a_row(command: str) -> None:
    script, *options = command.split()
    words = [sys.executable, str(BENCHMARKS / script), *options]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    told = [re.sub(r" \| -?\d+\.\d\d \w+ \| ", " | ", line) for line in done.stdout.splitlines()]
    assert [re.sub("(ok|short)$", "", line) for line in told] == ROWS[command]
