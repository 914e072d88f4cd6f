"""When a config is played again, over pages without a browser."""

from __future__ import annotations

from functools import partial

import pytest
from fake_otree import FakeOtree, lab
from study_builder import app, form, project, shown_if, wait

from botex_pytest import briefing, confirming
from botex_pytest.bots.brief import Limits
from botex_pytest.bots.pace import Pace
from botex_pytest.casting import Cast
from botex_pytest.judging import judge
from botex_pytest.model_errors import BudgetSpent
from botex_pytest.models.embedded import Embedded
from botex_pytest.options import ARRIVALS
from botex_pytest.planning import plan
from botex_pytest.project_info import FieldInfo
from botex_pytest.replays import play_config
from botex_pytest.results import Reached
from botex_pytest.servers.tracebacks import Frame, Traceback
from botex_pytest.study import Study

AGREE = FieldInfo("agree", "player", "boolean")
GAME = project(app(form("Ask", "first"), wait("Wait"), form("Work", "second"), form("End")))
BRANCH = project(app(form("Ask", AGREE), shown_if("More", "agree", fields=("number",)), form("End")))
KEY_ERROR = Traceback("...", "KeyError", "'x'", author_frame=Frame("app/__init__.py", 7))


@pytest.fixture(autouse=True)
def nobody_takes_their_time(monkeypatch):
    monkeypatch.setattr(briefing, "Limits", partial(Limits, settle=0.01))
    monkeypatch.setattr(confirming, "human_pace", lambda _fast: Pace(1.0, longest=0.001))


def played(otree, folder, toml="", *, model=None, **options):
    equipment = lab(otree, folder, **options)
    (planned,) = plan(otree.info, Study.parse(toml), equipment.config)
    return play_config(equipment, planned, Cast([model or Embedded()]))


def purposes(results):
    return [r.purpose for r in results]


def broken_in(*sessions):
    """An oTree whose page Work fails for everybody in these sessions, counted from 1."""
    otree = FakeOtree(GAME)

    def fail_or_not(_number, _page):
        otree.fails_at = "Work" if len(otree.sessions) in sessions else ""

    otree.on_page = fail_or_not
    otree.tracebacks = lambda _since: (KEY_ERROR,)
    return otree


def verdicts(results):
    return {n: judge(results, n, {}).outcome for n in (0, 1, 2)}


# --- at human pace ---


def test_a_healthy_session_is_played_once(tmp_path):
    (result,) = played(FakeOtree(GAME), tmp_path)
    assert (result.purpose, result.replayed, result.time_factor) == ("", False, 0.0)


def test_what_broke_is_played_at_human_pace_and_stays_broken(tmp_path):
    results = played(broken_in(1, 2, 3), tmp_path)
    assert purposes(results) == ["", "human-pace"]
    assert [r.time_factor for r in results] == [0.0, 1.0]
    assert [r.replayed for r in results] == [False, True]
    assert verdicts(results) == {0: "passed", 1: "failed", 2: "failed"}


def test_what_broke_only_at_machine_speed_fails_nothing(tmp_path):
    results = played(broken_in(1, 3), tmp_path)
    assert purposes(results) == ["", "human-pace", "machine-speed"]
    assert {f.group for r in results for f in r.findings} == {"review"}
    assert verdicts(results) == {0: "passed", 1: "passed", 2: "passed"}


def test_what_broke_once_and_never_again_still_fails(tmp_path):
    results = played(broken_in(1), tmp_path)
    assert purposes(results) == ["", "human-pace", "machine-speed"]
    assert verdicts(results) == {0: "passed", 1: "failed", 2: "failed"}


@pytest.mark.parametrize("options", [{"confirm": "no"}, {"time_factor": "0.000001"}])
def test_nobody_has_to_wait_for_that(tmp_path, options):
    assert purposes(played(broken_in(1, 2, 3), tmp_path, **options)) == [""]


@pytest.mark.parametrize(("name", "quick"), [
    ("constant:5", True), ("llamacpp (recorded)", True), ("llamacpp", False), ("openai/gpt-4o", False)
])  # fmt: skip
def test_models_that_think_are_not_asked_to_play_slowly(tmp_path, name, quick):
    model = Embedded()
    model.name = name
    assert purposes(played(broken_in(1, 2, 3), tmp_path, model=model))[1:2] == (["human-pace"] if quick else [])


