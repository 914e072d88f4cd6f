"""A session of the public goods example played by bots in a real browser, beside the same pages fetched by a bare loop.

    python benchmarks/sessions.py [--participants 3 12] [--runs 3]

Sizes and players take turns, so that what else the machine does falls on all of them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from bare_requests import CONFIG, PROJECT, running_server, session_seconds, unless_frozen
from projects import command, copied
from rows import row

TARGETS = {3: 3.0, 12: 10.0}
"""Seconds of play, by participants."""


def main() -> None:
    parser = argparse.ArgumentParser(description="How long bots take for a session")
    parser.add_argument("--participants", type=int, nargs="+", default=[3, 12], help="session sizes, multiples of 3")
    parser.add_argument("--runs", type=int, default=3, help="the median of so many sessions is printed")
    options = parser.parse_args()
    bare, played = unless_frozen(partial(measure, options.participants, options.runs))
    for size in options.participants:
        show(size, bare[size], played[size])


def measure(participants: list[int], runs: int) -> tuple[dict[int, list[float]], dict[int, list[tuple[float, float, int]]]]:
    """By size: the bare loop, and what `botex` says."""
    bare: dict[int, list[float]] = {size: [] for size in participants}
    played: dict[int, list[tuple[float, float, int]]] = {size: [] for size in participants}
    with running_server(str(Path(sys.executable).with_name("otree"))) as url, copied(PROJECT) as project:
        for _ in range(runs):
            for size in participants:
                bare[size].append(session_seconds(url, size))
                played[size].append(botex(project, size))
    return bare, played


def botex(project: Path, participants: int) -> tuple[float, float, int]:
    """Seconds of the play alone, seconds of the whole command, pages seen by all participants."""
    size = ["--botex-participants", str(participants), "--botex-config", CONFIG, "--botex-max-participants", str(participants)]
    start = time.perf_counter()
    run = subprocess.run(command(*size), cwd=project, capture_output=True, text=True, check=False)
    whole = time.perf_counter() - start
    if run.returncode:
        raise SystemExit(run.stdout + run.stderr)
    newest = max(project.glob(".botex__temp/run-*/sessions/*/result.json"), key=lambda path: path.stat().st_mtime)
    result = json.loads(newest.read_text(encoding="utf-8"))
    return result["seconds"], whole, sum(p["pages"] for p in result["participants"])


def show(size: int, bare: list[float], played: list[tuple[float, float, int]]) -> None:
    name = f"{CONFIG}, {size} participants"
    rows = [
        row(f"bare requests, {name}", bare, "s"),
        row(f"botex, play alone, {name}", [seconds for seconds, _, _ in played], "s", TARGETS.get(size)),
        row(f"botex, whole command, {name}", [whole for _, whole, _ in played], "s"),
        row(f"botex, {name}", [pages / seconds for seconds, _, pages in played], "pages/s"),
    ]
    print("\n".join(rows), flush=True)  # noqa: T201 - what the script is for


if __name__ == "__main__":
    main()
