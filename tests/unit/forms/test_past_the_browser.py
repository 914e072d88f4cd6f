"""What an outcome past the browser means."""

from __future__ import annotations

import pytest
from study_builder import choice, integer, page

from botex_pytest.forms import past
from botex_pytest.forms.past import _as_sent, is_taken, past_the_browser
from botex_pytest.page import Answer, Field, Outcome, Page

ASK = page("Ask", 3, fields=(integer("n"), choice("colour", "red"), Field("agree", "tick", "checkbox")))


@pytest.mark.parametrize(
    ("outcome", "taken"),
    [
        (Outcome("moved", page("After", 4)), True),
        (Outcome("moved", page("After", 4, "error", status=500)), True),  # by then the answer was taken
        (Outcome("left", ASK, outgoing="https://other.example/"), True),
        (Outcome("moved", page("Ask", 3, "error", status=500)), False),
        (Outcome("moved", Page("error", "", status=0)), False),
        (Outcome("moved", page("After", 4), sent=False), False),
        (Outcome("rejected", ASK), False),
        (Outcome("unchanged", ASK), False),
    ],
)
def test_whether_an_answer_was_taken(outcome, taken):
    assert is_taken(outcome, ASK) is taken


def test_what_was_not_chosen_is_not_sent():
    values = Answer({"n": "", "colour": "", "agree": ""}).values
    assert _as_sent(ASK, values) == {"n": "", "colour": (), "agree": ()}
    assert _as_sent(ASK, {"colour": "red"}) == {"colour": "red"}


def test_a_server_that_was_started_again_is_asked_where_it_is_now(monkeypatch):
    asked, at = [], ["http://127.0.0.1:9"]
    tab = past.HttpDriver.tab
    monkeypatch.setattr(past.HttpDriver, "tab", lambda driver, origin: (asked.append(origin), tab(driver, origin))[1])
    post = past_the_browser(lambda: at[0], 0.5)
    post(ASK, {})
    at[0] = "http://127.0.0.1:10"
    post(ASK, {})
    assert asked == ["http://127.0.0.1:9", "http://127.0.0.1:10"]


def test_a_server_that_is_gone_has_taken_nothing():
    outcome = past_the_browser(lambda: "http://127.0.0.1:9", 0.5)(page("Ask", 3), {"n": "1"})
    assert outcome.kind == "unchanged"
