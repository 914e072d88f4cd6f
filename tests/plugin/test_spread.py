"""`--botex-spread`: one session in the browsers of all workers, with the verdicts of one worker alone, whoever dies."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import psutil
import pytest
from pytest_runs import build, everything_ended, in_the_middle, run_pytest

HTTP = ("--botex", "--botex-spread", "--botex-driver", "http")
SLOWLY = ("--botex-time-factor", "2")  # people read: time enough to disturb them
CRASHES = {"crash::P1": "failure", "crash::P2": "failure", "crash::P3": "failure", "crash::session": "passed"}


@pytest.fixture
def study(tmp_path):
    return build(tmp_path / "study", {"pair": ("pair", 12), "crash": ("crash_on_submit", 3)})


def passed(config: str, participants: int) -> dict[str, str]:
    return {f"{config}::{who}": "passed" for who in (*(f"P{n}" for n in range(1, participants + 1)), "session")}


@pytest.mark.parametrize("workers", [2, 4])
def test_sessions_follow_one_another(study, workers):
    """Twelve participants, and then three: with four workers, one has none of them."""
    ran = run_pytest(study, *HTTP, "-n", str(workers))
    assert ran.verdicts() == {**passed("pair", 12), **CRASHES}
    assert ran.sessions() == ["crash-1", "crash-2", "pair-1"], "what broke is played again at human pace, and nothing else is"
    servers = list(ran.runs[0].glob("gw*/otree.log"))
    assert 1 <= len(servers) <= 2, "of one session there is one"
    assert everything_ended(ran.mark)


def test_a_single_worker_plays_everybody(study):
    ran = run_pytest(study, *HTTP, "-n", "1", "--botex-participants", "30", "settings.py::pair")
    assert ran.verdicts() == passed("pair", 30)


def test_without_workers_nothing_changes(study):
    ran = run_pytest(study, *HTTP, "settings.py::crash")
    assert ran.verdicts() == CRASHES


def test_a_session_that_cannot_be_played_is_told_by_all(study):
    """The leader says why, and the others do not look for themselves."""
    ran = run_pytest(study, *HTTP, "-n", "2", "--botex-otree-url", "http://127.0.0.1:9", "settings.py::crash")
    assert set(ran.verdicts().values()) == {"error"}
    assert all("http://127.0.0.1:9" in ran.text(item) for item in ran.junit)


def test_a_repeated_item_plays_a_new_session(study):
    ran = run_pytest(
        study, *HTTP, "-n", "2", "--reruns", "1", "--no-botex-confirm", "settings.py::crash::P1", "settings.py::crash::P2"
    )
    assert ran.verdicts() == {item: CRASHES[item] for item in ("crash::P1", "crash::P2")}
    assert len(ran.sessions()) == 3, "one together, and one each"


def workers(child: subprocess.Popen[str]) -> dict[bool, psutil.Process]:
    """leads? -> worker"""
    found = [p for p in psutil.Process(child.pid).children() if "exec(eval(" in " ".join(p.cmdline())]
    return {any("devserver_inner" in " ".join(p.cmdline()) for p in worker.children(recursive=True)): worker for worker in found}


def killed(*, leader: bool) -> Callable[[subprocess.Popen[str]], None]:
    return lambda child: workers(child)[leader].kill()


def test_participants_of_a_worker_that_dies_go_on_in_another_one(study):
    """Its share is judged from the same play: only the item under way is lost."""
    ran = run_pytest(
        study, *HTTP, *SLOWLY, "-n", "2", "settings.py::pair", while_running=in_the_middle(study, killed(leader=False))
    )
    assert sorted(ran.verdicts()) == sorted(passed("pair", 12))
    (crashed,) = (item for item, verdict in ran.verdicts().items() if verdict == "error")
    assert "crashed while running" in ran.text(crashed)
    assert set(ran.verdicts().values()) == {"error", "passed"}
    assert ran.sessions() == ["pair-1"]
    moved = [n for n in range(1, 13) for e in ran.events("pair-1", n) if e.get("event", {}).get("kind") == "browser-lost"]
    assert len(moved) == 6
    assert "12 of 12 finished" in ran.output
    assert everything_ended(ran.mark)


def test_when_the_leader_dies_another_worker_leads_a_new_play(study):
    ran = run_pytest(
        study, *HTTP, *SLOWLY, "-n", "2", "settings.py::pair", while_running=in_the_middle(study, killed(leader=True))
    )
    (crashed,) = (item for item, verdict in ran.verdicts().items() if verdict == "error")
    assert "crashed while running" in ran.text(crashed)
    assert set(ran.verdicts().values()) == {"error", "passed"}
    assert sorted(ran.verdicts()) == sorted(passed("pair", 12))
    assert ran.sessions() == ["pair-1", "pair-2"]
    assert sorted(ran.results()) == ["pair-2"]
    assert everything_ended(ran.mark)


def test_another_way_of_dealing_is_refused(study):
    ran = run_pytest(study, *HTTP, "-n", "2", "--dist", "loadfile")
    assert ran.code == pytest.ExitCode.USAGE_ERROR
    assert "--botex-spread and --dist loadfile do not go together." in ran.output
    assert not ran.runs
