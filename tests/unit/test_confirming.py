"""What speed is to blame for, and what it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from run_builder import person

from botex_pytest.confirming import human_pace, settled, suspects, vanished
from botex_pytest.results import Finding, SessionResult

CRASH = Finding(
    *("server-error", "broken", "An error page", "game", "server-error|app.Work|app/__init__.py:7|KeyError", (1,), "app.Work"),
    file="app/__init__.py",
    line=7,
    advice="Look at it.",
    timing=True,
)
OTHER = replace(CRASH, key="server-error|app.Ask|app/__init__.py:3|KeyError", line=3, where="app.Ask", participants=(2,))


def result(*findings, play=1, stopped_at=5, status="finished", **more):
    people = (person(1, status, index=stopped_at), person(2, "finished", index=9))
    known = {"variant": "", "code": "c", "seed": 7, "model": "random", "driver": "chrome", "folder": f"sessions/game-{play}"}
    return SessionResult(config="game", play=play, participants=people, findings=findings, **{**known, **more})


FAST = result(CRASH, status="broken")
SLOW = result(play=2, stopped_at=9, purpose="human-pace")
AGAIN = result(CRASH, play=3, status="broken", purpose="machine-speed")


def groups(results):
    return [[(f.group, f.title) for f in r.findings] for r in results]


@pytest.mark.parametrize(
    "innocent",
    [
        replace(CRASH, timing=False),
        replace(CRASH, group="unplayed"),
        replace(CRASH, participants=()),
    ],
)
def test_only_what_speed_can_break_is_suspected(innocent):
    assert suspects(FAST) == [CRASH]
    assert suspects(result(innocent)) == []


def test_what_does_not_happen_to_people_who_get_further_has_vanished():
    assert vanished(FAST, SLOW) == [CRASH]


@pytest.mark.parametrize(
    "slow",
    [
        result(CRASH, stopped_at=5, status="broken"),
        result(replace(CRASH, key="server-error|app.Wait|app/__init__.py:7|KeyError", where="app.Wait"), stopped_at=9),
        result(stopped_at=4),
        result(stopped_at=5, status="blocked"),
        result(stopped_at=5, status="unplayed"),
    ],
    ids=["again", "again on another page", "stopped before", "waits there", "stays there"],
)
def test_what_was_not_passed_has_not_vanished(slow):
    assert vanished(FAST, slow) == []


def test_what_happens_only_at_machine_speed_is_to_review_in_all_plays():
    told = settled([FAST, SLOW, AGAIN], [CRASH], SLOW, AGAIN)
    title = "Only at machine speed: An error page"
    assert groups(told) == [[("review", title)], [], [("review", title)]]
    assert [r.replayed for r in told] == [True, False, True]
    assert told[0].findings[0].advice.endswith("Look at it.")


def test_what_does_not_come_again_at_any_pace_stays_broken():
    told = settled([FAST, SLOW, result(play=3)], [CRASH], SLOW, result(play=3))
    assert [f.group for f in told[0].findings] == ["broken"]
    assert "may hang on chance" in told[0].findings[0].advice
    assert [r.replayed for r in told] == [False, True, True]


def test_what_happens_again_stays_broken_and_the_first_play_counts():
    slow = result(CRASH, play=2, status="broken")
    told = settled([FAST, slow], [], slow, None)
    assert groups(told) == [[("broken", "An error page")]] * 2
    assert [r.replayed for r in told] == [False, True]


def test_of_two_faults_one_can_be_of_speed():
    fast, slow = result(CRASH, OTHER), result(OTHER, play=2, stopped_at=9)
    again = result(CRASH, OTHER, play=3)
    gone = vanished(fast, slow)
    assert gone == [CRASH]
    told = settled([fast, slow, again], gone, slow, again)
    assert [f.group for f in told[0].findings] == ["review", "broken"]
    assert [f.group for f in told[1].findings] == ["broken"]


def test_what_only_slow_bots_do_not_get_done_is_no_gap():
    late = Finding("needs-time", "unplayed", "Needs more time", "game", "needs-time|app.Work", (1,), "app.Work")
    slow = result(CRASH, late, play=2)
    told = settled([FAST, slow], [], slow, None)
    assert [f.group for f in told[1].findings] == ["broken", "note"]
    known = settled([result(CRASH, late), slow], [], slow, None)
    assert [f.group for f in known[1].findings] == ["broken", "unplayed"]


@pytest.mark.parametrize(("pages", "longest"), [(1, 3.0), (20, 3.0), (30, 2.0), (600, 0.5)])
def test_a_long_session_is_hurried(pages, longest):
    fast = replace(FAST, participants=(person(1, pages=pages), person(2, pages=1)))
    assert human_pace(fast).longest == longest
