"""Answers that a page offers and oTree never takes."""

from __future__ import annotations

import pytest
from study_builder import Way, app, form, play, project

from botex_pytest.checks.examine import examine
from botex_pytest.checks.offers import refused_choices
from botex_pytest.page import Choice, Message
from botex_pytest.played import Offer, Refused
from botex_pytest.project_info import FieldInfo


def info(**field):
    told = {"type": "integer", "min": 0.0, **field}
    return project(app(form("Ask", FieldInfo("mood", "player", told.pop("type"), **told)), form("End")))


def offered(offer, **field):
    way = Way(info(**field), 1).answer("Ask", mood="1")
    way.played.offers["app.Ask"] = way.played.visits[-1], (offer,)
    return way


def titles(offer, **field):
    return [f.title for f in refused_choices(play(info(**field), offered(offer, **field).stop("End")))]


SCALE = Offer("mood", ("-5", "-4", "0", "5", "-88", "-99"))
SLIDER = Offer("mood", (), -50, 50)


@pytest.mark.parametrize(("offer", "field", "said"), [
    (SCALE, {}, "app.Ask offers -5, -4, -88 and 1 more for mood, and oTree takes nothing below 0"),
    (SLIDER, {}, "app.Ask offers numbers from -50 for mood, and oTree takes nothing below 0"),
    (SLIDER, {"min": -50.0, "max": 10.0}, "app.Ask offers numbers up to 50 for mood, and oTree takes nothing above 10"),
    (Offer("mood", ("1", "1.5")), {"type": "float", "max": 1.0}, "app.Ask offers 1.5 for mood, and oTree takes nothing above 1"),
])  # fmt: skip
def test_what_is_beyond_the_bounds(offer, field, said):
    assert titles(offer, **field) == [said]


@pytest.mark.parametrize(("offer", "field"), [
    (SCALE, {"min": -99.0}),  # all within
    (SCALE, {"min": None}),
    (SCALE, {"choices": (Choice("-5", "bad"),)}),  # the author's own list is what counts then
    (SCALE, {"dynamic": ("min",)}),
    (SCALE, {"dynamic": ("choices",)}),
    (SCALE, {"type": "string", "min": None}),
    (SCALE, {"min": 5.0, "max": 5.0}),  # a quiz: only this answer is right
    (SLIDER, {"dynamic": ("min", "max")}),
    (Offer("mood", ("", "on", "yes")), {}),
    (Offer("other", ("-1",)), {}),
    (Offer("mood"), {"max": 3.0}),
])  # fmt: skip
def test_what_is_within_or_not_to_be_known(offer, field):
    assert titles(offer, **field) == []


def test_a_script_that_makes_something_else_of_it_shows_in_what_was_taken():
    way = Way(info(max=10.0), 1).answer("Ask", mood="64")  # a slider up to 100 whose script sends a tenth of it
    way.played.offers["app.Ask"] = way.played.visits[-1], (Offer("mood", (), 0, 100),)
    assert list(refused_choices(play(info(max=10.0), way.stop("End")))) == []


def test_fields_alike_are_one_finding():
    study = project(app(form("Ask", *(FieldInfo(name, "player", "integer", min=0.0) for name in "abc")), form("End")))
    way = Way(study, 1).answer("Ask", a="1")
    way.played.offers["app.Ask"] = way.played.visits[-1], tuple(Offer(name, ("-1", "1")) for name in "abc")
    (finding,) = refused_choices(play(study, way.stop("End")))
    assert finding.title == "app.Ask offers -1 for a (as for 2 more), and oTree takes nothing below 0"
    assert "c: the page offers -1, oTree takes nothing below 0" in finding.detail
    assert "a min of -1 " in finding.advice


@pytest.mark.parametrize(("tried", "status", "check"), [("-5", "broken", "refused-choice"), ("5", "unplayed", "needs-answer")])
def test_who_was_refused_for_it_met_a_fault_of_the_study(tried, status, check):
    way = Way(info(), 1).see("Ask")
    visit = way.played.visits[-1]
    way.played.offers["app.Ask"] = visit, (SCALE,)
    way.played.refused += [Refused(visit.step, "app.Ask", 1, {"mood": tried}, (Message("no"),))]
    found = examine(play(info(), way.stop_here("refused")))
    assert found.verdicts[1].status == status
    assert found.verdicts[1].finding.check == check
    assert [f.key for f in found.findings].count("refused-choice|app.Ask") == 1
