"""Does it find bugs, and nothing where there is none? Plays tests/projects/faults and tests/projects/healthy, and prints a table:
what is wrong with each config, and what a run makes of it.

    python benchmarks/planted.py [faults | healthy] [-- OPTION ...]

What stands behind `--` goes to pytest. What is to be found stands in `expected.toml` of the two projects; that a run really says
so is a test (tests/e2e/test_faults.py, tests/e2e/test_healthy.py).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from projects import command, copied

from botex_pytest.records import read_sessions
from botex_pytest.results import SessionResult
from botex_pytest.run_folder import RunFolder

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECTS = Path(__file__).parents[1] / "tests" / "projects"
OPTIONS = {"faults": ("--botex-wait-timeout", "5", "--botex-page-timeout", "12"), "healthy": ()}
FAILING, TOLD = ("broken", "unplayed"), ("broken", "unplayed", "review")


def main() -> None:
    words = sys.argv[1:]
    at = words.index("--") if "--" in words else len(words)
    parser = argparse.ArgumentParser(description="Which check finds which planted bug")
    parser.add_argument("projects", nargs="*", help="both by default")
    for project in parser.parse_args(words[:at]).projects or OPTIONS:
        options = (*OPTIONS[project], *words[at + 1 :])
        print(*table(project, played(PROJECTS / project, options)), sep="\n")  # noqa: T201 - what the script is for


def played(folder: Path, options: Sequence[str]) -> dict[str, list[SessionResult]]:
    """All plays of each config, in one run."""
    with copied(folder) as project:
        run = subprocess.run(command(*options), cwd=project, capture_output=True, text=True, check=False)
        runs = sorted(project.glob(".botex__temp/run-*"))
        if run.returncode not in (0, 1) or not runs:
            raise SystemExit(run.stdout + run.stderr)
        plays: dict[str, list[SessionResult]] = {}
        for one in read_sessions(RunFolder.open(runs[-1])):
            plays.setdefault(one.result.name, []).append(one.result)
    return plays


def table(project: str, plays: dict[str, list[SessionResult]]) -> Iterator[str]:
    expected = tomllib.loads((PROJECTS / project / "expected.toml").read_text(encoding="utf-8"))
    rows = [(name, *judged(project, entry, plays.get(name, ()))) for name, entry in expected.items()]
    width = max(len(name) for name, *_ in rows)
    yield from ("", f"{project:{width}} | found by | verdict")
    yield from (f"{name:{width}} | {by} | {verdict}" for name, by, verdict in rows)
    good = sum(verdict in ("found", "healthy") for *_, verdict in rows)
    yield f"{good} of {len(rows)} as they should be"


def judged(project: str, entry: dict[str, Any], plays: Iterable[SessionResult]) -> tuple[str, str]:
    """The checks that had something to say, and whether that is right."""
    results = list(plays)
    findings = [finding for result in results for finding in result.findings]
    said = {f.check for f in findings if f.group in TOLD} | {"unseen-page" for r in results if entry.get("unseen") in r.unseen}
    if project == "healthy":
        by = sorted({f.check for f in findings if f.group in FAILING})
        return ", ".join(sorted(said)) or "-", "false alarm" if by else "healthy"
    wanted = {entry[key] for key in ("check",) if key in entry} | set(entry.get("reviews", ()))
    wanted |= {"unseen-page"} if "unseen" in entry else set()
    if not wanted:
        return entry.get("needs", "-"), "not found"
    return ", ".join(sorted(wanted)), "found" if wanted <= said or entry.get("may") else "not found"


if __name__ == "__main__":
    main()
