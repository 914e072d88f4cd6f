"""What the plugin costs those who have it installed and do not use it.

    python benchmarks/idle.py [--pairs 15]

`pytest --co -q` in an empty folder, with the plugin and without it (`-p no:botex`), in turns; the difference of each pair counts.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time

import pytest
from projects import environment
from rows import row

TARGET = 30.0  # milliseconds
WITHOUT = ("-p", "no:botex")


def main() -> None:
    parser = argparse.ArgumentParser(description="How much slower pytest starts with the plugin installed")
    parser.add_argument("--pairs", type=int, default=15, help="the median difference of so many pairs is printed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        milliseconds(folder), milliseconds(folder, *WITHOUT)  # compiles what has not been
        pairs = [(milliseconds(folder), milliseconds(folder, *WITHOUT)) for _ in range(options.pairs)]
    print(row("pytest --co -q of an empty suite, without the plugin", [bare for _, bare in pairs], "ms"))  # noqa: T201
    print(row("with the plugin, not used: slower by", [idle - bare for idle, bare in pairs], "ms", TARGET))  # noqa: T201


def milliseconds(folder: str, *options: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "--co", "-q", *options]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode != pytest.ExitCode.NO_TESTS_COLLECTED:
        raise SystemExit(done.stdout + done.stderr)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
