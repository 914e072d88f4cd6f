"""What of a page a language model is asked, and the schema of its reply."""

from __future__ import annotations

import json

import pytest
from scripted_backend import ask
from study_builder import NEXT, button, choice, integer, page

from botex_pytest.models.form import form_of, grid, kind_words, options
from botex_pytest.models.schema import REASON, reply_tokens, schema_of
from botex_pytest.page import NOTHING, Button, Choice, Field

PRICE = Field("price", "decimal", "number", required=True, min=0, max=1, step=0.5)


def schema(field):
    return schema_of(form_of(ask(page("Ask", 1, fields=(field,)))))["properties"][field.name]["properties"]["answer"]


def test_reason_comes_before_answer_and_both_are_required():
    found = schema_of(form_of(ask(page("Ask", 1, fields=(integer("a"), integer("b"))))))
    assert list(found["properties"]) == found["required"] == ["a", "b"]
    assert list(found["properties"]["a"]["properties"]) == found["properties"]["a"]["required"] == ["reason", "answer"]
    assert found["properties"]["a"]["properties"]["reason"] == {"type": "string", "maxLength": REASON}
    assert "$" not in json.dumps(found)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (integer("n", 0, 10), {"type": "integer", "minimum": 0, "maximum": 10}),
        (integer("n", None, None), {"type": "integer"}),
        (integer("n", 0, 20, step=10), {"type": "integer", "enum": [0, 10, 20]}),
        (Field("n", "integer", "number", min=1), {"type": ["integer", "null"], "minimum": 1}),
        (Field("n", "integer", "range", min=0, max=10, step=5), {"enum": [0, 5, 10, None]}),
        (PRICE, {"type": "number", "enum": [0, 0.5, 1]}),
        (Field("d", "decimal", "number", required=True, min=0, max=9.5), {"type": "number", "minimum": 0, "maximum": 9.5}),
        (choice("c", "yes", "no"), {"type": "string", "enum": ["Yes", "No"]}),
        (Field("c", "choice", "radio", choices=(Choice("1", "A"),)), {"type": "string", "enum": ["A", ""]}),
        (
            Field("m", "choices", "checkbox", choices=(Choice("1", "A"), Choice("2", "B"))),
            {"type": "array", "items": {"type": "string", "enum": ["A", "B"]}, "minItems": 0, "maxItems": 2},
        ),
        (Field("t", "tick", "checkbox"), {"type": "boolean"}),
        (Field("t", "tick", "checkbox", required=True), {"type": "boolean", "enum": [True]}),
        (Field("s", "text", "text"), {"type": "string", "maxLength": 200}),
        (Field("s", "longtext", "textarea", required=True), {"type": "string", "minLength": 1, "maxLength": 1000}),
        (Field("s", "longtext", "textarea", max_length=9999), {"type": "string", "maxLength": 1000}),
        (Field("s", "text", "text", max_length=5), {"type": "string", "maxLength": 5}),
    ],
    ids=str,
)
def test_every_kind_of_question_has_its_schema(field, expected):
    assert schema(field) == expected


def test_a_date_has_the_form_that_browsers_send():
    assert schema(Field("day", "text", "date", required=True))["pattern"].startswith("^[0-9]{4}-")


def test_choices_are_asked_for_as_people_see_them_while_that_tells_them_apart():
    assert options(choice("c", "yes")) == {"Yes": "yes"}
    twice = Field("c", "choice", "radio", choices=(Choice("1", "Same"), Choice("2", "Same")))
    assert options(twice) == {"1": "1", "2": "2"}
    assert options(Field("c", "choice", "radio", choices=(Choice("1", ""),))) == {"1": "1"}


def test_a_grid_is_listed_only_when_it_is_short():
    assert grid(PRICE) == (0, 0.5, 1)
    assert grid(Field("p", "decimal", "number", min=0, max=100, step=0.01)) == ()
    assert grid(integer("n", 0, 10)) == ()
    assert grid(integer("n", 10, 0, step=5)) == ()


