"""What models noticed about the wording: told with the quote, and nothing where nothing was said."""

from __future__ import annotations

import pytest
from study_builder import Way, app, form, play, project

from botex_pytest.checks.browser import timers_won
from botex_pytest.checks.wording import wording
from botex_pytest.page import Message
from botex_pytest.played import Refused, Said

INFO = project(app(form("Ask", "size"), form("End"), rounds=2))


def told(reason="because", *, attempt=1, refused=()):
    way = Way(INFO, 1).answer("Ask", size="3")
    visit = way.played.visits[-1]
    way.played.said.append(Said(visit, attempt, {"size": "3"}, {"size": reason}))
    way.refuse(*(Refused(visit.step, visit.where, visit.round, {"size": "3"}, messages) for messages in refused))
    way.played.model = "some-model"
    return list(wording(play(INFO, way.stop("End"))))


@pytest.mark.parametrize(
    "reason",
    [
        "Unclear: points or euros?",
        "unclear whether I pay",
        "It is not said, so I guess; the rule is ambiguous.",
        "I don't really understand what is asked.",
        "The second sentence contradicts the first.",
        "I am confused by the table.",
    ],
)
def test_confusion_that_a_reason_speaks_of_is_to_review_with_the_quote(reason):
    (finding,) = told(reason)
    assert (finding.check, finding.group, finding.where, finding.participants) == ("unclear", "review", "app.Ask", (1,))
    assert finding.title == "A model found size on app.Ask unclear"
    assert finding.detail == f"P1 (some-model): “{reason}”"


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "I keep 3 because it is fair.",
        "Nothing unclear here.",
        "I want to avoid confusing my partner.",
        "The rules are clear.",
        "I am not sure the other one sends anything back.",
    ],
)
def test_other_reasons_are_nobody_s_business(reason):
    assert told(reason) == []


def test_a_first_answer_that_was_refused_is_told_with_what_the_page_said():
    (finding,) = told("It says 3 to 9.", refused=[(Message("Must be 7.", "size"),)])
    assert (finding.check, finding.group) == ("refused-at-first", "review")
    assert finding.detail == "P1 (some-model) answered 3: “It says 3 to 9.”\nThe page said: “Must be 7.”"


def test_later_answers_and_those_of_bots_without_reasons_are_not_told():
    assert told(attempt=2, refused=[(Message("Must be 7.", "size"),)]) == []
    way = Way(INFO, 1).answer("Ask", size="3")
    way.refuse(Refused(1, "app.Ask", 1, {"size": "3"}, (Message("no"),)))
    assert list(wording(play(INFO, way.stop("End")))) == []


def test_what_was_understood_is_told_for_each_participant():
    players = []
    for number in (1, 2):
        way = Way(INFO, number).answer("Ask", size="3")
        way.played.remarks = {"understood": f"I could give, said {number}."}
        players.append(way.stop("End"))
    (finding,) = wording(play(INFO, *players))
    assert (finding.check, finding.group, finding.participants) == ("understood", "review", (1, 2))
    assert finding.title == "What models understood of config"
    assert finding.detail == (
        "P1 (random), understood: “I could give, said 1.”\nP2 (random), understood: “I could give, said 2.”"
    )


def test_a_page_that_was_faster_is_told_once_with_how_often_and_what_came_then():
    way = Way(INFO, 1).see("Ask")
    way.played.overtaken.append(way.played.visits[-1])
    way.see("End").see("Ask")
    way.played.overtaken.append(way.played.visits[-1])
    (finding,) = timers_won(play(INFO, way.stop("End"), Way(INFO, 2).answer("Ask", size="1").stop("End")))
    assert finding.title == "app.Ask went on by itself before it was answered, 2 of 3 times"
    assert finding.participants == (1,)
    assert finding.detail == "P1 (random): the app went on to app.End\nP1 (random) in round 2: the app went on to app.End"
