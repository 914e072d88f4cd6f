"""From results to the verdict of one item."""

from __future__ import annotations

from dataclasses import replace

import pytest

from botex_pytest.judging import SESSION, judge, properties
from botex_pytest.results import Finding, ParticipantResult, SessionResult, judged


def finding(check, group, participants=(1,), where="app.Work", **more):
    return Finding(check, group, f"{check} at {where}", "config", f"{check}|{where}", participants, where, **more)


CRASH = finding("server-error", "broken", detail="why")
QUIZ = finding("needs-answer", "unplayed")
LOST = finding("harness", "infrastructure")
REVIEW = finding("script-error", "review")
NOTE = finding("rewritten-answer", "note")


def person(number, status="finished", finding="", reason=""):
    return ParticipantResult(number, f"code{number}", f"label{number}", status, reason, finding)


def result(*findings, people=None, play=1, **more):
    people = (person(1), person(2)) if people is None else tuple(people)
    return SessionResult("config", "", play, "session1", 1, "random", "chrome", f"sessions/{play}", people, findings, **more)


def verdict(number, *results, told=()):
    found = judge(results, number, {}, told)
    return found.outcome, found.status


@pytest.mark.parametrize("status", ["finished", "early-end"])
def test_whoever_came_to_an_end_passes(status):
    assert verdict(1, result(people=[person(1, status)])) == ("passed", status)


@pytest.mark.parametrize(("finding", "expected"), [
    (CRASH, ("failed", "broken")),
    (QUIZ, ("failed", "unplayed")),
    (REVIEW, ("passed", "finished")),
    (NOTE, ("passed", "finished")),
])  # fmt: skip
def test_each_group_of_findings(finding, expected):
    assert verdict(1, result(finding)) == expected
    assert verdict(2, result(finding)) == ("passed", "finished")


@pytest.mark.parametrize("number", [1, 2, SESSION])
def test_a_play_that_we_cut_short_counts_for_nobody(number):
    assert verdict(number, result(LOST)) == ("error", "infrastructure")


@pytest.mark.parametrize(("findings", "expected"), [
    ([QUIZ, CRASH], "broken"),
    ([CRASH, LOST], "infrastructure"),
    ([QUIZ, LOST, REVIEW], "infrastructure"),
])  # fmt: skip
def test_the_gravest_wins(findings, expected):
    assert verdict(1, result(*findings))[1] == expected


def test_whoever_is_blocked_is_skipped_with_the_reason():
    people = [person(1, "broken", CRASH.key), person(2, "blocked", CRASH.key, "waits for P1")]
    found = judge((result(CRASH, people=people),), 2, {})
    assert (found.outcome, found.status, found.text) == ("skipped", "blocked", "waits for P1")


def test_what_belongs_to_nobody_in_particular_is_the_session_s():
    session = result(replace(CRASH, participants=()))
    assert (verdict(SESSION, session), verdict(1, session)) == (("failed", "broken"), ("passed", "finished"))
    assert verdict(SESSION, result(CRASH)) == ("passed", "finished")


@pytest.mark.parametrize("people", [[], [person(1, "infrastructure")], [person(1, "broken", "nowhere")]])
def test_nobody_passes_without_having_been_played(people):
    outcome, _ = verdict(1, result(people=people))
    assert outcome in ("error", "failed")


def test_a_cause_counts_in_whichever_play_it_was_met():
    first = result(replace(CRASH, participants=(2,), shot="shots/P2-003.jpg"), replayed=True)
    second = result(CRASH, people=[person(1, "broken", CRASH.key), person(2)], play=2)
    assert verdict(1, first, second) == verdict(2, first, second) == ("failed", "broken")


def test_statuses_are_those_of_the_last_play():
    first = result(people=[person(1, "early-end"), person(2, "blocked")], replayed=True)
    assert verdict(2, first, result(play=2)) == ("passed", "finished")


def test_who_was_stopped_by_what_proved_no_fault_has_passed_where_they_finished():
    first = result(REVIEW, people=[person(1, "broken", REVIEW.key), person(2, "blocked")])
    later = result(people=[person(1), person(2)], play=2, replayed=True)
    assert verdict(1, first, later) == ("passed", "finished")
    assert verdict(2, first, later) == ("skipped", "blocked")


def test_who_was_kept_in_every_play_is_no_matter_of_ours():
    """Each page that kept them let others past in another play, so no cause is left; but they were never at the end."""
    first = result(REVIEW, people=[person(1, "unplayed", REVIEW.key, "kept")])
    assert verdict(1, first, replace(first, play=2, replayed=True)) == ("failed", "unplayed")


