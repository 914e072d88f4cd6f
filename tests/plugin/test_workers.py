"""pytest-xdist: which distributions keep sessions whole, and pytest without it."""

from __future__ import annotations

import pytest
from pytest_runs import NO_CHROME, build, run_pytest

TWICE = {"first": ("pair", 2), "second": ("pair", 2)}
NO_XDIST = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "xdist":
            raise ImportError("xdist is not installed")

sys.meta_path.insert(0, Blocked())
"""


@pytest.fixture
def study(tmp_path):
    return build(tmp_path / "study", TWICE)


@pytest.mark.parametrize("dist", ["loadscope", "loadfile", "loadgroup"])
def test_distributions_that_keep_sessions_whole(study, dist):
    ran = run_pytest(study, "--botex", "-n", "2", "--dist", dist)
    assert ran.code == 0, ran.output
    assert len(ran.verdicts()) == 6
    assert ran.sessions() == ["first-1", "second-1"]


def test_each_worker_plays_for_itself_when_told_so(project, run):
    ran = run("--botex", "-n", "2", "--dist", "each")
    assert ran.code == 0, ran.output
    assert ran.sessions() == ["pair-1", "pair-2"]
    assert "6 passed" in ran.output


@pytest.mark.parametrize("args", [("--dist", "load"), ("--dist", "worksteal"), ("-d",)], ids=" ".join)
def test_distributions_that_would_split_sessions_are_refused(project, run, args):
    ran = run("--botex", "-n", "2", *args)
    assert ran.code == pytest.ExitCode.USAGE_ERROR
    assert f"--dist {'load' if args == ('-d',) else args[1]} cannot deal sessions of bots." in ran.output
    assert "--dist loadscope" in ran.output
    assert not (project / ".botex__temp").exists()


@pytest.mark.parametrize("args", [(), ("-n", "0")], ids=["no workers named", "no workers wanted"])
def test_a_distribution_without_workers_is_none(run, args):
    assert run("--botex", "--dist", "load", *args, "--setup-plan", *NO_CHROME).code == 0


def test_other_tests_are_dealt_as_the_user_says(project, run):
    (project / "test_plain.py").write_text("def test_nothing():\n    pass\n")
    ran = run("--botex", "-n", "2", "--dist", "worksteal", "test_plain.py")
    assert ran.code == 0, ran.output
    assert ran.verdicts() == {"test_nothing": "passed"}


def test_sessions_and_other_tests_share_workers(project, run):
    (project / "test_plain.py").write_text("def test_nothing():\n    pass\n")
    ran = run("--botex", "-n", "2", ".")
    assert ran.verdicts() == {"pair::P1": "passed", "pair::P2": "passed", "pair::session": "passed", "test_nothing": "passed"}
    assert ran.sessions() == ["pair-1"]


def test_xdist_is_not_needed(project, run, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(NO_XDIST)
    listed = run(
        *("-p", "botex_pytest.plugin", "-p", "botex_pytest.fixtures", "--botex", "--co", "-q", *NO_CHROME),
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
        PYTHONPATH=str(tmp_path),
    )
    assert len(listed.ids) == 3, listed.output
