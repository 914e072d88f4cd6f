from __future__ import annotations

import pytest

from botex_pytest.drivers.outcomes import classify, refusals
from botex_pytest.page import Field, Message, Page

HERE = Page("form", "http://h/p/c/app/Send/3", app="app", name="Send", index=3)


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (Page("form", "http://h/p/c/app/Take/4", app="app", name="Take", index=4), "moved"),
        (Page("form", "http://h/p/c/app/Send/9", app="app", name="Send", index=9), "moved"),  # the same page, a later round
        (Page("wait", "http://h/p/c/app/Meet/4", app="app", name="Meet", index=4), "moved"),
        (Page("error", HERE.url, app="app", name="Send", index=3, status=500), "moved"),
        (Page("finished", "http://h/OutOfRangeNotification/c"), "moved"),
        (HERE, "rejected"),
        (Page("still", HERE.url, app="app", name="Send", index=3), "rejected"),
    ],
)
def test_where_a_submit_led(after, kind):
    assert classify(HERE, after, ()).kind == kind


def test_a_rejection_carries_all_messages_and_what_was_not_filled():
    after = Page(
        "form", HERE.url, name="Send", index=3, messages=("Please fix the errors.",),
        fields=(Field("a", "text", "text", messages=("too long", "too odd")), Field("b", "text", "text")),
    )  # fmt: skip
    outcome = classify(HERE, after, ("b",))
    assert outcome.messages == (Message("Please fix the errors."), Message("too long", "a"), Message("too odd", "a"))
    assert outcome.unfilled == ("b",)


def test_foreign_pages_are_told_apart_by_their_address():
    here = Page("foreign", "http://h/a")
    assert classify(here, Page("foreign", "http://h/b"), ()).kind == "moved"
    assert classify(here, here, ()).kind == "rejected"


def test_validation_of_the_browser():
    done = {"pressed": True, "untaken": [], "invalid": [{"field": "a", "text": "Please fill out this field."}]}
    assert refusals(done, {}) == (Message("Please fill out this field.", "a", "browser"),)
    assert refusals({**done, "invalid": []}, {}) == ()


def test_controls_that_did_not_take_their_value():
    untaken = [
        {"name": "n", "taken": "no", "holds": "15", "there": True},
        {"name": "m", "taken": "no", "holds": None, "there": True},
        {"name": "gone", "taken": "no", "holds": None, "there": False},
        {"name": "rewritten", "taken": "changed", "holds": "ABC", "there": True},
    ]
    values = {"n": "1,5", "m": "x", "gone": "1", "rewritten": "abc"}
    assert [m.text for m in refusals({"pressed": False, "untaken": untaken}, values)] == [
        "the control does not take '1,5'; it holds '15'",
        "the control does not take 'x'; it holds nothing",
        "there is no such control on the page",
    ]
