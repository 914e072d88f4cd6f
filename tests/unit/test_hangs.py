"""A server that runs and answers nobody: the study's own code, oTree's, or nobody knows."""

from __future__ import annotations

import threading
import time

import pytest
from fake_otree import FakeOtree, lab
from study_builder import app, form, project, wait

from botex_pytest import pulse
from botex_pytest.casting import Cast
from botex_pytest.checks.base import Fault
from botex_pytest.checks.endless import endless_code
from botex_pytest.errors import OtreeHangError
from botex_pytest.models.embedded import Embedded
from botex_pytest.planning import plan
from botex_pytest.replays import play_config
from botex_pytest.run_folder import read_json
from botex_pytest.servers.stacks import Hang
from botex_pytest.servers.tracebacks import Frame
from botex_pytest.study import Study

GAME = project(app(form("Ask", "first"), wait("Wait"), form("Work", "second"), form("End")))
FROZEN = Hang(of_otree=True, shown=('File "otree/channels/utils.py", line 59, in sync_send',))


@pytest.fixture(autouse=True)
def asked_all_the_time(monkeypatch):
    monkeypatch.setattr(pulse, "SECONDS", 0.01)


def hanging_in(hang, *sessions):
    """An oTree that answers nobody any more from the page Work on, in these sessions, counted from 1."""
    otree, asked = FakeOtree(GAME), threading.Event()
    otree.hang, quick = hang, otree.version

    def version(seconds):
        if otree.silent:
            asked.set()
        return quick(seconds)

    def silent(_number, page):
        if page == "Work" and len(otree.sessions) in sessions:
            if not otree.silent:
                asked.clear()
            otree.silent = True
            asked.wait(5)  # bots are not faster than the question

    otree.version, otree.on_page = version, silent
    return otree


def played(otree, folder):
    equipment = lab(otree, folder)
    (planned,) = plan(otree.info, Study(), equipment.config)
    return play_config(equipment, planned, Cast([Embedded()]))


def stored(folder):
    return [read_json(file) for file in sorted((folder / "runs").rglob("result.json"))]


def test_a_session_in_which_otree_froze_is_played_again(tmp_path):
    (result,) = played(hanging_in(FROZEN, 1), tmp_path)
    assert [p.status for p in result.participants] == ["finished", "finished"]
    assert result.findings == ()
    assert result.skipped == (
        "oTree's server at http://127.0.0.1:50123 has frozen, by a bug of oTree's own: the session was played again on a new one",
    )
    lost, again = stored(tmp_path)
    assert (lost["replayed"], lost["participants"]) == (True, [])
    assert again["code"] == "session2"


def test_twice_is_still_bad_luck(tmp_path):
    (result,) = played(hanging_in(FROZEN, 1, 2), tmp_path)
    assert [p.status for p in result.participants] == ["finished", "finished"]
    assert len(result.skipped) == 2
    assert [r["replayed"] for r in stored(tmp_path)] == [True, True, False]


def test_three_times_is_no_bad_luck(tmp_path):
    with pytest.raises(OtreeHangError) as raised:
        played(hanging_in(FROZEN, 1, 2, 3), tmp_path)
    text = str(raised.value)
    assert text.startswith("oTree's server at http://127.0.0.1:50123 has frozen, by a bug of oTree's own.\nCause: oTree 6 tells")
    assert "line 59, in sync_send" in text
    assert [r["replayed"] for r in stored(tmp_path)] == [True, True, False]


def test_nobody_knows_why(tmp_path):
    with pytest.raises(OtreeHangError) as raised:
        played(hanging_in(Hang(), 1, 2), tmp_path)
    text = str(raised.value)
    assert "runs, but has answered nothing for 30 s." in text
    assert "the end of the log" in text
    assert "--botex-page-timeout 90" in text


def test_a_server_of_somebody_else_is_left_alone(tmp_path):
    with pytest.raises(OtreeHangError, match="runs, but has answered nothing"):
        played(hanging_in(None, 1, 2), tmp_path)


def test_code_of_the_study_that_never_ends_is_a_fault_of_the_study(tmp_path):
    loop = Hang(Frame("/study/app/__init__.py", 33, "before_next_page"), shown=('File "app/__init__.py", line 33',))
    (result,) = played(hanging_in(loop, 1), tmp_path)
    assert [p.status for p in result.participants] == ["unplayed", "unplayed"]
    (finding,) = result.findings
    assert (finding.check, finding.group, finding.line) == ("endless-code", "unplayed", 33)
    assert finding.title.startswith("oTree answers nobody any more: for 30 s it has been in app.before_next_page (")
    assert "loop without an end" in finding.advice


def test_bots_that_give_up_first_do_not_hide_it(tmp_path, monkeypatch):
    """The server has not answered for as long as bots wait for a page, and the question beside them is still open."""
    loop = Hang(Frame("/study/app/__init__.py", 33, "is_displayed"), shown=('File "app/__init__.py", line 33',))
    otree, asked = hanging_in(loop, 1), threading.Event()
    quick = otree.version

    def slow(timeout):
        if otree.silent:
            asked.set()
            time.sleep(0.5)
        return quick(timeout)

    def give_up(_number, page):
        if page == "Work":
            otree.silent = True
            asked.wait(5)  # and then the bots play on to their end before the question is answered

    otree.version, otree.on_page = slow, give_up
    (result,) = played(otree, tmp_path)
    assert [f.check for f in result.findings] == ["endless-code"]


def test_no_time_of_ours_helps_a_session_that_takes_long_to_create():
    fault = Fault("creating_session", "", "app/__init__.py", 3)
    assert "--botex-page-timeout" not in endless_code("config", 2, fault, 180).advice
