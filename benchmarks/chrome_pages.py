"""How fast Chrome goes from page to page, and what each further participant costs in memory.

    python benchmarks/chrome_pages.py [--participants 9] [--runs 3] [--otree PATH]

A number game of three rounds is played by bots that answer at once, with the settings that users have unless they change them.
Only pages that are answered or left by a button count, no wait pages. Memory is that of Chrome and of ourselves (PSS: what
processes share is counted once), at its largest during a play; it is measured in plays of its own, because looking costs time.
CPU seconds tell more than pages a second on a machine that does something else as well.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
from bare_requests import running_server, unless_frozen
from http_sessions import played_seconds
from memory import ask, megabytes, peak
from rows import row

from botex_pytest.casting import Cast, Models
from botex_pytest.config import Config
from botex_pytest.drivers.base import Driver
from botex_pytest.equipment import make_browser, make_server
from botex_pytest.lab import Lab
from botex_pytest.models.embedded import Embedded
from botex_pytest.records import read_sessions
from botex_pytest.replays import play_config
from botex_pytest.run import Run

PROJECT = Path(__file__).parent / "number_game"
GROUP = 3
PAGES_A_SECOND, MEGABYTES = 12.0, 80.0


@dataclass(frozen=True)
class Measured:
    seconds: float
    pages: int
    cpu_seconds: float  # of Chrome and ourselves
    megabytes: float  # the most at any moment; 0 when nobody looked


class Bench:
    """One Chrome and one server, for any number of sessions."""

    def __init__(self, url: str, runs: Path, settings: dict[str, str]) -> None:
        self._before = _children()
        said = {"botex_otree_url": url, "botex_runs_dir": str(runs), "botex_max_participants": "1000", **settings}
        self._said, self._url = said, url
        self._driver: Driver = make_browser(self._run(GROUP))
        self._driver.tab(url).close()  # Chrome takes a second to start, once a run

    def play(self, participants: int, *, watch_memory: bool = False) -> Measured:
        """One session that everybody finished; anything else would be no measurement."""
        run = self._run(participants)
        lab = Lab(run.config, run.info, PROJECT, run.folder, make_server(run), self._driver, Models(lambda _: Embedded()))
        before = self._cpu_seconds()
        with peak(self._megabytes if watch_memory else lambda: 0.0) as seen:
            result = play_config(lab, run.plan[0], Cast([Embedded()]))[-1]
        cpu = self._cpu_seconds() - before
        unfinished = [f"P{p.number}: {p.reason}" for p in result.participants if p.status != "finished"]
        if unfinished:
            raise SystemExit("\n".join(unfinished))
        (played,) = read_sessions(run.folder)
        taken = [step for steps in played.transcripts.values() for step in steps]
        pages = sum(1 for step in taken if step.seen and step.seen.page.kind == "form")
        return Measured(played_seconds(played.folder), pages, cpu, max(seen))

    def close(self) -> None:
        self._driver.close()

    def _run(self, participants: int) -> Run:
        return Run(Config.load({**self._said, "botex_participants": str(participants)}), PROJECT, PROJECT)

    def _processes(self) -> list[psutil.Process]:
        return [psutil.Process(), *(_children() - self._before)]

    def _megabytes(self) -> float:
        return megabytes(self._processes())

    def _cpu_seconds(self) -> float:
        """Processes that have ended are in the sum of the one that they came from."""
        return sum(ask(process, lambda one: sum(one.cpu_times()[:4])) for process in self._processes()) - sum(os.times()[2:4])


def _children() -> set[psutil.Process]:
    return set(psutil.Process().children(recursive=True))


def main() -> None:
    parser = argparse.ArgumentParser(description="Pages a second in Chrome, and memory for each participant")
    parser.add_argument("--participants", type=int, default=9, help=f"a multiple of {GROUP}, more than {GROUP}")
    parser.add_argument("--runs", type=int, default=3, help="the median of so many sessions is printed")
    parser.add_argument("--otree", default=str(Path(sys.executable).with_name("otree")), help="the otree command")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="another setting, as in pytest's ini file"
    )
    options = parser.parse_args()
    size, settings = options.participants, dict(word.split("=", 1) for word in options.set)
    plays, few, many = unless_frozen(partial(measure, options.otree, size, options.runs, settings))
    name = f"number_game, {size} participants"
    speed = [play.pages / play.seconds for play in plays]
    further = [(large - small) / (size - GROUP) for small, large in zip(few, many, strict=True)]
    rows = [
        row(f"Chrome, {name}", speed, "pages/s", PAGES_A_SECOND, more_is_better=True),
        row(f"Chrome and harness, CPU a page, {name}", [play.cpu_seconds / play.pages for play in plays], "s"),
        row(f"Chrome and harness, memory, {name}", many, "MB"),
        row("Chrome and harness, memory for each further participant", further, "MB", MEGABYTES),
    ]
    print("\n".join(rows), flush=True)  # noqa: T201 - what the script is for


def measure(otree: str, size: int, runs: int, settings: dict[str, str]) -> tuple[list[Measured], list[float], list[float]]:
    """Plays of `size` participants, and the megabytes of plays of three and of `size`."""
    with tempfile.TemporaryDirectory() as folder, running_server(otree, PROJECT) as url:
        bench = Bench(url, Path(folder), settings)
        try:
            bench.play(GROUP)  # caches are cold once
            plays = [bench.play(size) for _ in range(runs)]
            few = [bench.play(GROUP, watch_memory=True).megabytes for _ in range(runs)]
            many = [bench.play(size, watch_memory=True).megabytes for _ in range(runs)]
        finally:
            bench.close()
    return plays, few, many


if __name__ == "__main__":
    main()
