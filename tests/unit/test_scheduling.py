"""Which items xdist deals together, and that nobody ever waits for somebody whose turn never comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xdist.remote import Producer

from botex_pytest.scheduling import DEALING, SessionScheduling, SpreadScheduling, session_of


@pytest.mark.parametrize(
    ("nodeid", "session"),
    [
        ("settings.py::trust::P1", "settings.py::trust"),
        ("lab/settings.py::trust[high]::session", "lab/settings.py::trust[high]"),
        ("settings.py::forms::survey.Age", ""),
        ("settings.py::forms::P1", "settings.py::forms"),
        ("test_lab.py::test_pays[P12]", "test_lab.py::test_pays[]"),
        ("test_lab.py::TestTrust::test_pays[P2]", "test_lab.py::TestTrust::test_pays[]"),
        ("test_lab.py::test_pays[min-P2]", "test_lab.py::test_pays[min-]"),
        ("test_lab.py::test_pays[P2-min]", "test_lab.py::test_pays[-min]"),
        ("test_lab.py::test_pays[PARIS]", ""),
        ("test_lab.py::test_pays[min]", ""),
        ("test_lab.py::test_pays", ""),
    ],
)
def test_session_of_an_item(nodeid, session):
    assert session_of(nodeid) == session


class Worker:
    """What xdist's worker does with what it is sent: it runs an item when it knows of the next one, or that none will come."""

    shutting_down = False
    running: str | None = None

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.queue: list[int] = []

    def send_runtest_some(self, indices: Sequence[int]) -> None:
        assert not self.shutting_down, "it would never run them"
        self.queue += indices

    def shutdown(self) -> None:
        self.shutting_down = True

    @property
    def knows_what_follows(self) -> bool:
        return len(self.queue) > 1 or (self.shutting_down and bool(self.queue))


class Lab:
    """A run under one of the real schedulers, step by step. An item of a spread session begins to be run when every share of
    that session has come to it, or will not come any more: stricter than the real ones, who do not wait for ever."""

    def __init__(self, make: Callable[..., SessionScheduling], items: list[str], workers: int) -> None:
        config = SimpleNamespace(
            option=SimpleNamespace(loadscopereorder=True),
            getvalue=lambda name: [f"{workers}*popen"],
            getoption=lambda name, *_: None,
            hook=None,
        )
        self.items, self.ran, self.crashed = items, Counter[str](), Counter[str]()
        self.expected: dict[str, int] = {}
        self.met: dict[str, set[str]] = {}  # session -> scopes of the shares that have come to it
        spread = [self.expected.__setitem__] if make is SpreadScheduling else []
        self.scheduler = make(config, Producer("", enabled=False), *spread)
        self.workers = [self._new(n) for n in range(workers)]
        for worker in self.workers:
            self.scheduler.add_node_collection(worker, list(items))
        self.scheduler.schedule()

    def _new(self, number: int) -> Worker:
        worker = Worker(f"gw{number}")
        self.scheduler.add_node(worker)
        return worker

    def steps(self) -> list[tuple[str, Worker]]:
        """What can happen next."""
        collect = [("collect", w) for w in self.workers if w not in self.scheduler.registered_collections]
        begin = [("begin", w) for w in self.workers if not w.running and w.knows_what_follows]
        return collect + begin + [("end", w) for w in self.workers if w.running and self._may_end(w.running)]

    def do(self, what: str, worker: Worker) -> None:
        getattr(self, what)(worker)
        if self.scheduler.tests_finished:
            for one in self.scheduler.nodes:
                one.shutdown()

    def begin(self, worker: Worker) -> None:
        worker.running = self.items[worker.queue[0]]
        self.met.setdefault(session_of(worker.running), set()).add(self.scheduler._split_scope(worker.running))

    def end(self, worker: Worker) -> None:
        self.ran[str(worker.running)] += 1
        index, worker.running = worker.queue.pop(0), None
        self.scheduler.mark_test_complete(worker, index)

    def kill(self, worker: Worker) -> None:
        crashed = self.scheduler.remove_node(worker) if worker in self.scheduler.nodes else None
        self.crashed.update([crashed] if crashed else [])
        place = self.workers.index(worker)
        self.workers[place] = self._new(100 + place)

    def collect(self, worker: Worker) -> None:
        """Takes a while, in which others may die."""
        self.scheduler.add_node_collection(worker, list(self.items))
        self.scheduler.schedule()

    def _may_end(self, item: str) -> bool:
        if not session_of(item):
            return True
        shares = {self.scheduler._split_scope(other) for other in self.items if session_of(other) == session_of(item)}
        done = {**self.ran, **self.crashed}
        coming = {self.scheduler._split_scope(other) for other in self.items if other not in done}
        return shares & coming <= self.met[session_of(item)]


