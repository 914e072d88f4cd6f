"""What is tried in a form, from what its author declared and from the page as it is seen."""

from __future__ import annotations

import pytest
from study_builder import button, choice, integer, page

from botex_pytest.forms.agenda import Agenda
from botex_pytest.forms.asked import Asked, as_declared
from botex_pytest.forms.plan import HIGHEST, LEFT_EMPTY, LOWEST, ODD, TOO_BIG, plan
from botex_pytest.forms.ranges import range_in
from botex_pytest.models.embedded import button_fields
from botex_pytest.page import Choice, Field
from botex_pytest.project_info import FieldInfo

AGE = FieldInfo("age", "player", "integer", min=18, max=99)
NAME = FieldInfo("name", "player", "string", max_length=5)
COLOUR = FieldInfo("colour", "player", "string", choices=(Choice("red", "Red"), Choice("blue", "Blue")))


def planned(declared, seen=None):
    return plan([Asked(declared, seen or as_declared(declared))])


def refused(declared, seen=None):
    """Of the rules that are broken: kind, value, whose rule."""
    return [(p.kind, p.values[declared.name], p.source) for p in planned(declared, seen).refusals]


def together(declared, seen=None):
    return {p.kind: p.values for p in planned(declared, seen).sets}


def text(name, widget="text", **more):
    more.setdefault("required", True)
    return Field(name, "text", widget, **more)


def test_a_whole_number_with_bounds():
    assert refused(AGE, integer("age", 18, 99)) == [
        ("empty", "", "model"),
        ("below", "17", "model"),
        ("above", "100", "model"),
        ("letters", "abc", "model"),
        ("fraction", "18.5", "model"),
        ("comma", "1,5", "model"),
    ]
    assert together(AGE, integer("age", 18, 99)) == {LOWEST: {"age": "18"}, HIGHEST: {"age": "99"}}


def test_a_page_that_is_stricter_than_the_model_is_asked_about_both():
    found = refused(AGE, integer("age", 18, 65))
    assert ("above", "66", "page") in found
    assert ("above", "100", "model") in found
    assert together(AGE, integer("age", 18, 65))[HIGHEST] == {"age": "65"}


def test_what_a_function_decides_at_run_time_the_page_shows():
    dynamic = FieldInfo("send", "player", "integer", min=0, max=None, dynamic=("max",))
    assert ("above", "41", "model") in refused(dynamic, integer("send", 0, 40))


def test_a_whole_number_without_max_is_tried_beyond_what_databases_hold():
    open_ = FieldInfo("n", "player", "integer", min=0)
    assert together(open_, integer("n", 0, None)) == {LOWEST: {"n": "0"}, ODD: {"n": TOO_BIG}}


@pytest.mark.parametrize("kind", ["float", "currency", "decimal"])
def test_decimal_numbers_go_over_their_bounds_by_what_survives_rounding(kind):
    share = FieldInfo("share", "player", kind, min=0, max=1)
    seen = Field("share", "decimal", "text", required=True, min=0, max=1)
    assert [v for k, v, _ in refused(share, seen) if k in ("below", "above")] == ["-0.1", "1.1"]
    assert together(share, seen)[ODD] == {"share": "0,5"}


def test_an_amount_without_decimals_goes_over_by_one_and_may_have_a_fraction():
    points = FieldInfo("points", "player", "currency", min=0, max=10)
    found = refused(points, integer("points", 0, 10))
    assert ("above", "11", "model") in found
    assert not [kind for kind, _, _ in found if kind == "fraction"]  # oTree rounds it


def test_what_may_be_left_out_is_left_out_together_with_the_rest():
    optional = [FieldInfo(n, "player", "integer", blank=True, min=0, max=9) for n in ("a", "b")]
    found = plan([Asked(f, Field(f.name, "integer", "number", min=0, max=9)) for f in optional])
    assert {p.kind: p.values for p in found.sets}[LEFT_EMPTY] == {"a": "", "b": ""}
    assert not [p for p in found.refusals if p.kind == "empty"]


def test_what_only_the_page_wants_filled_in_is_the_page_s_rule():
    optional = FieldInfo("a", "player", "integer", blank=True, min=0, max=9)
    assert ("empty", "", "page") in refused(optional, integer("a", 0, 9))


def test_texts():
    assert refused(NAME, text("name")) == [("empty", "", "model"), ("too long", "xxxxxx", "model")]
    assert together(NAME, text("name")) == {HIGHEST: {"name": "xxxxx"}, ODD: {"name": "   "}}


def test_otree_s_own_length_of_a_text_is_nothing_to_type():
    assert refused(FieldInfo("name", "player", "string", max_length=10000), text("name")) == [("empty", "", "model")]


