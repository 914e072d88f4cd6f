"""Settings that a conftest.py overrides as fixtures, in every way of running pytest."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_runs import run_pytest

CONFTEST = """
import pytest


@pytest.fixture(scope="session")
def otree_options(otree_options):
    return {**otree_options, "start_timeout": 90}


@pytest.fixture(scope="session")
def botex_browser_options(botex_browser_options):
    return {**botex_browser_options, "driver": "http"}


@pytest.fixture(scope="session")
def botex_model_options(botex_model_options):
    return {**botex_model_options, "llm_args": {"temperature": 0.5}}


@pytest.fixture(scope="session")
def llamacpp_options(llamacpp_options):
    return {**llamacpp_options, "llamacpp_temperature": 0.1}


@pytest.fixture(scope="session")
def botex_bot_options(botex_bot_options):
    return {**botex_bot_options, "labels": "P{n:03}", "skip_checks": ["odd-payment"]}
"""
TESTS = """
def test_settings(botex_lab, botex_config):
    assert botex_lab.config is botex_config
    assert botex_lab.browser.name == "http"
    assert botex_config.start_timeout == 90.0
    assert botex_config.llm_args == '{"temperature": 0.5}'
    assert botex_config.llamacpp_temperature == 0.1
    assert botex_config.skip_checks == ("odd-payment",)
    assert botex_config.sources["driver"] == "botex_browser_options"
    assert botex_config.sources["window"] == "default"
"""


def test_what_a_conftest_overrides_holds_for_tests_and_bots(project: Path, plugin_args: tuple[str, ...]) -> None:
    """Chrome is not there: only over HTTP can this be played."""
    (project / "conftest.py").write_text(CONFTEST)
    (project / "test_lab.py").write_text(TESTS)
    ran = run_pytest(project, "--botex", "--botex-chrome=/nowhere/chrome", ".", *plugin_args)
    assert ran.code == pytest.ExitCode.OK, ran.output
    assert set(ran.verdicts().values()) == {"passed"}
    assert len(ran.verdicts()) == 4
    result = ran.results()["pair-1"]
    assert result["driver"] == "http"
    assert [p["label"] for p in result["participants"]] == ["P001", "P002"]


def test_a_slip_is_told_before_anything_is_started(project: Path) -> None:
    (project / "conftest.py").write_text(CONFTEST.replace('"driver": "http"', '"drivr": "http"'))
    ran = run_pytest(project, "--botex")
    assert set(ran.verdicts().values()) == {"error"}
    assert "The fixture botex_browser_options knows no 'drivr'. Did you mean 'driver'?" in ran.text("pair::P1")
    assert not list(project.rglob("otree.log"))


def test_workers_share_one_llamacpp_and_cannot_change_it(project: Path) -> None:
    (project / "conftest.py").write_text(CONFTEST.replace('"llamacpp_temperature": 0.1', '"llamacpp_slots": 2'))
    ran = run_pytest(project, "--botex", "-n", "1")
    assert set(ran.verdicts().values()) == {"error"}
    assert "cannot change llamacpp_slots in a worker of xdist" in ran.text("pair::P1")
