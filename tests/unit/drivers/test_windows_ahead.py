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
        self.alive, self.starts = True, 0
        self.fails: Exception | None = None  # with which the browser does not start
        self.dies = False  # when the first window is opened
        self.opened: list[FakeWindow] = []  # in no order: two open at a time
        self.tries = 0
        self.may_open = threading.Event()
        self.may_open.set()
        self.ahead = WindowsAhead(self.start, self.open)

    def start(self) -> str:
        self.starts += 1
        if self.fails:
            raise self.fails
        return f"browser {self.starts}"

    def open(self, browser: str) -> FakeWindow:
        assert browser == f"browser {self.starts}"
        self.tries += 1
        if self.dies:
            raise BrowserError.gone("it has died")
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
    assert {room.ahead.take() for _ in range(3)} == set(room.opened)
    assert room.ahead.take() is None
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
    others = {room.ahead.take() for _ in range(4)}
    assert {first, *others} == set(room.opened)
    assert room.ahead.take() is None


def test_what_is_too_much_is_given_back(room):
    room.ahead.expect(5)
    settled(room, 5)
    room.ahead.expect(2)
    settled(room, 2)
    assert {room.ahead.take(), room.ahead.take()} == {window for window in room.opened if not window.closed}
    room.ahead.expect(3)
    settled(room, 5)
    room.ahead.expect(0)
    settled(room, 2)  # those that were taken


def test_what_is_too_much_is_not_opened_to_be_given_back(room):
    room.may_open.clear()
    room.ahead.expect(30)
    wait_until(lambda: room.tries == 2, 10, "two are being opened")
    room.ahead.expect(0)
    room.may_open.set()
    wait_until(lambda: len(room.opened) == 2, 10, "two were opened")
    settled(room, 0)
    assert room.tries == 2


@pytest.mark.parametrize("error", [BrowserError.gone("it does not start"), OSError("no space left on device")])
def test_a_browser_that_does_not_start_is_tried_once(room, error):
    room.fails = error
    room.ahead.expect(9)
    assert [room.ahead.take() for _ in range(9)] == [None] * 9
    assert (room.starts, room.opened) == (1, [])


def test_a_browser_that_dies_of_the_first_window_is_not_started_again(room):
    room.dies = True
    room.ahead.expect(40)
    assert [room.ahead.take() for _ in range(40)] == [None] * 40
    assert room.starts == 1
    assert room.tries <= 3  # two that are opened at the same time, and one that began before they could be told


@pytest.mark.parametrize("error", [BrowserError.gone("it does not start"), OSError("no space left on device")])
def test_what_failed_is_opened_anew(room, error):
    room.fails = error
    room.ahead.expect(2)
    wait_until(lambda: all(window.done() for window in room.ahead._windows), 10, "both have failed")
    room.fails = None
    room.ahead.expect(2)
    settled(room, 2)
    assert {room.ahead.take(), room.ahead.take()} == set(room.opened)


def test_what_has_died_is_opened_anew(room):
    room.ahead.expect(2)
    settled(room, 2)
    dead = set(room.opened)
    room.alive = False
    room.ahead.expect(2)
    wait_until(lambda: len(room.opened) == 4, 10, "two more are open")
    room.alive = True
    assert {room.ahead.take(), room.ahead.take()} == set(room.opened) - dead


def test_nobody_gets_one_when_it_is_over(room):
    room.may_open.clear()
    room.ahead.expect(9)
    got = []
    waiting = [threading.Thread(target=lambda: got.append(room.ahead.take())) for _ in range(9)]
    for thread in waiting:
        thread.start()
    wait_until(lambda: not room.ahead._windows and room.tries == 2, 10, "all are waited for, and two are being opened")
    room.ahead.close()
    room.ahead.close()
    room.may_open.set()
    for thread in waiting:
        thread.join(10)
    assert not any(thread.is_alive() for thread in waiting)
    assert sorted(got, key=bool)[:7] == [None] * 7  # two were being opened
    room.ahead.expect(3)
    assert room.ahead.take() is None
    assert len(room.opened) == 2
