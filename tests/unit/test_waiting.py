"""The only polling loop."""

from __future__ import annotations

import pytest

from botex_pytest import waiting
from botex_pytest.waiting import WaitTimeout, wait_until


class Clock:
    def __init__(self) -> None:
        self.now, self.slept = 0.0, []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(waiting, "time", made)
    return made


def test_the_first_truthy_value(clock):
    values = iter([None, 0, "", "there", "later"])
    assert wait_until(lambda: next(values), 10, "it is there", interval=1) == "there"
    assert clock.slept == [1, 1, 1]


def test_what_is_there_already_costs_nothing(clock):
    assert wait_until(lambda: 1, 0, "it is there") == 1
    assert clock.slept == []


def test_the_deadline_holds_and_says_what_was_awaited(clock):
    with pytest.raises(WaitTimeout, match=r"it is there: not within 2\.5 s") as caught:
        wait_until(lambda: None, 2.5, "it is there", interval=1)
    assert (clock.now, clock.slept) == (2.5, [1, 1, 0.5])
    assert (caught.value.what, caught.value.seconds) == ("it is there", 2.5)


def test_a_last_look_is_taken_when_the_time_is_over(clock):
    assert wait_until(lambda: clock.now >= 2, 2, "it is late", interval=5)


def test_what_the_check_raises_ends_the_wait(clock):
    with pytest.raises(ZeroDivisionError):
        wait_until(lambda: 1 / 0, 10, "my child lives")
