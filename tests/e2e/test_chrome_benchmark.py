"""The benchmark of pages in Chrome plays bots and weighs their browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "chrome_pages.py"


def test_sessions_are_played_timed_and_weighed() -> None:
    command = [sys.executable, str(SCRIPT), "--participants", "6", "--runs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.split(" | ") for line in done.stdout.strip().splitlines()]
    assert [name for name, *_ in rows] == [
        "Chrome, number_game, 6 participants",
        "Chrome and harness, CPU a page, number_game, 6 participants",
        "Chrome and harness, memory, number_game, 6 participants",
        "Chrome and harness, memory for each further participant",
    ]
    assert all(float(value.split()[0]) > 0 for _, value, *_ in rows)
    assert [target for _, _, target, _ in rows] == ["12 pages/s", "-", "-", "80 MB"]
