"""What is selected decides what is reported; who plays is decided by the study."""

from __future__ import annotations

import pytest
from pytest_runs import build, run_pytest

CRASH = "crash_on_submit"


def test_one_participant_is_reported_and_all_play(project, run):
    """Nor is there a report, since it was to be without a field that nobody has: a misspelt name must leave nothing in."""
    ran = run("--botex", "-k", "P2", "--botex-redact", "no_such_field")
    assert ran.verdicts() == {"pair::P2": "passed"}
    assert ran.code == 0
    for number in (1, 2):
        assert ran.events("pair-1", number)[-1]["status"] == "finished"
    assert "The report was not written: 'no_such_field' was to be removed from it" in ran.output
    assert "Report: " not in ran.output
    assert not (ran.runs[0] / "report.html").exists()


def test_last_failed_and_exit_first(tmp_path):
    """`-x` stops before the next session is played, `--lf` finds what failed by its node id."""
    folder = build(tmp_path / "study", {"pair": ("pair", 2), CRASH: (CRASH, 1)})
    first = run_pytest(folder, "--botex", "-x", "-q", "--no-botex-confirm")
    assert first.code == pytest.ExitCode.TESTS_FAILED
    assert first.sessions() == [f"{CRASH}-1"], "the larger one is not played any more"
    assert first.verdicts() == {f"{CRASH}::P1": "failure"}
    again = run_pytest(folder, "--botex", "--lf", "--co", "-q")
    assert again.ids == [f"settings.py::{CRASH}::P1"]


@pytest.mark.parametrize("args", [("-k", "nobody"), ("settings.py", "--deselect", "settings.py")], ids=" ".join)
def test_nothing_selected_is_not_green(project, run, args):
    ran = run("--botex", *args)
    assert ran.code == pytest.ExitCode.NO_TESTS_COLLECTED
    assert not (project / ".botex__temp").exists()
