"""What can be said about one answer: whether another would differ, its button be pressed, a declared answer be meant."""

from __future__ import annotations

import pytest
from study_builder import NEXT, button, integer, page

from botex_pytest.bots.attempt import Attempt
from botex_pytest.page import Answer, Message, Outcome


def attempt(number=2, values=None, fixed=None, button=None):
    return Attempt(number, Answer(), values or {}, fixed or {}, button)


def refusal(*fields):
    return Outcome("rejected", page("One", 1), tuple(Message("Wrong.", f) for f in fields))


@pytest.mark.parametrize(("given", "there", "varies"), [
    (attempt(), page("One", 1, fields=(integer("a"),)), True),
    (attempt(fixed={"a": "1"}), page("One", 1, fields=(integer("a"),)), False),
    (attempt(number=1, fixed={"a": "1"}), page("One", 1, fields=(integer("a"),)), True),
    (attempt(), page("One", 1), False),
    (attempt(), page("One", 1, buttons=(button("yes"), button("no"))), True),
    (attempt(), page("One", 1, buttons=(button("yes"), button("no", enabled=False))), False),
])  # fmt: skip
def test_whether_another_try_could_differ(given, there, varies):
    assert given.can_vary(there) is varies


@pytest.mark.parametrize(("fixed", "values", "fields", "declared"), [
    ({"a": "1"}, {"a": "1", "b": "2"}, ["a"], ("a",)),
    ({"a": "1"}, {"a": "1", "b": "2"}, ["b"], ()),
    ({"a": "1"}, {"a": "1", "b": "2"}, [""], ()),
    ({"a": "1"}, {"a": "1"}, [""], ("a",)),
    ({"a": "1"}, {"a": "1"}, [], ("a",)),
    ({}, {}, [""], ()),
])  # fmt: skip
def test_which_declared_answers_were_refused(fixed, values, fields, declared):
    assert attempt(fixed=fixed, values=values).declared_and_refused(refusal(*fields)) == declared


def test_a_declared_value_that_only_some_other_button_posts():
    there = page("One", 1, buttons=(button("yes"), button("no"), button("yes", name="other")))
    assert attempt(fixed={"answer": "no", "other": "yes"}).lacks(there) == ()
    assert [m.field for m in attempt(fixed={"answer": "no", "other": "no"}).lacks(there)] == ["other"]


def test_a_button_beside_a_field_of_its_name_lacks_nothing():
    there = page("One", 1, fields=(integer("answer"),), buttons=(NEXT, button("0")))
    assert attempt(fixed={"answer": "5"}).lacks(there) == ()
