"""A play that does not come to its end counts for none of its items, keeps what was done and leaves no process."""

from __future__ import annotations

import os
import signal

import pytest
from pytest_runs import build, everything_ended, in_the_middle, run_pytest

from botex_pytest import read_run

ERRORS = {"reading::P1": "error", "reading::P2": "error", "reading::session": "error"}
NO_BOT_IS_LEFT = """
import threading

def test_no_bot_is_left():
    bots = [thread for thread in threading.enumerate() if thread.name.startswith("botex-P")]
    for bot in bots:  # on a busy machine one may still be on its way out
        bot.join(30)
    assert not [bot.name for bot in bots if bot.is_alive()]
"""
OUR_BUG = """
import botex_pytest.play

def examine(play):
    raise RuntimeError("a bug of our own")

botex_pytest.play.examine = examine
"""
DIES_ONCE = """
import botex_pytest.play

examine, calls = botex_pytest.play.examine, []

def examine_later(play):
    calls.append(play)
    if len(calls) == 1:
        raise RuntimeError("a bug that comes and goes")
    return examine(play)

botex_pytest.play.examine = examine_later
"""


@pytest.fixture
def reading(tmp_path):
    """Two people read a page that lets nobody go on for ten minutes: time enough to interrupt them."""
    return build(tmp_path / "study", {"reading": ("enforced_reading", 2)})


def steps_are_kept(ran):
    assert ran.sessions() == ["reading-1"]
    assert any(event["type"] == "PageSeen" for n in (1, 2) for event in ran.events("reading-1", n))


def test_a_time_out_by_signal_is_an_error_of_every_item(reading):
    alarm = in_the_middle(reading, lambda child: os.kill(child.pid, signal.SIGALRM))
    (reading / "test_afterwards.py").write_text(NO_BOT_IS_LEFT)
    ran = run_pytest(reading, "--botex", "--timeout=250", "--timeout-method=signal", ".", while_running=alarm)
    assert ran.verdicts() == {**ERRORS, "test_no_bot_is_left": "passed"}
    assert ran.code == pytest.ExitCode.TESTS_FAILED
    assert "Timeout (>250.0s)" in ran.text("reading::P1")
    assert "The play of reading was interrupted: Timeout (>250.0s)" in ran.text("reading::P2")
    assert {ran.properties(item)["botex_status"] for item in ERRORS} == {"infrastructure"}
    steps_are_kept(ran)
    assert everything_ended(ran.mark)


def test_a_time_out_by_thread_ends_everything(reading):
    """This method of pytest-timeout ends the process on the spot: no fixture is torn down, and no report is written."""
    ran = run_pytest(reading, "--botex", "--timeout=15", "--timeout-method=thread")
    assert "+ Timeout +" in ran.output
    assert ran.code == 1
    assert "passed" not in ran.output
    assert everything_ended(ran.mark)


def test_ctrl_c(reading, plugin_args):
    # A terminal tells everybody in the foreground.
    interrupt = in_the_middle(reading, lambda child: os.killpg(child.pid, signal.SIGINT))
    ran = run_pytest(reading, "--botex", *plugin_args, while_running=interrupt)
    assert ran.code == pytest.ExitCode.INTERRUPTED
    assert "KeyboardInterrupt" in ran.output
    assert "This session was interrupted before it had ended." in ran.output
    assert "passed" not in set(ran.verdicts().values())
    steps_are_kept(ran)
    assert (ran.runs[0] / "report.html").exists()
    assert everything_ended(ran.mark)


@pytest.mark.parametrize("args", [(), ("-n", "2")], ids=["plain", "two workers"])
def test_kill_9(reading, args):
    ran = run_pytest(reading, "--botex", *args, while_running=in_the_middle(reading, lambda child: child.kill()))
    assert ran.code == -signal.SIGKILL
    steps_are_kept(ran)
    data = read_run(ran.runs[0])
    assert data.pages
    assert all(person["label"] for person in data.participants)
    assert {row["participant"] for row in data.pages} <= {person["participant"] for person in data.participants} - {""}
    assert everything_ended(ran.mark)


def test_our_own_exception_is_an_error_of_every_item(project, run):
    (project / "conftest.py").write_text(OUR_BUG)
    ran = run("--botex")
    assert ran.verdicts() == {"pair::P1": "error", "pair::P2": "error", "pair::session": "error"}
    assert "RuntimeError: a bug of our own" in ran.text("pair::P1")
    assert "The play of pair was interrupted: a bug of our own" in ran.text("pair::session")
    assert everything_ended(ran.mark)


def test_a_rerun_after_an_interruption_plays_again(project, run):
    (project / "conftest.py").write_text(DIES_ONCE)
    ran = run("--botex", "--reruns", "1")
    assert ran.code == 0, ran.output
    assert ran.verdicts() == {"pair::P1": "passed", "pair::P2": "passed", "pair::session": "passed"}
    assert ran.sessions() == ["pair-1", "pair-2"]
    assert ran.properties("pair::P1")["botex_session"] == ran.results()["pair-2"]["code"]
