"""Who waits in vain: the Table over schedules of one to many participants."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_tab import Clock, seat

from botex_pytest.bots import table as table_module
from botex_pytest.bots.table import Table
from botex_pytest.played import Gap


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(table_module, "time", made)
    return made


class Session:
    """Participants in groups of `size`, on pages by index: odd ones are wait pages."""

    def __init__(self, count: int, size: int = 2, timeout: float = 60.0) -> None:
        self.asked = 0
        self.known = {n: (n - 1) // size + 1 for n in range(1, count + 1)}
        self.table = Table([seat(n) for n in range(1, count + 1)], self._groups, timeout)

    def _groups(self, _app: str, _round: int) -> dict[int, int]:
        self.asked += 1
        return self.known

    def see(self, number: int, index: int, waits_for: str = "") -> None:
        self.table.moved(number, where=f"app.Page{index}", app="app", round_=1, index=index, waits_for=waits_for)

    def wait(self, index: int, *numbers: int, waits_for: str = "group") -> None:
        for number in numbers:
            self.see(number, index, waits_for)

    def end(self, number: int, index: int, *, complete: bool = False) -> None:
        self.see(number, index)
        self.table.ended(number, complete=complete)

    def stuck(self, number: int) -> tuple[str, int | None] | None:
        found = self.table.stuck(number)
        return (found.kind, found.root) if found else None


# --- barriers ---

GAP = Gap(1, "app.Page2")


def stop(session: Session, number: int, index: int = 2, gap: Gap | None = None) -> None:
    session.see(number, index)
    session.table.stopped(number, gap)


def test_whoever_is_alone_at_a_barrier_is_moved_on_at_once(clock):
    session = Session(1)
    stop(session, 1)
    assert session.table.lifted(1)


@pytest.mark.parametrize("starting", [True, False])
def test_a_barrier_stands_while_somebody_plays_or_is_still_to_come(clock, starting):
    session = Session(2)
    stop(session, 1)
    if not starting:
        session.see(2, 5)
    clock.now += 10_000
    assert not session.table.lifted(1)
    session.end(2, 6)
    assert session.table.lifted(1)


def test_a_barrier_is_lifted_for_all_who_stand_before_one(clock):
    session = Session(3)
    stop(session, 1, 2)
    stop(session, 3, 4)
    assert not session.table.lifted(1)
    session.end(2, 2)
    assert session.table.lifted(1)
    session.see(1, 3)  # and plays on, before the other has looked
    assert session.table.lifted(3)


def test_those_who_wait_may_be_about_to_be_let_go(clock):
    session = Session(2)
    stop(session, 1)
    session.wait(3, 2)
    clock.now += 1.9
    assert not session.table.lifted(1)
    clock.now += 0.1
    assert session.table.lifted(1)


def test_nobody_waits_in_vain_for_somebody_at_a_barrier(clock):
    session = Session(2)
    stop(session, 1)
    session.wait(3, 2)
    clock.now += 10_000
    assert session.stuck(2) is None
    session.table.ended(1, complete=False)  # could not be moved on
    assert session.stuck(2) == ("blocked", 1)


def test_what_was_left_undone_concerns_all_once_the_barrier_is_lifted(clock):
    session = Session(2)
    stop(session, 1, gap=GAP)
    session.see(2, 3)
    assert session.table.gap is None
    session.end(2, 3)
    assert session.table.lifted(1)
    assert session.table.gap == GAP


def test_a_live_page_is_ended_when_all_who_may_deal_there_are_done(clock):
    session = Session(4)
    for number, index in ((1, 3), (2, 3), (3, 2), (4, 5)):
        session.see(number, index)
    assert not session.table.may_end(1)
    assert not session.table.may_end(2)  # the third has not come yet
    session.end(3, 2)
    assert session.table.may_end(1)
    session.see(1, 5)
    assert not session.table.may_end(1)  # another page
    assert session.table.may_end(4)


def test_whoever_comes_later_need_not_wait_for_somebody_at_a_barrier(clock):
    session = Session(2)
    stop(session, 1)
    assert session.table.may_follow(2, 60.0)
    assert not session.table.lifted(1)  # and the barrier stands until the later one has come as far


def test_a_second_barrier_is_decided_anew(clock):
    session = Session(2)
    stop(session, 1, 2)
    stop(session, 2, 2)
    assert session.table.lifted(1)
    assert session.table.lifted(2)
    stop(session, 1, 4)
    assert not session.table.lifted(1)
    assert session.table.progress() == "P1 stopped at app.Page4; P2 app.Page2"


# --- waiting in vain ---


def test_nobody_is_stuck_while_a_partner_plays(clock):
    session = Session(2)
    session.wait(3, 1)
    session.see(2, 2)
    clock.now += 10_000
    assert session.stuck(1) is None


def test_a_member_who_ended_before_blocks_its_group_at_once(clock):
    session = Session(4)
    session.wait(3, 1, 3)
    session.see(4, 2)
    session.end(2, 2)
    assert session.stuck(1) == ("blocked", 2)
    assert session.stuck(3) is None
    assert session.table.stuck(1).behind == (2,)


def test_the_one_who_crashed_on_the_wait_page_blocks_as_well(clock):
    session = Session(2)
    session.wait(3, 1)
    session.end(2, 3)
    assert session.stuck(1) == ("blocked", 2)


def test_whoever_is_past_the_wait_page_blocks_nobody(clock):
    session = Session(2)
    session.wait(3, 1)
    session.end(2, 4)
    assert session.stuck(1) is None


def test_the_end_of_the_study_blocks_nobody(clock):
    session = Session(2)
    session.wait(3, 1)
    session.end(2, 2, complete=True)
    clock.now += 1
    assert session.stuck(1) is None


def test_a_page_without_an_index_is_no_step_back(clock):
    session = Session(4, size=4)
    session.see(2, 10)
    session.wait(5, 1)
    session.see(3, 4)
    session.see(4, 4)
    session.end(2, 0)
    assert session.stuck(1) is None


def test_all_groups_wait_for_everybody(clock):
    session = Session(4)
    session.wait(3, 1, waits_for="subsession")
    session.see(2, 2)
    session.see(3, 2)
    session.end(4, 1)
    assert (session.stuck(1), session.asked) == (("blocked", 4), 0)


def test_the_root_is_who_began_it(clock):
    session = Session(3, size=3)
    session.end(3, 1)
    session.wait(3, 2)
    assert session.stuck(2) == ("blocked", 3)
    session.table.ended(2, complete=False)
    session.wait(5, 1)
    session.known = {1: 1, 2: 1, 3: 2}
    assert session.stuck(1) == ("blocked", 3)
    assert session.table.stuck(1).behind == (2,)


@pytest.mark.parametrize("waits_for", ["group", "subsession", "arrival", "room"])
def test_everybody_waits_and_nobody_is_missing(clock, waits_for):
    session = Session(2)
    session.wait(3, 1, 2, waits_for=waits_for)
    clock.now += 59
    assert (session.stuck(1), session.stuck(2)) == (None, None)
    clock.now += 1
    assert (session.stuck(1), session.stuck(2)) == (("endless", None), ("endless", None))


def test_the_first_to_be_told_is_not_the_others_excuse(clock):
    session = Session(2)
    session.wait(3, 1, 2)
    clock.now += 60
    assert session.stuck(1) == ("endless", None)
    session.table.ended(1, complete=False)
    assert session.stuck(2) == ("endless", None)


def test_an_endless_wait_is_not_blamed_on_somebody_of_another_group(clock):
    session = Session(4)
    session.wait(3, 1, 2)
    session.end(3, 1)
    session.end(4, 1)
    clock.now += 60
    assert session.stuck(1) == ("endless", None)


def test_without_known_groups_the_deadline_blames_whoever_is_missing(clock):
    session = Session(2)
    session.known = {}
    session.wait(3, 1)
    session.end(2, 2)
    assert session.stuck(1) is None
    clock.now += 60
    assert session.stuck(1) == ("blocked", 2)


def test_somebody_missing_on_an_arrival_page_is_blamed_after_the_deadline(clock):
    session = Session(3)
    session.wait(3, 1, waits_for="arrival")
    session.end(2, 9)
    session.end(3, 1)
    assert session.stuck(1) is None
    clock.now += 60
    assert session.stuck(1) == ("blocked", 3)


def test_whoever_waits_for_a_waiting_one_is_told_after_that_one(clock):
    session = Session(2)
    session.wait(3, 2)
    session.wait(5, 1)
    clock.now += 60
    assert (session.stuck(1), session.stuck(2)) == (None, ("endless", None))
    session.table.ended(2, complete=False)
    clock.now += 3
    assert session.stuck(1) == ("blocked", 2)


def test_a_reload_that_helps_wipes_the_verdict(clock):
    session = Session(2)
    session.wait(3, 1, 2)
    clock.now += 60
    assert session.stuck(1) == ("endless", None)
    session.wait(5, 1)
    session.see(2, 4)
    assert session.stuck(1) is None


def test_a_wait_page_that_reloads_itself_is_no_progress(clock):
    session = Session(2)
    session.wait(3, 1, 2)
    clock.now += 59
    session.wait(3, 1)
    clock.now += 1
    assert session.stuck(1) == ("endless", None)


def test_groups_are_asked_for_only_when_somebody_may_be_missing_and_not_at_every_look(clock):
    session = Session(4)
    session.wait(3, 1)
    session.stuck(1)
    assert session.asked == 0
    session.end(4, 1)
    for _ in range(10):
        assert session.stuck(1) is None
        clock.now += 0.5
    assert session.asked == 3


def test_a_verdict_stands_until_the_page_is_left(clock):
    session = Session(2)
    session.wait(3, 1)
    session.end(2, 2)
    assert session.stuck(1) == session.stuck(1) == ("blocked", 2)


def test_cancel_keeps_the_first_reason(clock):
    table = Session(1).table
    table.cancel("Ctrl-C")
    table.cancel("time-out")
    assert table.cancelled == "Ctrl-C"


def test_progress_says_who_is_where(clock):
    session = Session(9)
    assert session.table.progress() == "P1, P2, P3 and 6 more starting"
    session.see(1, 2)
    session.wait(3, 2)
    session.end(3, 9, complete=True)
    for number in range(4, 10):
        session.end(number, 2)
    assert session.table.progress() == "P1 app.Page2; P2 waiting at app.Page3; P3 done; P4, P5, P6 and 3 more stopped"


def test_groups_are_asked_for_without_holding_up_the_others(clock):
    """A slow answer must not keep the other bots from saying where they are."""
    entered, answered = threading.Event(), threading.Event()

    def slowly(_app: str, _round: int) -> dict[int, int]:
        entered.set()
        assert answered.wait(10)
        return {1: 1, 2: 1, 3: 2}

    table = Table([seat(n) for n in (1, 2, 3)], slowly, 60.0)
    table.moved(1, where="app.Wait", app="app", round_=1, index=3, waits_for="group")
    table.ended(2, complete=False)
    found = []
    asking = threading.Thread(target=lambda: found.append(table.stuck(1)))
    asking.start()
    assert entered.wait(10)
    table.moved(3, where="app.Page2", app="app", round_=1, index=2)
    assert "P3 app.Page2" in table.progress()
    answered.set()
    asking.join(10)
    assert [stuck.root for stuck in found] == [2]


# --- random schedules against a model of oTree ---

LAST = 9
WAITS = {3: "group", 5: "subsession", 7: "group"}


class Otree:
    """Pages 1 to 9, of which `WAITS` are wait pages; a participant passes one when everybody it needs has come that far."""

    def __init__(self, count: int, size: int) -> None:
        self.groups = {n: (n - 1) // size for n in range(1, count + 1)}
        self.at = dict.fromkeys(self.groups, 1)
        self.gone: set[int] = set()

    def needs(self, number: int) -> list[int]:
        whole = WAITS.get(self.at[number]) == "subsession"
        return [n for n, group in self.groups.items() if whole or group == self.groups[number]]

    def can_move(self, number: int) -> bool:
        if number in self.gone or self.at[number] >= LAST:
            return False
        return self.at[number] not in WAITS or all(self.at[n] >= self.at[number] for n in self.needs(number))

    def hopeless(self) -> set[int]:
        """Those who would never move again if everybody else who can went on as far as they can."""
        future = Otree(len(self.groups), 1)
        future.groups, future.at, future.gone = self.groups, dict(self.at), set(self.gone)
        while movers := [n for n in future.at if future.can_move(n)]:
            for n in movers:
                future.at[n] += 1
        return {n for n in self.at if n not in self.gone and future.at[n] == self.at[n] < LAST}


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 3),
    st.integers(1, 3),
    st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["go", "go", "go", "end", "look"]))),
)
def test_nobody_who_could_still_go_on_is_called_stuck(size, groups, schedule):
    """And at the end, after the deadline, everybody who cannot is, with a root who has really ended."""
    count = size * groups
    otree, session = Otree(count, size), Session(count, size)
    clock, table_module_time = Clock(), table_module.time
    table_module.time = clock
    try:
        session.table._progress = clock.now
        for pick, what in schedule:
            number = pick % count + 1
            act(otree, session, number, what)
            clock.now += 1.0
            wrong = {n for n in otree.at if waits(otree, n) and session.stuck(n)} - otree.hopeless()
            assert not wrong
        finish(otree, session, clock)
    finally:
        table_module.time = table_module_time


def act(otree: Otree, session: Session, number: int, what: str) -> None:
    if what == "end" and number not in otree.gone:
        otree.gone.add(number)
        session.table.ended(number, complete=otree.at[number] >= LAST)
    elif what == "go" and otree.can_move(number):
        otree.at[number] += 1
        session.see(number, otree.at[number], WAITS.get(otree.at[number], ""))


def waits(otree: Otree, number: int) -> bool:
    return number not in otree.gone and otree.at[number] in WAITS


def finish(otree: Otree, session: Session, clock: Clock) -> None:
    """Everybody goes on as far as possible and ends there; the deadline passes as often as it takes."""
    while movers := [n for n in otree.at if otree.can_move(n)]:
        for number in movers:
            act(otree, session, number, "go")
    for number in [n for n in otree.at if otree.at[n] >= LAST]:
        act(otree, session, number, "end")
    began = set(otree.gone)
    while left := [n for n in otree.at if n not in otree.gone]:
        clock.now += 60
        told = {n: found for n in left if (found := session.table.stuck(n))}
        assert told
        for number, stuck in told.items():
            assert stuck.kind == "blocked"  # nothing else keeps anybody in this study
            assert stuck.root in began
            assert otree.at[stuck.root] <= otree.at[number]
            act(otree, session, number, "end")
