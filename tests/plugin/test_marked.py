"""Tests of a user's own, with `@pytest.mark.botex(...)`: in every way of running pytest, without --botex."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from allure_results import labels, read_results
from pytest_runs import NO_CHROME, Ran, build, run_pytest

TESTS = """
import pytest
from botex_pytest import expect


@pytest.mark.botex("pair", answers={"Intro.number": 4})
def test_reads_what_was_played(otree_session):
    p1, p2 = otree_session.play()
    expect(p1).to_finish()
    expect(p2).to_visit("Intro", "Meet", "Intro", "Results")
    expect(p1.page("Intro", round=1).field("number")).to_have_value(4)
    tables = otree_session.data()
    assert [row["total"] for row in tables["pair_group"]] == [8, 8]
    assert {row["number"] for row in tables["pair_player"]} == {4}


@pytest.mark.botex("pair", answers={"Intro.number": [2, 3]})
def test_one_item_for_each(participant):
    expect(participant).to_finish()
    assert participant.page("Intro").answer == {"number": "3"}


@pytest.mark.botex("pair")
def test_a_wrong_expectation(participants):
    expect(participants[0]).to_visit("Intro", "Results")


@pytest.mark.botex("crash_on_submit")
def test_a_fault_fails_without_an_assertion(otree_session):
    otree_session.play()


@pytest.mark.botex("crash_on_submit")
def test_a_fault_that_the_test_expects(otree_session):
    (p1,) = otree_session.play(check=False)
    assert p1.status == "broken"


@pytest.mark.botex("pair", answers={"Intro.number": 4})
def test_by_hand(otree_session):
    with otree_session.by_hand(2) as p2:
        assert p2.page.name == "Intro"
        messages = p2.try_to_submit(number=11)
        assert messages and not p2.try_to_submit(number=7)
        p2.run_until("Results")
        assert p2.page.index == 6
    p1, p2 = otree_session.play()
    assert p2.page("Intro", round=1).answer == {"number": "7"}
    assert p2.page("Intro", round=1).refused == ({"number": "11"},)
    assert p1.page("Intro", round=1).answer == {"number": "4"}


@pytest.mark.botex("pair", answers={"Intro.number": 4})
def test_what_else_would_happen(participants):
    number = participants[0].page("Intro", round=2).field("number")
    expect(number).to_reject(0, 11, "", "abc")
    expect(number).to_accept(1, 10)
    expect(number).to_reject(3, 12)


def test_of_something_else():
    pass
