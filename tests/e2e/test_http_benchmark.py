"""The benchmark of HTTP sessions plays bots and the bare loop on one server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "http_sessions.py"


def test_one_session_each_is_played_and_compared() -> None:
    command = [sys.executable, str(SCRIPT), "--participants", "3", "--runs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.split(" | ") for line in done.stdout.strip().splitlines()]
    assert [name for name, *_ in rows] == [
        "bare requests, public_goods, 3 participants",
        "HTTP bots, public_goods, 3 participants",
        "HTTP bots to bare requests, 3 participants",
    ]
    assert all(float(value.split()[0]) > 0 for _, value, *_ in rows)
    assert rows[-1][2] == "1.25 x"
