"""A page from its first probe to its result, over sessions of pages without HTML: this server takes whatever it is sent."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from fake_otree import FakeOtree, lab
from study_builder import app, form, project

from botex_pytest import briefing
from botex_pytest.bots.brief import Limits
from botex_pytest.casting import Cast
from botex_pytest.errors import BrowserError
from botex_pytest.forms import check
from botex_pytest.forms.before import Plays, find_before
from botex_pytest.forms.check import FormCheck
from botex_pytest.forms.outcome import stored
from botex_pytest.forms.places import form_places
from botex_pytest.models.embedded import Embedded
from botex_pytest.planning import plan
from botex_pytest.project_info import FieldInfo
from botex_pytest.replays import play_config
from botex_pytest.results import Finding
from botex_pytest.study import Study

N = FieldInfo("n", "player", "integer", min=0, max=100)
GAME = project(app(form("Ask", N), form("Show"), form("End"), rounds=2))


@pytest.fixture(autouse=True)
def no_page_here_changes_by_itself(monkeypatch):
    monkeypatch.setattr(briefing, "Limits", partial(Limits, settle=0.01))


class Played:
    """A study that was played once, and the check of its one form."""

    def __init__(self, otree, folder, toml="", **options):
        self.otree, self.lab = otree, lab(otree, folder, participants=2, **options)
        (self.planned,) = plan(otree.info, Study.parse(toml), self.lab.config)
        self.plays = Plays(self.lab.folder, play_config(self.lab, self.planned, Cast([Embedded()])))
        (self.place,) = form_places(otree.info, (self.planned,))

    def check(self):
        before = find_before(self.otree.info, self.planned, self.plays, self.place.where)
        result = FormCheck(self.lab, self.place, before).run()
        return stored(self.lab, self.place, self.planned, result, 0.0)


def test_what_is_taken_by_mistake_is_found_and_every_session_was_that_of_before(tmp_path):
    study = Played(FakeOtree(GAME), tmp_path)
    first = study.otree.sessions[0]
    result = study.check()
    assert {(f.check, f.group) for f in result.findings} == {("rule-not-kept", "broken")}
    assert {f.answer["n"] for f in result.findings} == {"", "-1", "101", "abc", "0.5", "1,5"}
    assert (result.form.participant, result.form.round) == (1, 1)
    assert all(session[2] == first[2] for session in study.otree.sessions)
    assert len(study.otree.sessions) == 1 + result.form.sessions


def test_a_server_that_was_started_again_is_posted_to_where_it_is_now(tmp_path, monkeypatch):
    origins = []
    monkeypatch.setattr(check, "past_the_browser", lambda origin, _timeout: origins.append(origin))
    study = Played(FakeOtree(GAME), tmp_path)
    study.check()
    study.otree.url = "http://127.0.0.1:50124"
    assert [origin() for origin in origins] == ["http://127.0.0.1:50124"]


def test_a_crash_behind_the_page_is_laid_at_the_answer_that_led_there(tmp_path):
    otree = FakeOtree(GAME)
    study = Played(otree, tmp_path)
    otree.fails_at = "Show"
    result = study.check()
    assert {(f.check, f.group) for f in result.findings} == {("crash-later", "broken")}


def test_what_was_broken_before_is_not_laid_at_any_answer(tmp_path):
    otree = FakeOtree(GAME)
    otree.fails_at = "Show"
    assert {f.check for f in Played(otree, tmp_path).check().findings} == {"rule-not-kept"}


def test_a_page_that_nobody_comes_to_again_is_said_to_be_so(tmp_path):
    shown = []
    otree = FakeOtree(GAME, {"Ask": lambda _answers: not shown})
    study = Played(otree, tmp_path)
    shown.append("no more")
    result = study.check()
    assert result.form.reason == "app.Ask was not reached again, although the answers were the same"
    assert result.findings == ()


def test_a_browser_that_fails_is_no_fault_of_the_form(tmp_path):
    otree = FakeOtree(GAME)
    study = Played(otree, tmp_path)

    def fail(number, _page):
        raise BrowserError.gone("it was ended")

    otree.on_page = fail
    result = study.check()
    assert [(f.check, f.group) for f in result.findings] == [("harness", "infrastructure")]


def test_what_the_author_accepts_is_noted_and_what_is_gone_is_told(tmp_path):
    accepted = '["*"]\naccept = ["rule-not-kept|app.Ask", "crash-later|app.Ask|n"]'
    result = Played(FakeOtree(GAME), tmp_path, accepted).check()
    assert {f.group for f in result.findings} == {"note"}
    assert result.skipped == ("crash-later|app.Ask|n is accepted in botex.toml and was not found any more",)


def test_a_page_that_is_broken_anyway_is_not_tried(tmp_path):
    otree = FakeOtree(GAME)
    study = Played(otree, tmp_path)
    broken = replace(
        study.plays.results[0], findings=(Finding("server-error", "broken", "It fails.", "config", "k", where="app.Ask"),)
    )
    study.plays = replace(study.plays, results=(broken,))
    result = study.check()
    assert (result.form.reason, result.form.tried) == ("app.Ask ends in a server error with ordinary answers", ())
