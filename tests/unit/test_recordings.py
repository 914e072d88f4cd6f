"""What `--botex-record` means: who is replayed, who is asked, and what is told before anything is played."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from fake_otree import FakeOtree, lab
from study_builder import app, form, project, wait

from botex_pytest import briefing
from botex_pytest.bots.brief import Limits
from botex_pytest.casting import Models
from botex_pytest.model_errors import BudgetSpent, ModelError
from botex_pytest.models.embedded import Embedded
from botex_pytest.models.recording import Recording
from botex_pytest.planning import plan
from botex_pytest.recordings import play_recorded
from botex_pytest.study import Study

GAME = project(app(form("Ask", "first", "second"), wait("Wait"), form("Work", "third")), app(form("End"), name="last"))


class Paid(Embedded):
    """Answers as the middle bot does, under another name; each question is counted."""

    def __init__(self, name, asked):
        super().__init__("middle")
        self.name, self._asked = name, asked

    def answer(self, ask):
        self._asked[self.name] += 1
        return super().answer(ask)


@pytest.fixture(autouse=True)
def no_page_here_changes_by_itself(monkeypatch):
    monkeypatch.setattr(briefing, "Limits", partial(Limits, settle=0.01))


@pytest.fixture
def run(tmp_path):
    """`run(**options)` plays the game: the answers, who played, and how often which model was asked."""
    runs = iter(range(1000))

    def go(toml="", *, in_ci=False, info=GAME, models=(), **options):
        otree = FakeOtree(info)
        folder = tmp_path / str(next(runs))
        equipment = lab(otree, folder, **{"record_dir": str(tmp_path / "recordings"), **options})
        asked: Counter[str] = Counter()
        made = []

        def make(name):
            made.append(name)
            return Paid(name, asked) if name not in ("random", "min") else Embedded(name)

        equipment.models = Models(make)
        for planned in plan(otree.info, Study.parse(toml), equipment.config):
            results = play_recorded(equipment, planned, in_ci=in_ci)
        people = results[-1].participants
        return otree.sessions[-1], [p.model for p in people], dict(asked), made, [p.status for p in people]

    return go


@pytest.fixture
def file(tmp_path):
    return tmp_path / "recordings" / "config.toml"


@pytest.fixture
def recorded(run):
    return run(model="gpt-4o", record="once")


def test_a_session_without_a_recording_is_recorded_once(recorded, file):
    _answers, models, asked, _made, statuses = recorded
    assert (models, asked, statuses) == (["gpt-4o"] * 2, {"gpt-4o": 4}, ["finished"] * 2)
    assert Recording.load(file, "config").complete


@pytest.mark.parametrize("options", [
    {},
    {"in_ci": True},
    {"model": "gpt-4o"},
    {"model": "gpt-4o", "in_ci": True},
    {"record": "none"},
    {"record": "once"},
    {"toml": '["*"]\nmodel = "gpt-4o"'},
], ids=str)  # fmt: skip
def test_a_recording_is_replayed_without_making_the_model(recorded, run, file, options):
    before = file.read_bytes()
    answers, models, asked, made, statuses = run(**options)
    assert answers == recorded[0]
    assert (models, asked, made, statuses) == (["gpt-4o (recorded)"] * 2, {}, [], ["finished"] * 2)
    assert file.read_bytes() == before


@pytest.mark.parametrize("options", [
    {"record": "off", "model": "gpt-4o"},
    {"model": "gpt-4o-mini"},
], ids=str)  # fmt: skip
def test_another_model_or_none_of_the_kind_is_asked(recorded, run, file, options):
    before = file.read_bytes()
    _, models, asked, _, _ = run(**options)
    assert (models, asked) == ([options["model"]] * 2, {options["model"]: 4})
    assert file.read_bytes() == before


def test_bots_that_cost_nothing_play_beside_a_recording(recorded, run):
    for options in ({}, {"record": "none"}, {"record": "off"}, {"in_ci": True}):
        assert run(model="min", **options)[1] == ["min"] * 2


def test_new_asks_for_what_is_missing(recorded, run, file):
    longer = project(*GAME.apps[:1], app(form("More", "fourth"), form("End"), name="last"))
    assert run(info=longer)[4] == ["unplayed"] * 2
    _, models, asked, _, statuses = run(record="new", info=longer)  # by the model that is recorded there
    assert (models, asked, statuses) == (["gpt-4o"] * 2, {"gpt-4o": 2}, ["finished"] * 2)
    assert run(info=longer)[4] == ["finished"] * 2
    assert Recording.load(file, "config").complete


def test_all_records_anew_also_by_another_model(recorded, run, file):
    assert run(record="all")[1:3] == (["gpt-4o"] * 2, {"gpt-4o": 4})
    assert run(record="all", model="gpt-5")[2] == {"gpt-5": 4}
    assert {who.model for who in Recording.load(file, "config").who.values()} == {"gpt-5"}
    assert run()[1] == ["gpt-5 (recorded)"] * 2


def test_several_models_are_recorded_and_replayed_each_for_its_participant(run):
    first = run(model="gpt-4o,random", record="once")
    assert first[1:3] == (["gpt-4o", "random"], {"gpt-4o": 2})
    answers, models, asked, made, _ = run()
    assert (answers, models, asked, made) == (first[0], ["gpt-4o (recorded)", "random (recorded)"], {}, [])


def test_variants_have_files_of_their_own(run, tmp_path):
    run('[config.variants.rich]\nseed = 2\n[config.variants.poor]\nseed = 3', model="gpt-4o", record="once")  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "recordings").iterdir()) == ["config-poor.toml", "config-rich.toml"]


def test_by_default_recordings_lie_in_the_project(run, tmp_path):
    run(model="gpt-4o", record="once", record_dir="")
    assert (tmp_path / "0" / "botex_recordings" / "config.toml").exists()


def test_an_interrupted_recording_keeps_what_it_has_and_is_gone_on_with(run, file, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(Paid, "answer", _fails_at("Work", Paid.answer))
        assert run(model="gpt-4o", record="once")[4] == ["infrastructure"] * 2
    recording = Recording.load(file, "config")
    assert not recording.complete
    assert [key.page for key in recording.keys(1)] == ["app.Ask"]
    assert run()[4] == ["unplayed"] * 2
    assert run(record="once")[2] == {"gpt-4o": 2}
    assert Recording.load(file, "config").complete


def test_a_recording_that_the_budget_cut_short_is_not_whole(run, file, monkeypatch):
    spent = BudgetSpent.reached("--botex-max-calls", "2 calls", "2 calls")
    with monkeypatch.context() as broken:
        broken.setattr(Paid, "answer", _fails_at("Work", Paid.answer, spent))
        assert run(model="gpt-4o", record="once")[4] == ["budget"] * 2
    assert not Recording.load(file, "config").complete


def _fails_at(page, answer, error=None):
    def failing(self, ask):
        if ask.page.name == page:
            raise error or ModelError.unknown("gone")
        return answer(self, ask)

    return failing


# --- what is told before anything is played ---


def refusal(run, **options):
    with pytest.raises(ModelError) as caught:
        run(**options)
    return str(caught.value)


@pytest.mark.parametrize("options", [{"in_ci": True}, {"record": "none"}], ids=str)
def test_without_a_recording_no_paid_model_is_asked(run, options, file):
    text = refusal(run, model="gpt-4o", **options)
    assert text.startswith("No recorded answers of P1 in config, and gpt-4o may not be asked.")
    assert "pytest --botex --botex-config config --botex-model gpt-4o --botex-record new" in text
    assert str(file) in text


@pytest.mark.parametrize("model", ["random", "min", "llamacpp", "constant:5", "python:bots.play"])
def test_in_ci_whatever_costs_nothing_plays_without_a_recording(run, model):
    assert run(model=model, in_ci=True)[1] == [model] * 2


def test_once_adds_nothing_to_a_whole_recording(recorded, run):
    assert "adds nothing" in refusal(run, record="once", model="gpt-4o", participants=4)
    assert run(record="new", participants=4)[4] == ["finished"] * 4


@pytest.mark.parametrize("record", ["none", "once", "new"])
def test_a_recording_of_another_model_is_not_passed_off_as_this_ones(recorded, run, record):
    text = refusal(run, record=record, model="gpt-5")
    assert text.startswith("The recorded answers of P1 in config are not from gpt-5.")
    assert "--botex-model gpt-5 --botex-record all" in text


def test_a_damaged_recording_is_told(recorded, run, file):
    file.write_text("format = ")
    assert "cannot be read" in refusal(run)
    assert run(record="all", model="gpt-4o")[4] == ["finished"] * 2
