"""What was reached, and --botex-fail-under: with and without workers."""

from __future__ import annotations

import pytest
from pytest_runs import run_pytest

HTTP = ("--botex", "--botex-driver", "http")


def test_too_little_coverage_fails_a_run_whose_items_all_pass(project, plugin_args):
    file = project / "pair" / "__init__.py"
    file.write_text(file.read_text().replace("NUM_ROUNDS = 2", "NUM_ROUNDS = 1").replace("== C.NUM_ROUNDS", "> C.NUM_ROUNDS"))
    ran = run_pytest(project, *HTTP, "--botex-fail-under", "90", *plugin_args)
    assert set(ran.verdicts().values()) == {"passed"}
    assert ran.code == pytest.ExitCode.TESTS_FAILED
    assert "pair: 83.3% (pages 2 of 3, fields 1 of 1)\n      nobody reached page pair.Results\n" in ran.output
    assert "FAIL Coverage of 83.3% is less than the 90% of --botex-fail-under" in ran.output


def test_enough_coverage(project, plugin_args):
    ran = run_pytest(project, *HTTP, "--botex-fail-under", "100", *plugin_args)
    assert "pair: 100% (pages 3 of 3, branches 2 of 2, fields 1 of 1)" in ran.output
    assert ran.code == pytest.ExitCode.OK


def test_a_run_that_plays_nothing_reaches_nothing_and_does_not_fail(project):
    assert run_pytest(project, *HTTP, "--botex-fail-under", "100", "--collect-only").code == pytest.ExitCode.OK