SHARED = result(replace(CRASH, participants=(1, 2)))


def test_the_first_item_tells_a_cause_in_full_and_the_next_ones_point_there():
    first, second = judge((SHARED,), 1, {}).text, judge((SHARED,), 2, {}, told=(1,)).text
    assert first.endswith("why")
    assert second == "server-error at app.Work (the same as P1)"


def test_a_cause_is_told_in_full_when_the_first_participant_is_not_asked_for():
    assert judge((SHARED,), 2, {}).text.endswith("why")
    assert judge((SHARED,), 2, {}, told=(SESSION, 3)).text.endswith("why")


def test_what_other_reports_get_to_know():
    known = {"session": "session1", "model": "random", "seed": 1, "plays": 1}
    assert properties([result()], SESSION) == {**known, "pages": 0}
    people = tuple(replace(p, pages=p.number, model=f"model{p.number}") for p in result().participants)
    played = replace(result(), participants=people)
    assert properties([played], SESSION)["pages"] == sum(p.number for p in people)
    assert properties([played], 2)["model"] == "model2"
    assert properties([result()], 2) == {**known, "participant": "code2", "label": "label2", "pages": 0}


BUDGET = replace(
    CRASH, check="budget", group="budget", key="budget", title="The budget is spent: 1 calls of 1 calls.", participants=(1,)
)


def test_whom_the_budget_stopped_is_an_error_and_so_is_who_waits_for_them():
    session = result(BUDGET, people=[person(1, "budget", "budget"), person(2, "budget"), person(3)])
    assert [verdict(n, session) for n in (1, 2, 3)] == [("error", "budget"), ("error", "budget"), ("passed", "finished")]


def test_a_fault_that_somebody_met_before_the_budget_was_spent_is_still_a_failure():
    session = result(BUDGET, replace(CRASH, participants=(1,)), people=[person(1, "budget", "budget")])
    assert verdict(1, session) == ("failed", "broken")


# --- several times over ---

FINE = [person(1), person(2)]
BLOCKED = [person(1), person(2, "blocked", reason="waits for P1")]


def at(repeat, *findings, people=None):
    return result(*findings, people=people, play=repeat, repeat=repeat)


@pytest.mark.parametrize(("plays", "expected", "passed"), [
    ([at(1), at(2), at(3)], ("passed", "finished"), "3 of 3"),
    ([at(1), at(2, CRASH), at(3)], ("failed", "flaky"), "2 of 3"),
    ([at(1, CRASH), at(2, CRASH)], ("failed", "broken"), "0 of 2"),
    ([at(1, QUIZ), at(2)], ("failed", "flaky"), "1 of 2"),
    ([at(1), at(2, LOST)], ("error", "infrastructure"), "1 of 2"),
    ([at(1), at(2, CRASH), at(3, LOST)], ("failed", "flaky"), "1 of 3"),
    ([at(1, CRASH), at(2, people=[person(1, "budget", reason="spent")])], ("failed", "broken"), "0 of 2"),
    ([at(1), at(2, people=[person(1, "budget", reason="spent")])], ("error", "budget"), "1 of 2"),
])  # fmt: skip
def test_times_are_judged_together(plays, expected, passed):
    assert verdict(1, *plays) == expected
    assert judge(tuple(plays), 1, {}).passed == passed


def test_whoever_was_blocked_at_some_times_is_neither_green_nor_flaky():
    found = judge((at(1), at(2, CRASH, people=BLOCKED), at(3)), 2, {})
    assert (found.outcome, found.status, found.text) == ("skipped", "blocked", "2 of 3 plays passed, 1 blocked.\nwaits for P1")


def test_the_text_of_a_flaky_verdict_counts_and_tells_the_cause():
    text = judge((at(1), at(2, CRASH)), 1, {}).text
    assert text.startswith("1 of 2 plays passed, 1 failed.\nserver-error at app.Work")
    assert text.count("server-error at app.Work") == 1


def test_what_broke_is_told_also_when_another_time_could_not_be_judged():
    text = judge((at(1, CRASH), at(2, people=[person(1, "budget", reason="spent")])), 1, {}).text
    assert text.startswith("0 of 2 plays passed, 1 failed, 1 not judged.\nserver-error at app.Work")


def test_the_play_that_counts_is_the_first_that_failed():
    assert judged([at(1), at(2, CRASH), at(3, CRASH)]).play == 2
    assert judged([at(1), at(2)]).play == 2
