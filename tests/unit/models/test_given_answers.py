"""A constant, a function of the user's: what they answer, and the random bot for what they leave out."""

from __future__ import annotations

import sys

import pytest
from study_builder import NEXT, button, choice, integer, page

from botex_pytest.model_errors import ModelError
from botex_pytest.models.base import Ask, Person, Refusal
from botex_pytest.models.constant import Constant
from botex_pytest.models.function import Function
from botex_pytest.page import Choice, Field, Message

TICK = Field("agree", "tick", "checkbox", choices=(Choice("1", "I agree"),))
SEVERAL = Field("hobbies", "choices", "checkbox", choices=(Choice("a", "Art"), Choice("b", "Ball")))
WORD = Field("word", "text", "text")
FORM = page("Ask", 1, fields=(integer("n", 0, 10), choice("colour", "red", "blue"), TICK, SEVERAL, WORD))


def ask(there=FORM, **more):
    return Ask(**{"page": there, "config": "study", "participant": 2, "seed": 1, "round": 3, "where": there.where, **more})


# --- constant ---


@pytest.mark.parametrize(("value", "given"), [
    ("7", {"n": "7", "word": "7"}),
    ("70", {"word": "70"}),
    ("red", {"colour": "red", "word": "red"}),
    ("Blue", {"colour": "blue", "word": "Blue"}),
    ("Art", {"hobbies": ("a",), "word": "Art"}),
    ("yes", {"agree": "1", "word": "yes"}),
])  # fmt: skip
def test_a_constant_is_given_wherever_it_fits(value, given):
    answer = Constant(value).answer(ask())
    assert {name: v for name, v in answer.values.items() if answer.sources[name] == "constant"} == given
    assert set(answer.values) == {f.name for f in FORM.fields}
    assert set(answer.sources.values()) == {"constant", "random"}
    assert answer.button == NEXT.ref


def test_a_constant_presses_the_button_that_says_it():
    there = page("Vote", 1, buttons=(button("yes"), button("no")))
    assert [Constant(word).answer(ask(there)).button for word in ("no", "Yes")] == ["b-no", "b-yes"]


def test_a_constant_gives_way_to_the_author():
    assert Constant("7").answer(ask(fixed={"n": "3"})).values["n"] == "3"


def test_a_constant_that_was_refused_is_not_given_again_there():
    refused = Refusal({"n": "7", "word": "7"}, (Message("Not 7.", "n"),))
    answer = Constant("7").answer(ask(refusals=(refused,), attempt=2))
    assert answer.values["n"] != "7"
    assert answer.values["word"] == "7"


# --- a function ---

BOTS = """
def play(ask):
    if ask.page.name == "Ask":
        return {"n": ask.participant + ask.round, "colour": "Blue", "agree": True, "hobbies": ["Ball", "a"]}

def wrong_name(ask):
    return {"m": 1}

def wrong_value(ask):
    return {"n": object()}

def nothing(ask):
    return 5

def whole(ask):
    from botex_pytest.page import Answer
    return Answer({"n": "4"}, reasons={"n": "even"}, meta={"note": 1})

def press(ask):
    return {"answer": "no"}

def fails(ask):
    return {"n": 1 / 0}

unset = None
"""


@pytest.fixture
def function(tmp_path):
    (tmp_path / "study_bots.py").write_text(BOTS)
    (tmp_path / "broken_bots.py").write_text("x = 1\nraise RuntimeError('no')\n")
    (tmp_path / "torn_bots.py").write_text("def f(:\n")
    before, path = set(sys.modules), list(sys.path)

    def make(name):
        model = Function(name, (tmp_path,))
        model.prepare()
        assert sys.path == path
        return model.respondent(Person("study", 2, 1))

    yield make
    for module in set(sys.modules) - before:
        del sys.modules[module]


def refusal(call, *args):
    with pytest.raises(ModelError) as caught:
        call(*args)
    return str(caught.value)


def test_a_function_answers_by_name_and_the_rest_is_filled_in(function):
    answer = function("study_bots.play").answer(ask())
    assert {name: v for name, v in answer.values.items() if name != "word"} == {
        "n": "5",
        "colour": "blue",
        "agree": "1",
        "hobbies": ("a", "b"),
    }
    assert answer.sources == {**dict.fromkeys(("n", "colour", "agree", "hobbies"), "python:study_bots.play"), "word": "random"}


def test_a_function_may_have_nothing_to_say(function):
    answer = function("study_bots.play").answer(ask(page("Other", 1, fields=(WORD,))))
    assert answer.sources == {"word": "random"}
    assert answer.values["word"]


def test_a_function_may_return_an_answer(function):
    answer = function("study_bots.whole").answer(ask())
    assert (answer.values["n"], answer.reasons, answer.meta, answer.button) == ("4", {"n": "even"}, {"note": 1}, NEXT.ref)


def test_a_function_presses_a_button_by_name_and_value(function):
    there = page("Vote", 1, buttons=(button("yes"), button("no")))
    assert function("study_bots.press").answer(ask(there)).button == "b-no"


def test_a_function_that_fails_is_named_with_its_line(function, tmp_path):
    text = refusal(function("study_bots.fails").answer, ask())
    line = BOTS.splitlines().index('    return {"n": 1 / 0}') + 1
    assert f"'python:study_bots.fails' raised ZeroDivisionError at {tmp_path / 'study_bots.py'}:{line}." in text
    assert "Cause: division by zero" in text


def test_a_name_that_the_page_does_not_have_is_told(function):
    text = refusal(function("study_bots.wrong_name").answer, ask())
    assert "returned an answer for 'm', on app.Ask" in text
    assert "it has n, colour, agree, hobbies, word." in text


def test_what_cannot_be_typed_is_told(function):
    assert "for n, on app.Ask" in refusal(function("study_bots.wrong_value").answer, ask())
    assert "returned int, not a dict of answers, on app.Ask" in refusal(function("study_bots.nothing").answer, ask())


@pytest.mark.parametrize(("name", "said"), [
    ("play", "it has no dot"),
    ("no_such_bots.play", "No module named 'no_such_bots'; looked in"),
    ("study_bots.other", "study_bots has no function other"),
    ("study_bots.unset", "study_bots has no function unset"),
    ("broken_bots.play", "raised RuntimeError at"),
    ("torn_bots.play", "raised SyntaxError at"),
])  # fmt: skip
def test_a_function_that_is_not_there_is_told_before_anything_is_played(function, name, said):
    assert said in refusal(function, name)
