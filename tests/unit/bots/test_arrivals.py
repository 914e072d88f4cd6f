"""Who opens the link when."""

from __future__ import annotations

from itertools import pairwise

import pytest
from scripted_tab import Clock, limits, seat

from botex_pytest import waiting
from botex_pytest.bots import table as table_module
from botex_pytest.bots.arrivals import Arrivals
from botex_pytest.bots.pace import Pace
from botex_pytest.bots.table import Table
from botex_pytest.options import ARRIVALS


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    for module in (waiting, table_module):
        monkeypatch.setattr(module, "time", made)
    return made


def table(count=3):
    return Table([seat(n) for n in range(1, count + 1)], lambda *_: {}, 60.0)


def see(there, number, index=1, waits_for=""):
    there.moved(number, where=f"app.Page{index}", app="app", round_=1, index=index, waits_for=waits_for)


def moments(pattern, clock, *, count=4, factor=0.0, seed="s"):
    """Seconds after the beginning at which each participant arrives."""
    arrivals = Arrivals(pattern, table(count), limits(), Pace(factor), seed)
    found = {}
    for number in range(1, count + 1):
        clock.now = 1000.0
        arrivals.wait_for(number)
        found[number] = clock.now - 1000.0
    return found


def test_together_is_at_once(clock):
    assert set(moments("together", clock).values()) == {0.0}


def test_people_who_come_together_click_within_moments(clock):
    found = moments("together", clock, factor=1.0)
    assert len(set(found.values())) == 4
    assert max(found.values()) <= 2.5


def test_staggered_arrivals_are_apart_and_drawn_by_the_seed(clock):
    found = moments("staggered", clock)
    ordered = sorted(found.values())
    assert ordered[0] == 0.0
    assert all(0.5 <= later - earlier <= 1.6 for earlier, later in pairwise(ordered))
    assert moments("staggered", clock) == found
    assert moments("staggered", clock, seed="another") != found


def test_a_crowd_has_come_within_two_minutes(clock):
    assert max(moments("staggered", clock, count=200).values()) < 120


@pytest.mark.parametrize("how", ["ended", "waits", "idles", "stays on one page"])
def test_one_by_one_the_next_comes_when_those_before_cannot_go_on(clock, how):
    there = table()
    see(there, 1)
    assert not there.may_follow(2, patience=30.0)
    if how == "ended":
        there.ended(1, complete=True)
    elif how == "waits":
        see(there, 1, 2, "group")
    elif how == "idles":
        there.idles(1)
    else:
        clock.now += 31
    assert there.may_follow(2, patience=30.0)
    assert not there.may_follow(3, patience=30.0)  # the second has not come yet


def test_whoever_goes_on_is_waited_for_again(clock):
    there = table()
    there.idles(1)
    see(there, 1, 2)
    assert not there.may_follow(2, patience=30.0)


def test_one_by_one_ends_by_itself_when_those_before_never_come(clock):
    there = table(2)
    Arrivals("one-by-one", there, limits(session=waiting.Deadline(20.0)), Pace(), "s").wait_for(2)
    assert 1020 <= clock.now <= 1100


@pytest.mark.parametrize("pattern", ARRIVALS)
def test_a_cancelled_play_keeps_nobody_waiting(clock, pattern):
    there = table(12)
    there.cancel("Ctrl-C")
    for number in range(1, 13):
        Arrivals(pattern, there, limits(), Pace(1.0), "s").wait_for(number)
    assert clock.now == 1000.0


def test_the_sessions_time_begins_anew_with_each_arrival(clock):
    there = limits(session=waiting.Deadline(100.0))
    Arrivals("staggered", table(3), there, Pace(1.0), "s").wait_for(3)
    assert there.session_end == clock.now + 100
