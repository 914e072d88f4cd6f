"""What bots do outside the form: where a page needs it, within bounds, and always written down."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from scripted_tab import ScriptedTab, moved, play
from study_builder import NEXT, integer, page

from botex_pytest.page import KEY, NOTHING, SCROLL, Button, Field, Outcome
from botex_pytest.transcript import Acted, read

END = page("End", 9, "still")
CARDS = tuple(Button(name, "other", f"b-{name}") for name in ("forest", "sea"))
PRICE = Field("b7", "integer", "number", label="Price", min=1, max=9)


@pytest.fixture
def run(tmp_path):
    return partial(play, folder=tmp_path)


@pytest.fixture
def acted(tmp_path):
    return lambda: [e.description for e in read(tmp_path / "P1.jsonl") if isinstance(e, Acted)]


def stays(there):
    return Outcome("unchanged", there)


def pressed(tab):
    return [answer.button for answer in tab.given]


def test_a_hidden_input_that_waits_is_filled_before_the_form_is_sent(run, acted):
    waits, filled = page("Ask", 1, buttons=(*CARDS, NEXT), awaits=("place",)), page("Ask", 1, buttons=(*CARDS, NEXT))
    tab = ScriptedTab([waits], [stays(filled), moved(END)])
    assert run(tab).stop.kind == "still"
    assert pressed(tab)[0] in ("b-forest", "b-sea")
    assert pressed(tab)[1] == NEXT.ref
    assert acted() == [f"pressed “{pressed(tab)[0][2:]}”"]


def test_which_of_several_is_taken_depends_on_the_participant(run):
    waits, filled = page("Ask", 1, buttons=(*CARDS, NEXT), awaits=("place",)), page("Ask", 1, buttons=(*CARDS, NEXT))
    taken = set()
    for number in range(1, 9):
        tab = ScriptedTab([waits], [stays(filled), moved(END)])
        run(tab, number=number)
        taken.add(pressed(tab)[0])
    assert taken == {"b-forest", "b-sea"}


def test_slides_with_buttons_of_their_own_are_turned_to_the_end(run):
    """The way back is no way on: where it has been taken, the other button is pressed again, because more lies behind it."""
    last = 4
    to = {f"b{n}{way}": n + step for n in range(1, last + 1) for way, step in (("back", -1), ("on", 1))}

    def slide(n):
        ways = [("back", n > 1), ("on", n < last)]
        turns = tuple(Button(way, "other", f"b{n}{way}") for way, there in ways if there)
        return page("Read", 1, text=f"slide {n}", buttons=turns if n < last else (*turns, NEXT))

    for number in range(1, 4):
        tab = ScriptedTab(
            [slide(1)], [lambda given: moved(END) if given.button == NEXT.ref else stays(slide(to[given.button]))] * 40
        )
        assert run(tab, number=number).stop.kind == "still"


def test_a_button_that_did_nothing_is_pressed_again_with_other_answers(run):
    send = page("Ask", 1, fields=(integer("number"),), buttons=(Button("Send", "other", "b1"),), awaits=("sum",))
    said = []

    def then(given):
        said.append(given)
        return moved(END) if given.button == "b1" and any(one.values for one in said) else stays(send)

    assert run(ScriptedTab([send], [then] * 9)).stop.kind == "still"


def test_buttons_of_a_page_that_can_be_left_are_let_alone(run, acted):
    tab = ScriptedTab([page("Read", 1, buttons=(*CARDS, NEXT))], [moved(END)])
    assert (run(tab).stop.kind, acted(), len(tab.given)) == ("still", [], 1)


def test_a_series_of_slides_is_turned_over_to_its_end(run):
    back, on = replace(CARDS[0], label="Back"), replace(CARDS[1], label="Continue")
    slides = [page("Read", 1, text=f"part {n}", buttons=(on,) if n == 0 else (back, on)) for n in range(6)]
    last = page("Read", 1, text="part 6", buttons=(back, NEXT))
    tab = ScriptedTab([slides[0]], [*map(stays, [*slides[1:], last]), moved(END)])
    assert run(tab).stop.kind == "still"
    assert pressed(tab)[-7:] == [on.ref] * 6 + [NEXT.ref]


def test_what_shows_nothing_new_gives_way_to_what_was_not_tried(run):
    tabs = tuple(Button(name, "other", f"b-{name}") for name in ("one", "two", "three"))
    shown = page("Read", 1, "still", text="one", buttons=tabs)
    tab = ScriptedTab([shown], [*map(stays, [replace(shown, text="two")] * 3), moved(END)])
    run(tab)
    assert set(pressed(tab)[1:]) == {t.ref for t in tabs}


def test_loose_controls_are_set(run, acted):
    there = page("Ask", 1, tools=(PRICE,))
    tab = ScriptedTab([there], [stays(there), moved(END)])
    run(tab)
    first = tab.given[0]
    assert (first.button, list(first.values)) == (NOTHING, ["b7"])
    assert acted() == [f"set Price to {first.values['b7']}"]


def test_a_live_page_is_used_until_it_ends(run, acted):
    bid = page("Live", 1, live=True, tools=(PRICE,), buttons=(replace(CARDS[0], label="Bid"),))
    tab = ScriptedTab([bid], [*[stays(bid)] * 5, moved(END)])
    assert run(tab).stop.kind == "still"
    assert len(acted()) == 6
    assert all(what.startswith("set Price to ") and what.endswith("; pressed “Bid”") for what in acted())


def test_what_is_done_on_a_live_page_has_a_bound(run):
    bid = page("Live", 1, live=True, buttons=CARDS)
    tab = ScriptedTab([bid], [stays(bid)] * 60)
    assert run(tab).stop.kind == "needs-skill"
    assert len(tab.given) == 40


def test_each_tab_is_opened_once_and_the_text_read_to_its_end(run, acted):
    asleep = page("Read", 1, buttons=(*CARDS, replace(NEXT, enabled=False)), scrolls=True)
    awake = replace(asleep, buttons=(*CARDS, NEXT), scrolls=False)
    tab = ScriptedTab([asleep], [*[stays(asleep)] * 3, stays(awake), moved(END)])
    assert run(tab).stop.kind == "still"
    assert (sorted(pressed(tab)[1:3]), pressed(tab)[3:]) == (["b-forest", "b-sea"], [SCROLL, NEXT.ref])
    assert acted()[-1] == "scrolled to the end"


def test_keys_are_tried_where_there_is_nothing_else(run, acted):
    there = page("Keys", 1, "still", keys=("f", "j", " "))
    tab = ScriptedTab([there], [stays(there), moved(END)])
    assert run(tab).stop.kind == "still"
    assert (pressed(tab), acted()) == ([KEY + "f", KEY + "j"], ["pressed the key f", "pressed the key j"])


def test_a_last_page_with_something_to_look_up_is_the_end(run):
    tab = ScriptedTab([page("End", 9, buttons=CARDS)])
    assert (run(tab).stop.kind, tab.given) == ("still", [])


def test_another_card_is_taken_after_a_refusal(run):
    waits = page("Ask", 1, buttons=(*CARDS, NEXT), awaits=("place",))
    filled = replace(waits, awaits=())
    tab = ScriptedTab([waits], [stays(filled), Outcome("rejected", waits), stays(filled), moved(END)])
    assert run(tab).stop.kind == "still"
    assert {pressed(tab)[0], pressed(tab)[2]} == {"b-forest", "b-sea"}


def test_a_page_left_by_what_was_done_is_not_called_overtaken(run):
    there = page("Ask", 1, fields=(integer("number"),), live=True, buttons=CARDS)
    assert run(ScriptedTab([there], [moved(END)])).overtaken == []
