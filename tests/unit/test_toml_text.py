"""Lines to paste into botex.toml are TOML, whatever the names."""

from __future__ import annotations

import sys

import pytest

from botex_pytest.toml_text import parse_toml, toml_document, toml_list, toml_string, toml_table

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


def test_a_document_is_read_back_with_every_kind_of_value():
    data = {
        "text": 'one\ntwo \\ """ \r\x7f"',
        "numbers": [1, 2.5, 1e-05, -3],
        "switch": True,
        "long": ["word " * 20, "word " * 20],
        "mixed": [{"a": 1}, "b"],
        "empty": {},
        "nothing": [],
        "table": {"in it": {"deep": "x"}},
        "rows": [{"a": 1, "b": {"c": [{"d": 1}, {"d": 2}]}}, {"a": 2}],
    }
    assert parse_toml(toml_document(data)) == data


def test_what_is_none_is_left_out():
    assert parse_toml(toml_document({"a": None, "b": {"c": None}, "d": [{"e": None, "f": 1}, 2]})) == {
        "b": {},
        "d": [{"f": 1}, 2],
    }


def test_a_text_of_several_lines_is_written_as_such():
    assert toml_document({"text": "one\ntwo\n"}) == 'text = """\none\ntwo\n"""\n'
