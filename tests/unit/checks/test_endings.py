"""What the page is that somebody stopped on: the end, an early end, a dead end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from study_builder import Way, app, form, page, play, project, shown_if, wait

from botex_pytest.checks.endings import culprits, end_kind, in_the_way, left_early, nobody_got_past
from botex_pytest.page import Page
from botex_pytest.played import Gap, Stuck

CONSENT = project(app(form("Consent", "agree"), shown_if("Refused", "agree"), form("Work", "number"), form("End")))


def kind(info, played, *others, **more):
    return end_kind(played, play(info, played, *others, **more))


def refuses(number, **more):
    return Way(CONSENT, number).answer("Consent", agree="no", **more).stop("Refused")


def goes_on(number):
    return Way(CONSENT, number).answer("Consent", agree="yes").answer("Work", number="1").stop("End")


# --- the end ---


def test_the_last_page_is_the_end():
    assert kind(CONSENT, goes_on(1)) == "finished"


@pytest.mark.parametrize("after", [
    shown_if("Bonus", "treatment"),
    shown_if("Extra", "treatment", fields=["more"]),
])  # fmt: skip
def test_only_pages_for_some_people_follow(after):
    info = project(app(form("Work", "number"), form("End"), after))
    assert kind(info, Way(info, 1).answer("Work", number="1").stop("End")) == "finished"


@pytest.mark.parametrize("treatment", ["Control", "High"])
def test_treatments_with_ends_of_their_own_are_no_early_ends(treatment):
    info = project(
        app(
            form("Welcome", "age"),
            *(shown_if(f"Work{t}", "treatment", fields=["number"]) for t in ("Control", "High")),
            *(shown_if(f"End{t}", "treatment") for t in ("Control", "High")),
        )
    )
    played = Way(info, 1).answer("Welcome", age="20").answer(f"Work{treatment}", number="1").stop(f"End{treatment}")
    assert kind(info, played) == "finished"


def test_whoever_consents_ends_at_the_end_although_a_farewell_for_others_follows():
    info = project(
        app(
            form("Consent", "agree"),
            shown_if("Work", "agree", fields=["number"]),
            shown_if("End", "agree"),
            shown_if("Farewell", "agree"),
        )
    )
    assert kind(info, Way(info, 1).answer("Consent", agree="yes").answer("Work", number="1").stop("End")) == "finished"


# --- early ends ---


def test_a_page_for_some_that_ends_the_study_before_others_have_work_to_do():
    assert kind(CONSENT, refuses(1)) == "early-end"
    assert kind(CONSENT, refuses(1), goes_on(2)) == "early-end"


def test_a_screen_out_that_stands_last():
    info = project(app(form("Consent", "agree"), form("Work", "number"), form("End"), shown_if("Refused", "agree")))
    info_jump = project(app(form("Consent", "agree", chooses_app=True)), app(form("Work", "n"), shown_if("Out", "x"), name="b"))
    assert kind(info, Way(info, 1).answer("Consent", agree="no").stop("Refused")) == "early-end"
    assert kind(info_jump, Way(info_jump, 1).answer("Consent", agree="no").stop("Out")) == "early-end"


def test_a_screen_out_before_pages_that_only_the_admitted_see():
    info = project(
        app(form("Age", "age"), shown_if("TooYoung", "age"), shown_if("Work", "age", fields=["number"]), shown_if("End", "age"))
    )
    assert kind(info, Way(info, 1).answer("Age", age="12").stop("TooYoung")) == "early-end"


def test_pages_that_others_only_read_are_no_work_that_was_missed():
    info = project(app(form("Ask", "wish"), shown_if("A", "wish"), shown_if("B", "wish")))
    assert {kind(info, Way(info, 1).answer("Ask", wish=name).stop(name)) for name in ("A", "B")} == {"finished"}


def test_a_screen_out_in_the_first_of_several_rounds_is_no_dead_end_although_nobody_else_played():
    info = project(app(form("Ask", "agree"), shown_if("Out", "agree", "round_number"), form("Work", "number"), rounds=3))
    assert kind(info, Way(info, 1).answer("Ask", agree="no").stop("Out")) == "early-end"


def test_a_partner_who_got_past_shows_that_it_is_no_dead_end():
    info = project(app(form("Work", "number"), shown_if("Out", "failed"), rounds=2))
    out = Way(info, 1).answer("Work", number="1").stop("Out")
    past = Way(info, 2).answer("Work", number="1").answer("Work", number="1").stop("Out")
    assert kind(info, out, past) == "early-end"


@pytest.mark.parametrize(("name", "expected"), [("Consent", "early-end"), ("End", "finished")])
def test_sent_away_from_the_server(name, expected):
    assert kind(CONSENT, Way(CONSENT, 1).see(name).stop_here("left", outgoing="https://away.example")) == expected


def test_sent_away_from_a_page_that_is_none_of_otree_s():
    played = Way(CONSENT, 1).see("Consent").stop_here("left", page={"index": 0})
    assert kind(CONSENT, played) == "early-end"


def test_declared_wherever_it_is():
    assert kind(CONSENT, refuses(1), study={"ends": ["Refused"]}) == "declared-end"
    assert kind(CONSENT, goes_on(1), study={"ends": ["app.End"]}) == "declared-end"


# --- dead ends ---


def test_a_page_for_all_that_nobody_can_leave():
    assert kind(CONSENT, Way(CONSENT, 1).answer("Consent", agree="yes").stop("Work")) == "dead-end"


def test_a_page_that_is_none_of_otree_s():
    assert kind(CONSENT, Way(CONSENT, 1).see("Consent").stop_here("still", page=vars(Page("foreign", "http://x/")))) == "dead-end"


ROUNDS = project(app(form("Work", "number"), shown_if("Results", "finished_early"), rounds=3))


def at_results(number, rounds=1):
    way = Way(ROUNDS, number)
    for _ in range(rounds):
        way.answer("Work", number="1")
    return way.stop("Results")


def test_a_page_that_all_who_came_that_far_sit_on_with_rounds_left():
    slow = Way(ROUNDS, 2).stop("Work", "needs-time")
    lost = Way(ROUNDS, 3).answer("Work", number="1").see("Results").stop_here("infrastructure")
    assert kind(ROUNDS, at_results(1), slow, lost) == "dead-end"


def test_in_the_last_round_it_is_the_end():
    assert kind(ROUNDS, at_results(1, rounds=3)) == "finished"


def test_a_page_shown_by_round_alone_is_shown_to_all():
    info = project(app(form("Work", "number"), shown_if("End", "round_number", "C", "NUM_ROUNDS"), form("After"), rounds=1))
    assert kind(info, Way(info, 1).answer("Work", number="1").stop("End")) == "dead-end"


# --- what led there ---


def test_the_answers_that_the_condition_reads_led_there():
    info = project(app(form("One", "agree"), form("Two", "agree", "age"), shown_if("Out", "age"), form("End")))
    played = Way(info, 1).answer("One", agree="yes").answer("Two", agree="no", age="12").stop("Out")
    assert {key: a.values[key[1]] for key, a in culprits(played, play(info, played)).items()} == {("app.Two", "age"): "12"}


def test_else_the_last_answers_did():
    info = project(app(form("One", "age"), form("Read"), shown_if("Out", "score"), form("End")))
    played = Way(info, 1).answer("One", age="12").answer("Read").stop("Out")
    assert set(culprits(played, play(info, played))) == {("app.One", "age")}


def test_nothing_was_answered():
    info = project(app(shown_if("Out", "eligible"), form("End")))
    played = Way(info, 1).stop("Out")
    assert culprits(played, play(info, played)) == {}


@pytest.mark.parametrize(("played", "ends", "early"), [
    (refuses(1), [], True),
    (refuses(1), ["Refused"], True),
    (goes_on(1), [], False),
    (goes_on(1), ["End"], False),
    (Way(CONSENT, 1).stop("Consent", "refused"), [], False),
])  # fmt: skip
def test_who_was_sent_away_before_the_end(played, ends, early):
    assert left_early(played, play(CONSENT, played, study={"ends": ends})) is early


# --- nobody got past ---


def past(*players, info=CONSENT, **more):
    return nobody_got_past(play(info, *players, **more))


def test_everybody_was_sent_away():
    (finding,) = past(refuses(1), refuses(2))
    assert (finding.group, finding.check, finding.participants) == ("unplayed", "early-end", (1, 2))
    assert finding.answer == {"agree": "no"}
    assert finding.lines == ("[config.answers]", '"app.Consent.agree" = ...')


def test_a_declared_end_that_bots_chose_for_themselves_is_no_excuse():
    assert past(refuses(1), study={"ends": ["Refused"]})


def test_a_declared_end_by_declared_answers_is_what_the_author_wanted():
    assert past(refuses(1, declared=["agree"]), study={"ends": ["Refused"]}) == []
    assert past(refuses(1, declared=["agree"]))


@pytest.mark.parametrize("other", [
    goes_on(2),
    Way(CONSENT, 2).stop("Work", "refused"),
    Way(CONSENT, 2).stop("Work", "stuck", stuck=Stuck("endless", (), None, 60.0)),
])  # fmt: skip
def test_somebody_came_further_or_has_a_fault_of_their_own(other):
    assert past(refuses(1), other) == []


PAIR = project(app(form("Ask", "agree"), shown_if("Out", "agree"), wait("Partner"), form("End")))


def test_those_who_got_past_wait_for_those_who_did_not():
    out = Way(PAIR, 1).answer("Ask", agree="no").stop("Out")
    waiting = Way(PAIR, 2).answer("Ask", agree="yes").stop("Partner", "stuck", stuck=Stuck("blocked", (1,), 1, 2.0))
    (finding,) = past(out, waiting, info=PAIR)
    assert (finding.participants, "Nobody reached the end" in finding.title) == ((1,), True)


def test_an_end_that_no_answer_led_to_is_to_be_declared():
    info = project(app(shown_if("Out", "eligible"), form("End")))
    (finding,) = past(Way(info, 1).stop("Out"), info=info)
    assert finding.lines == ("[config]", 'ends = ["app.Out"]')


def test_nobody_ended_early():
    assert past(goes_on(1)) == past(Way(CONSENT, 1).see("Consent").stop_here("error", page=vars(page("Work", 3, "error")))) == []


# --- ways that an app to go to leads to ---

WAYS = project(
    app(form("Consent", "agree"), form("Choose", "more", chooses_app=True), form("Bye"), name="consent"),
    app(form("Work", "number"), form("End"), name="main"),
)


def test_a_farewell_that_others_are_led_round_is_no_dead_end():
    refused = Way(WAYS, 1).answer("Consent", agree="no").answer("Choose", more="0").stop("Bye")
    assert kind(WAYS, refused) == "early-end"
    later = project(app(form("Choose", "more", chooses_app=True), form("Read"), form("Bye"), name="consent"), WAYS.apps[1])
    refused = Way(later, 1).answer("Choose", more="0").answer("Read").stop("Bye")
    worked = Way(later, 2).answer("Choose", more="1").answer("Work", number="1").stop("End")
    assert kind(later, refused) == "dead-end"
    assert kind(later, refused, worked) == "early-end"


# --- what is in everybody's way ---


@pytest.mark.parametrize(("at", "pages"), [
    (True, [form("Here"), form("Work", "number")]),
    (True, [form("Here"), wait("Partner"), form("End")]),
    (True, [shown_if("Here", "round_number"), form("Work", "number")]),
    (False, [shown_if("Here", "agree"), form("Work", "number")]),
    (False, [shown_if("Here", "agree", "round_number"), form("Work", "number")]),
    (False, [form("Here")]),
    (False, [form("Here"), shown_if("Bonus", "treatment")]),
])  # fmt: skip
def test_a_page_without_a_control_is_in_the_way_where_it_can_be_no_end(at, pages):
    assert in_the_way(project(app(*pages)), "config", 1) is at


def test_what_an_answer_may_have_led_to_is_not_in_the_way():
    consent = app(form("Consent", "agree", chooses_app=True), form("Bye"), name="consent")
    info = project(consent, app(form("Work", "number"), form("End"), name="main"))
    assert not in_the_way(info, "config", 2)


@pytest.mark.parametrize("index", [0, 3])
def test_what_is_no_page_of_the_study_is_not_in_the_way(index):
    assert not in_the_way(project(app(form("Here"), form("End"))), "config", index)


def test_an_end_behind_a_gap_is_nobodys_early_end():
    played = refuses(1)
    played.visits[-1] = replace(played.visits[-1], after=Gap(2, "app.Consent"))
    assert not left_early(played, play(CONSENT, played))
    assert nobody_got_past(play(CONSENT, played)) == []
