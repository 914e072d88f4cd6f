"""The verdict on one participant, for each way to stop."""

from __future__ import annotations

import sys

import pytest
from study_builder import Way, app, form, integer, play, project, shown_if, wait

from botex_pytest.checks.base import Fault
from botex_pytest.checks.flow import judge
from botex_pytest.page import BrowserEvent, Control, Message
from botex_pytest.played import Refused, Stuck

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

INFO = project(app(form("Ask", "number"), shown_if("Out", "number"), wait("Wait"), form("Work", "word"), form("End")))


def verdict(played, *others, **more):
    return judge(played, play(more.pop("info", INFO), played, *others, **more))


def asked():
    return Way(INFO, 1).answer("Ask", number="1")


def test_finished():
    assert verdict(asked().stop_here("finished")).status == "finished"
    at_the_end = verdict(asked().stop("End"))
    assert (at_the_end.status, at_the_end.ending, at_the_end.finding) == ("finished", "finished", None)


def test_a_declared_end():
    found = verdict(asked().stop("Out"), study={"ends": ["Out"]})
    assert (found.status, found.ending, found.finding) == ("early-end", "declared-end", None)


def test_an_early_end_says_what_led_there_and_how_to_declare_it():
    found = verdict(asked().stop("Out"))
    assert (found.status, found.ending) == ("early-end", "early-end")
    assert (found.finding.group, found.finding.answer) == ("review", {"number": "1"})
    assert tomllib.loads("\n".join(found.finding.lines)) == {"config": {"ends": ["app.Out"]}}


def test_a_dead_end_says_how_many_pages_follow():
    found = verdict(asked().stop("Work"))
    assert (found.status, found.finding.check) == ("broken", "dead-end")
    assert "1 more page follows" in found.finding.title


def test_a_page_with_nothing_but_a_control_nobody_understood_is_not_called_broken():
    found = verdict(asked().see("Work").stop_here("still", page={"unknown": (Control("canvas 300 x 200"),)}))
    assert (found.status, found.finding.check) == ("unplayed", "needs-skill")
    assert "canvas 300 x 200" in found.finding.title


@pytest.mark.parametrize(("page", "said"), [({"keys": ("f",)}, "listen to keys"), ({"live": True}, "live message")])
def test_a_page_that_is_left_by_keys_or_messages_is_not_called_broken(page, said):
    found = verdict(asked().see("Work").stop_here("still", page=page))
    assert (found.status, found.finding.check) == ("unplayed", "needs-skill")
    assert said in found.finding.title


# --- errors ---


def error(status=500, **more):
    return asked().see("Work").stop_here("error", page={"kind": "error", "status": status, "text": "No answer."}, **more)


def test_a_server_error_is_told_with_the_author_s_line():
    found = verdict(error(), fault=Fault("ZeroDivisionError: division by zero", "Traceback ...", "app/__init__.py", 12))
    assert (found.status, found.finding.check, found.finding.where) == ("broken", "server-error", "app.Work")
    assert (found.finding.file, found.finding.line, found.finding.detail) == ("app/__init__.py", 12, "Traceback ...")
    assert "ZeroDivisionError" in found.finding.title
    assert found.finding.answer == {"number": "1"}


def test_one_line_is_one_cause_whatever_the_value():
    keys = {
        verdict(error(), fault=Fault(f"KeyError: {code!r}", "Traceback ...", "app/__init__.py", 12)).finding.key
        for code in ("a1b2c3d4", "e5f6a7b8")
    }
    assert keys == {"server-error|app.Work|app/__init__.py:12|KeyError"}


def test_an_error_without_a_line_of_the_author_s_is_laid_at_the_page():
    page, found = verdict(error()).finding, verdict(error(), fault=Fault("InvalidAppError: 'paymnet'", "Traceback ...")).finding
    assert (found.file, found.line, found.detail) == (page.file, page.line, "Traceback ...")


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_proxy_that_reaches_nobody_says_nothing_about_the_study(status):
    found = verdict(error(status=status))
    assert (found.status, found.finding.group) == ("infrastructure", "infrastructure")
    assert f"app.Work could not be reached: a server in front of oTree answered with HTTP status {status}" in found.reason


