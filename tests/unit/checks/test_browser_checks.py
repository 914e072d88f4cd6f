"""What the browser noticed, and what it says about the study."""

from __future__ import annotations

import pytest
from study_builder import Way, app, form, play, project, wait

from botex_pytest.checks.browser import late_releases, missing_files, script_errors, timers_won, untouched_controls
from botex_pytest.page import BrowserEvent, Control

INFO = project(app(form("Ask", "number"), wait("Wait"), form("End", template="app/End.html")))


def noticed(*events):
    way = Way(INFO, 1).answer("Ask", number="1")
    way.played.noticed += [(way.played.visits[-1], e) for e in events]
    return play(INFO, way.stop("End"))


@pytest.mark.parametrize(("event", "group"), [
    (BrowserEvent("script-error", "x is null"), "broken"),
    (BrowserEvent("script-error", "x is null", "http://127.0.0.1:1/static/app.js", 7), "broken"),
    (BrowserEvent("script-error", "x is null", "http://127.0.0.1:1/static/otree/js/live.js"), "review"),
    (BrowserEvent("script-error", "x is null", "https://cdn.example/x.js", own=False), "review"),
])  # fmt: skip
def test_errors_of_scripts(event, group):
    (finding,) = script_errors(noticed(event))
    assert (finding.group, finding.where, finding.key) == (group, "app.Ask", "script-error|app.Ask|x is null")


@pytest.mark.parametrize("event", [
    BrowserEvent("script-error", "ResizeObserver loop completed with undelivered notifications."),
    BrowserEvent("console", "x is null"),
    BrowserEvent("dialog", "alert: x is null"),
])  # fmt: skip
def test_what_is_no_error_of_a_script(event):
    assert list(script_errors(noticed(event))) == []


@pytest.mark.parametrize(("event", "count"), [
    (BrowserEvent("request-failed", "net::ERR_FAILED", "http://127.0.0.1:1/static/a.png"), 1),
    (BrowserEvent("request-failed", "net::ERR_FAILED", "http://127.0.0.1:1/favicon.ico"), 0),
    (BrowserEvent("request-failed", "net::ERR_FAILED", "https://cdn.example/a.png", own=False), 1),
    (BrowserEvent("console", "404", "http://127.0.0.1:1/static/a.png"), 0),
])  # fmt: skip
def test_files_that_are_missing(event, count):
    assert len(list(missing_files(noticed(event)))) == count


FAR = BrowserEvent("request-failed", "net::ERR_NAME_NOT_RESOLVED", "https://cdn.example/charts.js", own=False)


def test_a_file_of_another_server_that_cannot_be_reached():
    (finding,) = missing_files(noticed(FAR))
    assert (finding.check, finding.group, FAR.url in finding.title) == ("needs-network", "review", True)


def test_another_server_that_lacks_a_file_was_reached():
    (finding,) = missing_files(noticed(BrowserEvent("request-failed", "HTTP 404", "https://cdn.example/a.png", own=False)))
    assert (finding.check, finding.group) == ("missing-file", "review")


def test_a_script_that_fails_for_want_of_the_network_is_not_called_broken():
    there = noticed(FAR)
    there.players[0].noticed.append((there.players[0].noticed[0][0], BrowserEvent("script-error", "Charts is not defined")))
    (finding,) = script_errors(there)
    assert (finding.check, finding.group) == ("needs-network", "unplayed")
    assert FAR.url in finding.title
    assert "Charts is not defined" in finding.title


def untouched(description, name="Ask", stop="still"):
    way = Way(INFO, 1).answer("Ask", number="1")
    if name == "End":
        way.see("End")
    way.played.untouched.append((way.played.visits[-1], Control(description)))
    played = way.stop_here(stop) if name == "End" else way.stop("End", stop)
    return list(untouched_controls(play(INFO, played)))


@pytest.mark.parametrize(("description", "group"), [
    ("input type=color name=shade", "unplayed"),
    ("div role=slider", "unplayed"),
    ("canvas 300 x 200", "review"),
    ("iframe 300 x 200 from https://www.video.example", "review"),
])  # fmt: skip
def test_controls_that_could_be_left_alone(description, group):
    (finding,) = untouched(description)
    assert (finding.group, finding.where) == (group, "app.Ask")
    assert description in finding.title


def test_a_control_on_the_page_where_somebody_stopped_is_that_verdict_s_matter():
    assert untouched("div role=slider", "End") == []


def test_a_control_on_the_last_page_that_was_left_is_told():
    assert len(untouched("div role=slider", "End", "finished")) == 1


def test_wait_pages_that_needed_a_reload():
    way = Way(INFO, 1).answer("Ask", number="1").see("Wait", "wait")
    way.played.reloaded.append(way.played.visits[-1])
    (finding,) = late_releases(play(INFO, way.stop("End")))
    assert (finding.check, finding.group, finding.where) == ("late-release", "review", "app.Wait")


def test_pages_that_were_faster_than_their_answers():
    way = Way(INFO, 1).see("Ask")
    way.played.overtaken.append(way.played.visits[-1])
    (finding,) = timers_won(play(INFO, way.stop("End")))
    assert (finding.check, finding.group, finding.where) == ("timer-won", "review", "app.Ask")
