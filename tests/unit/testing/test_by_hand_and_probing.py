"""What a test answers for a participant, and what it tries in a field, where the page asks twice: a button was not ready yet."""

from __future__ import annotations

import threading

import pytest
from study_builder import integer, page

from botex_pytest.models.base import Ask, Refusal
from botex_pytest.models.embedded import Embedded
from botex_pytest.page import Message, Outcome
from botex_pytest.testing.by_hand import ByHand, Hand
from botex_pytest.testing.probing import Probe, Probed

SEND = page("Send", 1, fields=(integer("amount", 0, 100),))


def ask(attempt, *refused, there=SEND, by="server"):
    refusals = tuple(Refusal({"amount": value}, (Message(f"not {value}", by=by),)) for value in refused)
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


def test_an_answer_that_was_lost_with_the_browser_is_given_again(hand):
    answered = []
    asked = [ask(1), ask(1), ask(1, there=page("Results", 2))]
    bot = threading.Thread(target=lambda: answered.extend(hand.answer(a) for a in asked), daemon=True)
    bot.start()
    p1 = ByHand("P1", hand, ("trust.Send", "trust.Results"), 10.0)
    assert p1.try_to_submit(amount=40) == ()
    assert p1.page.name == "Results"
    hand.let_go()
    bot.join(10)
    assert [a.values.get("amount") for a in answered] == ["40", "40", None]


def probed(*asks, past=lambda _page, _values: Outcome("rejected", SEND)):
    found = Probed()
    probe = Probe(Embedded(), {("trust.Send", 1): {"amount": "50"}}, ("trust.Send", 1), "amount", ["101", "-1"], found, past)
    sent = [probe.answer(a).values["amount"] for a in asks]
    probe.close()
    return sent, [*found.refused], [*found.taken, *found.past]


def test_a_value_of_which_nothing_came_is_neither_taken_nor_refused():
    assert probed(ask(1), ask(2), ask(3, "101"), ask(4, "101"), ask(5, "101", "-1")) == (
        ["101", "101", "-1", "-1", "50"],
        ["101", "-1"],
        [],
    )


def test_what_only_the_browser_refuses_is_sent_past_it():
    posted = []

    def past(_page, values):
        posted.append(values)
        return Outcome("rejected", SEND)

    sent, refused, taken = probed(ask(1), ask(2, "101", by="browser"), ask(3, "101", "-1"), past=past)
    assert (sent, refused, taken) == (["101", "-1", "50"], ["101", "-1"], [])
    assert posted == [{"amount": "101"}]


def test_what_the_server_takes_past_the_browser_ends_the_session_s_tries():
    after = Outcome("moved", page("Results", 2))
    sent, refused, taken = probed(ask(1), ask(2, "101", by="browser"), past=lambda _page, _values: after)
    assert (sent, refused, taken) == (["101", "50"], ["101"], ["101"])


def test_a_server_error_past_the_browser_is_no_yes():
    failed = Outcome("moved", page("Send", 1, "error", status=500))
    sent, _, taken = probed(ask(1), ask(2, "101", by="browser"), past=lambda _page, _values: failed)
    assert (sent, taken) == (["101", "-1"], ["-1"])
