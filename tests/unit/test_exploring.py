"""What is tried next, when it is over, and what all plays come to."""

from __future__ import annotations

from dataclasses import replace

from run_builder import person
from study_builder import Way, app, form, play, project

from botex_pytest.exploring import is_new, next_manner, settled
from botex_pytest.manner import Manner
from botex_pytest.played import Refused
from botex_pytest.results import Finding, Reached, SessionResult

INFO = project(app(form("Ask", "colour"), form("Quiz", "answer"), form("End")))
FIRST = Manner(seed=1, arrivals="together")
QUIZ = Finding("needs-answer", "unplayed", "Wants an answer", "game", "needs-answer|app.Quiz", (1,), "app.Quiz")
NOBODY = Finding("early-end", "unplayed", "Nobody got past", "game", "nobody-past|app.Out", (1,), "app.Out")


def result(*findings, play=1, pages=("app.Ask",), ways=(), answers=(), status="finished", **more):
    known = {"variant": "", "code": "c", "seed": 7, "model": "random", "driver": "chrome", "folder": f"sessions/game-{play}"}
    return SessionResult(
        config="game",
        play=play,
        participants=(person(1, status),),
        findings=findings,
        reached=Reached(pages, ways, answers),
        **{**known, **more},
    )


def explored(*findings, **more):
    return result(*findings, purpose="exploring", **{"play": 2, **more})


def asked(*colours, refused=()):
    ways = [Way(INFO, n).answer("Ask", colour=c).answer("Quiz", answer="3").stop("End") for n, c in enumerate(colours, 1)]
    ways[0].refused += [Refused(2, "app.Quiz", 1, {"answer": value}, ()) for value in refused]
    return play(INFO, *ways)


def test_arrivals_take_turns_beginning_with_those_not_tried():
    manners = [FIRST]
    for _ in range(6):
        manners.append(next_manner(FIRST, manners, [asked("red")], participants=2))
    order = [m.arrivals for m in manners]
    assert set(order[:3]) == {"together", "one-by-one", "staggered"}
    assert all(order.count(a) >= 2 for a in set(order))
    assert len({m.draws for m in manners}) == len(manners)
    assert {m.seed for m in manners} == {1}


def test_one_participant_cannot_arrive_otherwise():
    assert next_manner(FIRST, [FIRST], [asked("red")], participants=1).arrivals == "together"


def test_answers_that_were_given_are_avoided_and_what_a_quiz_took_is_kept():
    found = next_manner(replace(FIRST, avoid={("app.Ask", "colour"): ("no",)}), [FIRST], [asked("red", "blue", refused="12")], 2)
    assert found.avoid == {("app.Ask", "colour"): ("no", "red", "blue")}
    assert found.prefer == {("app.Quiz", "answer"): ("3",)}


def test_a_quiz_that_was_refused_in_any_play_is_not_played_with_in_the_next():
    found = next_manner(FIRST, [FIRST], [asked("red", refused="1"), asked("red")], participants=1)
    assert ("app.Quiz", "answer") not in found.avoid


def test_news_are_pages_ways_answers_and_causes():
    first = result(answers=(("app.Ask", "colour", "red"),), ways=(("app.Ask", "app.End"),))
    assert not is_new(first, [first])
    assert is_new(explored(pages=("app.Ask", "app.Late")), [first])
    assert is_new(explored(ways=(("app.Ask", "app.Quiz"),)), [first])
    assert is_new(explored(answers=(("app.Ask", "colour", "blue"),)), [first])
    assert is_new(explored(QUIZ), [first])
    assert not is_new(explored(QUIZ), [first, explored(QUIZ)])


def test_the_play_before_exploring_says_who_finished():
    told = settled([result(replayed=True), result(play=2, purpose="other-answers"), explored(play=3), explored(play=4)])
    assert [r.replayed for r in told] == [True, False, True, True]


def test_a_page_that_was_passed_in_another_session_is_no_gap():
    first, second = settled([result(QUIZ), explored(ways=(("app.Quiz", "app.End"),))])
    assert [f.group for f in first.findings] == ["review"]
    assert "passed it in another session" in first.findings[0].title
    assert second.findings == ()


def test_the_play_in_which_it_was_passed_says_who_finished():
    kept = replace(result(QUIZ), participants=(replace(person(1, "unplayed"), finding=QUIZ.key),))
    first, second = settled([kept, explored(ways=(("app.Quiz", "app.End"),))])
    assert [r.replayed for r in (first, second)] == [True, False]


def test_a_page_that_one_passed_and_another_did_not_stays_a_gap():
    first, second = settled([result(QUIZ), explored(QUIZ, ways=(("app.Quiz", "app.End"),))])
    assert [f.group for r in (first, second) for f in r.findings] == ["unplayed", "unplayed"]


def test_a_page_that_nobody_passed_stays_one():
    first, second = settled([result(QUIZ), explored(QUIZ)])
    assert [f.group for r in (first, second) for f in r.findings] == ["unplayed", "unplayed"]


def test_when_other_arrivals_get_past_an_end_that_play_counts():
    first, second = settled([result(NOBODY, status="early-end"), explored()])
    assert [r.replayed for r in (first, second)] == [True, False]
    assert first.findings == ()


def test_an_early_end_for_all_in_one_exploring_play_is_no_failure():
    first, second = settled([result(), explored(NOBODY, status="early-end")])
    assert [r.replayed for r in (first, second)] == [False, True]
    assert second.findings == ()
