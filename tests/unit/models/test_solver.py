"""Refusals: who is to blame, and which values could go together."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice

import pytest
from study_builder import choice, integer, page

from botex_pytest.models.base import Ask, Refusal
from botex_pytest.models.embedded import Embedded
from botex_pytest.models.solver import blamed, together, untried
from botex_pytest.page import Field, Message

A, B, C = (integer(name, 0, 100, label=f"Question {n}: {name}?") for n, name in enumerate(("first", "second", "third"), 1))
THREE = (A, B, C)


def said(text, field="", **values):
    return Refusal(values, (Message(text, field),))


def candidates(fields, refusal, seed=1):
    return list(islice(together(fields, refusal, random.Random(seed)), 50))


@pytest.mark.parametrize(("refusal", "names"), [
    (said("Wrong.", "second"), ["second"]),
    (Refusal({}, (Message("Please fix the errors."), Message("Wrong.", "third"))), ["third"]),
    (said("Question 1 and question 3 are wrong."), ["first", "third"]),
    (said("Question 10 is wrong."), ["first", "second", "third"]),
    (said("second is too small"), ["second"]),
    (said("Something is wrong."), ["first", "second", "third"]),
    (said("This field is required.", "hidden"), ["first", "second", "third"]),
    (Refusal({}, ()), ["first", "second", "third"]),
], ids=["field", "general and field", "labels", "longer number", "name", "nothing", "not on the page", "no message"])  # fmt: skip
def test_who_is_to_blame(refusal, names):
    assert [f.name for f in blamed(refusal, THREE)] == names


@pytest.mark.parametrize("total", [0, 1, 100, 250, 300])
def test_a_number_in_the_message_may_be_the_sum(total):
    values = candidates(THREE, said(f"Sum: {total}"))[0]
    assert sum(map(int, values.values())) == total
    assert all(0 <= int(v) <= 100 for v in values.values())


def test_a_sum_keeps_to_the_bounds():
    narrow = (replace(A, min=10, max=20), replace(B, min=0, max=5), replace(C, max=None))
    for seed in range(20):
        first, second, third = map(int, candidates(narrow, said("It must be 40."), seed)[0].values())
        assert (first + second + third, 10 <= first <= 20, 0 <= second <= 5) == (40, True, True)


def test_a_sum_that_no_numbers_give_is_left_out():
    assert {sum(map(int, v.values())) for v in candidates(THREE, said("It must be 301."))}.isdisjoint({301})


def test_what_can_be_given_to_each_is_the_likeliest_sum():
    values = candidates(THREE, said("Round 2 of 20: 100 tokens, 177 given."))[0]
    assert sum(map(int, values.values())) == 100


def test_a_sum_of_decimals():
    shares = tuple(Field(n, "decimal", "text", min=0) for n in ("red", "blue"))
    values = candidates(shares, said("Zusammen müssen es 2,5 sein."))[0]
    assert sum(map(float, values.values())) == pytest.approx(2.5)


def test_orders_of_numbers_are_tried():
    tried = [tuple(map(int, v.values())) for v in candidates(THREE, said("Not so."))]
    assert tried[0] == tuple(sorted(set(tried[0])))
    assert tuple(sorted(tried[0], reverse=True)) in tried
    assert len(set(tried[-1])) == 1


def test_choices_of_several_questions_are_given_once_each():
    ranks = tuple(choice(n, "1", "2", "3", "4") for n in "abcd")
    assert all(sorted(v.values()) == ["1", "2", "3", "4"] for v in candidates(ranks, said("Each only once."))[:3])


def test_questions_with_other_choices_have_nothing_in_common():
    assert candidates((choice("a", "x", "y"), choice("b", "x", "z")), said("Wrong.")) == []


@pytest.mark.parametrize(("text", "counts"), [("Tick exactly 2 boxes.", [2, 1, 3, 0]), ("Too many.", [1, 2, 3, 0])])
def test_how_many_boxes_are_ticked(text, counts):
    boxes = tuple(Field(n, "tick", "checkbox") for n in "abcd")
    assert [sum(v == "on" for v in values.values()) for values in candidates(boxes, said(text))] == counts


def test_what_was_refused_is_not_tried_again():
    tried = [said("Wrong.", first="1", second="2")]
    offered = [{"first": "1"}, {"first": "2"}]
    assert untried(iter(offered), {"second": "2"}, tried) == {"first": "2", "second": "2"}
    assert untried(iter(offered[:1]), {"second": "2"}, tried) is None


def test_a_field_that_was_not_there_before_is_answered():
    there = page("Ask", 1, fields=THREE)
    refusal = said("Wrong.", "first", first="1", second="2")
    assert set(Embedded().answer(Ask(there, "config", 1, 1, attempt=2, refusals=(refusal,))).values) == {
        "first",
        "second",
        "third",
    }