def test_a_server_error_without_a_traceback():
    assert "500" in verdict(error()).finding.title


def test_a_page_that_is_not_found_is_no_matter_of_the_log():
    found = verdict(error(404), fault=Fault("KeyError: of another participant", ""))
    assert (found.status, "404" in found.finding.title) == ("broken", True)


def test_no_answer_at_all_needs_time():
    found = verdict(error(0))
    assert (found.status, found.finding.check) == ("unplayed", "needs-time")
    assert "No answer." in found.finding.title


# --- refusals ---


def refused(*messages, declared=(), page=None):
    way = Way(INFO, 1).see("Ask")
    way.played.last_values = {"number": "9"}
    tries = [Refused(1, "app.Ask", 1, {"number": str(n)}, messages, declared) for n in (1, 9)]
    return way.refuse(Refused(0, "app.Elsewhere", 1, {"other": "1"}, ()), *tries).stop_here("refused", page=page)


def test_every_answer_was_refused():
    found = verdict(refused(Message("Please fix the errors."), Message("Wrong.", "number")))
    assert (found.status, found.finding.check, found.finding.messages) == ("unplayed", "needs-answer", ("Wrong.",))
    assert (found.finding.answer, found.finding.key) == ({"number": "9"}, "needs-answer|app.Ask|number")
    assert found.finding.lines == ("[config.answers]", '"app.Ask.number" = ...')


def test_a_refusal_that_names_no_field_names_all_that_were_answered():
    found = verdict(refused(Message("The sum is wrong.")))
    assert (found.finding.messages, found.finding.key) == (("The sum is wrong.",), "needs-answer|app.Ask|number")


def test_a_refused_declaration_is_told_as_such():
    found = verdict(refused(Message("Wrong.", "number"), declared=("number",)))
    assert "refused the declared answer of number" in found.finding.title
    assert "correct it" in found.finding.advice


def test_bounds_that_nothing_fits():
    found = verdict(refused(Message("Wrong.", "number"), page={"fields": (integer("number", 5, 3),)}))
    assert "at least 5 and at most 3" in found.finding.advice


def test_a_page_that_only_counts_clicks_is_to_be_skipped():
    way = Way(INFO, 1).see("Ask").refuse(Refused(1, "app.Ask", 1, {}, (Message("Not yet."),)))
    assert verdict(way.stop_here("refused")).finding.lines == ("[config]", 'skip = ["app.Ask"]')


# --- buttons, skills, time ---


def pressed_in_vain(*events):
    way = Way(INFO, 1).see("Ask")
    way.played.noticed += [(way.played.visits[-1], e) for e in events]
    return way.stop_here("dead-button", reason="the button did nothing when it was pressed")


def test_a_button_that_does_nothing_because_a_script_fails():
    found = verdict(pressed_in_vain(BrowserEvent("script-error", "x is null")))
    assert (found.status, found.finding.key) == ("broken", "script-error|app.Ask|x is null")


@pytest.mark.parametrize("event", [
    BrowserEvent("script-error", "theirs", "https://cdn.example/x.js", own=False),
    BrowserEvent("script-error", "oTree's", "http://127.0.0.1:1/static/otree/js/x.js"),
    BrowserEvent("script-error", "ResizeObserver loop limit exceeded"),
    BrowserEvent("dialog", "alert: Hello"),
])  # fmt: skip
def test_a_button_that_does_nothing_for_another_reason(event):
    found = verdict(pressed_in_vain(event))
    assert (found.status, found.finding.check) == ("unplayed", "needs-skill")
    assert "the button did nothing" in found.finding.title


