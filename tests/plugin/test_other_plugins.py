"""Beside other plugins, and options of pytest, that change how tests run."""

from __future__ import annotations

import re

import pytest
from pytest_runs import build, run_pytest

CRASH = "crash_on_submit"
ONCE = "--no-botex-confirm"  # what breaks is not played again at human pace


OVER_HTTP = ("--botex-driver", "http")
PASSES = {"pair::P1": "passed", "pair::P2": "passed", "pair::session": "passed"}
PASSES_LATER = """

def creating_session(subsession):
    for player in subsession.get_players():
        player.others = subsession.session.id - 1  # nobody in the first session of a server
"""
BY_NAME = """
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.name, reverse=True)
"""


@pytest.fixture
def study(tmp_path):
    return build(tmp_path / "study", {"pair": ("pair", 2), CRASH: (CRASH, 1)})


def test_a_rerun_plays_a_new_session(study):
    ran = run_pytest(study, "--botex", "-v", "--reruns", "1", "--botex-config", CRASH, ONCE)
    assert ran.sessions() == [f"{CRASH}-1", f"{CRASH}-2"]
    assert "1 rerun" in ran.output
    assert ran.verdicts() == {f"{CRASH}::P1": "failure", f"{CRASH}::session": "passed"}
    codes = {name: result["code"] for name, result in ran.results().items()}
    told = [p.attrib["value"] for p in ran.junit[f"{CRASH}::P1"].iter("property") if p.attrib["name"] == "botex_session"]
    assert told == [codes[f"{CRASH}-2"]]


def test_several_reruns_are_as_many_sessions(study):
    ran = run_pytest(study, "--botex", *OVER_HTTP, "--reruns", "3", ONCE)
    assert ran.sessions() == [*(f"{CRASH}-{n}" for n in (1, 2, 3, 4)), "pair-1"]
    assert ran.verdicts() == {**PASSES, f"{CRASH}::P1": "failure", f"{CRASH}::session": "passed"}


def test_a_rerun_that_passes_is_green(study):
    app = study / CRASH / "__init__.py"
    app.write_text(app.read_text() + PASSES_LATER)
    ran = run_pytest(study, "--botex", *OVER_HTTP, "--reruns", "1", "--botex-config", CRASH, ONCE)
    assert ran.code == 0, ran.output
    assert ran.sessions() == [f"{CRASH}-1", f"{CRASH}-2"]
    assert ran.properties(f"{CRASH}::P1")["botex_status"] == "finished"


def test_items_of_several_sessions_may_be_interleaved(study):
    (study / "conftest.py").write_text(BY_NAME)
    ran = run_pytest(study, "--botex", *OVER_HTTP, ONCE)
    assert [item.rpartition("::")[2] for item in ran.junit] == ["session", "session", "P2", "P1", "P1"]
    assert ran.sessions() == [f"{CRASH}-1", "pair-1"]
    assert ran.verdicts() == {**PASSES, f"{CRASH}::P1": "failure", f"{CRASH}::session": "passed"}


def test_random_order_in_workers(study):
    ran = run_pytest(study, "--botex", *OVER_HTTP, "-n", "2", "--randomly-seed=3", ONCE, in_order=False)
    assert ran.sessions() == [f"{CRASH}-1", "pair-1"]
    assert ran.verdicts() == {**PASSES, f"{CRASH}::P1": "failure", f"{CRASH}::session": "passed"}


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["plain", "two workers"])
def test_coverage_of_their_own_code_and_of_the_study(project, run, workers):
    """pytest-cov measures this process, `--botex-cov` the study in its server; neither is in the other's way."""
    (project / "helper.py").write_text("def double(x):\n    return 2 * x\n")
    (project / "test_helper.py").write_text("from helper import double\n\n\ndef test_double():\n    assert double(2) == 4\n")
    ran = run("--botex", *OVER_HTTP, "--cov=helper", "--botex-cov", "-W", "error", *workers, ".")
    assert ran.code == 0, ran.output
    assert "warning" not in ran.output.lower()
    assert re.search(r"^helper\.py +2 +0 +100%", ran.output, re.M)
    assert re.search(r"^pair.__init__\.py +\d+ +0 +100%", ran.output, re.M)


def test_verdicts_do_not_depend_on_the_order(study):
    expected = {"pair::P1": "passed", "pair::P2": "passed", "pair::session": "passed"}
    expected |= {f"{CRASH}::P1": "failure", f"{CRASH}::session": "passed"}
    orders = set()
    for seed in (1, 2):
        ran = run_pytest(study, "--botex", f"--randomly-seed={seed}", ONCE, in_order=False)
        assert ran.verdicts() == expected
        assert ran.sessions() == [f"{CRASH}-1", "pair-1"]
        orders.add(tuple(ran.junit))
    assert len(orders) == 2, "the seeds were to give different orders"


def test_the_debugger_opens_at_a_verdict(study):
    ran = run_pytest(study, "--botex", "--pdb", "--botex-config", CRASH, stdin="continue\n")
    assert "(Pdb)" in ran.output
    assert ran.code == pytest.ExitCode.TESTS_FAILED
    assert ran.verdicts() == {f"{CRASH}::P1": "failure", f"{CRASH}::session": "passed"}


def test_warnings_as_errors_and_a_short_report(tmp_path):
    folder = build(tmp_path / "study", {CRASH: (CRASH, 1), "impossible_bounds": ("impossible_bounds", 2)})
    ran = run_pytest(folder, "--botex", "-q", "-s", "-W", "error")
    assert ran.output.startswith("F.n..")
    assert "warnings summary" not in ran.output
    assert "1 failed, 3 passed, 1 could not be played in" in ran.output
