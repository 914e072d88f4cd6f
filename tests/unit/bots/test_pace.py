"""How long people take, in seconds that no test waits for."""

from __future__ import annotations

import pytest
from study_builder import choice, page

from botex_pytest.bots.pace import Pace
from botex_pytest.page import Field

TEXT = page("Read", 1, text="word " * 480)
WORD = Field("word", "text", "text")


def test_machine_speed_takes_no_time():
    pace = Pace()
    assert (pace.reading(TEXT, 1), pace.answering(TEXT, {"word": "long"}), pace.acting, pace.moment) == (0, 0, 0, 0)


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_reading_is_240_words_a_minute_and_a_little_more_for_some(factor):
    seconds = {number: Pace(factor).reading(TEXT, number) for number in (1, 2, 3)}
    assert all(120 * factor <= s <= 168 * factor for s in seconds.values())
    assert len(set(seconds.values())) == 3
    assert Pace(factor).reading(TEXT, 1) == seconds[1]


def test_who_reads_half_as_fast_takes_twice_as_long():
    assert Pace(1.0, words=120).reading(TEXT, 1) == pytest.approx(2 * Pace(1.0).reading(TEXT, 1))


def test_a_page_of_any_name_can_be_read():
    assert Pace(1.0).reading(page("half of a \ud800", 1), 1) > 2


def test_signs_without_blanks_are_counted_one_by_one():
    assert Pace(1.0).reading(page("Read", 1, text="经济学实验" * 96), 1) >= 120


def test_nobody_answers_an_empty_page_at_once():
    assert Pace(1.0).reading(page("Next", 1), 1) > 2


def test_typing_takes_longer_than_choosing():
    there = page("Ask", 1, fields=(WORD, choice("colour", "red", "blue")))
    pace = Pace(1.0)
    assert pace.answering(there, {"word": "x" * 250}) == pytest.approx(60)
    assert 0 < pace.answering(there, {"colour": "red"}) < 3


def test_no_page_takes_longer_than_the_longest():
    assert Pace(1.0, longest=4.0).reading(TEXT, 1) <= 4.0 * 1.4
    assert Pace(1.0, longest=0.1).acting == 0.1


def test_a_timer_makes_people_hurry():
    there = page("Ask", 1, text="word " * 480, fields=(WORD,), seconds_left=10.0)
    assert Pace(1.0).reading(there, 1) < 10
    assert Pace(1.0).answering(there, {"word": "x" * 250}) < 10
