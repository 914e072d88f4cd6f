"""Beside other plugins, and options of pytest, that change how tests run."""

from __future__ import annotations

import pytest
from pytest_runs import build, run_pytest

CRASH = "crash_on_submit"
ONCE = "--no-botex-confirm"  # what breaks is not played again at human pace


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
