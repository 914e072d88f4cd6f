"""The benchmarks of pages in Chrome: bots and their browser, and the floor, a loop that knows every page."""

from __future__ import annotations

import queue
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from botex_pytest.errors import BrowserError
from botex_pytest.servers.otree import OtreeServer
from botex_pytest.servers.otree_api import SessionCreated
from botex_pytest.servers.project import Project

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_sessions_are_played_timed_and_weighed() -> None:
    command = [sys.executable, str(BENCHMARKS / "chrome_pages.py"), "--participants", "6", "--runs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.split(" | ") for line in done.stdout.strip().splitlines()]
    assert [name for name, *_ in rows] == [
        "Chrome, number_game, 6 participants",
        "Chrome and harness, CPU a page, number_game, 6 participants",
        "Chrome and harness, memory, number_game, 6 participants",
        "Chrome and harness, memory for each further participant",
    ]
    assert all(float(value.split()[0]) > 0 for _, value, *_ in rows)
    assert [target for _, _, target, _ in rows] == ["12 pages/s", "-", "-", "80 MB"]


def test_the_bare_loop_plays_everybody_to_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    from bare_chrome import bare_chrome, play_in

    server = OtreeServer(Project.at(BENCHMARKS / "number_game"), work=tmp_path, python=Path(sys.executable))
    with server, bare_chrome() as (chrome, process):
        try:
            made = played_by(play_in, chrome, server)
        except (queue.Empty, BrowserError):
            if not server.frozen():  # which oTree does now and then (docs/known-limitations.md)
                raise
            server.give_up()
            server.start()
            made = played_by(play_in, chrome, server)
        with server.api() as api:
            assert all(api.position(participant.code).finished for participant in made.participants)
        assert process.is_running()
    assert not process.is_running()


def played_by(play_in: Callable[..., float], chrome: object, server: OtreeServer) -> SessionCreated:
    with server.api() as api:
        made = api.create_session("number_game", 6)
    assert play_in(chrome, [participant.url for participant in made.participants]) > 0
    return made
