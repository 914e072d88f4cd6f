"""The line that moves: rewritten in a terminal, now and then in a log, never for workers or quiet runs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from botex_pytest import progress
from botex_pytest.progress import Progress


class Reporter:
    def __init__(self, isatty):
        self.isatty, self.told, self.currentfspath = isatty, [], "settings.py"

    def rewrite(self, text, erase=False):
        self.told.append(text)

    def ensure_newline(self):
        pass

    def write_line(self, text):
        self.told.append(text)


@pytest.fixture
def clock(monkeypatch):
    made = SimpleNamespace(now=100.0)
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: made.now))
    return made


def line_of(reporter, verbose=0, **more):
    plugins = {"terminalreporter": reporter}
    config = SimpleNamespace(
        pluginmanager=SimpleNamespace(get_plugin=plugins.get), option=SimpleNamespace(verbose=verbose), **more
    )
    return Progress(config)


def test_in_a_terminal_the_line_moves_and_is_taken_away(clock):
    reporter = Reporter(isatty=True)
    tell = line_of(reporter)
    for now, text in ((100.1, "P1 app.A"), (100.6, "P1 app.B"), (100.7, "P1 app.C"), (101.2, "P1 app.D"), (101.3, "")):
        clock.now = now
        tell("game", text)
    assert [t for t in reporter.told if t] == ["game: P1 app.B", "game: P1 app.D"]
    assert reporter.told[-2:] == ["", ""]
    assert reporter.currentfspath is None


def test_in_a_log_a_line_is_added_now_and_then(clock):
    reporter = Reporter(isatty=False)
    tell = line_of(reporter)
    for seconds in range(0, 40, 5):
        clock.now = 100.0 + seconds
        tell("game", f"P1 app.Page{seconds}")
    tell("game", "")
    assert reporter.told == ["    ... game: P1 app.Page15", "    ... game: P1 app.Page30"]


def test_what_has_not_changed_is_not_told_again(clock):
    reporter = Reporter(isatty=False)
    tell = line_of(reporter)
    for seconds in (20, 40, 60):
        clock.now = 100.0 + seconds
        tell("game", "P1 app.A")
    assert reporter.told == ["    ... game: P1 app.A"]


@pytest.mark.parametrize("more", [{"verbose": -1}, {"workerinput": {}}])
def test_quiet_runs_and_workers_say_nothing(clock, more):
    reporter = Reporter(isatty=True)
    clock_line = line_of(reporter, **more)
    clock.now += 60
    clock_line("game", "P1 app.A")
    assert reporter.told == []


def test_without_a_terminal_nothing_is_said(clock):
    tell = line_of(None)
    clock.now += 60
    tell("game", "P1 app.A")