def test_what_speed_cannot_break_is_not_played_again(tmp_path):
    otree = broken_in(1, 2, 3)
    otree.tracebacks = lambda _since: (Traceback("...", "TemplateNotFound", "Work.html"),)  # no line of the author's
    assert purposes(played(otree, tmp_path)) == [""]


def test_what_all_plays_came_to_is_in_the_run_folder(tmp_path):
    results = played(broken_in(1, 3), tmp_path)
    stored = sorted((tmp_path / "runs").rglob("result.json"))
    assert len(stored) == len(results)
    assert ['"replayed": true' in path.read_text("utf-8") for path in stored] == [True, False, True]


# --- exploring ---


def test_exploring_ends_after_two_sessions_without_news(tmp_path):
    otree = FakeOtree(BRANCH, {"More": lambda answers: answers.get("agree") == "no"})
    results = played(otree, tmp_path, explore="yes", participants=1)
    assert purposes(results) == ["", *["exploring"] * (len(results) - 1)]
    seen = [set(r.reached.pages) for r in results]
    assert set().union(*seen) == {"app.Ask", "app.More", "app.End"}
    assert {value for r in results for _, name, value in r.reached.answers if name == "agree"} == {"yes", "no"}
    assert all(r.reached.beyond(e.reached for e in results[:-2]) == Reached() for r in results[-2:])
    assert [r.replayed for r in results] == [False, *[True] * (len(results) - 1)]


def test_exploring_has_an_end(tmp_path):
    results = played(FakeOtree(BRANCH), tmp_path, explore="yes", max_plays="2")
    assert len(results) == 2


def test_arrivals_vary_only_when_several_take_part(tmp_path):
    two = played(FakeOtree(GAME), tmp_path / "two", explore="yes")
    one = played(FakeOtree(project(app(form("Ask", "first"), form("End")))), tmp_path / "one", explore="yes", participants=1)
    assert {r.arrivals for r in two} == set(ARRIVALS)
    assert {r.arrivals for r in one} == {"together"}


def test_a_fault_of_any_session_counts(tmp_path):
    results = played(broken_in(2, 3, 4, 5, 6), tmp_path, explore="yes", confirm="no")
    assert results[0].findings == ()
    assert verdicts(results)[1] == "failed"


# --- arrivals ---


@pytest.mark.parametrize(("said", "toml"), [({"arrivals": "one-by-one"}, ""), ({}, '["*"]\narrivals = "one-by-one"')])
def test_one_by_one_the_second_opens_its_link_when_the_first_waits(tmp_path, said, toml):
    otree, order = FakeOtree(GAME), []
    otree.on_page = lambda number, page: order.append((number, page))
    (result,) = played(otree, tmp_path, toml, **said)
    assert result.arrivals == "one-by-one"
    first_of_two = order.index((2, "Ask"))
    assert (1, "Wait") in order[:first_of_two]
    assert [p.status for p in result.participants] == ["finished", "finished"]


# --- several times over ---


def test_each_time_is_a_play_with_its_own_seed(tmp_path):
    results = played(FakeOtree(GAME), tmp_path, repeat="3")
    assert [(r.repeat, r.seed, r.play, r.replayed) for r in results] == [(1, 1, 1, False), (2, 2, 2, False), (3, 3, 3, False)]
    assert verdicts(results) == {0: "passed", 1: "passed", 2: "passed"}


def test_each_time_is_confirmed_by_itself(tmp_path):
    results = played(broken_in(2, 3, 4), tmp_path, repeat="2")
    assert [(r.repeat, r.purpose) for r in results] == [(1, ""), (2, ""), (2, "human-pace")]
    assert {n: judge(results, n, {}).status for n in (0, 1, 2)} == {0: "finished", 1: "flaky", 2: "flaky"}


def test_a_study_with_a_seed_of_its_own_is_repeated_from_there(tmp_path):
    results = played(FakeOtree(GAME), tmp_path, "[config]\nseed = 40\n", repeat="2")
    assert [r.seed for r in results] == [40, 41]


def test_when_the_budget_is_spent_no_other_time_begins(tmp_path):
    class Poor(Embedded):
        def answer(self, ask):
            if len(otree.sessions) == 2:
                raise BudgetSpent.reached("--botex-max-calls", "2 calls", "2 calls")
            return super().answer(ask)

    otree = FakeOtree(GAME)
    results = played(otree, tmp_path, repeat="5", model=Poor())
    assert [r.repeat for r in results] == [1, 2]
    judgement = judge(results, 1, {})
    assert (judgement.status, judgement.passed) == ("budget", "1 of 2")
