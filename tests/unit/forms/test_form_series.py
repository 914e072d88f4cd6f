"""Probes in the browser and past it, on one participant, until one is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scripted_tab import ScriptedTab
from study_builder import NEXT, button, choice, integer, page

from botex_pytest.form_results import Crash, Probe
from botex_pytest.forms.probed_tab import ProbedTab
from botex_pytest.forms.series import Series
from botex_pytest.page import Answer, Message, Outcome, Page

ASK = page("Ask", 1, fields=(integer("n", 0, 10), choice("colour", "red", "blue")))
AFTER = page("After", 2)
GOOD = Answer({"n": "5", "colour": "red"}, NEXT.ref)
BLOCKED = Outcome("blocked", ASK, (Message("Value must be less than or equal to 10.", "n", "browser"),))
REFUSED = Outcome("rejected", ASK, (Message("Number must be between 0 and 10.", "n"),))
TAKEN = Outcome("moved", AFTER)
CRASHED = Outcome("moved", page("Ask", 1, "error", status=500))


def probe(value="11", name="n", **more):
    return Probe("above", {name: value}, "refused", "at most 10", **more)


class Server:
    """What is posted past the browser, and what comes of it."""

    def __init__(self, *outcomes):
        self.outcomes, self.posted = list(outcomes), []

    def __call__(self, page, values):
        self.posted.append(values)
        return self.outcomes.pop(0)


def tried(*probes, browser=(), server=(), in_browser=True, at=ASK, answer=GOOD):
    """The series, what came of it for the bot, the tab and the server."""
    tab, past = ScriptedTab([at] * 20, browser), Server(*server)
    tab.open("")
    series = Series(lambda _page, _answer: probes, past, in_browser, lambda: lambda: Crash("", "KeyError"))
    outcome = ProbedTab(tab, lambda p: p.index == 1, series).submit(answer)
    return series, outcome, tab, past


def reactions(series):
    return [(t.browser, t.server) for t in series.tried]


def test_what_the_browser_keeps_back_is_posted_past_it():
    series, outcome, tab, past = tried(probe(), browser=[BLOCKED, TAKEN], server=[REFUSED])
    assert reactions(series) == [("stopped", "refused")]
    assert past.posted == [{"n": "11", "colour": "red"}]
    assert tab.given[0].values == {"n": "11", "colour": "red"}
    assert (tab.given[-1], outcome) == (GOOD, TAKEN)  # then the bot's own answer
    assert not series.good_refused
    assert series.tried[0].said == BLOCKED.messages


def test_what_the_server_has_refused_to_the_browser_is_not_posted_again():
    series, _, _, past = tried(probe(), browser=[REFUSED, TAKEN])
    assert reactions(series) == [("refused", "refused")]
    assert past.posted == []


def test_what_is_taken_ends_the_series():
    series, outcome, tab, _ = tried(probe(), probe("12"), browser=[TAKEN])
    assert reactions(series) == [("taken", "taken")]
    assert (outcome, len(tab.given)) == (TAKEN, 1)


def test_what_is_taken_past_the_browser_ends_it_too_and_the_browser_follows():
    series, outcome, _, _ = tried(probe(), probe("12"), browser=[BLOCKED], server=[TAKEN])
    assert reactions(series) == [("stopped", "taken")]
    assert outcome.kind == "moved"


def test_a_server_error_is_told_and_the_series_goes_on():
    series, _, _, _ = tried(probe(), probe("12"), browser=[CRASHED, REFUSED, TAKEN])
    assert reactions(series) == [("error", "error"), ("refused", "refused")]
    assert series.tried[0].crash == Crash("", "KeyError")
    assert series.tried[1].crash is None


def test_a_page_that_came_after_is_no_error_of_this_one():
    gone = Outcome("moved", page("After", 2, "error", status=500))
    series, outcome, _, _ = tried(probe(), browser=[gone])
    assert reactions(series) == [("taken", "taken")]
    assert outcome is gone


def test_a_good_answer_that_is_refused_afterwards_is_noticed():
    series, outcome, _, _ = tried(probe(), browser=[REFUSED, REFUSED])
    assert series.good_refused
    assert outcome is REFUSED


def test_without_a_browser_only_the_server_is_asked():
    series, _, tab, past = tried(probe(), browser=[TAKEN], server=[REFUSED], in_browser=False)
    assert reactions(series) == [("", "refused")]
    assert (len(tab.given), len(past.posted)) == (1, 1)


def test_what_no_control_could_do_is_only_posted():
    series, _, _, _ = tried(probe("green", "colour", by_hand=False), browser=[TAKEN], server=[REFUSED])
    assert reactions(series)[0][0] == ""


def test_an_open_question_is_left_open_on_a_fresh_page():
    empty = Probe("empty", {"colour": ""}, "refused")
    _, _, tab, past = tried(empty, browser=[BLOCKED, TAKEN], server=[REFUSED])
    assert tab.given[0].values == {"n": "5"}
    assert past.posted == [{"n": "5", "colour": ""}]


def test_complaints_about_something_else_say_nothing():
    other = replace(REFUSED, messages=(Message("Not a valid choice", "colour"),))
    series, _, _, _ = tried(probe(), browser=[other, TAKEN], server=[other])
    assert reactions(series) == [("unclear", "unclear")]


AWAY = Outcome("left", ASK, outgoing="https://away.example/")


@pytest.mark.parametrize("sent", [TAKEN, AWAY])
def test_what_a_script_made_something_else_of_says_nothing_and_the_participant_has_moved_on(sent):
    rewritten = replace(sent, unfilled=("n",))
    series, outcome, tab, past = tried(probe(), probe("12"), browser=[rewritten])
    assert reactions(series) == [("unclear", "unclear")]
    assert outcome is rewritten
    assert (len(tab.given), past.posted) == (1, [])


def test_what_a_script_made_something_else_of_and_the_server_refuses_says_nothing_either():
    series, outcome, _, past = tried(probe(), probe("12"), browser=[replace(REFUSED, unfilled=("n",)), REFUSED, TAKEN])
    assert reactions(series) == [("unclear", "unclear"), ("refused", "refused")]
    assert (outcome, past.posted) == (TAKEN, [])


def test_a_script_that_rewrites_another_field_changes_nothing():
    series, _, _, _ = tried(probe(), browser=[replace(TAKEN, unfilled=("colour",))])
    assert reactions(series) == [("taken", "taken")]


def test_what_the_control_does_not_take_is_still_posted_past_it():
    series, _, _, past = tried(probe(), browser=[replace(BLOCKED, unfilled=("n",)), TAKEN], server=[REFUSED])
    assert reactions(series) == [("stopped", "refused")]
    assert past.posted == [{"n": "11", "colour": "red"}]


def test_a_server_error_after_what_a_script_made_something_else_of_is_still_one():
    series, _, _, _ = tried(probe(), browser=[replace(CRASHED, unfilled=("n",)), TAKEN])
    assert reactions(series) == [("error", "error")]


def test_a_page_that_went_on_by_itself_is_left_to_the_bot():
    gone = Outcome("moved", AFTER, sent=False)
    series, outcome, _, _ = tried(probe(), probe("12"), browser=[gone])
    assert reactions(series) == [("unclear", "unclear")]
    assert outcome is gone


def test_a_server_that_is_silent_has_taken_nothing():
    series, _, _, _ = tried(probe(), browser=[Outcome("moved", Page("error", "", status=0))])
    assert reactions(series) == [("unclear", "unclear")]


@pytest.mark.parametrize(
    ("text", "messages", "told"),
    [
        ("Question\nPlease fix the errors.", (), False),
        ("Question\nPlease fix the errors.\nOne to ten, please.", (), True),
        ("Question\nPlease fix the errors.", (Message("Number must be between 0 and 10.", "n"),), True),
    ],
)
def test_whether_a_person_is_told_why(text, messages, told):
    asked = replace(ASK, text="Question")
    after = replace(asked, text=text, messages=("Please fix the errors.",))
    refused = Outcome("rejected", after, (Message("Please fix the errors."), *messages))
    series, _, _, _ = tried(probe(), browser=[refused, TAKEN], at=asked)
    assert series.tried[0].told is told


def test_the_button_that_answered_is_posted_too():
    at = page("Ask", 1, fields=(integer("n"),), buttons=(button("yes"), button("no")))
    _, _, tab, past = tried(probe(), browser=[BLOCKED, TAKEN], server=[REFUSED], at=at, answer=Answer({"n": "5"}, "b-no"))
    assert past.posted == [{"answer": "no", "n": "11"}]
    assert [a.button for a in tab.given] == ["b-no", "b-no"]


def test_other_pages_and_steps_outside_the_form_are_the_bot_s():
    tab, series = ScriptedTab([AFTER], [TAKEN]), Series(lambda *_: [probe()], Server(), True, lambda: lambda: None)
    tab.open("")
    assert ProbedTab(tab, lambda p: p.index == 1, series).submit(GOOD) is TAKEN
    tab = ScriptedTab([ASK], [TAKEN])
    tab.open("")
    assert ProbedTab(tab, lambda p: True, series).submit(Answer(button="key:f")) is TAKEN
    assert not series.begun


def test_a_button_that_is_not_ready_yet_leaves_the_browser_out_of_it():
    at = replace(ASK, buttons=(replace(NEXT, enabled=False),))
    series, _, tab, _ = tried(probe(), probe("12"), browser=[TAKEN], server=[REFUSED, REFUSED], at=at)
    assert reactions(series) == [("", "refused"), ("", "refused")]
    assert tab.given == [GOOD]


@pytest.mark.parametrize("outcome", [REFUSED, BLOCKED])
def test_a_good_answer_that_is_refused_without_any_probe_says_nothing(outcome):
    series, _, _, _ = tried(browser=[outcome])
    assert not series.good_refused


def test_a_good_answer_that_the_browser_keeps_back_may_need_what_a_reload_has_undone():
    series, _, _, _ = tried(probe(), browser=[REFUSED, BLOCKED])
    assert not series.good_refused
