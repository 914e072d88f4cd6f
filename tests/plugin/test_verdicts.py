"""One run with every kind of verdict, read in every way (terminal, JUnit, Allure, folder): plain, with workers, without xdist."""

from __future__ import annotations

import re
import shlex

import pytest
from allure_results import everything, labels, read_results
from pytest_runs import NO_CHROME, everything_ended, run_pytest

from botex_pytest.records import read_sessions
from botex_pytest.report.again import Again
from botex_pytest.run_folder import RunFolder


def test_exit_code(mixed):
    assert mixed.code == pytest.ExitCode.TESTS_FAILED


def test_verdicts_are_the_same_in_every_mode(mixed):
    assert mixed.verdicts() == {
        "pair::P1": "passed",
        "pair::P2": "passed",
        "pair::session": "passed",
        "crash_on_submit::P1": "failure",
        "crash_on_submit::session": "passed",
        "impossible_bounds::P1": "failure",
        "impossible_bounds::P2": "passed",
        "impossible_bounds::session": "passed",
        "partner_screened_out::P1": "failure",
        "partner_screened_out::P2": "skipped",
        "partner_screened_out::session": "passed",
    }


def test_sessions_are_told_in_the_order_of_the_plan_in_every_mode(mixed):
    """Small ones first."""
    told = [played.result.config for played in read_sessions(RunFolder.open(mixed.runs[-1]))]
    assert list(dict.fromkeys(told)) == ["crash_on_submit", "impossible_bounds", "partner_screened_out", "pair"]


def test_every_session_is_played_once_and_what_broke_once_more(mixed):
    assert len(mixed.runs) == 1
    assert mixed.sessions() == [
        "crash_on_submit-1",
        "crash_on_submit-2",
        "impossible_bounds-1",
        "pair-1",
        "partner_screened_out-1",
    ]
    assert mixed.results()["crash_on_submit-2"]["purpose"] == "human-pace"


def test_words_of_the_terminal(mixed):
    words = mixed.words()
    assert words["crash_on_submit::P1"] == "BROKEN"
    assert words["impossible_bounds::P1"] == "COULD NOT BE PLAYED"
    assert words["partner_screened_out::P2"] == "BLOCKED"
    assert words["pair::P1"] == "PASSED"
    assert "1 failed, 7 passed, 2 could not be played, 1 blocked in" in mixed.output


def test_the_summary_has_a_sentence_per_config_and_a_section_per_group(mixed):
    summary = mixed.output.partition(" botex ===")[2]
    assert "pair: 2 of 2 finished" in summary
    broken, _, unplayed = summary.partition("\nBroken:\n")[2].partition("\nCould not be played:\n")
    assert "ZeroDivisionError: division by zero" in broken
    assert "crash_on_submit P1" in broken
    assert "impossible_bounds.Offer" in unplayed
    assert "[impossible_bounds.answers]" in unplayed
    assert f"Report: {mixed.runs[0] / 'report.html'}" in summary


@pytest.mark.parametrize("item", ["crash_on_submit::P1", "impossible_bounds::P1"])
def test_the_command_that_shows_it_again_is_told_and_works(mixed, item):
    told = re.search(r"pytest (--botex .*)", mixed.text(item))
    assert told, mixed.text(item)
    again = run_pytest(mixed.project, *shlex.split(told[1]), "--co", "-q", *NO_CHROME)
    assert again.ids == [f"settings.py::{item}"]


def test_junit_says_what_was_played(mixed):
    first, second, session = (mixed.properties(f"pair::{who}") for who in ("P1", "P2", "session"))
    result = mixed.results()["pair-1"]
    assert first["botex_status"] == session["botex_status"] == "finished"
    assert first["botex_session"] == second["botex_session"] == session["botex_session"] == result["code"]
    assert first["botex_participant"] == result["participants"][0]["code"]
    assert first["botex_label"] != second["botex_label"]
    assert int(second["botex_pages"]) == result["participants"][1]["pages"] > 0
    assert (first["botex_model"], first["botex_seed"], first["botex_plays"]) == ("random", "1", "1")
    assert "botex_participant" not in session


def test_junit_tells_broken_could_not_be_played_and_blocked_apart(mixed):
    told = {item: mixed.properties(item)["botex_status"] for item in mixed.junit if not item.endswith("session")}
    assert told == {
        "pair::P1": "finished",
        "pair::P2": "finished",
        "crash_on_submit::P1": "broken",
        "impossible_bounds::P1": "unplayed",
        "impossible_bounds::P2": "finished",
        "partner_screened_out::P1": "unplayed",
        "partner_screened_out::P2": "blocked",
    }
    assert "ZeroDivisionError" in mixed.text("crash_on_submit::P1")
    assert "Minimum value (1) must be less" in mixed.text("impossible_bounds::P1")
    assert "P1" in mixed.text("partner_screened_out::P2")