"""


def words(ran: Ran) -> dict[str, str]:
    plain = re.findall(r"^test_lab\.py::(\S+) (PASSED|FAILED|ERROR)", ran.output, re.M)
    dealt = re.findall(r"^\[gw\d+\].*?(PASSED|FAILED|ERROR) test_lab\.py::(\S+)", ran.output, re.M)
    return dict(plain) | {name: word for word, name in dealt}


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory, plugin_args: tuple[str, ...]) -> Ran:
    folder = build(tmp_path_factory.mktemp("marked") / "study", {"pair": ("pair", 2), "crash_on_submit": ("crash_on_submit", 1)})
    (folder / "test_lab.py").write_text(TESTS)
    return run_pytest(folder, "-v", "--botex-driver", "auto", "--alluredir", "allure-results", *plugin_args)


def test_verdicts(marked):
    assert words(marked) == {
        "test_reads_what_was_played": "PASSED",
        "test_one_item_for_each[P1]": "PASSED",
        "test_one_item_for_each[P2]": "PASSED",
        "test_a_wrong_expectation": "FAILED",
        "test_a_fault_fails_without_an_assertion": "FAILED",
        "test_a_fault_that_the_test_expects": "PASSED",
        "test_by_hand": "PASSED",
        "test_what_else_would_happen": "FAILED",
        "test_of_something_else": "PASSED",
    }, marked.output


def test_each_test_plays_once_and_all_are_one_run(marked):
    assert len(marked.runs) == 1
    played = Counter(result["test"].rpartition("::")[2] for result in marked.results().values())
    assert played.keys() == {case.partition("[")[0] for case in words(marked)} - {"test_of_something_else"}
    probing = played.pop("test_what_else_would_happen")
    assert probing == 1 + 1 + 2 + 2  # itself; all refused; after 1, after 10; after 3, and 12 refused
    faults = [played.pop(name) for name in tuple(played) if "fault" in name]
    assert all(plays <= 3 for plays in faults)  # what breaks is played again at human pace
    assert set(played.values()) == {1}
    assert not [path for path in marked.runs[0].parent.iterdir() if path.name not in (marked.runs[0].name, ".gitignore")]


def test_messages_say_what_was_seen_and_how_to_see_it_again(marked):
    told = marked.text("test_a_wrong_expectation")
    assert "P1 of pair did not visit these pages." in told
    assert re.search(r"actual: +Intro, (\[Meet\], )?Intro, (\[Meet\], )?Results", told)
    taken = marked.text("test_what_else_would_happen")
    assert "field number of pair.Intro (round 2) of P1 of pair takes what it should refuse. (2 more sessions, " in taken
    assert "taken:   '3'" in taken
    fault = marked.text("test_a_fault_fails_without_an_assertion")
    assert "ZeroDivisionError: division by zero" in fault
    assert "see it again: pytest test_lab.py::test_a_fault_fails_without_an_assertion --botex-seed 1" in fault


def test_the_summary_and_junit_know_the_sessions(marked):
    assert "pair[test_lab.py::test_reads_what_was_played]: 2 of 2 finished" in marked.output
    assert f"Report: {marked.runs[0] / 'report.html'}" in marked.output
    assert marked.properties("test_reads_what_was_played")["botex_model"] == "random"
    (p1, p2) = (marked.properties(f"test_one_item_for_each[P{n}]") for n in (1, 2))
    assert p1["botex_session"] == p2["botex_session"]
    assert p1["botex_participant"] != p2["botex_participant"]


def test_allure_gets_the_steps_of_whom_a_test_is_about(marked):
    found = read_results(marked.project / "allure-results")
    whole, one = found["test_reads_what_was_played"], found["test_one_item_for_each[P2]"]
    assert [step.name.partition(":")[0] for step in whole.steps] == ["play 1", "P1", "P2"]
    assert [step.name for step in one.steps if "Intro" in step.name] == ["pair.Intro, round 1 of 2", "pair.Intro, round 2 of 2"]
    assert labels(one, "config") == ["pair"]
    assert found["test_a_fault_fails_without_an_assertion"].status == "failed"
    assert found["test_of_something_else"].steps == []


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ('"piar"', "There is no session config 'piar'"),
        ('"pair", participant=2', "Did you mean 'participants'?"),
        ('"pair", participants=3', "3"),
        ('"pair", answers={"Intro.nmuber": 3}', "Did you mean 'number'?"),
        ('"pair", ends=["Intor"]', "Did you mean 'Intro'?"),
        ("", "does not say which session config to play"),
    ],
)
def test_a_wrong_marker_is_told_at_collection(tmp_path, marker, message):
    folder = build(tmp_path / "study", {"pair": ("pair", 2), "crash_on_submit": ("crash_on_submit", 1)})
    (folder / "test_lab.py").write_text(f"import pytest\n@pytest.mark.botex({marker})\ndef test_it(otree_session): pass\n")
    ran = run_pytest(folder, *NO_CHROME)
    assert ran.code == pytest.ExitCode.INTERRUPTED
    assert message in ran.output
    assert "Traceback" not in ran.output
    assert ran.runs == []


def test_without_a_marker_the_fixture_says_what_is_missing(run, project):
    (project / "test_lab.py").write_text("def test_it(otree_session): pass\n")
    ran = run(*NO_CHROME)
    assert "asks for a session and does not say which" in ran.output
    assert '@pytest.mark.botex("trust", participants=2)' in ran.output


def test_without_a_browser_it_is_an_error_and_said_once(run, project):
    test = 'import pytest\n@pytest.mark.botex("pair")\ndef test_it(participant): pass\n'
    (project / "test_lab.py").write_text(test)
    ran = run("-v", *NO_CHROME)
    assert words(ran) == {"test_it[P1]": "ERROR", "test_it[P2]": "ERROR"}
    assert "/nowhere/chrome" in ran.output
