"""The plugin as users of pytest see it: real projects, and pytest in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_runs import Ran, Run, build, run_pytest

MODES = {"plain": (), "two workers": ("-n", "2"), "without xdist": ("-p", "no:xdist")}


@pytest.fixture(scope="session", params=MODES.values(), ids=MODES.keys())
def plugin_args(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """A way of running pytest that nobody who reads the verdicts may notice."""
    return request.param


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two players, one config: the smallest project."""
    return build(tmp_path / "study")


@pytest.fixture
def run(project: Path) -> Run:
    """Runs pytest in `project`."""
    return lambda *args, **how: run_pytest(project, *args, **how)


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory, plugin_args: tuple[str, ...]) -> Ran:
    """A project with every kind of verdict, played once per mode; many tests read what came of it."""
    faults = {"crash_on_submit": 1, "impossible_bounds": 2, "partner_screened_out": 2}
    configs = {"pair": ("pair", 2), **{name: (name, count) for name, count in faults.items()}}
    folder = build(tmp_path_factory.mktemp("mixed") / "study", configs)
    more = ("--alluredir", "allure-results", "--botex-live", "--botex-screenshots", "all")
    return run_pytest(folder, "--botex", "-v", *more, *plugin_args)
