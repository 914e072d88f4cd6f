"""Which pages are checked, in which session, and how much is tried in each."""

from __future__ import annotations

import pytest
from study_builder import app, form, project, wait

from botex_pytest.forms.places import form_places, share_out, told_first
from botex_pytest.planning import Planned
from botex_pytest.project_info import ConfigInfo, FieldInfo, PageInfo
from botex_pytest.study_config import StudyConfig

GAME = app(form("Intro"), form("Send", FieldInfo("sent", "player", "integer", min=0, max=10)), wait("Wait"), name="game")
FREE = app(
    PageInfo("Ask", form_model="player", dynamic_fields=True),
    name="free",
    columns={"player": {"age": "integer", "why": "string"}},
)
INFO = project(
    GAME,
    FREE,
    configs=(ConfigInfo("large", "", ("game", "free"), 8, 2), ConfigInfo("small", "", ("game",), 2, 2)),
)


def session(config, participants, pages):
    return Planned(config, "", participants, StudyConfig(), pages)


SESSIONS = (session("large", 8, 4), session("small", 2, 3))


def test_every_page_that_asks_something_the_cheapest_session_first():
    places = form_places(INFO, SESSIONS)
    assert [(p.where, [s.config for s in p.sessions]) for p in places] == [
        ("game.Send", ["small", "large"]),
        ("free.Ask", ["large"]),
    ]


def test_pages_of_sessions_that_are_not_played_are_left_alone():
    assert [p.where for p in form_places(INFO, SESSIONS[1:])] == ["game.Send"]


def test_fields_that_a_function_names_may_be_any_of_the_model_s():
    (place,) = [p for p in form_places(INFO, SESSIONS) if p.where == "free.Ask"]
    assert {f.name: f.type for f in place.declared} == {"age": "integer", "why": "string"}


@pytest.mark.parametrize(
    ("wanted", "budget", "shares"),
    [
        ([5, 9, 3], None, (None, None, None)),
        ([5, 9, 3], 17, (None, None, None)),
        ([5, 9, 3], 9, (3, 3, 3)),
        ([5, 9, 1], 9, (4, 4, 1)),
        ([5, 9, 3], 2, (1, 1, 0)),
    ],
)
def test_the_budget_is_shared_evenly(wanted, budget, shares):
    assert share_out(wanted, budget) == shares


def test_the_plan_in_words():
    (line,) = told_first(form_places(INFO, SESSIONS[1:]), "chrome")
    assert line == "forms of 1 page: 8 answers to try in about 4 sessions, under a minute where all is well"
    assert list(told_first((), "chrome")) == ["no page of the sessions that are played has a form"]
    *_, left_out = told_first(form_places(INFO, SESSIONS[1:], budget=3), "chrome")
    assert left_out == "the budget leaves out 5 answers (--botex-forms-budget)"
