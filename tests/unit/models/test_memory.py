"""A log of what was seen: exact while it fits, and the right things shortened when it does not."""

from __future__ import annotations

from botex_pytest.models.memory import Entry, Memory

RULES = "Rules: " + "x" * 200


def memory(size, *entries):
    found = Memory(size)
    for entry in entries:
        found.keep(entry)
    return found


def rounds(count):
    return [Entry(n + 2, n + 1, f"Result {n} " + "y" * 100, done=f"size = {n}") for n in range(count)]


def test_everything_is_told_while_it_fits():
    found = memory(5000, Entry(1, 1, RULES), *rounds(3)).log(before=99)
    assert RULES in found
    assert all(f"Result {n}" in found and f"You answered: size = {n}" in found for n in range(3))


def test_the_present_page_is_not_part_of_it():
    assert "Result 2" not in memory(5000, *rounds(3)).log(before=4)


def test_instructions_and_the_newest_pages_are_kept_when_it_is_full():
    found = memory(900, Entry(1, 1, RULES), *rounds(20)).log(before=99)
    assert len(found) < 1100
    assert RULES in found
    assert "Result 19" in found
    assert "Result 3" not in found


def test_of_older_pages_the_answers_stay_before_they_are_left_out():
    found = memory(600, *rounds(8)).log(before=99)
    assert "Page 9, round 8:\nResult 7" in found
    assert "size = 3" in found
    assert "earlier page" in memory(300, *rounds(20)).log(before=99)


def test_long_instructions_are_cut_at_half_the_budget():
    found = memory(1000, Entry(1, 1, "z" * 5000), *rounds(2)).log(before=99)
    assert 400 < found.count("z") <= 500
    assert "[...]" in found


def test_another_answer_to_a_page_takes_the_place_of_the_first_and_actions_stay():
    found = memory(500, Entry(1, 1, "t", "pressed “Buy”", acted=True), Entry(1, 1, "t", "size = 1"), Entry(1, 1, "t", "size = 2"))
    assert found.log(before=9).count("You answered") == 1
    assert "size = 2" in found.log(before=9)
    assert "pressed “Buy”; size = 1" in memory(
        500, Entry(1, 1, "t", "pressed “Buy”", acted=True), Entry(1, 1, "t", "size = 1")
    ).log(before=9)
