"""The floor: the public goods example played by a bare `requests` loop that knows every answer.

    python benchmarks/bare_requests.py [--participants 3 12] [--runs 5] [--otree PATH]

It reads no page and checks nothing, so no harness can be faster; the distance to it is what a real browser and the checks cost.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from os import environ
from pathlib import Path
from typing import TypeVar

import requests
from rows import row

from botex_pytest.errors import BotexError
from botex_pytest.waiting import wait_until

PROJECT = Path(__file__).parents[1] / "examples" / "public_goods"
CONFIG = "public_goods"
ANSWERS = {
    "Instructions": {},
    "Quiz": {"quiz_group_size": "3", "quiz_keep_all": "100", "quiz_all_contribute": "180"},
    "Contribute": {"contribution": "50"},
    "Results": {},
}
LAST_PAGE = "FinalResults"
SECONDS = 60  # for the start of the server, and for one session
T = TypeVar("T")


def unless_frozen(measure: Callable[[], T]) -> T:
    """What `measure` gives, with a server of its own; once more where oTree froze in the middle (docs/known-limitations.md)."""
    try:
        return measure()
    except (BotexError, requests.RequestException) as error:
        print(f"# once more: {str(error).splitlines()[0]}", file=sys.stderr)  # noqa: T201
        return measure()


@contextmanager
def running_server(otree: str, original: Path = PROJECT) -> Iterator[str]:
    """oTree's server on a free port, in a copy of the `original` project; yields its address."""
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "project"
        shutil.copytree(original, project)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = {**environ, "OTREE_PRODUCTION": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        with (Path(scratch) / "log").open("wb") as log:
            process = subprocess.Popen([otree, "devserver_inner", str(port)], cwd=project, env=env, stdout=log, stderr=log)
            try:
                url = f"http://127.0.0.1:{port}"
                wait_until(lambda: answers(url, process), SECONDS, "oTree's first answer")
                yield url
            finally:
                process.kill()  # one that has frozen hears nothing else
                process.wait(SECONDS)


def answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise SystemExit(f"oTree ended with exit code {process.returncode}; try: cd {PROJECT} && otree devserver")
    try:
        return requests.get(f"{url}/api/otree_version", timeout=5).ok
    except requests.ConnectionError:
        return False


def new_session(url: str, participants: int) -> list[str]:
    """Start links of a new session."""
    made = requests.post(
        f"{url}/api/sessions", json={"session_config_name": CONFIG, "num_participants": participants}, timeout=SECONDS
    )
    made.raise_for_status()
    session = requests.get(f"{url}/api/sessions/{made.json()['code']}", timeout=SECONDS).json()
    return [f"{url}/InitializeParticipant/{p['code']}" for p in session["participants"]]


def play(links: Sequence[str], pages: Mapping[str, dict[str, str]] = ANSWERS, last: str = LAST_PAGE) -> None:
    """Plays everybody to the `last` page, in turn. `pages`: what to answer on each."""
    clients = [requests.Session() for _ in links]
    replies = [client.get(link, timeout=SECONDS) for client, link in zip(clients, links, strict=True)]
    end = time.monotonic() + SECONDS
    while not all(page_of(reply) == last for reply in replies):
        if time.monotonic() > end:
            raise SystemExit(f"not finished within {SECONDS} s: {[reply.url for reply in replies]}")
        for i, reply in enumerate(replies):
            if page_of(reply) == last:
                continue
            data = pages.get(page_of(reply))  # None on a wait page, which is asked again
            replies[i] = clients[i].request("GET" if data is None else "POST", reply.url, data=data, timeout=SECONDS)
            replies[i].raise_for_status()
    for client in clients:
        client.close()


def page_of(reply: requests.Response) -> str:
    return reply.url.split("/")[-2]


def main() -> None:
    parser = argparse.ArgumentParser(description="The time a session takes without a harness")
    parser.add_argument("--participants", type=int, nargs="+", default=[3, 12], help="session sizes, multiples of 3")
    parser.add_argument("--runs", type=int, default=5, help="the median of so many sessions is printed")
    parser.add_argument("--otree", default=str(Path(sys.executable).with_name("otree")), help="the otree command")
    options = parser.parse_args()
    for size in options.participants:
        seconds = unless_frozen(partial(bare_seconds, options.otree, size, options.runs))
        print(row(f"bare requests, {CONFIG}, {size} participants", seconds, "s"))  # noqa: T201 - what the script is for


def bare_seconds(otree: str, participants: int, runs: int) -> list[float]:
    with running_server(otree) as url:
        return [session_seconds(url, participants) for _ in range(runs)]


def session_seconds(url: str, participants: int) -> float:
    """From the first request to the last participant's last page."""
    links = new_session(url, participants)
    start = time.perf_counter()
    play(links)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
