"""Which items there are, and that listing them starts nothing."""

from __future__ import annotations

import pytest
from pytest_runs import NO_CHROME, build, run_pytest

PAIR = ["settings.py::pair::P1", "settings.py::pair::P2", "settings.py::pair::session"]
LIST = ("--co", "-q", *NO_CHROME)
PLAIN_TEST = "def test_nothing():\n    pass\n"
VARIANTS = """
[pair]
participants = 2
[pair.variants.rich]
session = { participation_fee = 10 }
[pair.variants.big]
participants = 4
"""


def test_an_item_for_each_participant_and_one_for_the_session(project, run):
    listed = run("--botex", *LIST)
    assert listed.ids == PAIR
    assert listed.code == 0
    assert not (project / ".botex__temp").exists()


def test_variants_of_the_study_file_are_sessions_of_their_own(project, run):
    (project / "botex.toml").write_text(VARIANTS)
    listed = run("--botex", *LIST)
    rich = [f"settings.py::pair[rich]::{who}" for who in ("P1", "P2", "session")]
    big = [f"settings.py::pair[big]::{who}" for who in ("P1", "P2", "P3", "P4", "session")]
    assert listed.ids == sorted(rich + big)


def test_small_sessions_come_first(tmp_path):
    folder = build(tmp_path / "study", {"large": ("pair", 6), "small": ("pair", 2)})
    output = run_pytest(folder, "--botex", *LIST).output
    assert output.index("::small::") < output.index("::large::")


def test_a_demo_number_is_rounded_up_to_whole_groups(tmp_path):
    listed = run_pytest(build(tmp_path / "study", {"pair": ("pair", 3)}), "--botex", *LIST)
    assert "settings.py::pair::P4" in listed.ids
    assert "settings.py::pair::P5" not in listed.ids


def test_setup_plan_starts_nothing(project, run, plugin_args):
    planned = run("--botex", "--setup-plan", *NO_CHROME, *plugin_args)
    assert planned.code == 0, planned.output
    assert not (project / ".botex__temp").exists()


@pytest.mark.parametrize(
    ("args", "ini", "env"),
    [(["--botex"], "", {}), ([], "botex = true", {}), ([], "", {"BOTEX": "1"}), (["--botex"], "botex = false", {"BOTEX": "0"})],
    ids=["option", "ini", "environment", "the option wins"],
)
def test_ways_to_ask_for_bots(project, run, args, ini, env):
    (project / "pytest.ini").write_text(f"[pytest]\n{ini}\n")
    assert run(*args, *LIST, **env).ids == PAIR


@pytest.mark.parametrize(
    ("args", "env"),
    [(["--no-botex"], {"BOTEX": "1"}), ([], {"BOTEX": "0"})],
    ids=["the option wins", "the environment wins over ini"],
)
def test_ways_to_do_without(project, run, args, env):
    (project / "pytest.ini").write_text("[pytest]\nbotex = true\n")
    listed = run(*args, *LIST, **env)
    assert listed.ids == []
    assert listed.code == pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.fixture
def with_tests(project):
    """A project that also has ordinary tests, to which its `testpaths` point."""
    (project / "tests").mkdir()
    (project / "tests" / "test_plain.py").write_text(PLAIN_TEST)
    (project / "pytest.ini").write_text("[pytest]\ntestpaths = tests\n")
    return project


def test_without_a_path_only_bot_items_are_collected_whatever_testpaths_says(with_tests, run):
    assert run("--botex", *LIST).ids == PAIR


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["settings.py"], PAIR),
        (["settings.py::pair"], PAIR),
        (["settings.py::pair::P2"], PAIR[1:2]),
        (["settings.py::pair::session", "settings.py::pair::P1"], [PAIR[0], PAIR[2]]),
        (["tests"], ["tests/test_plain.py::test_nothing"]),
        (["tests", "settings.py::pair::P1"], [PAIR[0], "tests/test_plain.py::test_nothing"]),
        (["."], [*PAIR, "tests/test_plain.py::test_nothing"]),
    ],
    ids=" ".join,
)
def test_paths_and_node_ids_choose(with_tests, run, args, expected):
    assert run("--botex", *LIST, *args).ids == expected


def test_a_project_that_is_named_from_elsewhere(project, tmp_path):
    listed = run_pytest(tmp_path, "--botex", "--botex-project", "study", *LIST)
    assert listed.ids == [f"study/{item}" for item in PAIR]


def test_a_node_id_that_does_not_exist(project, run):
    asked = run("--botex", *NO_CHROME, "settings.py::pair::P7")
    assert asked.code == pytest.ExitCode.USAGE_ERROR
    assert "not found" in asked.output