def test_an_error_on_an_earlier_page_is_not_why_this_button_does_nothing():
    way = Way(INFO, 1).answer("Ask", number="1")
    way.played.noticed.append((way.played.visits[-1], BrowserEvent("script-error", "x is null")))
    assert verdict(way.see("Work").stop_here("dead-button", reason="nothing")).status == "unplayed"


def test_needs_time_says_how_to_give_it():
    found = verdict(asked().stop("Work", "needs-time", reason="its timer still runs after 30 s"))
    assert (found.status, found.finding.check) == ("unplayed", "needs-time")
    assert "its timer still runs" in found.finding.title
    assert "--botex-page-timeout" in found.finding.advice


def test_lines_are_toml_for_any_name_of_a_config():
    named = project(app(form("Ask", "number")))
    info = type(named)(**{**vars(named), "configs": (type(named.configs[0])("Große Studie 2.0", "", ("app",), 1, 1),)})
    played = Way(info, 1, "Große Studie 2.0").see("Ask").stop_here("needs-skill", reason="?")
    lines = judge(played, play(info, played, config="Große Studie 2.0")).finding.lines
    assert tomllib.loads("\n".join(lines)) == {"Große Studie 2.0": {"skip": ["app.Ask"]}}


def test_what_is_no_page_of_otree_s_cannot_be_declared():
    assert verdict(asked().stop_here("needs-skill", reason="?", page={"index": 0})).finding.lines == ()


# --- waiting ---


def stuck(kind, behind=(), root=None, info=INFO, name="Wait"):
    return Way(info, 1).stop(name, "stuck", stuck=Stuck(kind, behind, root, 60.0))


def test_blocked_points_at_who_began_it():
    partner = Way(INFO, 2).stop("Ask", "refused")
    found = verdict(stuck("blocked", (2,), 2), partner)
    assert (found.status, found.blocked_by, found.finding) == ("blocked", 2, None)
    assert found.reason == "waits at app.Wait for P2, who stopped at app.Ask"


def test_blocked_by_somebody_who_is_blocked():
    partner, root = Way(INFO, 2).see("Wait").stop_here("stuck"), Way(INFO, 3).stop("Ask", "refused")
    found = verdict(stuck("blocked", (2,), 3), partner, root)
    assert found.reason == "waits at app.Wait for P2, who waits for P3, who stopped at app.Ask"


def test_an_endless_wait_is_broken():
    found = verdict(stuck("endless"))
    assert (found.status, found.finding.check) == ("broken", "endless-wait")


def test_an_author_s_own_grouping_may_want_more_people_or_time():
    info = project(app(wait("Grouping", arrival=True), form("End"), arrival_method=True))
    found = verdict(stuck("endless", info=info, name="Grouping"), info=info)
    assert (found.status, found.finding.check) == ("unplayed", "needs-time")


# --- our side ---


def test_a_recording_that_does_not_fit_could_not_be_played():
    told = {"reason": "app.Work has changed since its answers were recorded", "detail": "+ new", "advice": "record again"}
    found = verdict(asked().stop("Work", "needs-recording", **told))
    assert (found.status, found.finding.check, found.finding.group) == ("unplayed", "needs-recording", "unplayed")
    assert (found.finding.title, found.finding.detail, found.finding.advice) == tuple(told.values())


def test_our_own_failure_is_infrastructure_with_all_that_is_known():
    found = verdict(asked().stop_here("infrastructure", reason="BrowserError: gone\nmore", detail="Traceback ..."))
    assert (found.status, found.finding.group, found.finding.detail) == ("infrastructure", "infrastructure", "Traceback ...")
    assert "more" not in found.finding.title


def test_whoever_was_stopped_from_outside_is_not_judged():
    found = verdict(asked().stop_here("cancelled", reason="Ctrl-C"))
    assert (found.status, found.finding) == ("infrastructure", None)
    assert "Ctrl-C" in found.reason