SESSIONS = st.lists(st.integers(1, 12), min_size=1, max_size=5)


@pytest.mark.parametrize("make", [*DEALING.values(), SpreadScheduling])
@given(sessions=SESSIONS, others=st.integers(0, 5), workers=st.integers(1, 5), crashes=st.integers(0, 3), chance=st.randoms())
def test_every_item_is_run_once_whoever_dies_and_whatever_comes_first(make, sessions, others, workers, crashes, chance):
    lab = Lab(make, project(sessions, others), workers)
    while steps := lab.steps():
        lab.do(*chance.choice(steps))
        if crashes and chance.random() < 0.1:
            crashes -= 1
            lab.kill(chance.choice(lab.workers))
    assert lab.ran + lab.crashed == Counter(lab.items)
    assert all(worker.shutting_down for worker in lab.workers)


@pytest.mark.parametrize(("workers", "people", "shares"), [(2, 12, [6, 6]), (4, 3, [1, 1, 1]), (1, 30, [30]), (3, 7, [2, 2, 3])])
def test_shares_are_even_and_one_for_each_worker(workers, people, shares):
    lab = Lab(SpreadScheduling, project([people], 0), workers)
    given = [[lab.items[n] for n in worker.queue] for worker in lab.workers if worker.queue]
    assert [sum(item[-1].isdigit() for item in items) for items in given] == shares
    assert given[-1][-1] == "settings.py::s0::session"
    assert lab.expected == {"settings.py::s0": len(shares)}


def test_small_sessions_leave_no_worker_without_a_share():
    lab = Lab(SpreadScheduling, project([2, 2], 0), 4)
    assert [lab.items[worker.queue[0]] for worker in lab.workers] == [f"settings.py::s{n}::P{p}" for n in (0, 1) for p in (1, 2)]


def test_a_session_of_which_one_item_was_asked_for_is_not_spread():
    lab = Lab(SpreadScheduling, ["settings.py::trust::session"], 2)
    assert lab.expected == {"settings.py::trust": 1}


def test_what_a_dead_worker_was_doing_is_told_once_and_not_done_again():
    lab = Lab(SessionScheduling, project([2], 0), 1)
    lab.do("begin", lab.workers[0])
    lab.kill(lab.workers[0])
    while steps := lab.steps():
        lab.do(*steps[0])
    assert lab.crashed == {"settings.py::s0::P1": 1}
    assert lab.ran == {"settings.py::s0::P2": 1, "settings.py::s0::session": 1}


@pytest.mark.parametrize("make", [SessionScheduling, SpreadScheduling])
def test_a_second_worker_may_die_before_the_first_one_is_replaced(make):
    lab = Lab(make, project([3, 3], 2), 2)
    for worker in list(lab.workers):
        lab.do("begin", worker)
    for worker in list(lab.workers):
        lab.kill(worker)
    assert sum(lab.crashed.values()) == 2
    while steps := lab.steps():
        lab.do(*steps[0])
    assert lab.ran + lab.crashed == Counter(lab.items)


def project(sessions: list[int], others: int) -> list[str]:
    played = [
        f"settings.py::s{n}::{who}" for n, c in enumerate(sessions) for who in (*(f"P{p}" for p in range(1, c + 1)), "session")
    ]
    return played + [f"test_other.py::test_{n}" for n in range(others)]
