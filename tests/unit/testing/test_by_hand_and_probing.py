"""What a test answers for a participant, and what it tries in a field, where the page asks twice: a button was not ready yet."""

from __future__ import annotations

import threading

import pytest
from study_builder import integer, page

from botex_pytest.models.base import Ask, Refusal
from botex_pytest.models.embedded import Embedded
from botex_pytest.page import Message
from botex_pytest.testing.by_hand import ByHand, Hand
from botex_pytest.testing.probing import Probe, Probed

SEND = page("Send", 1, fields=(integer("amount", 0, 100),))


def ask(attempt, *refused, there=SEND):
    refusals = tuple(Refusal({"amount": value}, (Message(f"not {value}"),)) for value in refused)
    return Ask(there, "trust", 1, 1, round=1, attempt=attempt, refusals=refusals, where=f"trust.{there.name}")


@pytest.fixture
def hand():
    made = Hand(Embedded())
    yield made
    made.let_go()


def test_an_answer_of_which_nothing_came_is_given_again_and_the_test_is_not_asked(hand):
    answered = []
    asked = [ask(1), ask(2), ask(3, "101"), ask(1, there=page("Results", 2))]
    bot = threading.Thread(target=lambda: answered.extend(hand.answer(a) for a in asked), daemon=True)
    bot.start()
    p1 = ByHand("P1", hand, ("trust.Send", "trust.Results"), 10.0)
    assert [m.text for m in p1.try_to_submit(amount=101)] == ["not 101"]
    assert p1.try_to_submit(amount=40) == ()
    assert p1.page.name == "Results"
    hand.let_go()
    bot.join(10)
    assert [a.values.get("amount") for a in answered] == ["101", "101", "40", None]


def probed(*asks):
    found = Probed()
    probe = Probe(Embedded(), {("trust.Send", 1): {"amount": "50"}}, ("trust.Send", 1), "amount", ["101", "-1"], found)
    sent = [probe.answer(a).values["amount"] for a in asks]
    probe.close()
    return sent, [*found.refused], found.taken


def test_a_value_of_which_nothing_came_is_neither_taken_nor_refused():
    assert probed(ask(1), ask(2), ask(3, "101"), ask(4, "101"), ask(5, "101", "-1")) == (
        ["101", "101", "-1", "-1", "50"],
        ["101", "-1"],
        [],
    )
