"""Workers that share a session: one leads, whoever comes or does not, and whoever dies."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout

import pytest

from botex_pytest import meeting as module
from botex_pytest.meeting import Meeting, Place
from botex_pytest.worker_errors import WorkerError

SESSION = "settings.py::trust"
DONE = {"results": []}


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Meeting]:
    monkeypatch.setattr(module, "GATHER_SECONDS", 10.0)
    made = Meeting("secret")
    made.open()
    yield made
    made.close()


@pytest.fixture
def come(meeting: Meeting) -> Iterator[Callable[..., tuple[Place, Future]]]:
    """`come("gw1", 5001)`: a worker's place, and what it will be told."""
    with ThreadPoolExecutor(8) as pool:
        places: list[Place] = []

        def come(worker: str, port: int, session: str = SESSION) -> tuple[Place, Future]:
            places.append(Place(meeting.port, "secret", session, worker=worker, lends_at=port))
            return places[-1], pool.submit(places[-1].leads)

        yield come
        for place in places:
            place.__exit__()


def test_one_leads_when_all_have_come_and_the_others_are_told_what_it_came_to(meeting, come):
    meeting.expect(SESSION, 3)
    places = {port: come(f"gw{port}", port) for port in (1, 2, 3)}
    (leading,) = _first({port: said for port, (_, said) in places.items()})
    leader = places[leading][0]
    assert sorted(leader.lenders()) == sorted({1, 2, 3} - {leading})
    leader.tell(DONE)
    for port in {1, 2, 3} - {leading}:
        assert places[port][1].result(10) == {"outcome": DONE}


def test_who_never_comes_is_not_waited_for(meeting, come, monkeypatch):
    monkeypatch.setattr(module, "GATHER_SECONDS", 0.2)
    meeting.expect(SESSION, 2)
    alone, said = come("gw0", 1)
    assert said.result(10) is None
    assert alone.lenders() == []


def test_who_comes_late_joins_in(meeting, come, monkeypatch):
    monkeypatch.setattr(module, "GATHER_SECONDS", 0.2)
    meeting.expect(SESSION, 2)
    leader, said = come("gw0", 1)
    assert said.result(10) is None
    _, late = come("gw1", 2)
    _until(lambda: leader.lenders() == [2])
    leader.tell(DONE)
    assert late.result(10) == {"outcome": DONE}


def test_who_comes_when_all_is_over_is_told(meeting, come):
    leader, said = come("gw0", 1)
    assert said.result(10) is None
    leader.tell(DONE)
    assert come("gw2", 3)[1].result(10) == {"outcome": DONE}


def test_when_the_leader_dies_another_one_leads(meeting, come):
    meeting.expect(SESSION, 2)
    places = {port: come(f"gw{port}", port) for port in (1, 2)}
    (leading,) = _first({port: said for port, (_, said) in places.items()})
    places[leading][0].__exit__()  # all that is seen of a death
    (other,) = {1, 2} - {leading}
    assert places[other][1].result(10) is None
    assert places[other][0].lenders() == []
    _, replacement = come("gw9", 9)
    _until(lambda: places[other][0].lenders() == [9])
    places[other][0].tell(DONE)
    assert replacement.result(10) == {"outcome": DONE}


def test_who_dies_lends_no_more(meeting, come):
    meeting.expect(SESSION, 2)
    places = {port: come(f"gw{port}", port) for port in (1, 2)}
    (leading,) = _first({port: said for port, (_, said) in places.items()})
    (other,) = {1, 2} - {leading}
    places[other][0].__exit__()
    _until(lambda: places[leading][0].lenders() == [])


def test_who_has_led_leads_the_next_session_too(meeting, come):
    """It has a server."""
    meeting.expect(SESSION, 1)
    first, said = come("gw1", 2)
    assert said.result(10) is None
    first.tell(DONE)
    meeting.expect("settings.py::next", 2)
    places = {worker: come(worker, 5, "settings.py::next") for worker in ("gw0", "gw1")}
    assert places["gw1"][1].result(10) is None
    assert not places["gw0"][1].done()
    places["gw1"][0].tell(DONE)


def test_a_leader_that_plays_for_long_is_heard_of(meeting, come, monkeypatch):
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(module, "SILENT_SECONDS", 1.0)
    meeting.expect(SESSION, 2)
    places = {port: come(f"gw{port}", port) for port in (1, 2)}
    (leading,) = _first({port: said for port, (_, said) in places.items()})
    (other,) = {1, 2} - {leading}
    with pytest.raises(FutureTimeout):
        places[other][1].result(1.5)
    places[leading][0].tell(DONE)
    assert places[other][1].result(10) == {"outcome": DONE}


def test_silence_is_told(meeting, monkeypatch):
    monkeypatch.setattr(module, "SILENT_SECONDS", 0.05)
    monkeypatch.setattr(module, "GATHER_SECONDS", 5.0)
    meeting.expect(SESSION, 2)
    with (
        Place(meeting.port, "secret", SESSION, worker="gw0", lends_at=1) as place,
        pytest.raises(WorkerError, match="The worker that plays"),
    ):
        place.leads()


def test_a_stranger_is_told_nothing(meeting):
    with Place(meeting.port, "guessed", SESSION, worker="gw0", lends_at=1) as place, pytest.raises(WorkerError):
        place.leads()


def test_a_leader_whom_nobody_hears_plays_on(meeting, come):
    leader, said = come("gw0", 1)
    assert said.result(10) is None
    meeting.close()
    assert leader.lenders() == []
    leader.tell(DONE)


def _first(told: dict[int, Future]) -> list[int]:
    """Who leads, and that nobody else does."""
    _until(lambda: any(said.done() for said in told.values()))
    return [port for port, said in told.items() if said.done() and said.result() is None]


def _until(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(500):
        if true():
            return
        pause.wait(0.02)
    raise AssertionError("it never came true")
