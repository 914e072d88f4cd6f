"""When a page is still the one that was answered before, and how the difference is told."""

from __future__ import annotations

import pytest
from study_builder import NEXT, button, choice, integer, page

from botex_pytest.models.likeness import CODE, Likeness

TEXT = "Round 3\nYou have 100 points, and your partner sent 12.50 EUR at 10:15."
BEFORE = page("Send", 3, text=TEXT, fields=(integer("sent", label="How much do you send?"), choice("colour", "red", "blue")))


def changed(**more):
    return page("Send", 3, **{"text": TEXT, "fields": BEFORE.fields, **more})


def same(now, before=BEFORE):
    return Likeness.of(before).same(Likeness.of(now))


@pytest.mark.parametrize("now", [
    changed(),
    changed(text=TEXT.replace("100", "20").replace("12.50", "3").replace("10:15", "9:01")),
    changed(text=f"  {TEXT}\n\n".replace(" ", "   ")),
    changed(text="\n".join(reversed(TEXT.splitlines()))),
    changed(fields=tuple(reversed(BEFORE.fields))),
    changed(fields=(integer("sent", 0, 50, label="How much do you send?"), BEFORE.fields[1])),
], ids=["nothing", "numbers", "spaces", "order of lines", "order of questions", "bounds"])  # fmt: skip
def test_what_may_differ_by_chance(now):
    assert same(now)


@pytest.mark.parametrize("now", [
    changed(text=TEXT.replace("partner", "opponent")),
    changed(text=TEXT + "\nThink well."),
    changed(fields=BEFORE.fields[:1]),
    changed(fields=(integer("kept", label="How much do you send?"), BEFORE.fields[1])),
    changed(fields=(integer("sent", label="How much do you keep?"), BEFORE.fields[1])),
    changed(fields=(BEFORE.fields[0], choice("colour", "red", "green"))),
    changed(buttons=(NEXT, button("yes"))),
], ids=["a word", "a line", "a question less", "its name", "its label", "a choice", "a button"])  # fmt: skip
def test_what_makes_it_another_page(now):
    assert not same(now)


def test_numbers_that_a_form_posts_are_no_chance():
    one, two = (page("Quiz", 1, fields=(choice("q", value),)) for value in ("1", "2"))
    assert not same(one, two)
    assert not same(page("Quiz", 1, fields=(integer("q1"),)), page("Quiz", 1, fields=(integer("q2"),)))


def test_codes_and_labels_of_the_session_are_taken_out():
    found = Likeness.of(changed(text="Your code is abcdefgh, anna. Hanna waits."), ["abcdefgh", "anna", ""])
    assert found.text == (f"Your code is {CODE}, {CODE}. Hanna waits.",)


def test_drawn_codes_that_nobody_knows_are_like_numbers():
    assert same(changed(text="Your ticket: x7k2p"), changed(text="Your ticket: b41zz"))


def test_a_live_page_is_known_by_its_controls():
    live = changed(live=True)
    assert same(changed(live=True, text="P2 offers more"), live)
    assert not same(changed(live=True, fields=()), live)


def test_the_difference_shows_both_and_leaves_out_what_only_differs_by_chance():
    now = changed(text=TEXT.replace("100", "20").replace("Round 3", "Part 3"), fields=BEFORE.fields)
    assert Likeness.of(BEFORE).difference(Likeness.of(now)) == [
        "- Round 3",
        "+ Part 3",
        "  You have 20 points, and your partner sent 12.50 EUR at 10:15.",
        "  sent: How much do you send? (integer, required, from 0, to 100)",
    ]


def test_a_long_difference_is_cut():
    lines = Likeness.of(changed(text="\n".join("abcdefghijklmnopqrstuvwxyz"))).difference(Likeness.of(changed(text="")))
    assert len(lines) <= 41
    assert (
        Likeness.of(changed(text="\n".join(f"{a}{b}" for a in "abcdefgh" for b in "stuvwxyz")))
        .difference(Likeness.of(changed(text="")))[-1]
        .endswith("more lines")
    )


def test_half_a_character_is_written_as_it_is_read_back():
    assert Likeness.of(changed(text="\ud83d")).text == ("?",)
