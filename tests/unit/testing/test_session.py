"""The session of a test that steps through it: what goes wrong beside the test reaches the test."""

from __future__ import annotations

import threading

import pytest
from fake_otree import FakeOtree, lab
from study_builder import app, form, project

from botex_pytest.casting import Cast
from botex_pytest.models.base import Person
from botex_pytest.models.embedded import Embedded
from botex_pytest.planning import plan
from botex_pytest.replays import play_config
from botex_pytest.study import Study
from botex_pytest.testing import session as module
from botex_pytest.testing.errors import TestingError
from botex_pytest.testing.session import OtreeSession

GAME = project(app(form("Ask", "first"), form("End")))


@pytest.fixture
def session(tmp_path):
    """A session whose play seats P1 and ends in a bug of ours when the test has let go."""
    equipment = lab(FakeOtree(GAME), tmp_path)
    (planned, *_) = plan(GAME, Study.parse(""), equipment.config)

    def play(around):
        hand = around(Person("config", 1, 1), Embedded())
        hand._answers.get(timeout=10)
        raise ZeroDivisionError("our own bug")

    return OtreeSession(equipment, planned, play)


def test_a_bug_of_ours_beside_the_test_does_not_let_it_pass(session):
    with pytest.raises(ZeroDivisionError, match="our own bug"), session.by_hand(1):
        pass
    with pytest.raises(ZeroDivisionError):
        session.play()


@pytest.mark.parametrize("ask", [lambda s: s.play(), lambda s: s.participants, lambda s: s.by_hand(2).__enter__()])
def test_nobody_plays_it_a_second_time_meanwhile(session, ask):
    with pytest.raises(ZeroDivisionError), session.by_hand(1), pytest.raises(TestingError) as told:
        ask(session)
    assert "is being played by hand, and is not over" in str(told.value)


def test_ctrl_c_does_not_wait_for_the_rest_of_the_session(session):
    rest = threading.Event()
    session._play = lambda around: (around(Person("config", 1, 1), Embedded()), rest.wait(30), ())[-1]
    with pytest.raises(KeyboardInterrupt), session.by_hand(1):
        raise KeyboardInterrupt
    assert session._player.is_alive()
    rest.set()


def test_a_server_that_was_started_again_is_probed_where_it_is_now(tmp_path, monkeypatch):
    origins = []
    monkeypatch.setattr(module, "past_the_browser", lambda origin, _timeout: origins.append(origin))
    otree = FakeOtree(GAME)
    equipment = lab(otree, tmp_path)
    (planned, *_) = plan(GAME, Study.parse(""), equipment.config)
    played = OtreeSession(equipment, planned, lambda _around: play_config(equipment, planned, Cast([Embedded()])))
    page = played.participants[0].page("Ask")
    assert page.probe(page, "first", ["yes"]).taken == ["yes"]
    otree.url = "http://127.0.0.1:50124"
    assert [origin() for origin in origins] == ["http://127.0.0.1:50124"]
