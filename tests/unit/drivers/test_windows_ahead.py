"""Windows that are opened before anybody asks for them: taken, given back, failed once for all, over when the browser is."""

from __future__ import annotations

import threading

import pytest

from botex_pytest.drivers.windows_ahead import WindowsAhead
from botex_pytest.errors import BrowserError
from botex_pytest.waiting import wait_until


class Room:
    """What windows are opened in."""

    def __init__(self) -> None:
        self.alive, self.starts, self.fails = True, 0, False
        self.opened: list[FakeWindow] = []
        self.may_open = threading.Event()
        self.may_open.set()
        self.ahead = WindowsAhead(self.start, self.open)

    def start(self) -> None:
        self.starts += 1
        if self.fails:
            raise BrowserError.gone("it does not start")

    def open(self) -> FakeWindow:
        assert self.may_open.wait(10)
        self.opened.append(FakeWindow(self))
        return self.opened[-1]

    def open_windows(self) -> int:
        return sum(not window.closed for window in self.opened)


class FakeWindow:
    def __init__(self, room: Room) -> None:
        self.closed, self._room = False, room

    @property
    def alive(self) -> bool:
        return self._room.alive

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def room():
    made = Room()
    yield made
    made.may_open.set()
    made.ahead.close()


def settled(room, windows):
    wait_until(lambda: room.open_windows() == windows, 10, "the windows are open")


def test_as_many_as_are_expected(room):
    assert room.ahead.take() is None
    room.ahead.expect(3)
    settled(room, 3)
    taken = [room.ahead.take() for _ in range(4)]
    assert taken == [*room.opened, None]
    assert room.starts == 1


def test_one_that_is_about_to_come_is_waited_for(room):
    room.may_open.clear()
    room.ahead.expect(1)
    threading.Timer(0.05, room.may_open.set).start()
    assert [room.ahead.take()] == room.opened


def test_who_did_not_come_leaves_theirs_to_the_next(room):
    room.ahead.expect(3)
    first = room.ahead.take()
    room.ahead.expect(4)
    settled(room, 5)
    others = [room.ahead.take() for _ in range(5)]
    assert others.pop() is None
    assert {id(first), *map(id, others)} == set(map(id, room.opened))


def test_what_is_too_much_is_given_back(room):
    room.ahead.expect(5)
    room.ahead.expect(2)
    settled(room, 2)
    wait_until(lambda: len(room.opened) == 5, 10, "all were opened")
    settled(room, 2)
    assert [w.closed for w in room.opened] == [False, False, True, True, True]
    assert [room.ahead.take(), room.ahead.take(), room.ahead.take()] == [*room.opened[:2], None]


def test_a_browser_that_does_not_start_is_tried_once(room):
    room.fails = True
    room.ahead.expect(9)
    assert [room.ahead.take() for _ in range(9)] == [None] * 9
    assert (room.starts, room.opened) == (1, [])


def test_what_failed_or_died_is_opened_anew(room):
    room.fails = True
    room.ahead.expect(2)
    wait_until(lambda: all(coming.done() for coming in room.ahead._coming), 10, "both have failed")
    room.fails = False
    room.ahead.expect(2)
    settled(room, 2)
    room.alive = False
    room.ahead.expect(2)
    wait_until(lambda: len(room.opened) == 4, 10, "two more are open")
    assert room.ahead.take() is None  # a browser that died again
    room.alive = True
    assert room.ahead.take() is room.opened[3]


def test_nobody_gets_one_when_it_is_over(room):
    room.may_open.clear()
    room.ahead.expect(9)
    waiting = threading.Thread(target=room.ahead.take)
    waiting.start()
    room.ahead.close()
    room.ahead.close()
    room.may_open.set()
    waiting.join(10)
    assert not waiting.is_alive()
    room.ahead.expect(3)
    assert room.ahead.take() is None
    assert len(room.opened) <= 2
