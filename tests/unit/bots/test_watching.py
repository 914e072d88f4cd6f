"""A bot on pages that it cannot leave by itself: barriers and timers, and oTree's advance."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
import scripted_tab
from scripted_tab import Clock, ScriptedTab, limits, moved, play, rejected, seat
from study_builder import NEXT, integer, page

from botex_pytest import waiting
from botex_pytest.bots import bot, presence, watching
from botex_pytest.bots import table as table_module
from botex_pytest.bots.table import Table
from botex_pytest.errors import OtreeApiError
from botex_pytest.page import Control, Message, Outcome
from botex_pytest.played import Gap
from botex_pytest.transcript import Advanced, PageSeen, read
from botex_pytest.waiting import Deadline

ONE, TWO, END = page("One", 1, fields=(integer("number"),)), page("Two", 2), page("End", 9, "still")
DEAD = page("Lab", 1, "still")
TIMED = page("Look", 1, "still", seconds_left=60.0)
NO = [rejected(ONE, Message("Wrong.", "number"))] * 4
ASLEEP = replace(ONE, buttons=(replace(NEXT, enabled=False),), seconds_left=60.0)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    made = Clock()
    for module in (bot, presence, watching, table_module, scripted_tab, waiting):
        monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def advanced():
    """Who was advanced, in that order."""
    return []


@pytest.fixture
def run(tmp_path, advanced):
    return partial(play, folder=tmp_path, advance=advanced.append, in_the_way=lambda page: page.name == "Lab")


def failing(status):
    def advance(_code):
        raise OtreeApiError.refused("advance", status, "no")

    return advance


def kinds(played):
    assert played.stop is not None
    return [at.stop.kind for at in played.barriers], played.stop.kind


# --- barriers ---


def test_what_lies_behind_an_unplayable_page_is_played(run, advanced, tmp_path):
    played = run(ScriptedTab([ONE, TWO], [*NO, moved(END)]))
    assert kinds(played) == (["refused"], "still")
    assert [(v.where, v.after) for v in played.visits] == [
        ("app.One", None),
        ("app.Two", Gap(1, "app.One")),
        ("app.End", Gap(1, "app.One")),
    ]
    assert [(a.visit.where, a.why) for a in played.advanced] == [("app.One", "unplayed")]
    events = list(read(tmp_path / "P1.jsonl"))
    (told,) = [e for e in events if isinstance(e, Advanced)]
    assert (told.step, told.why, told.reason) == (1, "unplayed", "every answer was refused")
    after = "P1 was moved past app.One without an answer"
    assert [e.after for e in events if isinstance(e, PageSeen)] == ["", after, after]


def test_a_barrier_is_kept_as_it_was_met(run):
    (at,) = run(ScriptedTab([ONE, TWO], [*NO, moved(END)])).barriers
    assert (len(at.visits), len(at.refused), at.accepted, at.reached) == (1, 4, [], 1)


def test_a_page_where_nothing_is_asked_leaves_no_gap(run):
    played = run(ScriptedTab([DEAD, TWO], [moved(END)]))
    assert kinds(played) == (["still"], "still")
    assert [v.after for v in played.visits] == [None, None, None]
    assert [a.why for a in played.advanced] == ["no-control"]


@pytest.mark.parametrize("seen", [replace(DEAD, live=True), replace(DEAD, tools=(integer("slider"),))])
def test_a_page_without_a_button_may_want_something_all_the_same(run, seen):
    played = run(ScriptedTab([seen, END], [Outcome("unchanged", seen)] * 60))
    assert ([a.why for a in played.advanced], played.visits[-1].after) == (["unplayed"], Gap(1, "app.Lab"))


def test_a_page_that_only_keys_could_end_leaves_a_gap_and_is_tried_once(run):
    first, again = (replace(DEAD, url=f"{DEAD.url}{n}", index=n, keys=("f",)) for n in (1, 2))
    played = run(ScriptedTab([first, again, replace(TWO, index=3)], [Outcome("unchanged", first), moved(END)]))
    assert [a.why for a in played.advanced] == ["unplayed"] * 2
    assert [v.after for v in played.visits] == [None, *[Gap(1, "app.Lab")] * 3]


@pytest.mark.parametrize("seen", [
    replace(DEAD, name="Refused"),  # may be where people rightly stop
    replace(DEAD, index=9),
    replace(DEAD, unknown=(Control("canvas"),), name="Refused"),
    page("Lab", 0, "foreign"),
    page("Lab", 1, "error", status=500),
])  # fmt: skip
def test_no_end_is_a_barrier(run, advanced, seen):
    played = run(ScriptedTab([seen]))
    assert (played.barriers, advanced) == ([], [])


def test_a_declared_end_is_no_barrier(run, advanced):
    run(ScriptedTab([DEAD]), ends=lambda place: place.name == "Lab")
    assert advanced == []


def test_a_question_on_the_last_page_is_no_barrier(run, advanced):
    last = replace(ONE, index=9)
    played = run(ScriptedTab([last], [rejected(last, Message("Wrong.", "number"))] * 4))
    assert (kinds(played), advanced) == (([], "refused"), [])


def test_a_session_that_is_over_is_over_for_all(run, advanced, clock):
    run(ScriptedTab([DEAD]), limits=limits(session=Deadline(1.0)))
    assert advanced == []


@pytest.mark.parametrize(("advance", "opens", "why"), [
    (failing(403), [ONE], "oTree refused to advance (HTTP 403)."),
    (lambda _code: None, [ONE, ONE], "oTree's own advance did not leave the page"),
])  # fmt: skip
def test_who_cannot_be_moved_on_stops_as_before(run, advance, opens, why):
    played = run(ScriptedTab(opens, NO), advance=advance)
    assert kinds(played) == ([], "refused")
    assert (played.kept, played.advanced) == ({"app.One": why}, [])


def test_a_study_that_fails_at_the_advance_has_a_second_fault(run):
    played = run(ScriptedTab([DEAD]), advance=failing(500))
    assert kinds(played) == (["still"], "error")
    assert (played.stop.where, played.stop.page.status) == ("app.Lab", 500)


def test_what_kept_a_bot_once_is_not_tried_in_each_round(run, advanced):
    again = replace(ONE, index=4)
    tab = ScriptedTab([ONE, again, END], NO)
    played = run(tab)
    assert (advanced, len(tab.given)) == (["code1"] * 2, len(NO))
    assert (len(played.barriers), [v.index for v in played.visits]) == (1, [1, 4, 9])


def test_a_page_without_a_button_in_one_round_may_have_one_in_the_next(run):
    tab = ScriptedTab([DEAD, page("Lab", 3)], [moved(END)])
    assert [v.index for v in run(tab).visits] == [1, 3, 9]


@pytest.mark.parametrize(("first", "outcomes", "stops"), [
    (DEAD, [], []),
    (replace(DEAD, live=True), [], []),  # a partner's message has ended it
    (ONE, NO, ["refused"]),
])  # fmt: skip
def test_a_page_that_goes_on_after_all_was_no_dead_end(run, advanced, first, outcomes, stops):
    table = Table([seat(1), seat(2)], lambda *_: {}, 30.0)
    tab = ScriptedTab([first], [*outcomes], [*[None] * (2 if first is ONE else 8), END])
    assert kinds(run(tab, table=table)) == (stops, "still")
    assert advanced == []


def test_an_interruption_reaches_those_at_a_barrier(run, clock):
    table = Table([seat(1), seat(2)], lambda *_: {}, 30.0)
    tab = ScriptedTab([ONE], NO)
    tab.wait_for_change = lambda _seconds: table.cancel("Ctrl-C")
    assert kinds(run(tab, table=table)) == ([], "cancelled")


def test_a_barrier_that_stands_until_the_session_is_over_ends_there(run, advanced):
    table = Table([seat(1), seat(2)], lambda *_: {}, 30.0)
    assert kinds(run(ScriptedTab([ONE], NO), table=table)) == ([], "refused")
    assert advanced == []


# --- what the author has declared ---


def test_a_skipped_task_is_a_gap_of_the_authors_own(run):
    played = run(ScriptedTab([ONE, END]), advances=lambda place: place.name == "One")
    assert played.visits[-1].after == Gap(1, "app.One", declared=True)
    assert not played.visits[-1].doubtful


def test_a_page_for_the_experimenter_leaves_no_gap(run):
    played = run(ScriptedTab([DEAD, END]), advances=lambda place: place.name == "Lab")
    assert played.visits[-1].after is None


# --- timers ---


def test_a_page_that_only_its_timer_ends_is_ended_at_once(run, advanced, clock):
    started = clock.now
    played = run(ScriptedTab([TIMED, END]), skip_timers=True)
    assert (kinds(played), advanced, clock.now) == (([], "still"), ["code1"], started)
    assert ([a.why for a in played.advanced], played.visits[-1].after) == (["timer"], None)


def test_a_timer_may_be_let_run(run, advanced, clock):
    tab = ScriptedTab([TIMED], [], [*[None] * 119, END])
    assert kinds(run(tab, limits=limits(page=5.0))) == ([], "still")
    assert (advanced, tab.page) == ([], END)


@pytest.mark.parametrize("skip", [True, False])
def test_a_countdown_never_beats_a_bot(run, skip):
    tab = ScriptedTab([END])
    run(tab, skip_timers=skip)
    assert tab.holds_timers is skip


def test_a_live_page_waits_for_the_others_before_its_timer_is_skipped(run, clock):
    table = Table([seat(1), seat(2)], lambda *_: {}, 90.0)
    started, market = clock.now, replace(TIMED, live=True, seconds_left=20.0)
    run(ScriptedTab([market, END]), skip_timers=True, table=table)
    assert clock.now - started == 20.0  # the other one never comes


def test_a_timer_that_was_held_at_zero_ends_its_page(run):
    played = run(ScriptedTab([replace(TIMED, seconds_left=0.0), END]), skip_timers=True)
    assert [a.why for a in played.advanced] == ["timer"]


@pytest.mark.parametrize(("acts_after", "seconds"), [(0.0, 3.0), (10.0, 10.5), (90.0, 0.0)])
def test_a_script_that_may_be_faster_than_the_timer_gets_its_time(run, clock, acts_after, seconds):
    started = clock.now
    played = run(ScriptedTab([replace(TIMED, may_change=True, acts_after=acts_after), END]), skip_timers=True)
    assert ([a.why for a in played.advanced], clock.now - started) == (["timer"], seconds)


def test_a_button_that_sleeps_until_time_is_up_is_not_awaited(run, clock):
    started = clock.now
    played = run(ScriptedTab([ASLEEP, END], [Outcome("unchanged", ASLEEP)]), skip_timers=True)
    assert ([a.why for a in played.advanced], clock.now - started) == (["timer"], 0.5)
    assert [v.where for v in played.overtaken] == ["app.One"]  # it had been asked something


def test_a_button_that_a_script_may_wake_is_awaited_before_its_timer_is_skipped(run, clock):
    started, ticking = clock.now, replace(ASLEEP, may_change=True, acts_after=1.0)
    played = run(ScriptedTab([ticking, END], [Outcome("unchanged", ticking)]), skip_timers=True)
    assert ([a.why for a in played.advanced], clock.now - started) == (["timer"], 30.0)


@pytest.mark.parametrize("seen", [TIMED, ASLEEP])
def test_an_admin_that_closes_in_the_middle_is_no_matter_of_the_study(run, seen):
    played = run(ScriptedTab([seen], [Outcome("unchanged", seen)]), skip_timers=True, advance=failing(403))
    assert kinds(played) == ([], "infrastructure")


def test_a_timer_that_an_advance_does_not_end_needs_time(run):
    played = run(ScriptedTab([TIMED, TIMED]), skip_timers=True, advance=lambda _code: None)
    assert (kinds(played), played.stop.reason) == (([], "needs-time"), "oTree's own advance did not leave the page")


def test_a_study_that_fails_at_its_timers_end_is_broken(run):
    played = run(ScriptedTab([TIMED]), skip_timers=True, advance=failing(500))
    assert kinds(played) == ([], "error")