def test_what_the_author_declared_is_not_asked():
    form = form_of(ask(page("Ask", 1, fields=(integer("a"), integer("b"))), fixed={"a": "3"}))
    assert form.names == ("b",)
    assert form_of(ask(page("Ask", 1, buttons=(button("a"), button("b"))), fixed={"answer": "b"})).alone == "b-b"


def test_choices_that_ended_the_study_early_are_not_offered_again_while_there_are_others():
    consent = page("Consent", 1, fields=(choice("agree", "yes", "no"),))
    assert list(options(form_of(ask(consent, avoid={"agree": ("no",)})).fields[0])) == ["Yes"]
    assert list(options(form_of(ask(consent, avoid={"agree": ("yes", "no")})).fields[0])) == ["Yes", "No"]
    buttons = page("Consent", 1, buttons=(button("yes"), button("no"), button("later")))
    assert form_of(ask(buttons, avoid={"answer": ("no",)})).refs == {"Yes": "b-yes", "Later": "b-later"}


def test_one_button_needs_no_question():
    form = form_of(ask(page("Read", 1, buttons=(NEXT, Button("Back", "back", "b0"), Button("More", "other", "b2")))))
    assert (form.questions, form.alone) == ((), NEXT.ref)


def test_buttons_that_answer_are_asked_for_under_their_name():
    form = form_of(ask(page("Ask", 1, fields=(integer("a"),), buttons=(button("left", "side"), button("right", "side")))))
    assert form.names == ("a", "side")
    assert form.refs == {"Left": "b-left", "Right": "b-right"}


def test_several_ways_on_are_one_question_whose_name_no_field_has():
    next_too = Button("Skip", "next", "b9")
    form = form_of(ask(page("Ask", 1, fields=(integer("button"),), buttons=(NEXT, next_too, button("x")))))
    assert form.names == ("button", "button_")
    assert form.refs == {"Next": "b1", "Skip": "b9", "X": "b-x"}


def test_buttons_of_one_label_are_told_apart():
    same = (Button("Buy", "next", "b1"), Button("Buy", "next", "b2"), Button("", "next", "b3"))
    assert form_of(ask(page("Ask", 1, buttons=same))).refs == {"Buy": "b1", "Buy (2)": "b2", "button 3": "b3"}


def test_actions_outside_the_form_can_be_declined_where_that_is_possible():
    others = page("Trade", 1, buttons=(Button("Buy", "other", "b5"), Button("Off", "other", "b6", enabled=False)))
    assert form_of(ask(others, acting=True, may_stop="go on")).refs == {"Buy": "b5", "go on": NOTHING}
    assert form_of(ask(others, acting=True)).refs == {"Buy": "b5"}


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (integer("n", 0, 1_000_000), "whole number from 0 to 1000000"),
        (integer("n", 1, None), "whole number of at least 1"),
        (integer("n", None, 9), "whole number of at most 9"),
        (PRICE, "number from 0 to 1, in steps of 0.5"),
        (choice("c", "a", "b"), 'one of "A" | "B"'),
        (Field("c", "choices", "checkbox", choices=(Choice("1", "A"),)), 'a list of any of "A"'),
        (Field("t", "tick", "checkbox", required=True), "true: it must be ticked"),
        (Field("s", "text", "email"), "an e-mail address; may be left empty"),
        (
            Field("s", "text", "text", required=True, max_length=5, pattern="[A-Z]+"),
            "text of at most 5 characters, of the form [A-Z]+",
        ),
    ],
    ids=str,
)
def test_what_may_be_answered_is_said_in_words(field, words):
    assert kind_words(field) == words


def test_a_longer_form_gets_more_tokens():
    one, two = (form_of(ask(page("Ask", 1, fields=fields))) for fields in ((integer("a"),), (integer("a"), integer("b"))))
    assert reply_tokens(one) < reply_tokens(two)
