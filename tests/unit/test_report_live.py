"""What the page of --botex-live knows of a run, from files that are still being written."""

from __future__ import annotations

import json
import time

import pytest
from run_builder import HOSTILE, SessionBuilder, faulty_run, healthy_run, hostile_run, new_run, page, person, play_trust

from botex_pytest.page import Message, Page
from botex_pytest.report.html import render_live
from botex_pytest.report.live import Watch

TRUST = [("trust", 3), ("survey", 1)]


def people(told):
    return {row["who"]: (row["where"], row["doing"]) for session in told["playing"] for row in session["people"]}


@pytest.fixture
def run(tmp_path):
    return new_run(tmp_path, started=time.time() - 5, ended=None)


def test_before_anything_is_played(run):
    for told in (Watch(TRUST).look(None), Watch(TRUST).look(run)):
        assert told["headline"] == "The next session is being prepared; 0 sessions over."
        assert told["next"] == ["trust (3 participants)", "survey (1 participant)"]
        assert (told["playing"], told["causes"], told["cost"]) == ([], [], "")


def test_who_is_where_and_who_is_not_there_yet(run):
    watch, session = Watch(TRUST), SessionBuilder(run, "trust", 3)
    assert people(watch.look(run)) == dict.fromkeys(("P1", "P2", "P3"), ("", "has not begun"))
    session.visit(1, page("trust", "Send", 1), {"sent": "7"})
    session.visit(1, page("trust", "SendBackWait", 2, kind="wait"))
    session.visit(2, page("trust", "Send", 1), {"sent": "101"}, outcome="rejected", messages=[Message("no")])
    told = watch.look(run)
    assert told["headline"] == "trust is being played; 0 sessions over."
    assert told["next"] == ["survey (1 participant)"]
    assert people(told) == {
        "P1": ("trust.SendBackWait", "waits; not there yet: P2, P3"),
        "P2": ("trust.Send", "on the page, 1 answer refused"),
        "P3": ("", "has not begun"),
    }
    session.visit(2, page("trust", "Results", 4))
    session.end(2, "finished", "trust.Results", 4)
    session.visit(3, page("trust", "Send", 1))
    session.add(3)
    session.end(3, "error", "trust.Send", 1)
    assert people(watch.look(run)) == {
        "P1": ("trust.SendBackWait", "waits"),
        "P2": ("trust.Results", "done"),
        "P3": ("trust.Send", "stopped: error"),
    }


def test_a_line_that_is_being_written_is_read_when_it_is_whole(run):
    watch, session = Watch(), SessionBuilder(run, "trust", 1)
    session.visit(1, page("trust", "Send", 1))
    file = session.folder / "P1.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[:40])
    assert people(watch.look(run)) == {"P1": ("", "has not begun")}
    file.write_bytes(whole)
    assert people(watch.look(run)) == {"P1": ("trust.Send", "on the page")}
    assert watch.look(run)["playing"][0]["people"][0]["pages"] == 1


def test_what_is_over_is_told_with_what_was_found(tmp_path):
    told = Watch().look(faulty_run(tmp_path))
    assert [(row["name"], row["verdict"]) for row in told["done"]] == [
        ("public_goods[high]", "broken"),
        ("public_goods[low]", "broken"),
        ("survey", "unfinished"),
        ("survey", "unplayed"),
        ("trust", "played"),
    ]
    assert told["done"][-1]["sentence"] == "2 of 2 finished, 14 pages, 0 errors"
    assert [cause["group"] for cause in told["causes"]][:2] == ["broken", "broken"]
    assert told["playing"] == []


def test_the_end(tmp_path):
    told = Watch(TRUST).look(healthy_run(tmp_path), over=True)
    assert (told["headline"], told["next"]) == ("trust and trust_framed were played to the end.", [])
    assert Watch(TRUST).look(None, over=True)["headline"] == "Nothing was played."


def test_what_models_cost_so_far(run):
    ledger, watch = run.path / "spending.jsonl", Watch()
    ledger.write_text('{"call": 1, "at": 5.0}\n{"tokens": 1200, "cost": 0.01}\n{"call": 1')
    assert watch.look(run)["cost"] == "1 question, 1,200 tokens, 0.0100 USD"
    ledger.write_text('{"call": 1, "at": 5.0}\n{"tokens": 1200, "cost": 0.01}\n{"call": 1, "at": 6.0}\n')
    assert watch.look(run)["cost"] == "2 questions, 1,200 tokens, 0.0100 USD"


def test_sessions_that_only_check_forms_are_counted(run):
    for play in ("trust-1", "trust-2"):
        (run.path / "forms" / "sessions" / play).mkdir(parents=True)
    assert Watch().look(run)["forms"] == "2 sessions"


def test_with_something_to_be_removed_nothing_is_quoted(tmp_path):
    told = Watch(hushed=True).look(faulty_run(tmp_path))
    assert told["causes"][0]["title"] == "server-error at public_goods.Results"
    assert "ZeroDivisionError" not in json.dumps(told)


def test_the_page_shows_hostile_text_as_text(tmp_path):
    data = Watch([(HOSTILE, 1)]).look(hostile_run(tmp_path))
    text = render_live({**data, "report": "", "project": HOSTILE, "every": 2})
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text
    assert 'content="2"' in text


def test_a_second_play_of_a_config_is_another_row(tmp_path):
    run = new_run(tmp_path)
    for _ in range(2):
        session = SessionBuilder(run, "trust", 1)
        play_trust(session)
        session.result([person(1)])
    assert [row["play"] for row in Watch().look(run)["done"]] == ["play 1", "play 2"]


def test_an_address_outside_of_the_study_does_not_tell_who_it_is(run):
    session = SessionBuilder(run, "trust", 1)
    session.visit(1, Page("foreign", "http://127.0.0.1/InitializeParticipant/c?participant_label=anna"))
    ((where, _doing),) = people(Watch(hushed=True).look(run)).values()
    assert where == "http://127.0.0.1/InitializeParticipant/c"
