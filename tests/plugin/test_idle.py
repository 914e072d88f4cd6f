"""Without `--botex` nothing happens, unless a test asks for one of our fixtures."""

from __future__ import annotations

import json

import pytest
from pytest_runs import everything_ended

HEAVY = {"selenium", "litellm", "jinja2", "tinydb", "requests", "websocket", "psutil"}
WITNESS = """
import json, sys

def pytest_unconfigure(config):
    with open("modules.json", "w") as file:
        json.dump(sorted(sys.modules), file)
"""
USES_SERVER = """
from urllib.request import urlopen

def test_version(otree_server):
    with urlopen(otree_server.url + "/api/otree_version") as reply:
        assert reply.status == 200
"""


def test_nothing_is_collected_or_imported(project, run):
    (project / "conftest.py").write_text(WITNESS)
    (project / "test_plain.py").write_text("def test_nothing():\n    pass\n")
    ran = run()
    assert ran.verdicts() == {"test_nothing": "passed"}
    modules = json.loads((project / "modules.json").read_text())
    assert HEAVY.isdisjoint(modules)
    ours = {name for name in modules if name.startswith("botex_pytest")}
    light = ("plugin", "hookspecs", "options", "option_parsers", "errors", "stash", "fixtures", "option_fixtures")
    assert ours == {"botex_pytest", *(f"botex_pytest.{name}" for name in light)}
    assert not (project / ".botex__temp").exists()


def test_listing_what_would_be_played_imports_nothing_that_plays(project, run):
    (project / "conftest.py").write_text(WITNESS)
    listed = run("--botex", "--collect-only", "-q")
    assert "settings.py::pair::P2" in listed.output
    assert (HEAVY - {"psutil"}).isdisjoint(json.loads((project / "modules.json").read_text()))


def test_an_otree_project_alone_has_no_tests(run):
    assert run().code == pytest.ExitCode.NO_TESTS_COLLECTED


def test_fixtures_need_no_botex(project, run, plugin_args):
    (project / "test_server.py").write_text(USES_SERVER)
    before = {path.name for path in project.iterdir()}
    ran = run(*plugin_args)
    assert ran.code == 0, ran.output
    assert ran.verdicts() == {"test_version": "passed"}
    assert everything_ended(ran.mark)
    left = {path.name for path in project.iterdir()} - before
    assert left <= {".botex__temp", ".pytest_cache", "__pycache__", "junit.xml"}
