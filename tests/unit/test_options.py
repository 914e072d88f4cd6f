"""The table of settings and what pytest and argparse make of it."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

import pytest

from botex_pytest import option_parsers, settings_page
from botex_pytest.config import Config
from botex_pytest.errors import SettingError
from botex_pytest.options import SETTINGS

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def test_every_row_is_an_attribute_of_config_and_nothing_else_is():
    assert [f.name for f in dataclasses.fields(Config)] == [*(s.attribute for s in SETTINGS), "sources"]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.dest)
def test_help_follows_pytests_style(setting):
    assert setting.help[0].isupper()
    assert not setting.help.endswith(".")
    assert "%" not in setting.help  # argparse would expand it


def test_names_of_one_row():
    seed = next(s for s in SETTINGS if s.name == "max-tries")
    assert (seed.flag, seed.dest, seed.variable, seed.attribute) == (
        "--botex-max-tries",
        "botex_max_tries",
        "BOTEX_MAX_TRIES",
        "max_tries",
    )


def test_the_bare_switch_is_a_row_of_its_own():
    switch = SETTINGS[0]
    assert (switch.flag, switch.dest, switch.variable, switch.attribute) == ("--botex", "botex", "BOTEX", "enabled")


def test_argparse_takes_the_same_arguments():
    parser = argparse.ArgumentParser()
    for setting in SETTINGS:
        flag, keywords = option_parsers.arguments(setting)
        parser.add_argument(flag, **keywords)
    given = parser.parse_args(["--botex-config", "a,b", "--botex-config", "c", "--no-botex-report", "--botex-seed", "0"])
    config = Config.load(vars(given))
    assert config.configs == ("a", "b", "c")
    assert (config.report, config.seed) == (False, 0)


def test_the_reference_page_is_current():
    assert REFERENCE.read_text(encoding="utf-8") == settings_page.reference(), "run: make docs"


def test_a_boolean_that_pytest_cannot_read_is_our_error():
    def getini(_name):
        raise ValueError("invalid truth value 'perhaps'")

    with pytest.raises(SettingError) as caught:
        option_parsers.ini_values(getini)
    assert str(caught.value) == (
        "botex in pytest's ini file cannot be read.\n"
        "Cause: invalid truth value 'perhaps'\n"
        "To fix this:\n"
        "  - write a value of its kind: see botex in: pytest --help"
    )