def test_the_run_folder_is_complete(mixed):
    folder = mixed.runs[0]
    assert {"run.json", "botex.json", "report.html", "sessions"} < {path.name for path in folder.iterdir()}
    for number in (1, 2):
        assert mixed.events("pair-1", number)[-1]["status"] == "finished"


# --- Allure ---


def test_every_item_is_a_result_with_its_verdict(mixed):
    found = read_results(mixed.project / "allure-results")
    told = {name: (result.status, *labels(result, "tag")) for name, result in found.items()}
    assert told == {
        "pair P1": ("passed", "finished"),
        "pair P2": ("passed", "finished"),
        "pair session": ("passed", "finished"),
        "crash_on_submit P1": ("failed", "broken"),
        "crash_on_submit session": ("passed", "finished"),
        "impossible_bounds P1": ("broken", "unplayed"),
        "impossible_bounds P2": ("passed", "finished"),
        "impossible_bounds session": ("passed", "finished"),
        "partner_screened_out P1": ("broken", "unplayed"),
        "partner_screened_out P2": ("skipped", "blocked"),
        "partner_screened_out session": ("passed", "finished"),
    }


def test_steps_parameters_and_pictures_are_those_of_the_transcript(mixed):
    found = read_results(mixed.project / "allure-results")
    for number in (1, 2):
        result, events = found[f"pair P{number}"], mixed.events("pair-1", number)
        seen = [event for event in events if event["type"] == "PageSeen"]
        assert len(result.steps) == len(seen)
        given = [str(event["values"]["number"]) for event in events if event["type"] == "Answered" and event["values"]]
        assert [p.value for step in result.steps for p in step.parameters] == given
        shots = [event for event in seen if event["shot"]]
        assert sum(a.type == "image/jpeg" for part in everything(result) for a in part.attachments) == len(shots)
        assert [a.name for a in result.attachments] == ["transcript"]
        told = {p.name: p.value for p in result.parameters}
        assert told["session"] == mixed.properties(f"pair::P{number}")["botex_session"]
        assert told["participant"] == mixed.properties(f"pair::P{number}")["botex_participant"]


def test_labels_and_suites(mixed):
    result = read_results(mixed.project / "allure-results")["pair P1"]
    assert [labels(result, name) for name in ("config", "app", "model")] == [["pair"], ["pair"], ["random"]]
    assert [labels(result, name) for name in ("parentSuite", "suite", "subSuite")] == [["study"], ["sessions"], ["pair"]]


def test_a_run_told_again_has_the_same_items_with_the_same_history(mixed, tmp_path):
    live = read_results(mixed.project / "allure-results")
    again = read_results(Again(RunFolder.open(mixed.runs[0])).allure(tmp_path / "again"))
    for result in (live, again):
        assert len({r.historyId for r in result.values()}) == len(result)
    assert {name: (r.historyId, r.status, len(r.steps)) for name, r in again.items()} == {
        name: (r.historyId, r.status, len(r.steps)) for name, r in live.items()
    }


# --- the page of --botex-live ---


def test_the_live_page_leads_in_the_end_to_the_report(mixed):
    page = (mixed.runs[0].parent / "live.html").read_text("utf-8")
    assert 'http-equiv="refresh"' not in page
    assert f'href="{mixed.runs[0].name}/report.html"' in page
    assert "crash_on_submit is broken" in page
    assert "ZeroDivisionError: division by zero" in page
    assert re.search(r'pair</span> <span class="soft">play 1:</span> 2 of 2 finished, \d pages, 0 errors', page)


def test_the_head_says_where_the_live_page_is(mixed):
    assert f"botex: to watch the run, open {mixed.runs[0].parent / 'live.html'}" in mixed.output


def test_every_page_is_pictured_when_all_are_to_be(mixed):
    for number in (1, 2):
        shots = [event["shot"] for event in mixed.events("pair-1", number) if event["type"] == "PageSeen"]
        assert len(shots) >= 3  # who comes last each time sees no wait page
        assert all((mixed.runs[0] / "sessions" / "pair-1" / shot).read_bytes().startswith(b"\xff\xd8\xff") for shot in shots)


def test_no_process_is_left(mixed):
    assert everything_ended(mixed.mark)
