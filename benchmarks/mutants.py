"""Does it find bugs? Breaks the examples in one place at a time, plays each with bots, and says what was noticed.

    python benchmarks/mutants.py [EXAMPLE ...] [--limit N] [--seed S] [--jobs J] [-- OPTION ...]

What stands behind `--` goes to pytest: `-- --botex-explore`, say. One line per mutant, as soon as it is known; at the end the
share found by kind, and every survivor with its line. "fails": the run fails. "told": something is to review or noted that the
example as it is does not have, or pages are told that nobody saw. A survivor need not be a fault of ours: whether 100 or 101
points may be sent only the author knows.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mutations import KINDS, Mutant, mutants
from projects import command, copied

from botex_pytest.records import read_sessions
from botex_pytest.run_folder import RunFolder

EXAMPLES = Path(__file__).parents[1] / "examples"
FAILS, TOLD, SURVIVED = "fails", "told", "survived"
USUAL = (
    *("--botex-driver", "auto", "--botex-screenshots", "off", "--no-botex-report", "-p", "no:xdist"),
    *("--botex-wait-timeout", "4", "--botex-page-timeout", "8"),
)
LONGEST = 300  # seconds for one run


@dataclass(frozen=True)
class Broken:
    """One mutant of one file of one example."""

    example: str
    file: str  # relative to the example
    mutant: Mutant

    def __str__(self) -> str:
        return f"examples/{self.example}/{self.file}:{self.mutant.line} {self.mutant.kind}: {self.mutant.change}"


@dataclass(frozen=True)
class Heard:
    """What one run had to say."""

    failing: bool
    said: frozenset[tuple[str, str]]  # groups and keys of findings; pages that nobody saw


def main() -> None:
    for line in lines(_arguments()):
        print(line, flush=True)  # noqa: T201 - what the script is for


def lines(args: argparse.Namespace) -> Iterator[str]:
    """What is printed, each line as soon as it is known."""
    every = [broken for example in args.examples for broken in of_example(example)]
    chosen = sorted(random.Random(args.seed).sample(every, min(args.limit or len(every), len(every))), key=every.index)
    yield f"{len(chosen)} of {len(every)} mutants of {', '.join(args.examples)}"
    if args.list:
        yield from map(str, chosen)
        return
    healthy = {example: _healthy(example, args.options) for example in dict.fromkeys(b.example for b in chosen)}
    results = []
    with ThreadPoolExecutor(args.jobs) as pool:
        for broken, result in zip(chosen, pool.map(lambda b: judged(b, healthy[b.example], args.options), chosen), strict=True):
            results.append((broken, result))
            yield f"{result:8} | {broken}"
    yield from table(results)


def of_example(example: str) -> list[Broken]:
    """All mutants of the apps of an example."""
    root = EXAMPLES / example
    files = sorted(root.glob("*/__init__.py"))
    return [Broken(example, f.relative_to(root).as_posix(), m) for f in files for m in mutants(f.read_text(encoding="utf-8"))]


def judged(broken: Broken, healthy: Heard, options: Sequence[str]) -> str:
    with copied(EXAMPLES / broken.example) as project:
        (project / broken.file).write_text(broken.mutant.source, encoding="utf-8")
        heard = _played(project, options)
    return FAILS if heard.failing else TOLD if heard.said - healthy.said else SURVIVED


def table(results: Sequence[tuple[Broken, str]]) -> list[str]:
    """The share by kind, then the survivors."""
    lines = ["", "kind      | mutants | fails | told | survived | found"]
    kinds = Counter((broken.mutant.kind, result) for broken, result in results)
    for kind in (*KINDS, "all"):
        counts = [
            sum(n for (k, r), n in kinds.items() if kind in (k, "all") and r == result) for result in (FAILS, TOLD, SURVIVED)
        ]
        if total := sum(counts):
            fails, told, survived = counts
            lines.append(f"{kind:9} | {total:7} | {fails:5} | {told:4} | {survived:8} | {(fails + told) / total:5.0%}")
    survivors = [str(broken) for broken, result in results if result == SURVIVED]
    return [*lines, "", "Survivors:" if survivors else "No survivors.", *(f"  {s}" for s in survivors)]


def _healthy(example: str, options: Sequence[str]) -> Heard:
    """Two runs of it as it is: what chance does is no news."""
    with copied(EXAMPLES / example) as project:
        runs = [_played(project, options) for _ in range(2)]
    if any(run.failing for run in runs):
        raise SystemExit(f"examples/{example} fails as it is: {sorted(runs[0].said | runs[1].said)}")
    return Heard(False, runs[0].said | runs[1].said)


def _played(project: Path, options: Iterable[str]) -> Heard:
    with tempfile.TemporaryDirectory() as runs:
        where = f"--botex-runs-dir={runs}"
        run = subprocess.run(
            command(*USUAL, where, *options), cwd=project, capture_output=True, text=True, check=False, timeout=LONGEST
        )
        if run.returncode not in (0, 1):  # the project could not even be loaded
            return Heard(True, frozenset())
        folder = max(Path(runs).glob("run-*"), default=None)
        if folder is None:
            return Heard(run.returncode != 0, frozenset())
        results = [played.result for played in read_sessions(RunFolder.open(folder))]
    findings = {(f.group, f.key) for result in results for f in result.findings}
    unseen = {("unseen", where) for result in results for where in result.unseen}
    return Heard(run.returncode != 0, frozenset(findings | unseen))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What bots notice of an example that is broken in one place")
    parser.add_argument("examples", nargs="*", help="folders in examples/; all by default")
    parser.add_argument("--limit", type=int, default=0, help="play only so many, drawn by the seed; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="runs at the same time")
    parser.add_argument("--list", action="store_true", help="play nothing")
    words = sys.argv[1:]
    at = words.index("--") if "--" in words else len(words)
    args = parser.parse_args(words[:at])
    args.options = words[at + 1 :]
    args.examples = args.examples or sorted(path.parent.name for path in EXAMPLES.glob("*/settings.py"))
    return args


if __name__ == "__main__":
    main()
