"""The embedded models: the same question gets the same answer, a refused one another."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from study_builder import NEXT, button, choice, integer, page

from botex_pytest.model_names import STRATEGIES
from botex_pytest.models.base import Ask, Refusal
from botex_pytest.models.embedded import Embedded
from botex_pytest.page import Field, Message

PAGE = page("Ask", 3, fields=(integer("number", 0, 10**6), choice("colour", *"abcdefgh"), Field("word", "text", "text")))


def ask(there=PAGE, **more):
    return Ask(**{"page": there, "config": "config", "participant": 1, "seed": 1, **more})


def answer(strategy="random", there=PAGE, **more):
    return Embedded(strategy).answer(ask(there, **more))


def refused(*fields, **values):
    return Refusal(values, tuple(Message("Wrong.", f) for f in fields))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_same_question_gets_the_same_answer_in_any_order_and_thread(strategy):
    asks = [ask(replace(PAGE, index=i), participant=p, seed=s) for i in (1, 2, 3) for p in (1, 2, 3) for s in (0, 1)]
    model = Embedded(strategy)
    expected = [model.answer(a) for a in asks]
    shuffled = list(range(len(asks)))
    random.Random(7).shuffle(shuffled)
    with ThreadPoolExecutor(8) as pool:
        found = dict(zip(shuffled, pool.map(Embedded(strategy).answer, [asks[i] for i in shuffled]), strict=True))
    assert [found[i] for i in range(len(asks))] == expected


@pytest.mark.parametrize("other", [
    {"participant": 2},
    {"seed": 2},
    {"config": "other"},
    {"attempt": 2},
    {"there": replace(PAGE, index=4)},
    {"there": replace(PAGE, name="Other")},
])  # fmt: skip
def test_another_question_may_get_another_answer(other):
    assert answer(**other).values != answer().values


def test_the_address_does_not_matter():
    assert answer(there=replace(PAGE, url="http://127.0.0.1:1/p/other/app/Ask/3")) == answer()


def test_one_more_question_does_not_change_the_others():
    more = replace(PAGE, fields=(integer("new"), *PAGE.fields))
    assert {k: v for k, v in answer(there=more).values.items() if k != "new"} == answer().values


def test_what_is_declared_is_given_as_it_is():
    found = answer(fixed={"number": "7", "elsewhere": "x"})
    assert (found.values["number"], "elsewhere" in found.values) == ("7", False)


def test_a_field_that_was_not_blamed_keeps_its_value():
    first = answer().values
    second = answer(attempt=2, refusals=(refused("number", **first),)).values
    assert (second["colour"], second["word"]) == (first["colour"], first["word"])
    assert second["number"] != first["number"]


def test_a_message_for_the_whole_page_blames_every_field():
    first = answer().values
    second = answer(attempt=2, refusals=(refused("", **first),)).values
    assert all(second[name] != first[name] for name in first)


def test_no_choice_is_tried_twice_while_there_are_others():
    there = page("Ask", 1, fields=(choice("colour", *"abcdefgh"),))
    refusals: tuple[Refusal, ...] = ()
    for attempt in range(1, 9):
        refusals += (refused("colour", **answer(there=there, attempt=attempt, refusals=refusals).values),)
    assert {r.values["colour"] for r in refusals} == set("abcdefgh")


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_number_in_the_message_is_tried(strategy):
    there = page("Ask", 1, fields=(integer("number", 0, 10**6),))
    said = Refusal({"number": "1"}, (Message("The sum must be 4711.", "number"),))
    assert answer(strategy, there, attempt=2, refusals=(said,)).values == {"number": "4711"}


# --- learnt from an earlier play ---


def test_answers_that_led_on_are_preferred_and_those_that_did_not_are_avoided():
    assert answer(prefer={"colour": ("c",)}).values["colour"] == "c"
    assert answer(prefer={"colour": ("c", "d")}, avoid={"colour": ("c",)}).values["colour"] == "d"
    assert {answer(avoid={"colour": tuple("abcdefg")}, seed=s).values["colour"] for s in range(9)} == {"h"}


def test_a_preferred_answer_that_is_not_offered_here_is_not_given():
    assert answer(prefer={"colour": ("z",)}).values["colour"] in "abcdefgh"


def test_after_a_refusal_preferences_count_no_more():
    refusal = refused("colour", colour="c")
    assert answer(prefer={"colour": ("c",)}, attempt=2, refusals=(refusal,)).values["colour"] != "c"


# --- buttons ---

YES, NO = button("yes"), button("no")


def pressed(*buttons, fields=(), **more):
    return answer(there=page("Ask", 1, buttons=buttons, fields=fields), **more).button


def test_the_next_button_is_pressed_where_there_is_one():
    assert pressed(YES, NEXT, NO) == "b1"
    assert pressed(replace(NEXT, role="back", ref="b0"), NEXT) == "b1"


def test_of_several_next_buttons_another_is_pressed_when_nothing_came_of_the_first():
    pictured = replace(NEXT, ref="b0")
    assert [pressed(pictured, NEXT, attempt=n) for n in (1, 2, 3)] == ["b0", "b1", "b0"]
    assert pressed(pictured, NEXT, attempt=2, refusals=(refused(),)) == "b0"  # that one was no idle press


def test_without_a_button_that_leads_on_the_driver_decides():
    assert pressed() is None
    assert pressed(replace(NEXT, role="other"), replace(NEXT, enabled=False)) is None


def test_buttons_of_one_name_are_a_choice_like_any_other():
    assert {pressed(YES, NO, seed=s) for s in range(20)} == {"b-yes", "b-no"}
    assert pressed(YES, NO, avoid={"answer": ("yes",)}) == pressed(YES, NO, prefer={"answer": ("no",)}) == "b-no"
    assert pressed(YES, NO, attempt=2, refusals=(refused("answer", answer="no"),)) == "b-yes"
    assert pressed(YES, replace(NO, enabled=False), prefer={"answer": ("no",)}) == "b-yes"


def test_an_answer_that_is_kept_although_its_button_is_gone():
    kept = refused("other", answer="no")
    assert pressed(YES, attempt=2, refusals=(kept,)) == "b-yes"


def test_buttons_of_several_names_are_all_pressed_sometimes():
    assert {pressed(YES, button("go", name="other"), seed=s) for s in range(20)} == {"b-yes", "b-go"}


@pytest.mark.parametrize("enabled", [True, False])
def test_the_declared_button_is_pressed_also_beside_a_next_button(enabled):
    assert pressed(NEXT, YES, replace(NO, enabled=enabled), fixed={"answer": "no"}) == "b-no"
