"""The same session played by botex 0.2.0 (PyPI) and by us: how long it takes, and how much memory.

    python benchmarks/peer.py [--participants 3 9] [--runs 3]

Both play the number game on one oTree server, with the same Chrome and the same language model: an endpoint on this machine that
answers at once. They take turns. "Play" is, for botex, the time that its `run_bots_on_session` takes, when all is imported and
the session is there; for us it is what the run folder's `result.json` says, which includes the creation of the session, the start
of Chrome as far as the play had to wait for it, screenshots, checks and the experimenter's pages, of which botex knows nothing.
"Lean" is the same without screenshots and the experimenter: about what botex does. "Bare" is a loop that knows every page and
does nothing else (`bare_chrome.py`, `bare_requests.py`): the floor, here without the creation of the session and the windows.
"Whole command" adds Python, its imports (those of litellm are the most, for both) and our report. Memory (PSS)
is that of the command and all it has started, at its largest, in runs of its own, because looking costs time.
"""

from __future__ import annotations

import argparse
import json
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import requests
from bare_chrome import bare_chrome, play_in
from bare_requests import play as play_over_http
from memory import megabytes, peak, tree
from projects import copied, environment
from rows import row

from botex_pytest.errors import BotexError
from botex_pytest.servers.otree import OtreeServer
from botex_pytest.servers.project import Project

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "fakes"))
from openai_endpoint import Endpoint  # noqa: E402

PEER, OURS = (str(ROOT / ".venvs" / name / "bin" / "python") for name in ("botex", "llm"))
GAME, CONFIG = ROOT / "benchmarks" / "number_game", "number_game"
MODEL = "openai/gpt-4o"
FASTER = {"chrome": 5.0, "http": 20.0}  # times
MEMORY = 25.0  # per cent of theirs
LEAN = ("--botex-screenshots", "off", "--no-botex-admin-pages")
PAGES = {"Guess": {"guess": "30"}, "Results": {}}  # for the bare loop over HTTP
LAST_PAGE = "OutOfRangeNotification"
LONGEST = 300  # seconds for one session

PLAY = """
import sys, time
import botex
url, config, participants, endpoint, model, database = sys.argv[1:]
made = botex.init_otree_session(config_name=config, npart=int(participants), otree_server_url=url, botex_db=database)
start = time.perf_counter()
botex.run_bots_on_session(
    session_id=made["session_id"], bot_urls=made["bot_urls"], botex_db=database,
    model=model, api_key="peer", api_base=endpoint, throttle=False,
)
print("played in", time.perf_counter() - start, made["session_id"])
"""


@dataclass(frozen=True)
class Took:
    play: float  # seconds
    whole: float
    megabytes: float  # 0 when nobody looked


@dataclass(frozen=True)
class Place:
    """Where both play."""

    server: OtreeServer
    endpoint: str
    project: Path

    def taking(self, play: Callable[[], Took]) -> Took:
        """What `play` took, on a new server if oTree froze in the middle (docs/known-limitations.md)."""
        try:
            return play()
        except (SystemExit, BotexError, requests.RequestException, queue.Empty) as error:
            if not self.server.frozen():
                raise
            print(f"# oTree froze, once more: {error!r:.60}", file=sys.stderr)  # noqa: T201
            self.server.give_up()
            self.server.start()
            return play()

    def theirs(self, participants: int, *, watch: bool = False) -> Took:
        with tempfile.TemporaryDirectory() as work:
            given = (self.server.url, CONFIG, str(participants), self.endpoint, MODEL, f"{work}/botex.sqlite3")
            env = environment(LITELLM_LOCAL_MODEL_COST_MAP="True", OTREE_REST_KEY=self.server.rest_key)
            whole, most, said = run([PEER, "-c", PLAY, *given], Path(work), env, watch=watch)
        seconds, session = next(line for line in said.splitlines() if line.startswith("played in")).split()[2:]
        self._expect_all_finished(session)
        return Took(float(seconds), whole, most)

    def _expect_all_finished(self, session: str) -> None:
        """botex takes any page without a button for the end: whether it was is asked of oTree."""
        with self.server.api() as api:
            places = [api.position(participant.code) for participant in api.get_session(session).participants]
        if not all(place.finished for place in places):
            raise SystemExit(f"botex stopped early: {places}")

    def ours(self, participants: int, driver: str, *more: str, watch: bool = False) -> Took:
        settings = {
            "participants": str(participants),
            "config": CONFIG,
            "driver": driver,
            "model": MODEL,
            "api-base": self.endpoint,
            "otree-url": self.server.url,
        }
        options = [word for name, value in settings.items() for word in (f"--botex-{name}", value)]
        env = environment(BOTEX_API_KEY="ours", BOTEX_OTREE_REST_KEY=self.server.rest_key, BOTEX_OTREE_PYTHON=sys.executable)
        command = [OURS, "-m", "pytest", "--botex", "-q", "-p", "no:cacheprovider", *options, *more]
        whole, most, _ = run(command, self.project, env, watch=watch)
        newest = max(self.project.glob(".botex__temp/run-*"))
        results = [json.loads(file.read_text("utf-8")) for file in newest.glob("sessions/*/result.json")]
        return Took(sum(result["seconds"] for result in results), whole, most)

    def bare(self, participants: int, driver: str, *, watch: bool = False) -> Took:
        """The floor. Its memory is that of Chrome and chromedriver alone."""
        with self.server.api() as api:
            links = [participant.url for participant in api.create_session(CONFIG, participants).participants]
        if driver == "http":
            start = time.perf_counter()
            play_over_http(links, PAGES, LAST_PAGE)
            return Took(time.perf_counter() - start, 0, 0)
        with bare_chrome() as (chrome, process), peak(lambda: megabytes(tree(process.pid)) if watch else 0.0) as seen:
            play = play_in(chrome, links)
        return Took(play, 0, max(seen))


