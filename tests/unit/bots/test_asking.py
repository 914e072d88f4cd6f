"""Bots that a language model plays: what it does outside the form, when it gives no answer, when the budget is spent."""

from __future__ import annotations

import pytest
from scripted_backend import ScriptedBackend, llm, lost
from scripted_tab import ScriptedTab, limits, moved, play, rejected
from study_builder import integer, page

from botex_pytest.models.base import Person
from botex_pytest.models.spending import Limits
from botex_pytest.page import NOTHING, Button, Field, Message, Outcome
from botex_pytest.transcript import Acted, Answered, Ended, Remarked, Unanswered, read
from botex_pytest.usage import Usage

END = page("End", 9, "still", text="Thank you.")
GIVE = page("Give", 2, text="Decide.", fields=(integer("size", 0, 10),))
BUY, SELL = Button("Buy", "other", "b5"), Button("Sell", "other", "b6")
PRICE = Field("b7", "integer", "number", label="Price", min=1, max=9, required=True)


@pytest.fixture
def run(tmp_path):
    def go(tab, backend, **habits):
        model = llm(backend, **habits)
        return play(
            tab,
            tmp_path,
            respondent=lambda number: model.respondent(Person("config", number, 1)),
            limits=limits(settle=0.01, page=3.0),
        )

    return go


@pytest.fixture
def events(tmp_path):
    return lambda kind: [e for e in read(tmp_path / "P1.jsonl") if isinstance(e, kind)]


def stays(there):
    return Outcome("unchanged", there)


def test_answers_reasons_and_costs_are_brought_home_and_written_down(run, events):
    played = run(ScriptedTab([GIVE], [moved(END)]), ScriptedBackend("no", {"size": 5}))
    assert played.stop.kind == "still"
    assert played.usage == Usage(2, 200, 20, 0.002, 1.0)
    assert played.said[0].reasons == {"size": "because size"}
    (answered,) = events(Answered)
    assert answered.meta["calls"][0]["reply"] == "no"
    assert answered.meta["calls"][0]["system"].startswith("You take part")


def test_a_spent_budget_stops_the_bot_and_what_was_said_stays(run, events):
    played = run(ScriptedTab([GIVE]), ScriptedBackend("no", {"size": 5}), limits=Limits(calls=1))
    assert (played.stop.kind, played.stop.where) == ("budget", "app.Give")
    assert played.usage.calls == 1
    (unanswered,) = events(Unanswered)
    assert unanswered.meta["calls"][0]["reply"] == "no"
    assert unanswered.reason == "The budget is spent: 1 calls of 1 calls."
    assert events(Ended)[0].status == "budget"


def test_a_model_that_cannot_be_reached_is_our_side_and_not_the_study_s(run, events):
    played = run(ScriptedTab([GIVE]), ScriptedBackend(lost()))
    assert played.stop.kind == "infrastructure"
    assert "did not answer in 3 tries" in played.stop.reason
    assert len(events(Unanswered)) == 1


def test_on_a_live_page_the_model_chooses_what_to_press_and_when_to_go_on(run, events):
    trade = page("Trade", 1, text="Trade!", live=True, buttons=(BUY, SELL, Button("Next", "next", "b1")))
    backend = ScriptedBackend({"action": "Sell"}, {"action": "none of these: go on to the questions of the page"})
    tab = ScriptedTab([trade], [stays(trade), moved(END)])
    played = run(tab, backend)
    assert played.stop.kind == "still"
    assert [answer.button for answer in tab.given] == ["b6", "b1"]
    assert [e.description for e in events(Acted)] == ["pressed “Sell”", "pressed nothing more"]
    assert events(Acted)[0].reason == "because action"
    assert "You have done on it: pressed “Sell”" in backend.prompts[1]
    assert played.usage.calls == 2


def test_loose_controls_and_what_to_press_are_one_question(run, events):
    trade = page("Trade", 1, text="Trade!", live=True, buttons=(BUY,), tools=(PRICE,))
    tab = ScriptedTab([trade], [moved(END)])
    run(tab, ScriptedBackend({"b7": 4, "action": "Buy"}))
    assert (tab.given[0].values, tab.given[0].button) == ({"b7": "4"}, "b5")
    assert [e.description for e in events(Acted)] == ["set Price to 4; pressed “Buy”"]


def test_loose_controls_alone_are_set_before_the_form_is_answered(run):
    first = page("Ask", 1, tools=(PRICE,), buttons=(Button("Next", "next", "b1"),))
    tab = ScriptedTab([first], [stays(first), moved(END)])
    run(tab, ScriptedBackend({"b7": 4}))
    assert [(a.values, a.button) for a in tab.given] == [({"b7": "4"}, NOTHING), ({}, "b1")]


def test_a_model_that_only_waits_does_not_wait_for_ever(run, events, monkeypatch):
    monkeypatch.setattr("botex_pytest.bots.explore._PAUSE", 0.0)
    shut = page("Shut", 1, text="Nothing.", buttons=(BUY,), awaits=("x",))
    played = run(ScriptedTab([shut]), ScriptedBackend({"action": "none of these: wait"}))
    assert played.stop.kind in ("needs-skill", "dead-button")
    assert [e.description for e in events(Acted)] == ["pressed nothing more", *["waited"] * 4]


def test_refusals_are_told_to_the_model(run):
    backend = ScriptedBackend({"size": 3}, {"size": 7})
    tab = ScriptedTab([GIVE], [rejected(GIVE, Message("Must be 7.", "size")), moved(END)])
    assert run(tab, backend).accepted[0].values == {"size": "7"}
    assert "Must be 7." in backend.prompts[1]


def test_the_last_word_is_kept_and_changes_nothing(run, events):
    backend = ScriptedBackend({"size": 5}, {"understood": "I could give.", "unclear": "“Decide.” says not what."})
    played = run(ScriptedTab([GIVE], [moved(END)]), backend, debrief=True)
    assert played.stop.kind == "still"
    assert played.remarks == {"understood": "I could give.", "unclear": "“Decide.” says not what."}
    assert events(Remarked)[0].remarks == played.remarks
    assert played.usage.calls == 2


def test_a_last_word_that_is_not_to_be_had_changes_nothing_either(run, events):
    played = run(ScriptedTab([GIVE], [moved(END)]), ScriptedBackend({"size": 5}, lost()), debrief=True)
    assert played.stop.kind == "still"
    assert (played.remarks, len(events(Unanswered))) == ({}, 1)
