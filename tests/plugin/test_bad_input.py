"""What cannot be done is an error with a remedy, and never a green run."""

from __future__ import annotations

import shutil

import pytest
from pytest_runs import NO_CHROME, PROJECTS, build, run_pytest

USAGE = pytest.ExitCode.USAGE_ERROR


def test_a_folder_that_is_no_project(tmp_path):
    (tmp_path / "study").mkdir()
    shutil.copy(PROJECTS / "tiny" / "settings.py", tmp_path / "study")
    ran = run_pytest(tmp_path, "--botex")
    assert ran.code == USAGE
    assert f"ERROR: {tmp_path} is no oTree project." in ran.output
    assert f'go into study:             cd "{tmp_path}/study"' in ran.output
    assert "--botex-project=/path/to/project" in ran.output


def test_a_project_without_session_configs(tmp_path, plugin_args):
    ran = run_pytest(build(tmp_path / "study", {}), "--botex", *plugin_args)
    assert ran.code == USAGE
    assert "settings.py has no session config, so there is nothing to play." in ran.output
    assert "SESSION_CONFIGS = [dict(" in ran.output


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--botex-config", "piar"], ["There is no session config 'piar'.", "Did you mean 'pair'?"]),
        (["--botex-participants", "3"], ["pair cannot be played by 3 participants.", "--botex-participants 2"]),
        (["--botex-participants", "two"], ["--botex-participants is 'two' on the command line.", "a whole number"]),
        (["--botex-model", "randon"], ["--botex-model is 'randon'", "Did you mean 'random'?"]),
    ],
    ids=lambda value: " ".join(value) if value[0].startswith("--") else "",
)
def test_values_that_cannot_be(run, plugin_args, args, told):
    ran = run("--botex", *NO_CHROME, *args, *plugin_args)
    assert ran.code == USAGE
    for sentence in told:
        assert sentence in ran.output
    assert "Traceback" not in ran.output


def test_values_of_ini_and_environment_name_their_place(project, run):
    (project / "pytest.ini").write_text("[pytest]\nbotex_wait_timeout = soon\n")
    ran = run("--botex", BOTEX_SEED="1")
    assert ran.code == USAGE
    assert "botex_wait_timeout is 'soon' in pytest's ini file." in ran.output
    ran = run("--botex", BOTEX_WAIT_TIMEOUT="later")
    assert ran.code == USAGE
    assert "BOTEX_WAIT_TIMEOUT is 'later' in the environment." in ran.output


def test_a_switch_that_is_neither_on_nor_off(run):
    ran = run(BOTEX="yse")
    assert ran.code == USAGE
    assert "BOTEX is 'yse' in the environment." in ran.output


def test_a_study_file_with_a_slip(project, run, plugin_args):
    (project / "botex.toml").write_text("[pair]\nparticipant = 2\n")
    ran = run("--botex", *NO_CHROME, *plugin_args)
    assert ran.code == USAGE
    assert "there is nothing called 'participant' to declare. Did you mean 'participants'?" in ran.output
    assert "botex.toml" in ran.output


def test_a_project_that_otree_cannot_load(tmp_path, plugin_args):
    folder = build(tmp_path / "study")
    (folder / "pair" / "__init__.py").write_text("import a_package_nobody_has\n")
    ran = run_pytest(folder, "--botex", *plugin_args)
    assert ran.code == USAGE
    assert "oTree cannot load the project" in ran.output
    assert "a_package_nobody_has" in ran.output
    assert not (folder / ".botex__temp").exists()


def test_a_broken_project_does_not_stop_tests_that_do_not_play_it(tmp_path, plugin_args):
    folder = build(tmp_path / "study")
    (folder / "pair" / "__init__.py").write_text("import a_package_nobody_has\n")
    (folder / "test_plain.py").write_text("def test_nothing():\n    pass\n")
    (folder / "pytest.ini").write_text("[pytest]\nbotex = true\n")
    ran = run_pytest(folder, "test_plain.py", *plugin_args)
    assert ran.code == 0, ran.output
    assert not (folder / ".botex__temp").exists()


def test_no_chrome_is_an_infrastructure_error_of_every_item(run):
    ran = run("--botex", *NO_CHROME)
    assert ran.code == pytest.ExitCode.TESTS_FAILED
    assert ran.verdicts() == {"pair::P1": "error", "pair::P2": "error", "pair::session": "error"}
    assert "/nowhere/chrome cannot be used as --botex-chrome." in ran.text("pair::P2")