def run(command: list[str], folder: Path, env: dict[str, str], *, watch: bool) -> tuple[float, float, str]:
    """Seconds, megabytes at most, and what it printed."""
    start = time.perf_counter()
    with (folder / "said.txt").open("w+") as said:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=said, stderr=subprocess.STDOUT)
        with peak(lambda: megabytes(tree(process.pid)) if watch else 0.0) as seen:
            try:
                code = process.wait(LONGEST)
            except subprocess.TimeoutExpired:
                process.kill()
                code = -1
        seconds = time.perf_counter() - start
        said.seek(0)
        text = said.read()
    if code:
        raise SystemExit(text)
    return seconds, max(seen), text


# --- the table ---


def main() -> None:
    parser = argparse.ArgumentParser(description="The same session played by botex 0.2.0 and by us")
    parser.add_argument("--participants", type=int, nargs="+", default=[3, 9], help="session sizes, multiples of 3")
    parser.add_argument("--runs", type=int, default=3, help="the median of so many is printed")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as work,
        OtreeServer(Project.at(GAME), work=Path(work), python=Path(sys.executable)) as server,
        Endpoint() as endpoint,
        copied(GAME) as project,
    ):
        place = Place(server, endpoint.url, project)
        for size in options.participants:
            compare(place, size, options.runs)
        weigh(place, max(options.participants), options.runs)


def compare(place: Place, size: int, runs: int) -> None:
    theirs: list[Took] = []
    ours: dict[str, list[Took]] = {driver: [] for driver in FASTER}
    lean: dict[str, list[Took]] = {driver: [] for driver in FASTER}
    bare: dict[str, list[Took]] = {driver: [] for driver in FASTER}
    for _ in range(runs):
        theirs.append(place.taking(partial(place.theirs, size)))
        for driver in FASTER:
            ours[driver].append(place.taking(partial(place.ours, size, driver)))
            lean[driver].append(place.taking(partial(place.ours, size, driver, *LEAN)))
            bare[driver].append(place.taking(partial(place.bare, size, driver)))
    name = f"{CONFIG}, {size} participants"
    show(f"botex 0.2.0, play, {name}", [took.play for took in theirs], "s")
    show(f"botex 0.2.0, whole command, {name}", [took.whole for took in theirs], "s")
    for driver, target in FASTER.items():
        for how, taken in ((driver, ours[driver]), (f"{driver}, lean", lean[driver])):
            show(f"{how}, play, {name}", [took.play for took in taken], "s")
            show(f"{how}, whole command, {name}", [took.whole for took in taken], "s")
            ratios = [their.play / our.play for their, our in zip(theirs, taken, strict=True)]
            show(f"{how}, times faster than botex 0.2.0, play, {name}", ratios, "x", target, more_is_better=True)
            whole = [their.whole / our.whole for their, our in zip(theirs, taken, strict=True)]
            show(f"{how}, times faster than botex 0.2.0, whole command, {name}", whole, "x")
        ratios = [their.play / floor.play for their, floor in zip(theirs, bare[driver], strict=True)]
        show(f"{driver}, bare, play, {name}", [took.play for took in bare[driver]], "s")
        show(f"{driver}, bare, times faster than botex 0.2.0, play, {name}", ratios, "x")


def weigh(place: Place, size: int, runs: int) -> None:
    theirs, ours, bare = [], [], []
    for _ in range(runs):
        theirs.append(place.taking(partial(place.theirs, size, watch=True)).megabytes)
        ours.append(place.taking(partial(place.ours, size, "chrome", watch=True)).megabytes)
        bare.append(place.taking(partial(place.bare, size, "chrome", watch=True)).megabytes)
    name = f"{CONFIG}, {size} participants"
    show(f"botex 0.2.0, memory, {name}", theirs, "MB")
    for how, weights, target in (("chrome", ours, MEMORY), ("chrome, bare", bare, None)):
        show(f"{how}, memory, {name}", weights, "MB")
        shares = [100 * our / their for our, their in zip(weights, theirs, strict=True)]
        show(f"{how}, memory as a share of botex 0.2.0's, {name}", shares, "%", target)


def show(name: str, values: Sequence[float], unit: str, target: float | None = None, *, more_is_better: bool = False) -> None:
    spread = len(values) > 1
    print(row(name, values, unit, target, more_is_better=more_is_better, spread=spread), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
