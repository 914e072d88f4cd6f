"""What one play teaches the next."""

from __future__ import annotations

from study_builder import Way, app, form, play, project, shown_if, wait

from botex_pytest.checks.examine import examine
from botex_pytest.learning import learn
from botex_pytest.played import Stuck

INFO = project(app(form("Ask", "agree"), shown_if("Out", "agree"), wait("Wait"), form("Work", "number"), form("End")))
AGREE = ("app.Ask", "agree")


def out(number, agree="no", **more):
    return Way(INFO, number).answer("Ask", agree=agree, **more).stop("Out")


def through(number, agree="yes"):
    return Way(INFO, number).answer("Ask", agree=agree).answer("Work", number="1").stop("End")


def blocked(number, by, agree="yes"):
    return Way(INFO, number).answer("Ask", agree=agree).stop("Wait", "stuck", stuck=Stuck("blocked", (by,), by, 2.0))


def lesson(*players, avoid=None, prefer=None, **study):
    made = play(INFO, *players, study=study)
    return learn(made, examine(made), avoid or {}, prefer or {})


def test_what_ended_early_is_avoided_and_what_led_on_is_preferred():
    assert lesson(out(1), through(2)) == ({AGREE: ("no",)}, {AGREE: ("yes",)})


def test_only_the_question_that_decided_is_learnt():
    _, prefer = lesson(out(1), through(2)) or ({}, {})
    assert set(prefer) == {AGREE}


def test_lessons_add_up():
    assert lesson(out(1, "later"), avoid={AGREE: ("no",)}) == ({AGREE: ("no", "later")}, {})


def test_several_who_ended_early():
    assert lesson(out(1), out(2, "later"), out(3)) == ({AGREE: ("no", "later")}, {})


def test_nothing_to_learn_when_nobody_ended_early():
    assert lesson(through(1), through(2)) is None


def test_nothing_new_is_no_lesson():
    assert lesson(out(1), avoid={AGREE: ("no",)}) is None


def test_declared_answers_are_not_ours_to_change():
    assert lesson(out(1, declared=["agree"])) is None
    assert lesson(out(1, declared=["agree"]), out(2, "later")) == ({AGREE: ("later",)}, {})


def test_a_partner_who_waits_beyond_has_shown_the_way():
    assert lesson(out(1), blocked(2, by=1)) == ({AGREE: ("no",)}, {AGREE: ("yes",)})


def test_whoever_stopped_before_that_point_has_shown_nothing():
    elsewhere = Way(INFO, 2).answer("Ask", agree="yes").stop_here("error", page={"kind": "error", "status": 500})
    assert lesson(out(1), elsewhere) == ({AGREE: ("no",)}, {})


def test_a_declared_end_is_played_again_only_when_nobody_got_through():
    assert lesson(out(1), through(2), ends=["Out"]) is None
    assert lesson(out(1), ends=["Out"]) == ({AGREE: ("no",)}, {})
    assert lesson(out(1), blocked(2, by=1), through(3), ends=["Out"]) is not None


def test_a_declared_end_for_all_is_the_end():
    info = project(app(form("Ask", "agree"), form("Bye"), form("Lab")))
    made = play(info, Way(info, 1).answer("Ask", agree="no").stop("Bye"), study={"ends": ["Bye"]})
    assert learn(made, examine(made), {}, {}) is None


def test_what_is_learnt_is_not_changed_in_place():
    avoid, prefer = {AGREE: ("never",)}, {}
    lesson(out(1), through(2), avoid=avoid, prefer=prefer)
    assert (avoid, prefer) == ({AGREE: ("never",)}, {})
