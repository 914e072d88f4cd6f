"""The floor benchmark plays the example to its end on a real server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "bare_requests.py"


def test_one_session_is_played_and_timed() -> None:
    command = [sys.executable, str(SCRIPT), "--participants", "3", "--runs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr
    name, value, target, verdict = done.stdout.strip().split(" | ")
    assert name == "bare requests, public_goods, 3 participants"
    assert float(value.removesuffix(" s")) > 0
    assert (target, verdict) == ("-", "-")
