"""What a run says as a pre-test: trouble, time, payoffs, what no bot could read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lab_builder import lab_run
from run_builder import CONSENT, SessionBuilder, form_run, healthy_run, new_run, page, person

from botex_pytest.export.run_data import read_run
from botex_pytest.flow import Condition
from botex_pytest.page import Message
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.records import read_sessions
from botex_pytest.report.data import report_data
from botex_pytest.report.pretest import Pretest, pretests
from botex_pytest.report.pretest_words import amounts, minutes, pretest_lines
from botex_pytest.report.text import summary
from botex_pytest.run_folder import RunFolder


def told(run: RunFolder) -> Pretest:
    (found,) = pretests(read_sessions(run), run.info())
    return found


@pytest.fixture
def market(tmp_path: Path) -> Pretest:
    return told(lab_run(tmp_path))


def test_questions_say_how_many_had_trouble(market: Pretest) -> None:
    goal = market.questions[0]
    assert (goal.where, goal.field, goal.asked, goal.refused, goal.failed, goal.unsure) == ("intro.Quiz", "goal", 4, 1, 1, 1)
    assert {q.field: (q.asked, q.refused, q.unsure) for q in market.questions[1:]} == dict.fromkeys(
        ("offer", "mood", "why"), (8, 0, 0)
    )


def test_payoffs_are_told_by_role_and_by_treatment(market: Pretest) -> None:
    assert [(e.who, e.count, e.low, e.high, e.mean) for e in market.earned] == [
        ("everybody", 4, 1.0, 4.0, 2.5),
        ("Buyer", 1, 4.0, 4.0, 4.0),
        ("Buyer and Seller", 2, 2.0, 3.0, 2.5),
        ("Seller", 1, 1.0, 1.0, 1.0),
        ("market.frame = gain", 2, 1.0, 2.0, 1.5),
        ("market.frame = loss", 2, 3.0, 4.0, 3.5),
    ]


def test_who_did_not_finish_earns_nothing_here(tmp_path: Path) -> None:
    run = lab_run(tmp_path)
    (played,) = read_sessions(run)
    people = tuple(replace(p, status="blocked") for p in played.result.participants)
    (found,) = pretests([replace(played, result=replace(played.result, participants=people))], run.info())
    assert (found.earned, found.minutes) == ((), None)


def test_payoffs_of_all_repeats_are_told_together(tmp_path: Path) -> None:
    run = lab_run(tmp_path)
    (played,) = read_sessions(run)
    again = replace(played, result=replace(played.result, folder="sessions/market-2", repeat=2))
    (found,) = pretests([played, again], run.info())
    assert [(e.who, e.count) for e in found.earned[:2]] == [("everybody", 8), ("Buyer", 2)]


def test_words_that_divide_people_are_a_treatment_and_numbers_that_groups_came_to_are_none(tmp_path: Path) -> None:
    run = lab_run(tmp_path)
    (played,) = read_sessions(run)
    conditions = tuple(
        Condition(name, value, people)
        for name, values in {"market.mood": ("calm", "tense"), "market.total": ("12.0", "15.0")}.items()
        for value, people in zip(values, ((1, 2), (3, 4)), strict=True)
    )
    flow = replace(played.result.flow, conditions=conditions, groups=())
    (found,) = pretests([replace(played, result=replace(played.result, flow=flow))], run.info())
    assert [e.who for e in found.earned] == ["everybody", "market.mood = calm", "market.mood = tense"]


def test_what_no_bot_could_read_is_named(market: Pretest) -> None:
    assert market.unread == (("market.Offer", "a picture without a description"), ("market.Offer", "canvas 300 x 200"))


def test_people_take_twice_as_long_when_they_read_half_as_fast(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "trust", 1)
    session.visit(1, page("trust", "Read", 1, text="word " * 2400), {})
    session.result([person(1)])
    usual = told(run)
    run.update_info(settings=[{"name": "words_per_minute", "value": 120, "source": "command line"}])
    slow = told(run)
    assert usual.minutes is not None
    assert slow.minutes is not None
    assert 10 <= usual.minutes[0] <= 14  # 2400 words, and people differ
    assert slow.minutes[0] == pytest.approx(2 * usual.minutes[0])


def test_what_the_author_had_told_bots_is_no_trouble_of_theirs(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "survey", 1)
    seen = page("survey", "Consent", 1, fields=(CONSENT,))
    refused = {"outcome": "rejected", "messages": [Message("No.", "consent")]}
    session.visit(1, seen, {"consent": "False"}, sources={"consent": "declared"}, **refused)
    session.result([person(1, "unplayed")])
    (question,) = told(run).questions
    assert (question.asked, question.declared, question.refused) == (0, 1, 0)


def test_a_refusal_of_the_browser_is_no_failed_quiz(tmp_path: Path) -> None:
    run = lab_run(tmp_path)
    (played,) = read_sessions(run)
    steps = list(played.transcripts[2])
    first = steps[0].tries[0]
    assert first.submitted is not None
    blocked = replace(first, submitted=replace(first.submitted, outcome="blocked"))
    steps[0] = replace(steps[0], tries=(blocked, *steps[0].tries[1:]))
    (found,) = pretests([replace(played, transcripts={**played.transcripts, 2: tuple(steps)})], run.info())
    assert (found.questions[0].refused, found.questions[0].failed) == (1, 0)


def test_forms_that_were_only_checked_are_no_pretest(tmp_path: Path) -> None:
    run = form_run(tmp_path)
    assert [found.name for found in pretests(read_sessions(run), run.info())] == ["trust"]


def test_it_survives_the_way_through_a_file(market: Pretest) -> None:
    assert from_plain(Pretest, to_plain(market)) == market


def test_the_terminal_tells_it_when_language_models_played(tmp_path: Path, market: Pretest) -> None:
    assert list(pretest_lines([market])) == [
        f"market: people would take {minutes(market.minutes or (0, 0))}; who finishes earns 1.00 to 4.00 EUR, 2.50 on average",
        "    intro.Quiz goal: 1 of 4 first answers refused (1 by a rule of the study), 1 unsure",
        "    no bot could read: a picture without a description on market.Offer",
        "    no bot could read: canvas 300 x 200 on market.Offer",
    ]
    run = healthy_run(tmp_path)
    assert list(pretest_lines(pretests(read_sessions(run), run.info()))) == []
    results = [played.result for played in read_sessions(run)]
    assert "As a pre-test, to review:" in summary(results, {**run.info(), "pretest": [to_plain(market)]})


def test_the_words(market: Pretest) -> None:
    assert minutes((0.4, 0.6)) == "about 24 to 36 s"
    assert minutes((3.1, 3.2)) == "about 3 min"
    assert amounts(market.earned[1], "EUR") == "4.00 EUR"


def test_it_is_data_as_well(tmp_path: Path) -> None:
    first, *_ = read_run(lab_run(tmp_path).path).pretest
    assert (first["config"], first["app"], first["page"], first["field"], first["refused"]) == (
        "market",
        "intro",
        "Quiz",
        "goal",
        1,
    )


def test_the_report_says_how_fast_people_read(tmp_path: Path) -> None:
    assert report_data(lab_run(tmp_path))["run"]["words"] == 120
    assert report_data(healthy_run(tmp_path))["run"]["words"] == 240
