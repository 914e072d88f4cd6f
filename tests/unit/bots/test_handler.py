"""Pages that the author's own code plays in the bot's place."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
import scripted_tab
from scripted_tab import Clock, ScriptedTab, limits, moved, play, rejected
from study_builder import integer, page

from botex_pytest import waiting
from botex_pytest.bots import bot, handler, presence, watching
from botex_pytest.page import Button, Control, Message
from botex_pytest.transcript import Acted, read
from botex_pytest.waiting import Deadline

CANVAS = Control("canvas 300 x 200")
DEAD = (Button("Next", "next", "b1", enabled=False),)
DRAW = page("Draw", 1, fields=(integer("number"),), unknown=(CANVAS,), buttons=DEAD)
DRAWN = replace(DRAW, buttons=(Button("Next", "next", "b1"),))
STILL, TWO, END = page("Video", 1, "still"), page("Two", 2), page("End", 9, "still")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    made = Clock()
    for module in (bot, presence, watching, waiting, handler, scripted_tab):
        monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def run(tmp_path):
    return partial(play, folder=tmp_path)


def of(name, does=lambda _hands: True):
    """A handler for one page, and where it was asked."""
    asked = []

    def handle(there, hands, where, round_, participant):
        asked.append((where, round_, participant))
        return there.name == name and does(hands)

    return handle, asked


def tab_with(*pages, outcomes=(), by_hands=()):
    tab = ScriptedTab(pages, outcomes)
    tab.by_hands = list(by_hands)
    return tab


def test_the_bot_answers_what_is_left(run, tmp_path):
    handle, asked = of("Draw")
    tab = tab_with(DRAW, outcomes=[moved(TWO), moved(END)], by_hands=[DRAWN])
    played = run(tab, handler=handle)
    assert played.stop.where == "app.End"
    assert set(tab.given[0].values) == {"number"}
    assert asked == [("app.Draw", 1, 1), ("app.Two", 1, 1), ("app.End", 1, 1)]
    assert played.untouched == []
    told = [e.description for e in read(tmp_path / "P1.jsonl") if isinstance(e, Acted)]
    assert set(told) == {"clicked #curve (pytest_botex_page)"}


def test_a_page_that_is_not_the_handlers_keeps_its_unknown_controls(run):
    handle, _ = of("Other")
    drawn = replace(DRAWN, unknown=(CANVAS,))
    played = run(tab_with(drawn, outcomes=[moved(END)]), handler=handle)
    assert [control for _, control in played.untouched] == [CANVAS]


def test_a_page_that_went_on_under_the_hands_is_not_answered(run):
    handle, _ = of("Draw")
    tab = tab_with(DRAW, outcomes=[moved(END)], by_hands=[TWO])
    played = run(tab, handler=handle)
    assert [v.where for v in played.visits] == ["app.Draw", "app.Two", "app.End"]
    assert [answer.values for answer in tab.given] == [{}]


def test_a_page_without_a_button_goes_on_by_hand(run):
    handle, _ = of("Video")
    played = run(tab_with(STILL, by_hands=[END]), handler=handle)
    assert [v.where for v in played.visits] == ["app.Video", "app.End"]


def test_a_page_that_came_back_is_played_again(run):
    handle, asked = of("Draw")
    refused = rejected(DRAW, Message("draw more"))
    tab = tab_with(DRAW, outcomes=[refused, moved(END)], by_hands=[DRAWN, DRAWN])
    run(tab, handler=handle)
    assert [where for where, *_ in asked] == ["app.Draw", "app.Draw", "app.End"]


def test_an_error_of_the_handler_is_no_fault_of_the_study(run):
    handle, _ = of("Draw", lambda _hands: 1 / 0)
    stop = run(tab_with(DRAW), handler=handle).stop
    assert stop.kind == "infrastructure"
    assert "pytest_botex_page raised ZeroDivisionError on app.Draw at " in stop.reason
    assert "test_handler.py:" in stop.reason


def test_without_a_browser_the_bot_is_on_its_own(run):
    handle, _ = of("Draw", lambda hands: hands.click("canvas") or True)
    played = run(tab_with(DRAWN, outcomes=[moved(END)]), handler=handle)
    assert played.stop.where == "app.End"
    assert [control for _, control in played.untouched] == [CANVAS]


def test_what_hands_do_ends_with_the_session(run, clock):
    def slow(_hands):
        clock.now += 700
        return True

    handle, _ = of("Draw", slow)
    tab = tab_with(DRAW, by_hands=[DRAWN])
    tab.by_hand = lambda act, account: (act(tab.page, None), account("clicked"))
    stop = run(tab, handler=handle, limits=limits(session=Deadline(600.0))).stop
    assert (stop.kind, stop.where) == ("needs-time", "app.Draw")
