"""`expect(...)`: what holds passes, what does not says what was seen instead."""

from __future__ import annotations

import re

import pytest
from study_builder import choice, integer, page

from botex_pytest import expect
from botex_pytest.page import Message
from botex_pytest.testing.errors import TestingError
from botex_pytest.testing.seen import Participant, SeenPage

ALL = ("app.Intro", "app.Wait", "app.Send", "app.Results")


def seen(name: str, kind: str = "form", round_: int = 1, answer: dict | None = None, messages: tuple = (), **more) -> SeenPage:
    there = page(name, 1, kind, **more)
    return SeenPage(1, "trust", f"app.{name}", name, round_, there, answer or {}, (), messages)


def participant(*pages: SeenPage, status: str = "finished", reason: str = "") -> Participant:
    return Participant(1, "code", "label", "trust", status, reason, "2.00 EUR", pages, ALL, frozenset(("Wait", "app.Wait")))


def told(call, *args) -> str:
    with pytest.raises(AssertionError) as caught:
        call(*args)
    return str(caught.value)


WALK = participant(seen("Intro"), seen("Wait", "wait"), seen("Send"), seen("Results", "still"))


@pytest.mark.parametrize(
    "pages",
    [
        ("Intro", "Send", "Results"),
        ("Intro", "Wait", "Send", "Results"),
        ("app.Intro", "Send", "app.Results"),
        (..., "Results"),
        ("Intro", ...),
        ("Intro", ..., "Results"),
        (...,),
        ("Intro", ..., "Send", ..., "Results", ...),
    ],
)
def test_to_visit(pages):
    expect(WALK).to_visit(*pages)


@pytest.mark.parametrize("pages", [(), ("Intro",), ("Send", "Intro", "Results"), (..., "Send"), ("Send", ...)])
def test_to_visit_fails(pages):
    message = told(expect(WALK).to_visit, *pages)
    assert message.startswith("P1 of trust did not visit these pages.\n")
    assert "actual:   Intro, [Wait], Send, Results" in message


def test_an_unknown_page_is_an_error_of_the_test():
    with pytest.raises(TestingError, match=r"no page 'Sent'.\nCause: Did you mean 'Send'\?"):
        expect(WALK).to_visit("Intro", "Sent")
    with pytest.raises(TestingError, match="no page 'Result'"):
        expect(WALK).not_to_visit("Result")
    with pytest.raises(TestingError, match="no page 'Nowhere'"):
        WALK.page("Nowhere")


def test_not_to_visit():
    expect(participant(seen("Intro"))).not_to_visit("Send", "Results")
    assert "visited Send, Results" in told(expect(WALK).not_to_visit, "Send", "Results")


def test_to_finish():
    expect(WALK).to_finish()
    message = told(expect(participant(seen("Intro"), status="broken", reason="a server error")).to_finish)
    assert message.splitlines() == [
        "P1 of trust did not finish.",
        "  expected: finished",
        "  actual:   broken: a server error",
        "  visited:  Intro",
    ]


def test_to_end_at():
    expect(WALK).to_end_at("Results")
    assert "actual:   Results" in told(expect(WALK).to_end_at, "Send")
    assert "actual:   no page" in told(expect(participant()).to_end_at, "Send")


def test_text():
    results = expect(seen("Results", "still", text="You sent\n40   points"))
    results.to_contain_text("You sent 40 points")
    results.to_contain_text(re.compile(r"sent\s+\d+"))
    results.not_to_contain_text("41")
    assert told(results.to_contain_text, "You sent 41 points").splitlines() == [
        "app.Results of P1 of trust does not contain the text.",
        "  expected: 'You sent 41 points'",
        "  actual:   'You sent 40 points'",
    ]
    assert "contains the text" in told(results.not_to_contain_text, "40")


def test_the_last_time_that_a_page_was_seen():
    twice = participant(seen("Send", round_=1, text="first"), seen("Send", round_=2, text="second"))
    assert twice.page("Send").text == "second"
    assert twice.page("Send", round=1).text == "first"
    with pytest.raises(TestingError, match="never saw a page Send in round 3"):
        twice.page("Send", round=3)


def test_fields():
    send = seen("Send", fields=(integer("amount"), choice("why", "a", "b")), answer={"amount": "40", "why": "a"})
    expect(send).to_ask("why", "amount")
    expect(send.field("amount")).to_have_value(40)
    expect(send.field("amount")).to_have_value("40")
    expect(send.field("why")).to_offer("A", "b")
    assert "actual:   amount, why" in told(expect(send).to_ask, "amount")
    assert "actual:   '40'" in told(expect(send.field("amount")).to_have_value, 41)
    assert "actual:   A (a), B (b)" in told(expect(send.field("why")).to_offer, "b", "a")
    with pytest.raises(TestingError, match=r"app\.Send of P1 of trust has no field 'amuont'"):
        send.field("amuont")


def test_messages_of_a_field_are_its_own_and_those_of_the_page():
    send = seen(
        "Send", fields=(integer("amount"), integer("age")), messages=(Message("too much", "amount"), Message("think again"))
    )
    assert send.field("amount").messages == ("too much", "think again")
    assert send.field("age").messages == ("think again",)


def test_only_what_was_played_can_be_expected_of():
    with pytest.raises(TypeError, match="not int"):
        expect(3)  # type: ignore[call-overload]
