"""Replies of models in all their forms: what they mean, and what is wrong with them."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_backend import ask, said
from study_builder import button, integer, page

from botex_pytest.models.form import form_of
from botex_pytest.models.reply import Reply, read_reply
from botex_pytest.page import Choice, Field

SIZE = integer("size", 0, 10)
SEX = Field(
    "sex", "choice", "radio", required=True, choices=(Choice("1", "Female"), Choice("2", "Male"), Choice("3", "No answer!"))
)
MANY = Field("many", "choices", "checkbox", choices=(Choice("a", "Tea, hot"), Choice("b", "Milk")))


def form(*fields, **more):
    return form_of(ask(page("Ask", 1, fields=fields, **more)))


def read(text, *fields):
    return read_reply(text if isinstance(text, str) else json.dumps(text), form(*fields))


def value(field, answer):
    reply = read(said(**{field.name: answer}), field)
    return reply.problems.get(field.name) or reply.values[field.name]


def test_values_reasons_and_button():
    found = read_reply(json.dumps(said(size=3, answer="Left")), form(SIZE, buttons=(button("left"), button("right"))))
    assert found == Reply({"size": "3"}, "b-left", {"size": "because size", "answer": "because answer"})


@pytest.mark.parametrize(
    "text",
    [
        '{"size": {"reason": "r", "answer": 3}}',
        'I think so. {"size": {"reason": "r", "answer": 3}} Good luck!',
        'Curly {braces} first\n```json\n{"size": {"reason": "r", "answer": 3}}\n```',
        '{"answers": {"size": {"reason": "r", "answer": 3}}}',
        '{"SIZE": {"Reason": "r", "Answer": "3"}}',
        '{"size": 3}',
        '{"reason": "r", "answer": 3}',
        '{"note": "no"} {"size": {"reason": "r", "answer": "3 points"}}',
    ],
)
def test_answers_are_found_wherever_they_stand(text):
    assert read(text, SIZE).values == {"size": "3"}


@pytest.mark.parametrize(
    ("field", "answer", "posted"),
    [
        (SIZE, "1", "1"),
        (SIZE, 3.0, "3"),
        (integer("n", 0, 5000), "1,000", "1000"),
        (integer("n", -5, 5), -5, "-5"),
        (Field("d", "decimal", "number", min=0, max=1), 0.00001, "0.00001"),
        (Field("d", "decimal", "number"), "2,5", "2.5"),
        (Field("d", "decimal", "number"), None, ""),
        (SEX, "Female", "1"),
        (SEX, "female", "1"),
        (SEX, "2", "2"),
        (SEX, 2, "2"),
        (SEX, "no answer", "3"),
        (Field("b", "choice", "radio", choices=(Choice("True", "Yes"), Choice("False", "No"))), False, "False"),
        (Field("c", "choice", "radio", choices=(Choice("1", "A"),)), "", ""),
        (MANY, ["Milk", "Tea, hot"], ("a", "b")),
        (MANY, "Tea, hot", ("a",)),
        (MANY, [], ()),
        (Field("t", "tick", "checkbox", choices=(Choice("1", "OK"),)), True, "1"),
        (Field("t", "tick", "checkbox"), "no", ""),
        (Field("s", "text", "text"), "a\nb", "a b"),
        (Field("s", "longtext", "textarea"), "a\nb", "a\nb"),
        (Field("s", "text", "text"), 7, "7"),
        (Field("s", "text", "date"), "2001-05-17", "2001-05-17"),
    ],
    ids=str,
)
def test_what_is_meant_is_posted(field, answer, posted):
    assert value(field, answer) == posted


@pytest.mark.parametrize(
    ("field", "answer", "problem"),
    [
        (SIZE, 11, "11 is out of range; it must be a whole number from 0 to 10"),
        (SIZE, 2.5, "“2.5” is no whole number"),
        (SIZE, "between 2 and 4", "“between 2 and 4” is no whole number"),
        (SIZE, True, "“true” is no whole number"),
        (SIZE, math.nan, "“NaN” is no whole number"),
        (SIZE, 10**400, f"“{'1' + '0' * 59}…” is no whole number"),
        (SIZE, None, "an answer is required"),
        (integer("n", 0, 20, step=10), 5, "5 is between the steps; it must be a whole number from 0 to 20, in steps of 10"),
        (SEX, "Other", '“Other” is not offered; it must be one of "Female" | "Male" | "No answer!"'),
        (SEX, None, '“null” is not offered; it must be one of "Female" | "Male" | "No answer!"'),
        (MANY, ["Beer"], '“Beer” is not offered; it must be a list of any of "Tea, hot" | "Milk"'),
        (Field("m", "choices", "checkbox", required=True, choices=(Choice("a", "A"),)), [], "at least one must be chosen"),
        (Field("t", "tick", "checkbox", required=True), False, "it must be ticked to go on"),
        (Field("t", "tick", "checkbox"), "maybe", "it must be true to tick it, false to leave it"),
        (Field("s", "text", "text", max_length=3), "abcd", "it has 4 characters, and at most 3 are possible"),
        (Field("s", "text", "text", required=True, pattern="[A-Z]+"), "abc", "“abc” is not text, of the form [A-Z]+"),
        (Field("s", "text", "text", required=True), "  ", "an answer is required"),
        (Field("s", "text", "date", required=True), "17 May", "“17 May” is not a date as YYYY-MM-DD"),
    ],
    ids=str,
)
def test_what_cannot_be_posted_is_said(field, answer, problem):
    assert value(field, answer) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is empty"),
        ("   ", "it is empty"),
        ("I cannot help", "there is no JSON"),
        ("[1]", "there is no JSON"),
        ('{"size": ', "there is"),
    ],
)
def test_a_reply_without_answers_says_so(text, problem):
    assert read(text, SIZE).problems[""].startswith(problem)


def test_a_missing_name_is_told_and_the_rest_is_read():
    found = read(said(size=1), SIZE, SEX)
    assert (found.values, found.problems) == ({"size": "1"}, {"sex": "it is missing"})


@given(st.text(alphabet='{}[]":,size019 \\nul', max_size=400))
def test_no_reply_whatever_it_is_raises_anything(text):
    found = read(text, SIZE, SEX)
    assert found.problems or found.values


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda x: st.lists(x, max_size=3), max_leaves=5
    )
)
def test_every_answer_is_either_postable_or_a_problem(answer):
    for field in (SIZE, SEX, MANY, Field("t", "tick", "checkbox"), Field("s", "text", "text", max_length=20)):
        reply = read({field.name: answer}, field)
        assert (field.name in reply.values) != (field.name in reply.problems)
