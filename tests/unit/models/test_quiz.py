"""Quizzes are passed by what their messages say, and by trying where these say nothing."""

from __future__ import annotations

import random
from itertools import product

import pytest
from study_builder import choice, page

from botex_pytest.bots.attempt import most_tries
from botex_pytest.models.base import Ask, Refusal
from botex_pytest.models.embedded import Embedded
from botex_pytest.models.quiz import guesses
from botex_pytest.page import Field, Message

RIGHT = {"a": "z", "b": "w", "c": "x"}
QUIZ = page("Quiz", 1, fields=tuple(choice(n, "x", "y", "z", "w", label=f"Frage {n}: Wer?") for n in RIGHT))
APART = page("Quiz", 1, fields=(choice("a", "x", "z"), choice("b", "u", "v", "w"), choice("c", "x", "y", "q", "r")))


def wrong(values):
    return [n for n in RIGHT if values[n] != RIGHT[n]]


def at_each(values):
    return [Message("Please fix the errors."), *(Message("Wrong.", n) for n in wrong(values))]


def by_label(values):
    return [Message(f"Frage {n} ist falsch.") for n in wrong(values)]


def blind(_values):
    return [Message("Some answers are wrong. Please read the instructions again.")]


def count_right(values):
    return [Message(f"{3 - len(wrong(values))} of 3 answers are right.")]


def count_right_last(values):
    return [Message(f"Von 3 Antworten sind {3 - len(wrong(values))} richtig.")]


def count_wrong(values):
    return [Message(f"You made {len(wrong(values))} mistakes.")]


def solve(there, rule, seed=1):
    """Number of answers until all are right; None when the bot's tries are used up."""
    refusals = ()
    for attempt in range(1, most_tries(there, 8) + 1):
        values = Embedded().answer(Ask(there, "config", 1, seed, attempt=attempt, refusals=refusals)).values
        if values == RIGHT:
            return attempt
        assert values not in [r.values for r in refusals]
        refusals += (Refusal(values, tuple(rule(values))),)
    return None


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("there", [QUIZ, APART])
@pytest.mark.parametrize(
    ("rule", "most"), [(at_each, 4), (by_label, 64), (blind, 64), (count_right, 16), (count_right_last, 16), (count_wrong, 24)]
)
def test_a_quiz_of_three_questions_is_passed(there, rule, most, seed):
    tries = solve(there, rule, seed)
    assert tries
    assert tries <= most


def test_every_combination_comes_and_what_agrees_with_the_count_comes_first():
    fields = (choice("a", "x", "y"), choice("b", "x", "y", "z"))
    refusal = Refusal({"a": "x", "b": "x"}, (Message("1 of 2 is right."),))
    offered = list(guesses(fields, (refusal,), random.Random(1)))
    assert all((v["a"] == "x") != (v["b"] == "x") for v in offered[:3])
    assert {(v["a"], v["b"]) for v in offered} == set(product("xy", "xyz"))


def test_ticks_are_choices_and_what_is_typed_is_not():
    tick, text = Field("t", "tick", "checkbox"), Field("s", "text", "text")
    assert {v["t"] for v in guesses((tick,), (), random.Random(1))} == {"on", ""}
    assert list(guesses((tick, text), (), random.Random(1))) == []
    assert list(guesses((), (), random.Random(1))) == []


@pytest.mark.parametrize(
    ("fields", "tries"),
    [
        (QUIZ.fields, 64),
        (APART.fields, 24),
        (QUIZ.fields[:1], 8),
        ((*QUIZ.fields, choice("d", "x", "y")), 64),
        ((*QUIZ.fields, Field("s", "text", "text")), 8),
        ((), 8),
    ],
)
def test_a_quiz_of_choices_gets_as_many_tries_as_it_has_answers(fields, tries):
    assert most_tries(page("Quiz", 1, fields=fields), 8) == tries