def test_a_form_that_only_the_page_asks_for():
    found = refused(FieldInfo("mail", "player", "string"), text("mail", "email"))
    assert ("shape", "abc", "page") in found
    found = refused(FieldInfo("code", "player", "string"), text("code", pattern=r"\d{5}"))
    assert ("shape", "abc", "page") in found


def test_choices():
    seen = choice("colour", "red", "blue")
    assert refused(COLOUR, seen) == [("empty", "", "model"), ("unknown", "not offered", "model")]
    assert together(COLOUR, seen) == {LOWEST: {"colour": "red"}, HIGHEST: {"colour": "blue"}}


def test_an_unknown_choice_is_nothing_that_a_browser_could_be_told():
    (unknown,) = [p for p in planned(COLOUR, choice("colour", "red")).refusals if p.kind == "unknown"]
    assert not unknown.by_hand


def test_a_choice_that_the_model_does_not_have_is_tried_and_is_no_extreme():
    seen = choice("colour", "red", "blue", "green")
    assert ("offered", "green", "page") in refused(COLOUR, seen)
    assert together(COLOUR, seen)[HIGHEST] == {"colour": "blue"}


def test_every_choice_that_the_model_does_not_have_is_tried():
    agenda = Agenda(None, lambda _tried: False)
    probes = agenda.of(planned(COLOUR, choice("colour", "red", "green", "black")))
    assert [p.values["colour"] for p in probes if p.kind == "offered"] == ["green", "black"]


def test_amounts_among_choices_are_compared_as_numbers():
    price = FieldInfo("price", "player", "currency", choices=(Choice("1", "1 point"),))
    assert not [k for k, _, _ in refused(price, choice("price", "1.00")) if k == "offered"]
    assert ("unknown", "2", "model") in refused(price, choice("price", "1"))


def test_a_box_to_tick():
    box = FieldInfo("agree", "player", "boolean", widget="CheckboxInput")
    seen = Field("agree", "tick", "checkbox", required=True, choices=(Choice("y", ""),))
    assert refused(box, seen) == [("empty", "", "model")]
    assert together(box, seen) == {LOWEST: {"agree": "y"}}


def test_what_a_button_answers_is_only_tried_past_it():
    (field,) = button_fields(page("Ask", 1, buttons=(button("red", "colour"), button("blue", "colour"))))
    found = plan([Asked(COLOUR, field)])
    assert {p.kind: p.by_hand for p in found.refusals} == {"empty": False, "unknown": False}
    assert found.sets == ()


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("between 1 and 5", {("6", "refused")}),
        ("from 1 to 7", {("7", "taken")}),
        ("from 2 to 6", {("1", "refused")}),
        ("from 1 to 6", set()),
        ("from 2 to 5", {("1", "refused"), ("6", "refused")}),
        ("how much?", set()),
    ],
)
def test_a_label_that_names_other_numbers(label, values):
    rating = FieldInfo("rating", "player", "integer", min=1, max=6)
    found = planned(rating, integer("rating", 1, 6, label=label)).refusals
    assert {(p.values["rating"], p.wanted) for p in found if p.source == "label"} == values
    assert len({p.key for p in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a number between 1 and 5", (1, 5)),
        ("zwischen 0,5 und 2", (0.5, 2)),
        ("Send from 0 to 1,000 points", (0, 1000)),
        ("(1-7)", (1, 7)),
        ("0 \u2013 100", (0, 100)),
        ("0 bis 10", (0, 10)),
        ("between 1 and 5, that is 1 to 5", (1, 5)),
        ("10 - 5", None),
        ("on 2024-05-17", None),
        ("1 to 5 or 1 to 9", None),
        ("How old are you?", None),
    ],
)
def test_ranges_in_words(text, found):
    assert range_in(text) == found


def test_keys_do_not_hang_on_values():
    one, other = (planned(AGE, integer("age", 18, high)).probes for high in (65, 70))
    assert [p.key for p in one] == [p.key for p in other]
    assert len({p.key for p in one}) == len(one)


def test_boxes_of_which_several_can_be_ticked_are_left_alone():
    several = Field("fruits", "choices", "checkbox", choices=(Choice("a", "A"), Choice("b", "B")))
    assert planned(FieldInfo("fruits", "player", "string"), several).probes == ()


def test_a_number_that_only_the_page_asks_for():
    found = refused(FieldInfo("year", "player", "string"), integer("year", 1900, 2010))
    expected = [("empty", "", "model"), ("below", "1899", "page"), ("above", "2011", "page"), ("letters", "abc", "page")]
    assert found == expected
