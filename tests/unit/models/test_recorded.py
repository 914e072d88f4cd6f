"""Replaying and recording one participant: what is asked, what is given again, and what is told when it does not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from study_builder import NEXT, button, choice, integer, page

from botex_pytest.models.base import Ask, Person, Refusal
from botex_pytest.models.recorded import Recorded, Source
from botex_pytest.models.recording import Recording
from botex_pytest.page import KEY, Answer, Message
from botex_pytest.recording_errors import RecordingMismatch

SEND = page("Send", 1, text="Send to anna", fields=(integer("n"),))
BACK = page("Back", 2, text="You got 30", fields=(integer("m"),))


class Counting:
    """A model that counts what it was asked, and remembers what it read."""

    name = "gpt-4o"

    def __init__(self):
        self.asked: list[Ask] = []
        self.seen: list[tuple[str, dict[str, object]]] = []
        self.button: str | None = NEXT.ref

    def prepare(self): ...

    def close(self): ...

    def respondent(self, _person):
        return self

    def recall(self, ask, answer):
        self.seen.append((ask.page.name, answer.values))

    def read(self, ask):
        return Answer(reasons={"understood": f"the end of {ask.where}"})

    def answer(self, ask):
        self.asked.append(ask)
        values = {f.name: str(len(self.asked)) for f in ask.page.fields}
        reasons = dict.fromkeys(values, "I like it")
        return Answer(values, self.button, reasons, meta={"calls": [{"tokens_in": 9, "prompt": "long " * 100}]})


def ask(there=SEND, **more):
    return Ask(**{"page": there, "config": "study", "participant": 1, "seed": 1, "round": 1, "where": there.where, **more})


@pytest.fixture
def model():
    return Counting()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "study.toml"


@pytest.fixture
def respondent(path, model):
    """`respondent(asks=..., fresh=...)`: P1, with the recording as it is on disk."""

    def make(*, asks=False, fresh=False, names=("anna",), **given):
        def inner():
            assert asks, "a replay needs no model"
            return model

        recording = Recording(path, "study") if fresh else Recording.load(path, "study")
        source = Source("gpt-4o", recording, asks, inner, "pytest --again")
        return Recorded(source).respondent(Person("study", 1, 1, names=names, given=lambda: given))

    return make


@pytest.fixture
def recorded(respondent):
    """P1 has answered both pages."""
    recorder = respondent(asks=True, treatment="high", endowment="10")
    return [recorder.answer(ask()), recorder.answer(ask(BACK))]


def test_a_replay_gives_the_same_answers_and_says_so(recorded, respondent):
    player = respondent(treatment="high", endowment="10")
    again = [player.answer(ask()), player.answer(ask(BACK))]
    assert [a.values for a in again] == [a.values for a in recorded] == [{"n": "1"}, {"m": "2"}]
    assert [a.button for a in again] == [NEXT.ref] * 2
    assert again[0].reasons == recorded[0].reasons
    assert again[0].sources == {"n": "recorded from gpt-4o"}
    assert player.name == "gpt-4o (recorded)"


def test_figures_are_kept_and_prompts_are_not(recorded, respondent, path):
    assert respondent().answer(ask()).meta == {"calls": [{"tokens_in": 9}]}
    assert "long long" not in path.read_text("utf-8")


def test_labels_and_numbers_may_be_others(recorded, respondent):
    player = respondent(names=("bea",))
    there = replace(SEND, text="Send to bea")
    assert player.answer(ask(there)).sources == {"n": "recorded from gpt-4o"}
    answer = player.answer(ask(replace(BACK, text="You got 50")))
    assert answer.sources == {"m": "recorded from gpt-4o, on a page with other numbers"}


def test_what_the_author_declares_now_is_stronger(recorded, respondent):
    answer = respondent().answer(ask(fixed={"n": "77", "elsewhere": "x"}))
    assert (answer.values, answer.sources) == ({"n": "77"}, {})


def test_the_button_is_found_by_what_it_says(respondent, model):
    there = page("Vote", 3, buttons=(button("yes"), button("no")))
    model.button = "b-no"
    respondent(asks=True).answer(ask(there))
    moved = replace(there, buttons=tuple(replace(b, ref=f"new-{b.value}") for b in there.buttons))
    assert respondent().answer(ask(moved)).button == "new-no"
    assert respondent().answer(ask(moved, fixed={"answer": "yes"})).button == "new-yes"


def test_what_stands_for_a_button_is_kept(respondent, model):
    model.button = f"{KEY}f"
    respondent(asks=True).answer(ask())
    assert respondent().answer(ask()).button == f"{KEY}f"


def test_asked_again_without_a_refusal_the_answer_is_the_same(recorded, respondent):
    assert respondent().answer(ask(attempt=2)).values == {"n": "1"}


def test_tries_after_a_refusal_are_recorded_apart(respondent, model):
    refused = (Refusal({"n": "1"}, (Message("Too little."),)),)
    recorder = respondent(asks=True)
    recorder.answer(ask())
    recorder.answer(ask(attempt=2, refusals=refused))
    player = respondent()
    assert player.answer(ask()).values == {"n": "1"}
    assert player.answer(ask(attempt=2, refusals=refused)).values == {"n": "2"}


def test_a_page_class_that_comes_twice_in_a_round_is_recorded_twice(respondent):
    recorder = respondent(asks=True)
    twice = [ask(), ask(replace(SEND, index=5))]
    first = [recorder.answer(a).values for a in twice]
    player = respondent()
    assert [player.answer(a).values for a in twice] == first == [{"n": "1"}, {"n": "2"}]


def test_controls_outside_of_the_form_are_recorded_apart(respondent):
    tools = (integer("slider"),)
    loose = replace(SEND, fields=tools, tools=tools, buttons=())
    whole = replace(SEND, tools=tools)
    recorder = respondent(asks=True)
    given = [recorder.answer(ask(loose)).values, recorder.answer(ask(whole)).values]
    player = respondent()
    assert [player.answer(ask(loose)).values, player.answer(ask(whole)).values] == given == [{"slider": "1"}, {"n": "2"}]


# --- what does not fit ---


def refused(player, question):
    with pytest.raises(RecordingMismatch) as caught:
        player.answer(question)
    return caught.value


def test_a_page_that_has_changed_is_told_with_the_difference_and_the_command(recorded, respondent):
    error = refused(respondent(treatment="high", endowment="10"), ask(replace(SEND, text="Give to anna")))
    assert error.what == "app.Send has changed since its answers were recorded"
    assert "    - Send to [code]\n    + Give to [code]" in error.cause
    assert error.advice == "record again what has changed: pytest --again"


def test_another_treatment_is_told_so(recorded, respondent):
    error = refused(respondent(treatment="low", endowment="12"), ask(replace(SEND, text="Steal from anna")))
    assert error.what == "app.Send was recorded in another treatment or role than the one that oTree gave now"
    assert "treatment was high, and is low" in error.cause
    assert "- Send" not in error.cause


def test_a_page_of_another_treatment_was_never_recorded(recorded, respondent):
    error = refused(respondent(treatment="low"), ask(page("Low", 1, fields=(integer("n"),))))
    assert "treatment was high, and is low" in error.cause


def test_numbers_that_were_drawn_do_not_hide_the_difference(recorded, respondent):
    error = refused(respondent(treatment="high", endowment="12"), ask(replace(SEND, text="Give to anna")))
    assert "- Send to [code]" in error.cause
    assert "endowment was 10, and is 12" in error.cause


def test_bounds_that_no_longer_admit_the_answer_are_a_change(recorded, respondent):
    narrow = replace(SEND, fields=(integer("n", 5, 9),))
    error = refused(respondent(treatment="high", endowment="10"), ask(narrow))
    assert "n was answered 1: " in error.cause
    assert respondent().answer(ask(replace(SEND, fields=(integer("n", 0, 9),)))).values == {"n": "1"}


def test_an_answer_that_never_fitted_is_given_again(respondent):
    small = replace(SEND, fields=(integer("n", 50, 60),))
    assert respondent(asks=True).answer(ask(small)).values == {"n": "1"}
    assert respondent().answer(ask(small)).values == {"n": "1"}


def test_a_page_that_nobody_has_recorded_is_told(recorded, respondent):
    error = refused(respondent(treatment="high", endowment="10"), ask(page("New", 3)))
    assert error.what == "app.New has no recorded answers"
    assert "the last one of P1 there is app.Back, because the recording was interrupted" in error.cause


def test_a_participant_whom_nobody_has_recorded_is_told(recorded, respondent):
    assert "it has no answers of P2" in refused(respondent(treatment="high", endowment="10"), ask(participant=2)).cause


def test_an_answer_that_is_refused_now_is_told_with_the_reason(recorded, respondent):
    error = refused(respondent(treatment="high", endowment="10"), ask(refusals=(Refusal({"n": "1"}, (Message("Too little."),)),)))
    assert error.what == "app.Send refuses the recorded answer"
    assert "the page said: Too little." in error.cause


# --- asking for the rest ---


def test_only_what_is_missing_or_has_changed_is_asked_for(recorded, respondent, model):
    model.asked.clear()
    player = respondent(asks=True)
    changed = replace(BACK, text="You lost 30")
    assert player.answer(ask()).values == {"n": "1"}
    player.answer(ask(changed))
    assert [a.page for a in model.asked] == [changed]
    assert respondent().answer(ask(changed)).values == {"m": "1"}


def test_a_model_that_is_asked_late_is_told_what_it_missed(recorded, respondent, model):
    player = respondent(asks=True)
    player.recall(ask(page("Welcome", 0)), Answer())
    player.answer(ask())
    player.answer(ask(page("New", 3, fields=(choice("c", "1"),))))
    assert model.seen == [("Welcome", {}), ("Send", {"n": "1"})]


def test_a_last_word_is_recorded_and_said_again(respondent):
    recorder, end = respondent(asks=True), ask(page("End", 9, "still"))
    recorder.answer(ask())
    said = recorder.read(end)
    player = respondent()
    player.answer(ask())
    assert player.read(end) == said == Answer(reasons={"understood": "the end of app.End"})


def test_a_replay_asks_for_no_last_word(recorded, respondent, model):
    player = respondent(asks=True)
    player.answer(ask())
    assert player.read(ask(page("End", 9, "still"))) is None


def test_recording_anew_replays_nothing(recorded, respondent, model):
    fresh = respondent(asks=True, fresh=True)
    assert fresh.answer(ask()).values == {"n": "3"}
    assert respondent().answer(ask()).values == {"n": "3"}
    assert refused(respondent(), ask(BACK)).what == "app.Back has no recorded answers"
