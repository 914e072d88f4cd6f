"""All checks over one play: one finding for each cause, and what the author accepts or switches off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from study_builder import Way, app, form, play, project, shown_if, wait

from botex_pytest.checks.base import CHECKS, Fault
from botex_pytest.checks.examine import examine, merge
from botex_pytest.page import BrowserEvent
from botex_pytest.played import Gap, Stuck
from botex_pytest.results import Finding

INFO = project(app(form("Ask", "number"), shown_if("Out", "number"), wait("Wait"), form("Work", "word"), form("End")))
FAULT = Fault("KeyError: 'x'", "Traceback ...", "app/__init__.py", 3)


def crash(number):
    return Way(INFO, number).answer("Ask", number="1").see("Work").stop_here("error", page={"kind": "error", "status": 500})


def blocked(number, by):
    return Way(INFO, number).answer("Ask", number="1").stop("Wait", "stuck", stuck=Stuck("blocked", (by,), by, 2.0))


def finished(number):
    return Way(INFO, number).answer("Ask", number="1").answer("Work", word="a").stop("End")


def test_one_cause_is_one_finding_with_all_participants():
    found = examine(play(INFO, crash(2), crash(1), fault=FAULT))
    (finding,) = found.findings
    assert (finding.participants, finding.detail) == ((1, 2), "Traceback ...")
    assert found.cause_of(1) == found.cause_of(2) == finding.key


def test_the_first_evidence_stands_for_the_rest():
    first = Finding("check", "broken", "title", "config", "key", (3,), detail="first")
    assert merge([first, replace(first, participants=(1,), detail="second")]) == (replace(first, participants=(1, 3)),)


def test_the_step_is_one_of_the_first_participant():
    late = Finding("check", "broken", "title", "config", "key", (3,), step=7)
    (merged,) = merge([late, replace(late, participants=(1,), step=2), replace(late, participants=(2,), step=5)])
    assert (merged.participants, merged.step) == ((1, 2, 3), 2)


def test_the_first_picture_that_there_is_stands_for_all():
    first = Finding("check", "broken", "title", "config", "key", (1,))
    others = [replace(first, participants=(number,), shot=f"shots/P{number}.jpg") for number in (2, 3)]
    (merged,) = merge([first, *others])
    assert (merged.participants, merged.shot) == ((1, 2, 3), "shots/P2.jpg")


def test_whoever_is_blocked_points_at_the_cause_of_the_partner():
    found = examine(play(INFO, blocked(1, by=2), crash(2), blocked(3, by=2), fault=FAULT))
    assert found.verdicts[1].status == found.verdicts[3].status == "blocked"
    assert found.cause_of(1) == found.cause_of(3) == found.findings[0].key


def test_a_dead_button_and_its_script_error_are_one():
    way = Way(INFO, 1).see("Ask")
    way.played.noticed.append((way.played.visits[-1], BrowserEvent("script-error", "x is null")))
    (finding,) = examine(play(INFO, way.stop_here("dead-button"))).findings
    assert finding.check == "script-error"


def test_endings_say_who_stopped_where_and_after_what():
    out = Way(INFO, 2).answer("Ask", number="5").stop("Out")
    first, second = examine(play(INFO, finished(1), out, finished(3))).endings
    assert (first.where, first.kind, first.participants, first.answer) == ("app.End", "finished", (1, 3), {})
    assert (second.where, second.kind, second.participants) == ("app.Out", "early-end", (2,))
    assert (second.answer, second.answer_page) == ({"number": "5"}, "app.Ask")


def test_an_ending_that_leads_away_says_where_to():
    here = Way(INFO, 1).see("Ask").see("Work").see("End").stop_here("left", outgoing="https://away.example")
    link = Way(INFO, 2).see("Ask").see("Work").see("End").stop_here("still", page={"links_out": ("https://link.example",)})
    assert {e.outgoing for e in examine(play(INFO, here, link)).endings} == {"https://away.example", "https://link.example"}


def test_pages_nobody_saw():
    assert examine(play(INFO, finished(1))).unseen == ("app.Out",)
    assert examine(play(INFO, finished(1), study={"checks": {"unseen-page": False}})).unseen == ()


@pytest.mark.parametrize("study", [{"accept": ["server-error|app.Work"]}, {"checks": {"server-error": False}}])
def test_a_known_finding_fails_nobody_and_is_not_forgotten(study):
    found = examine(play(INFO, crash(1), finished(2), study=study, fault=FAULT))
    assert [v.status for v in found.verdicts.values()] == ["blocked", "finished"]
    assert [f.group for f in found.findings] == (["note"] if "accept" in study else [])
    assert found.vanished == ()


def test_a_check_may_be_left_out_of_the_whole_run():
    found = examine(replace(play(INFO, crash(1), fault=FAULT), skip_checks=("server-error",)))
    assert (found.findings, found.verdicts[1].status) == ((), "blocked")


def test_our_own_failures_cannot_be_accepted():
    played = Way(INFO, 1).see("Ask").stop_here("infrastructure", reason="no Chrome")
    found = examine(play(INFO, played, study={"accept": ["harness|app.Ask"]}))
    assert found.verdicts[1].status == "infrastructure"


def test_an_accepted_finding_that_is_gone_is_told():
    assert examine(play(INFO, finished(1), study={"accept": ["script-error|app.Ask"]})).vanished == ("script-error|app.Ask",)


def test_every_finding_has_a_check_that_can_be_switched_off():
    way = Way(INFO, 1).answer("Ask", number="1")
    way.played.noticed.append((way.played.visits[-1], BrowserEvent("script-error", "x")))
    way.played.noticed.append((way.played.visits[-1], BrowserEvent("request-failed", "x", "http://127.0.0.1/x.png")))
    found = examine(play(INFO, crash(2), way.stop("Out"), Way(INFO, 3).stop("Ask", "needs-time"), fault=FAULT)).findings
    assert {f.check for f in found} == {"server-error", "script-error", "missing-file", "early-end", "needs-time"}
    assert {f.check for f in found} <= set(CHECKS)


# --- behind what we moved somebody past ---

GAP = Gap(1, "app.Ask")


def moved_past(number, *, gap=GAP, kind="needs-skill"):
    """A way past Ask, where bots could not go on; everything behind it stands after `gap`."""
    way = Way(INFO, number).see("Ask")
    barrier = way.played.stopped(way.stop_here(kind, page={"kind": "form"}).stop)
    way.played.barriers.append(barrier)
    return way, lambda played: after(gap, played)


def after(gap, played):
    played.visits[:] = [v if v.where == "app.Ask" else replace(v, after=gap) for v in played.visits]
    return played


def test_a_barrier_is_the_verdict_however_far_somebody_gets_behind_it():
    way, doubted = moved_past(1)
    found = examine(play(INFO, doubted(way.see("Work").stop("End"))))
    assert (found.verdicts[1].status, found.verdicts[1].ending) == ("unplayed", "")
    assert [(f.check, f.where) for f in found.findings] == [("needs-skill", "app.Ask")]
    assert found.endings == ()
    assert "app.Work" not in found.unseen


def test_an_error_behind_a_gap_is_to_review_for_whoever_meets_it():
    way, doubted = moved_past(1)
    own = doubted(way.see("Work").stop_here("error", page={"kind": "error", "status": 500}))
    partner = after(GAP, crash(2))
    found = examine(play(INFO, own, partner, fault=FAULT))
    assert [v.status for v in found.verdicts.values()] == ["unplayed", "blocked"]
    (review,) = [f for f in found.findings if f.check == "server-error"]
    assert (review.group, review.participants) == ("review", (1, 2))
    assert review.title.endswith("(after P1 was moved past app.Ask without an answer)")
    assert found.cause_of(2) == review.key


def test_the_same_error_without_a_gap_is_the_studys():
    way, doubted = moved_past(1)
    own = doubted(way.see("Work").stop_here("error", page={"kind": "error", "status": 500}))
    found = examine(play(INFO, own, crash(2), fault=FAULT))
    assert [v.status for v in found.verdicts.values()] == ["unplayed", "broken"]
    (broken,) = [f for f in found.findings if f.check == "server-error"]
    assert (broken.group, broken.participants, "after" in broken.title) == ("broken", (1, 2), False)


def test_behind_a_declared_gap_an_error_is_the_studys_and_says_so():
    skipped = after(Gap(1, "app.Ask", declared=True), crash(1))
    found = examine(play(INFO, skipped, fault=FAULT))
    (broken,) = found.findings
    assert (found.verdicts[1].status, broken.group) == ("broken", "broken")
    assert "P1 was moved past app.Ask without an answer, as declared" in broken.advice


def test_behind_a_page_that_asks_nothing_an_error_is_the_studys():
    way, doubted = moved_past(1, gap=None, kind="still")
    found = examine(play(INFO, doubted(way.see("Work").stop_here("error", page={"kind": "error", "status": 500})), fault=FAULT))
    assert [(f.check, f.group) for f in found.findings] == [("dead-end", "broken"), ("server-error", "broken")]
    assert found.verdicts[1].status == "broken"


def test_whoever_got_past_what_is_accepted_has_got_as_far_as_that():
    way, doubted = moved_past(1, gap=None, kind="still")
    played = doubted(way.see("Work").stop("End"))
    found = examine(play(INFO, played, study={"accept": ["dead-end|app.Ask"]}))
    assert (found.verdicts[1].status, found.endings[0].where) == ("finished", "app.End")


def test_an_early_end_behind_a_gap_says_nothing_about_the_study():
    way, doubted = moved_past(1)
    found = examine(play(INFO, doubted(way.stop("Out"))))
    assert [f.check for f in found.findings if f.group in ("broken", "unplayed")] == ["needs-skill"]
