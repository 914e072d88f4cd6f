"""How long people wait until their study is being played.

    python benchmarks/start_up.py [--runs 5]

From the start of `pytest --botex` in the public goods example until the server has taken the first answer of a bot: pytest, a
look at what the project consists of, the server, the browser, the session. In Chrome and over HTTP, in turns.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from pathlib import Path

from bare_requests import CONFIG, PROJECT
from projects import command, copied, environment
from rows import row

TARGETS = {"chrome": 4.0, "http": 2.5}  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds from the command to the first answer")
    parser.add_argument("--runs", type=int, default=5, help="the median of so many is printed")
    options = parser.parse_args()
    taken: dict[str, list[float]] = {driver: [] for driver in TARGETS}
    with copied(PROJECT) as project:
        first_answer(project, "http")  # compiles what has not been
        for _ in range(options.runs):
            for driver, seconds in taken.items():
                seconds.append(first_answer(project, driver))
    for driver, seconds in taken.items():
        print(row(f"start to first answer, {driver}, {CONFIG}", seconds, "s", TARGETS[driver]))  # noqa: T201


def first_answer(project: Path, driver: str) -> float:
    start = time.time()
    options = ["--botex-config", CONFIG, "--botex-driver", driver]
    run = subprocess.run(command(*options), cwd=project, env=environment(), capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stdout + run.stderr)
    newest = max(project.glob(".botex__temp/run-*"))
    lines = [line for transcript in newest.glob("sessions/*/P*.jsonl") for line in transcript.read_text("utf-8").splitlines()]
    events = [json.loads(line) for line in lines]
    return float(min(event["at"] for event in events if event["type"] == "Submitted") - start)


if __name__ == "__main__":
    main()
