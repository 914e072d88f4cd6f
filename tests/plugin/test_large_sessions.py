"""Sessions of more than a dozen participants are listed, and played only when somebody names them."""

from __future__ import annotations

import json

import pytest
from pytest_runs import NO_CHROME, build, run_pytest

LIST = ("--co", "-q", *NO_CHROME)
COMMAND = "pytest --botex --botex-config big --botex-max-participants 14"


@pytest.fixture
def large(tmp_path):
    return build(tmp_path / "study", {"big": ("pair", 14), "bigger": ("pair", 16)})


def test_listed_with_command_and_estimate_and_deselected(large):
    listed = run_pytest(large, "--botex", *LIST)
    assert listed.ids == []
    assert listed.code == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "32 deselected" in listed.output
    assert "Not played:\n  big (14 participants, under a minute)" in listed.output
    assert f"to play it: {COMMAND}" in listed.output


def test_the_command_that_is_told_collects_it(large):
    listed = run_pytest(large, *COMMAND.split()[1:], *LIST)
    assert len(listed.ids) == 15
    assert all("::big::" in item for item in listed.ids)
    assert "Not played" not in listed.output


@pytest.mark.parametrize(("named", "count"), [("settings.py::big", 15), ("settings.py::big::P3", 1)])
def test_a_node_id_names_it(large, named, count):
    listed = run_pytest(large, "--botex", *LIST, named)
    assert len(listed.ids) == count


def test_a_name_does_not_stand_for_longer_ones(large):
    listed = run_pytest(large, "--botex", *LIST, "settings.py", "settings.py::bigger::P1")
    assert {item.split("::")[1] for item in listed.ids} == {"bigger"}


def test_as_many_as_were_asked_for_are_not_too_many(large):
    listed = run_pytest(large, "--botex", "--botex-config", "big", "--botex-participants", "18", *LIST)
    assert len(listed.ids) == 19


def test_what_was_left_out_is_recorded_with_the_run(tmp_path, plugin_args):
    folder = build(tmp_path / "study", {"pair": ("pair", 2), "big": ("pair", 14)})
    ran = run_pytest(folder, "--botex", *plugin_args)
    assert ran.code == 0, ran.output
    assert ran.sessions() == ["pair-1"]
    recorded = json.loads((ran.runs[0] / "run.json").read_text())["deselected"]
    assert [(row["config"], row["participants"], row["command"]) for row in recorded] == [("big", 14, COMMAND)]
    assert "Not played:\n  big (14 participants" in ran.output
