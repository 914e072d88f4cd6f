"""Asking again, and not too often; with a clock of our own."""

from __future__ import annotations

import os
import sys

import pytest
from scripted_tab import Clock

from botex_pytest.model_errors import ModelError
from botex_pytest.models import patience
from botex_pytest.models.litellm import LitellmBackend
from botex_pytest.models.patience import GaveUp, Pace, Passing, patiently


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(patience, "time", clock)
    return clock


def failing(*troubles):
    left = list(troubles)

    def ask():
        if left:
            raise left.pop(0)
        return "answer"

    return ask


def test_what_passes_is_asked_again_after_growing_pauses(clock):
    found = patiently(failing(Passing("500"), Passing("500"), Passing("500")), Pace(), tries=6, seconds=100)
    assert found == ("answer", 3)
    assert 0.5 * 3.5 <= clock.now - 1000 <= 3.5


def test_a_full_server_says_how_long_to_wait(clock):
    patiently(failing(Passing("429", full=True, after=7.0)), Pace(), tries=6, seconds=100)
    assert clock.now - 1000 == 7.0


def test_it_ends_with_the_tries_and_with_the_time(clock):
    with pytest.raises(GaveUp) as raised:
        patiently(failing(*[Passing("500")] * 9), Pace(), tries=3, seconds=100)
    assert (raised.value.said, raised.value.tries) == ("500", 3)
    with pytest.raises(GaveUp) as raised:
        patiently(failing(Passing("429", full=True, after=101.0)), Pace(), tries=6, seconds=100)
    assert (raised.value.said, raised.value.tries) == ("429 (wait 101 s)", 1)


def test_other_errors_pass_through(clock):
    with pytest.raises(ZeroDivisionError):
        patiently(lambda: 1 / 0, Pace(), tries=6, seconds=100)


def test_requests_keep_the_distance_that_was_asked_for(clock):
    pace = Pace(rpm=30)
    assert [pace.turn() for _ in range(3)] == [0.0, 2.0, 4.0]


def test_after_a_full_server_everybody_is_slower_for_a_while(clock):
    pace = Pace()
    assert [pace.turn(), pace.turn()] == [0.0, 0.0]
    pace.full(3.0)
    assert [pace.turn(), pace.turn()] == [3.0, 3.5]
    for _ in range(60):
        pace.went_well()
    clock.sleep(10)
    assert [pace.turn(), pace.turn()] == [0.0, 0.0]


def test_a_turn_that_would_come_too_late_is_not_waited_for(clock):
    pace = Pace(rpm=1)
    pace.turn()
    with pytest.raises(GaveUp, match="its turn would have come after 60 s"):
        patiently(failing(), pace, tries=3, seconds=30)


def test_without_litellm_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "litellm", None)
    monkeypatch.delenv("LITELLM_LOCAL_MODEL_COST_MAP", raising=False)
    with pytest.raises(ModelError, match=r"pip install \"botex-pytest\[llm\]\""):
        LitellmBackend("gpt-4o").prepare()
    assert "LITELLM_LOCAL_MODEL_COST_MAP" not in os.environ
