"""What live pages heard from the server."""

from __future__ import annotations

import pytest
from study_builder import Way, app, form, play, project

from botex_pytest.checks.base import Fault
from botex_pytest.checks.live import live_failures
from botex_pytest.page import BrowserEvent

INFO = project(app(form("Market"), form("End")))
FAILED = BrowserEvent("live-received", '{"otree_success": false, "live_method_payload": null}')
FAULT = Fault("ZeroDivisionError: division by zero", "app/__init__.py, line 9: x / 0", "app/__init__.py", 9)


def heard(*events, fault=FAULT):
    way = Way(INFO, 1).see("Market")
    way.played.noticed += [(way.played.visits[-1], event) for event in events]
    return list(live_failures(play(INFO, way.stop("End"), fault=fault)))


def test_a_live_method_that_fails_is_told_with_its_message_and_its_line():
    (finding,) = heard(BrowserEvent("live-sent", '{"bid": 0}'), FAILED, BrowserEvent("live-sent", "7"), FAILED)
    assert (finding.check, finding.group, finding.where) == ("live-error", "broken", "app.Market")
    assert finding.title == "The live method of app.Market fails: ZeroDivisionError: division by zero"
    assert finding.detail.splitlines()[0] == 'The live method fails when it gets the message {"bid": 0}.'
    assert (finding.file, finding.line) == ("app/__init__.py", 9)


def test_the_same_line_fails_for_each_with_another_value():
    keys = set()
    for value in ("kettle ember", "cedar field"):
        error = f"ValueError: invalid literal for int() with base 10: {value!r}"
        (finding,) = heard(FAILED, fault=Fault(error, "Traceback ...", "app/__init__.py", 9))
        assert value in finding.title
        keys.add(finding.key)
    assert keys == {"live-error|app.Market|app/__init__.py:9|ValueError"}


def test_without_a_traceback_it_is_told_what_live_methods_return():
    (finding,) = heard(FAILED, fault=None)
    assert "must return nothing, or a dict" in finding.advice
    assert finding.line == 1


@pytest.mark.parametrize("event", [
    BrowserEvent("live-received", '{"otree_success": true, "live_method_payload": {"otree_success": false}}'),
    BrowserEvent("live-received", '"the words otree_success: false"'),
    BrowserEvent("chat-received", FAILED.text),
    BrowserEvent("live-sent", FAILED.text),
])  # fmt: skip
def test_what_is_no_failure(event):
    assert heard(event) == []
