"""--botex-update-flow, and what later runs say: with and without workers."""

from __future__ import annotations

import pytest
from pytest_runs import run_pytest

HTTP = ("--botex", "--botex-driver", "http")


def test_a_snapshot_tells_what_has_changed_since(project, plugin_args):
    first = run_pytest(project, *HTTP, "--botex-update-flow", *plugin_args)
    assert "botex_flow/pair.toml was written" in first.output
    text = (project / "botex_flow" / "pair.toml").read_text()
    assert 'pages = ["pair 1: Intro", "pair 2: Intro, Results"]' in text

    same = run_pytest(project, *HTTP, "--botex-seed", "7", *plugin_args)
    assert same.code == pytest.ExitCode.OK
    assert "botex_flow" not in same.output

    file = project / "pair" / "__init__.py"
    renamed = file.read_text().replace("class Intro(", "class Welcome(").replace("[Intro, Meet", "[Welcome, Meet")
    file.write_text(renamed)
    (project / "pair" / "Intro.html").rename(project / "pair" / "Welcome.html")
    changed = run_pytest(project, *HTTP, *plugin_args)
    assert changed.verdicts() == {"pair::P1": "passed", "pair::P2": "passed", "pair::session": "failure"}
    assert "pair.Welcome is new, pair.Intro is gone" in changed.text("pair::session")
    assert "- pair.Intro\n- pair.Intro (round 2)\n+ pair.Welcome\n+ pair.Welcome (round 2)\n" in changed.text("pair::session")
    assert (project / "botex_flow" / "pair.toml").read_text() == text


def test_a_snapshot_that_cannot_be_read_is_no_fault_of_the_study(project):
    (project / "botex_flow").mkdir()
    (project / "botex_flow" / "pair.toml").write_text("config =")
    ran = run_pytest(project, *HTTP)
    assert set(ran.verdicts().values()) == {"error"}
    assert "botex_flow/pair.toml cannot be read." in ran.output
