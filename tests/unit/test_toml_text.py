"""Lines to paste into botex.toml are TOML, whatever the names."""

from __future__ import annotations

import sys

import pytest

from botex_pytest.toml_text import toml_list, toml_string, toml_table

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@pytest.mark.parametrize("name", ["survey", "my-survey_2", "two words", "a.b", "Größe", 'say "hi"', "back\\slash", "tab\t", ""])
def test_whatever_the_name_it_is_read_back(name):
    text = f"{toml_table(name, 'answers')}\n{toml_string(name)} = 1\n{toml_list('ends', [name, 'x'])}"
    assert tomllib.loads(text) == {name: {"answers": {name: 1, "ends": [name, "x"]}}}


def test_ordinary_names_stand_bare():
    assert (toml_table("survey", "answers"), toml_list("ends", ["a.B"])) == ("[survey.answers]", 'ends = ["a.B"]')
