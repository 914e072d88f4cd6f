"""Sessions larger than any lab: do they end, what memory does our own process take, does it get slower on the way.

    python benchmarks/scale.py [--http 201] [--chrome 42]

The number game, with five rounds over HTTP and three in Chrome, by `pytest --botex`, once each. Memory (RSS) is that of the
pytest process alone, without oTree and Chrome, from the start to the end of the report. What a page takes us is the time from its
arrival until the bot has written it down and made up its mind; the median of the last tenth of all pages, by that of the first
tenth, would grow if anything grew with the run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psutil
from memory import ask, peak
from projects import command, copied, environment
from rows import row

PROJECT, CONFIG = Path(__file__).parent / "number_game", "number_game"
ROUNDS = {"http": 5, "chrome": 3}
MEGABYTES = 300.0
GROWTH = 1.5  # times; what waits for what else on the machine is in it
LONGEST = 1200  # seconds


@dataclass(frozen=True)
class Session:
    seconds: float  # of the whole command
    play: float
    megabytes: float
    pages: int  # that were answered
    growth: float


def main() -> None:
    parser = argparse.ArgumentParser(description="Large sessions, over HTTP and in Chrome")
    parser.add_argument("--http", type=int, default=201, help="participants, a multiple of 3; 0 to leave it out")
    parser.add_argument("--chrome", type=int, default=42, help="the same in Chrome")
    options = parser.parse_args()
    for driver, participants in (("http", options.http), ("chrome", options.chrome)):
        if not participants:
            continue
        session = play(driver, participants)
        name = f"{driver}, {participants} participants, {session.pages} pages"
        print(row(f"whole command, {name}", [session.seconds], "s"))  # noqa: T201 - what the script is for
        print(row(f"play alone, {name}", [session.play], "s"))  # noqa: T201
        print(row(f"memory of our own process, {name}", [session.megabytes], "MB", MEGABYTES))  # noqa: T201
        print(row(f"a page in the last tenth to one in the first, {name}", [session.growth], "x", GROWTH), flush=True)  # noqa: T201


def play(driver: str, participants: int) -> Session:
    """One session that everybody finished; anything else would be no measurement."""
    with copied(PROJECT) as project:
        app = project / CONFIG / "__init__.py"
        app.write_text(app.read_text("utf-8").replace("NUM_ROUNDS = 3", f"NUM_ROUNDS = {ROUNDS[driver]}"), "utf-8")
        size = str(participants)
        options = ["--botex-driver", driver, "--botex-participants", size, "--botex-max-participants", size]
        seconds, megabytes = run(command(*options), project)
        (folder,) = project.glob(".botex__temp/run-*/sessions/*")
        result = json.loads((folder / "result.json").read_text("utf-8"))
        taken = own_seconds(folder)
        tenth = max(1, len(taken) // 10)
        growth = statistics.median(taken[-tenth:]) / statistics.median(taken[:tenth])
        return Session(seconds, result["seconds"], megabytes, len(taken), growth)


def run(words: list[str], folder: Path) -> tuple[float, float]:
    """Seconds, and the most megabytes that the process itself had."""
    start = time.perf_counter()
    with (folder / "said.txt").open("w+") as said:
        process = psutil.Popen(words, cwd=folder, env=environment(), stdout=said, stderr=subprocess.STDOUT)
        with peak(lambda: ask(process, lambda one: one.memory_info().rss) / 2**20) as seen:
            code = process.wait(LONGEST)
        said.seek(0)
        if code:
            raise SystemExit(said.read())
    return time.perf_counter() - start, max(seen)


def own_seconds(session: Path) -> list[float]:
    """From the arrival of each answered page to its answer, in the order in which pages came."""
    taken = []
    for transcript in session.glob("P*.jsonl"):
        events = [json.loads(line) for line in transcript.read_text("utf-8").splitlines()]
        asked = ((seen, answered) for seen, answered in pairwise(events) if answered["type"] == "Answered")
        taken += [(seen["at"], answered["at"] - seen["at"]) for seen, answered in asked if seen["type"] == "PageSeen"]
    return [seconds for _, seconds in sorted(taken)]


if __name__ == "__main__":
    main()
