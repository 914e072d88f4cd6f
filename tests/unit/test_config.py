"""Where values come from, what they become, and what is said about bad ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from botex_pytest.config import Config
from botex_pytest.errors import SettingError
from botex_pytest.options import SETTINGS


def setting(attribute):
    return next(s for s in SETTINGS if s.attribute == attribute)


def test_defaults_are_those_of_the_table(tmp_path):
    config = Config.load(root=tmp_path)
    assert config.runs_dir == tmp_path / ".botex__temp"
    for row in SETTINGS:
        if row.attribute != "runs_dir":
            assert getattr(config, row.attribute) == row.default
            assert type(getattr(config, row.attribute)) is type(row.default)
    assert set(config.sources.values()) == {"default"}
    assert config.header_lines() == []


def test_command_line_wins_over_environment_over_ini():
    cli, ini, env = {"botex_seed": "1"}, {"botex_seed": "3", "botex_model": "min"}, {"BOTEX_SEED": "2", "BOTEX_MODEL": "max"}
    assert Config.load(cli, ini, env).seed == 1
    assert Config.load({}, ini, env).seed == 2
    config = Config.load({}, ini, {})
    assert (config.seed, config.model) == (3, ("min",))
    assert (config.sources["seed"], config.sources["participants"]) == ("ini", "default")
    assert Config.load({}, ini, env).sources["model"] == "BOTEX_MODEL"


def test_zero_and_empty_on_the_command_line_count():
    ini = {"botex_replays": "5", "botex_otree_url": "http://127.0.0.1:8000", "botex_config": ["a"]}
    config = Config.load({"botex_replays": "0", "botex_otree_url": "", "botex_config": [""]}, ini)
    assert (config.replays, config.otree_url, config.configs) == (0, None, ())
    assert config.sources["configs"] == "command line"


def test_an_empty_variable_is_not_set():
    assert Config.load({}, {"botex_seed": "3"}, {"BOTEX_SEED": ""}).seed == 3


def test_a_switch_can_be_turned_off_again():
    assert Config.load({"botex_headed": False}, {"botex_headed": True}).headed is False


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False), ("off", False)]
)
def test_switches_in_the_environment(text, value):
    assert Config.load(env={"BOTEX": text}).enabled is value


def test_lists_are_repeatable_and_separated_by_commas():
    assert Config.load({"botex_config": ["a, b", "c"]}).configs == ("a", "b", "c")
    assert Config.load(env={"BOTEX_CONFIG": "a,b"}).configs == ("a", "b")


def test_relative_paths_start_where_they_were_written(tmp_path):
    cwd, root = tmp_path / "cwd", tmp_path / "root"
    config = Config.load({"botex_runs_dir": "r"}, {"botex_project": "p"}, {"BOTEX_CHROME": "c/chrome"}, cwd=cwd, root=root)
    assert (config.runs_dir, config.project, config.chrome) == (cwd / "r", root / "p", cwd / "c" / "chrome")


def test_home_is_expanded_and_absolute_paths_stay(tmp_path):
    config = Config.load({"botex_project": "~/study", "botex_chrome": str(tmp_path)})
    assert (config.project, config.chrome) == (Path.home() / "study", tmp_path)


def test_a_program_is_looked_up_on_path_and_links_are_kept(tmp_path, monkeypatch):
    real = tmp_path / "python3.11"
    real.write_text("#!/bin/sh\n")
    real.chmod(0o755)
    (tmp_path / "bin").mkdir()
    link = tmp_path / "bin" / "lab-python"
    link.symlink_to(real)
    monkeypatch.setenv("PATH", str(link.parent))
    assert Config.load({"botex_otree_python": "lab-python"}).otree_python == link
    assert Config.load({"botex_otree_python": str(link)}).otree_python == link


def test_header_lines_say_value_and_source_and_mask_secrets():
    config = Config.load(
        {"botex_config": ["a,b"], "botex_wait_timeout": "2.5"}, {"botex": True}, {"BOTEX_OTREE_REST_KEY": "hunter2"}
    )
    assert config.header_lines() == [
        "botex: on (ini)",
        "botex_config: a,b (command line)",
        "botex_otree_rest_key: **** (BOTEX_OTREE_REST_KEY)",
        "botex_wait_timeout: 2.5 (command line)",
    ]


def test_a_secret_is_in_no_text():
    config = Config.load({"botex_otree_rest_key": "hunter2"})
    assert config.otree_rest_key == "hunter2"
    assert "hunter2" not in repr(config)
    assert "hunter2" not in json.dumps(config.visible())
    assert config.visible()["otree_rest_key"] == "****"


def test_a_worker_gets_the_same_configuration(tmp_path):
    config = Config.load({"botex_config": "a,b", "botex_project": str(tmp_path), "botex_otree_rest_key": "k"}, root=tmp_path)
    assert Config.from_plain(json.loads(json.dumps(config.to_plain()))) == config


@pytest.mark.parametrize(
    ("attribute", "value", "accepted"),
    [
        ("seed", "seven", "a whole number of at least 0"),
        ("seed", "-1", "a whole number of at least 0"),
        ("seed", "", "a whole number of at least 0"),
        ("participants", "2.5", "a whole number of at least 1"),
        ("participants", "0", "a whole number of at least 1"),
        ("wait_timeout", "0", "a number of at least 0.1"),
        ("wait_timeout", "nan", "a number of at least 0.1"),
        ("session_timeout", "inf", "a number of at least 1"),
        ("headed", "maybe", "1, true, yes, on or 0, false, no, off"),
        ("screenshots", "some", "one of off, failures, pages, all"),
        ("otree_url", "127.0.0.1:8000", "an address such as http://127.0.0.1:8000"),
        ("otree_url", "http://127.0.0.1:port", "an address such as http://127.0.0.1:8000"),
        ("otree_url", "file:///etc", "an address such as http://127.0.0.1:8000"),
        ("runs_dir", "", "a path"),
        ("window", "phone", "width and height in pixels, like 1280x900 or 390x844"),
        ("window", "390x0", "width and height in pixels, like 1280x900 or 390x844"),
        ("labels", "P{m}", "hex, none, or a pattern with the number in it, like P{n} or P{n:03}"),
        ("labels", "same for all", "hex, none, or a pattern with the number in it, like P{n} or P{n:03}"),
    ],
)
def test_bad_values_are_refused_with_the_accepted_form(attribute, value, accepted):
    with pytest.raises(SettingError) as caught:
        Config.load({setting(attribute).dest: value})
    assert caught.value.cause == f"it must be {accepted}."


def test_message_for_a_bad_value_on_the_command_line():
    with pytest.raises(SettingError) as caught:
        Config.load({"botex_model": "rnadom"})
    assert str(caught.value) == (
        "--botex-model is 'rnadom' on the command line.\n"
        "Cause: it must be one of random, min, max, middle, llamacpp, human, constant:VALUE, python:module.function, "
        "plugin:NAME, or a model that litellm knows. Did you mean 'random'?\n"
        "To fix this, either:\n"
        "  - give a value of that form: --botex-model ...\n"
        "  - leave it out:              then the next source or the default counts"
    )


def test_message_for_a_bad_value_in_the_environment_or_ini():
    with pytest.raises(SettingError, match=r"^BOTEX_SEED is 'x' in the environment\.\n(.|\n)*BOTEX_SEED=\.\.\."):
        Config.load(env={"BOTEX_SEED": "x"})
    with pytest.raises(SettingError, match=r"^botex_seed is 'x' in pytest's ini file\.\n(.|\n)*botex_seed = \.\.\."):
        Config.load(ini={"botex_seed": "x"})
    with pytest.raises(SettingError, match=r"^BOTEX is 'x' in the environment\."):
        Config.load(env={"BOTEX": "x"})


def test_what_was_said_on_the_command_line_can_be_said_again() -> None:
    said = {"botex": True, "botex_config": ["trust"], "botex_seed": "3", "botex_model": "max", "botex_headed": True}
    said |= {"botex_report": False, "botex_otree_rest_key": "secret-key", "botex_skip_checks": ["a", "b,c"]}
    config = Config.load(said, {}, {"BOTEX_DEBUG": "1"})
    options = ["--botex-skip-checks", "a,b,c", "--botex-model", "max", "--botex-headed", "--no-botex-report"]
    assert config.command_options() == options


def test_paths_are_said_again_in_one_word() -> None:
    config = Config.load({"botex_otree_python": "/lab/.venv/bin/python"})
    assert config.command_options() == ["--botex-otree-python=/lab/.venv/bin/python"]


def test_llamacpps_variables_are_also_read_as_botex_names_them(tmp_path):
    row = setting("llamacpp_slots")
    assert row.variables == ("BOTEX_LLAMACPP_SLOTS", "LLAMACPP_SLOTS", "LLAMACPP_NUM_SLOTS")
    for name in row.variables:
        config = Config.load(env={name: "2", "LLAMACPP_TEMPERATURE": "0.5"})
        assert (config.llamacpp_slots, config.sources["llamacpp_slots"]) == (2, name)
        assert config.header_lines() == [
            f"botex_llamacpp_slots: 2 ({name})",
            "botex_llamacpp_temperature: 0.5 (LLAMACPP_TEMPERATURE)",
        ]
    both = {"LLAMACPP_LOCAL_LLM_PATH": "theirs.gguf", "BOTEX_LLAMACPP_MODEL": "ours.gguf"}
    assert Config.load(env=both, cwd=tmp_path).llamacpp_model == tmp_path / "ours.gguf"
    assert setting("seed").variables == ("BOTEX_SEED",)


@pytest.mark.parametrize("value", ["-0.1", "1.5", "nan"])
def test_a_number_between_bounds(value):
    assert Config.load({"botex_llamacpp_top_p": "1"}).llamacpp_top_p == 1
    with pytest.raises(SettingError, match=r"it must be a number from 0 to 1\."):
        Config.load({"botex_llamacpp_top_p": value})


def test_a_check_to_be_left_out_must_exist():
    config = Config.load(cli={"botex_skip_checks": ["server-eror"]})
    with pytest.raises(SettingError) as raised:
        config.expect_checks({"server-error", "dead-end"})
    assert str(raised.value).startswith(
        "--botex-skip-checks is 'server-eror' on the command line.\nCause: it must be the name of a check."
    )
    assert "server-error" in str(raised.value)
    config.expect_checks({"server-eror"})


def test_the_password_in_an_address_is_used_and_never_shown():
    config = Config.load({"botex_grid": "http://lab:secret@grid:4444"})
    assert config.grid == "http://lab:secret@grid:4444"
    told = [*config.header_lines(), *config.command_options(), *config.visible().values(), repr(config)]
    assert "secret" not in "\n".join(told)
