"""Plausible values: bounds, grids, choices, texts, and what is tried after a refusal."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from study_builder import choice, integer

from botex_pytest.model_names import STRATEGIES
from botex_pytest.models.values import first_value, other_values
from botex_pytest.page import Choice, Field


def first(field, strategy="random", avoid=()):
    return first_value(field, strategy, random.Random(1), avoid)


def others(field, *messages, count=12):
    return list(islice(other_values(field, messages, random.Random(1)), count))


def decimal(low=None, high=None, **more):
    return Field("number", "decimal", "text", min=low, max=high, **more)


def text(**more):
    return Field("word", "text", more.pop("widget", "text"), **more)


@pytest.mark.parametrize(("field", "low", "middle", "high"), [
    (integer("n", 0, 100), "0", "50", "100"),
    (integer("n", 3, 8), "3", "5", "8"),
    (integer("n", 0, None), "0", "50", "100"),
    (integer("n", None, None), "0", "50", "100"),
    (integer("n", None, -5), "-5", "-5", "-5"),
    (integer("n", 10**11, 10**11), "100000000000", "100000000000", "100000000000"),
    (integer("n", 0, 100, step=25), "0", "50", "100"),
    (integer("n", 5, 100, step=10), "5", "55", "95"),
    (decimal(0, 1), "0", "0.5", "1"),
    (decimal(0, 0.3, step=0.1), "0", "0.1", "0.3"),
    (decimal(-1, 1), "-1", "0", "1"),
    (decimal(0.001, 0.002, step=0.001), "0.001", "0.001", "0.002"),
    (choice("c", "a", "b", "c", "d"), "a", "b", "d"),
    (choice("c"), "", "", ""),
    (Field("t", "tick", "checkbox"), "on", "on", "on"),
    (Field("t", "tick", "checkbox", choices=(Choice("y", "Yes"),)), "y", "y", "y"),
    (Field("m", "choices", "checkbox", choices=(Choice("a", ""), Choice("b", ""))), ("a",), ("a", "b"), ("a", "b")),
])  # fmt: skip
def test_min_middle_and_max(field, low, middle, high):
    assert [first(field, strategy) for strategy in ("min", "middle", "max")] == [low, middle, high]


def numbers():
    return st.integers(-(10**6), 10**6)


@given(
    numbers(), st.integers(0, 10**5), st.sampled_from([None, 1, 2, 5, 10, 25]), st.integers(0, 99), st.sampled_from(STRATEGIES)
)
def test_whole_numbers_are_within_bounds_and_on_the_grid(low, width, step, seed, strategy):
    field = integer("n", low, low + width, step=step)
    number = Decimal(first_value(field, strategy, random.Random(seed)))
    assert low <= number <= low + width
    assert (number - low) % (step or 1) == 0


@given(
    numbers(),
    st.integers(0, 10**5),
    st.sampled_from([None, "0.01", "0.05", "0.1", "0.5"]),
    st.integers(0, 99),
    st.sampled_from(STRATEGIES),
)
def test_decimals_are_within_bounds_and_on_the_grid(low, width, step, seed, strategy):
    least, most = Decimal(low) / 100, Decimal(low + width) / 100
    field = decimal(float(least), float(most), step=float(step) if step else None)
    number = Decimal(first_value(field, strategy, random.Random(seed)))
    assert least <= number <= most
    assert (number - least) % Decimal(step or "0.01") == 0


@given(st.none() | numbers(), st.none() | numbers(), st.integers(0, 99), st.sampled_from(STRATEGIES))
def test_there_is_a_number_whatever_the_bounds(low, high, seed, strategy):
    number = int(first_value(integer("n", low, high), strategy, random.Random(seed)))
    if low is None or high is None or low <= high:
        assert low is None or low <= number
        assert high is None or number <= high


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize(("field", "avoid"), [
    (integer("n", 0, 1), ("0",)),
    (integer("n", 0, 1), ("1",)),
    (integer("n", 0, 10), ("0", "5", "10", "3")),
    (decimal(0, 1), ("0", "0.5", "1")),
    (choice("c", "a", "b", "c"), ("a", "b")),
    (choice("c", "a", "b", "c"), ("b", "c")),
    (Field("t", "tick", "checkbox", choices=(Choice("y", ""),)), ("y",)),
    (Field("m", "choices", "checkbox", choices=(Choice("a", ""), Choice("b", ""))), (("a",), ("b",))),
    (text(), ("cedar basin",)),
])  # fmt: skip
def test_what_led_to_an_early_end_is_not_tried_again(field, avoid, strategy):
    assert first(field, strategy, avoid) not in avoid


def test_the_same_text_is_not_drawn_again():
    assert first(text(), avoid=(first(text()),)) != first(text())


@pytest.mark.parametrize(("field", "avoid"), [
    (choice("c", "a"), ("a",)),
    (integer("n", 4, 4), ("4",)),
    (Field("t", "tick", "checkbox", required=True), ("on",)),
])  # fmt: skip
def test_where_there_is_nothing_else_it_is_tried_all_the_same(field, avoid):
    assert first(field, avoid=avoid) == avoid[0]


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("pattern", [r"\d{5}", r"[A-Z]{3}", r"[a-z]+", r"[0-9a-fA-F]+", r".*", r"\w+ \w+"])
def test_texts_fit_their_pattern(pattern, strategy):
    import re

    assert re.fullmatch(pattern, first(text(pattern=pattern, max_length=20), strategy))


def test_a_pattern_that_python_cannot_read_is_left_to_the_browser():
    assert first(text(pattern=r"\p{L}+"))


@given(st.integers(1, 3000), st.sampled_from(STRATEGIES), st.sampled_from(["text", "longtext"]), st.integers(0, 99))
def test_texts_are_never_empty_nor_too_long(longest, strategy, kind, seed):
    field = Field("word", kind, "text", max_length=longest)
    assert 1 <= len(first_value(field, strategy, random.Random(seed))) <= min(longest, 1000)


def test_min_is_a_letter_and_max_fills_the_line():
    assert len(first(text(max_length=80), "min")) == 1
    assert len(first(text(max_length=80), "max")) >= 79


@pytest.mark.parametrize(("widget", "part"), [("email", "@"), ("url", "https://"), ("date", "-"), ("time", ":"), ("tel", "49")])
def test_typed_controls_get_what_they_take(widget, part):
    assert any(part in first_value(text(widget=widget), "random", random.Random(seed)) for seed in range(9))


# --- after a refusal ---


def test_numbers_of_the_message_come_first_then_their_neighbours_then_the_bounds():
    assert others(integer("n", 0, 1000), "Not between 20 and 30, as 1,5 would be.")[:9] == [
        *("20", "30", "2"),
        *("21", "19", "31", "29", "2", "0"),
    ]


def test_numbers_beyond_the_bounds_are_left_out():
    assert others(integer("n", 0, 100), "Must be at most 5000.", count=4) == ["0", "100", "50", "0"]


def test_numbers_of_label_and_help_count_too():
    field = integer("n", 0, 1000, label="You have 120 points", help="Round to 10")
    assert others(field)[:2] == ["10", "120"]


@given(st.lists(st.text(max_size=30), max_size=3), st.integers(0, 50), st.integers(0, 50), st.integers(0, 99))
def test_whatever_is_said_other_numbers_stay_within_bounds(messages, low, width, seed):
    field = integer("n", low, low + width)
    assert all(low <= int(v) <= low + width for v in islice(other_values(field, messages, random.Random(seed)), 40))


def test_every_choice_is_tried():
    assert sorted(others(choice("c", "a", "b", "c"))) == ["a", "b", "c"]


def test_ticks_can_be_taken_back_and_several_be_picked():
    assert others(Field("t", "tick", "checkbox", choices=(Choice("y", ""),))) == ["y", ""]
    several = Field("m", "choices", "checkbox", choices=(Choice("a", ""), Choice("b", "")))
    assert set(others(several)) == {("a",), ("b",), ("a", "b")}


def test_words_in_quotes_are_tried_as_texts():
    assert others(text(), "Please type “I agree” or 'yes', 3 times.")[:3] == ["3", "I agree", "yes"]
