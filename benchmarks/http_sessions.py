"""What the whole harness adds to the floor when pages are played over HTTP.

    python benchmarks/http_sessions.py [--participants 3 30 120] [--runs 3] [--otree PATH]

The public goods example is played on one server by the bare loop of bare_requests.py and by bots over HTTP, in turn: bots read
every page, answer what it asks, keep a transcript. Each is timed from the first request to the last participant's last page; the
row shows how many times longer bots take, and 1.25 is good enough.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from functools import partial
from pathlib import Path

from bare_requests import CONFIG, PROJECT, running_server, session_seconds, unless_frozen
from rows import row

from botex_pytest.casting import Cast, Models
from botex_pytest.config import Config
from botex_pytest.equipment import make_browser, make_server
from botex_pytest.lab import Lab
from botex_pytest.models.embedded import Embedded
from botex_pytest.replays import play_config
from botex_pytest.results import judged
from botex_pytest.run import Run

TARGET = 1.25
SETTINGS = {"botex_driver": "http", "botex_screenshots": "off", "botex_config": CONFIG}


def bot_seconds(url: str, participants: int, runs_dir: Path) -> float:
    """Of one session that everybody finished; anything else would be no measurement."""
    said = {**SETTINGS, "botex_otree_url": url, "botex_participants": str(participants), "botex_runs_dir": str(runs_dir)}
    run = Run(Config.load(said), PROJECT, PROJECT)
    driver = make_browser(run)
    try:
        lab = Lab(run.config, run.info, PROJECT, run.folder, make_server(run), driver, Models(lambda _: Embedded()))
        result = judged(play_config(lab, run.plan[0], Cast([Embedded()])))
    finally:
        driver.close()
    unfinished = [f"P{p.number}: {p.reason}" for p in result.participants if p.status != "finished"]
    if unfinished:
        raise SystemExit("\n".join(unfinished))
    return played_seconds(run.folder.path / result.folder)


def played_seconds(session: Path) -> float:
    """From the moment before the first page was asked for to the last bot's end, as the transcripts tell it."""
    begun, ended = [], []
    for transcript in session.glob("P*.jsonl"):
        events = [json.loads(line) for line in transcript.read_text("utf-8").splitlines()]
        begun.append(events[0]["at"] - events[0]["seconds"])
        ended.append(events[-1]["at"])
    return max(ended) - min(begun)


def main() -> None:
    parser = argparse.ArgumentParser(description="Sessions played over HTTP, beside the bare loop")
    parser.add_argument("--participants", type=int, nargs="+", default=[3, 30, 120], help="session sizes, multiples of 3")
    parser.add_argument("--runs", type=int, default=3, help="the median of so many sessions is printed")
    parser.add_argument("--otree", default=str(Path(sys.executable).with_name("otree")), help="the otree command")
    options = parser.parse_args()
    for size in options.participants:
        bare, bots = unless_frozen(partial(measure, options.otree, size, options.runs))
        print(row(f"bare requests, {CONFIG}, {size} participants", bare, "s"))  # noqa: T201 - what the script is for
        print(row(f"HTTP bots, {CONFIG}, {size} participants", bots, "s"))  # noqa: T201
        ratios = [bot / floor for bot, floor in zip(bots, bare, strict=True)]
        print(row(f"HTTP bots to bare requests, {size} participants", ratios, "x", TARGET))  # noqa: T201


def measure(otree: str, participants: int, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of the bare loop and of bots."""
    bare, bots = [], []
    with tempfile.TemporaryDirectory() as folder, running_server(otree) as url:
        for _ in range(runs):
            bare.append(session_seconds(url, participants))
            bots.append(bot_seconds(url, participants, Path(folder)))
    return bare, bots


if __name__ == "__main__":
    main()
