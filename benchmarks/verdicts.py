"""How soon a fault is named: every session config of tests/projects/faults, from the start of its session to the verdict.

    python benchmarks/verdicts.py [CONFIG ...]

Where a config is played again with other answers, the time counts from the first play to the last verdict.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from projects import command, copied
from rows import row

from botex_pytest.records import read_sessions
from botex_pytest.results import SessionResult
from botex_pytest.run_folder import RunFolder

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECT = Path(__file__).parents[1] / "tests" / "projects" / "faults"
TARGET = 5.0
WAITED_OUT = 20.0  # nobody can know sooner than a deadline that nobody will come


def main() -> None:
    parser = argparse.ArgumentParser(description="How soon each fault is named")
    parser.add_argument("configs", nargs="*", help="session configs of tests/projects/faults; all by default")
    names = parser.parse_args().configs
    for result in measured(names):
        print(result, flush=True)  # noqa: T201 - what the script is for


def measured(configs: Iterable[str]) -> list[str]:
    """One row per config, in the order in which they were played."""
    wanted = [word for config in configs for word in ("--botex-config", config)]
    with copied(PROJECT) as project:
        run = subprocess.run(command(*wanted), cwd=project, capture_output=True, text=True, check=False)
        folders = sorted(project.glob(".botex__temp/run-*"))
        if run.returncode not in (0, 1) or not folders:
            raise SystemExit(run.stdout + run.stderr)
        plays: dict[str, list[SessionResult]] = {}
        for played in read_sessions(RunFolder.open(folders[-1])):
            plays.setdefault(played.result.name, []).append(played.result)
    expected = tomllib.loads((PROJECT / "expected.toml").read_text(encoding="utf-8"))
    return [_row(name, of_config, expected) for name, of_config in plays.items()]


def _row(name: str, plays: list[SessionResult], expected: dict[str, Any]) -> str:
    seconds = plays[-1].started + plays[-1].seconds - plays[0].started
    waits = expected.get(name, {}).get("check") in ("endless-wait", "needs-time")
    return row(f"time to verdict: {name}", [seconds], "s", WAITED_OUT if waits else TARGET)


if __name__ == "__main__":
    main()
