"""Whether a value can be sent, as far as the page says."""

from __future__ import annotations

import pytest
from study_builder import choice, integer

from botex_pytest.models.fits import problem
from botex_pytest.page import Choice, Field

SEVERAL = Field("hobbies", "choices", "checkbox", choices=(Choice("a", "A"), Choice("b", "B")))
DECIMAL = Field("price", "decimal", "number", min=0, step=0.1)
WORD = Field("word", "text", "text", max_length=3)
TICK = Field("agree", "tick", "checkbox", required=True, choices=(Choice("1", "Yes"),))


@pytest.mark.parametrize(("field", "value"), [
    (integer("n"), "0"),
    (integer("n"), "100"),
    (integer("n"), "7.0"),
    (DECIMAL, "0.3"),
    (WORD, ""),
    (WORD, "abc"),
    (choice("c", "red", "blue"), "blue"),
    (SEVERAL, ("a", "b")),
    (SEVERAL, ()),
    (TICK, "1"),
    (TICK, ""),
])  # fmt: skip
def test_can_be_sent(field, value):
    assert problem(field, value) == ""


@pytest.mark.parametrize(("field", "value", "said"), [
    (integer("n"), "", "needs an answer"),
    (integer("n"), "-1", "must be at least 0"),
    (integer("n"), "101", "must be at most 100"),
    (integer("n"), "1.5", "wants a whole number"),
    (integer("n"), "many", "wants a whole number"),
    (integer("n"), "inf", "wants a whole number"),
    (DECIMAL, "0.35", "goes in steps of 0.1"),
    (DECIMAL, "x", "wants a number"),
    (WORD, "abcd", "takes at most 3 characters"),
    (WORD, ("a", "b"), "takes one value only"),
    (TICK, "yes", "is ticked or not"),
    (choice("c", "red"), "green", "has no choice green"),
    (SEVERAL, ("a", "z"), "has no choice z"),
])  # fmt: skip
def test_cannot_be_sent(field, value, said):
    assert problem(field, value) == said
