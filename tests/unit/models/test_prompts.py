"""The texts that models are told: complete, and replaceable by name."""

from __future__ import annotations

import pytest

from botex_pytest.model_errors import ModelError
from botex_pytest.models.prompts import GIVEN, Prompts
from botex_pytest.templates_dir import templates_dir


def test_every_template_is_known_and_can_be_rendered():
    assert sorted(p.stem for p in templates_dir("prompts").iterdir()) == sorted(GIVEN)
    Prompts().check()


def test_a_prompt_of_ones_own_takes_the_place_of_ours(tmp_path):
    (tmp_path / "start.txt").write_text("Los geht's.", encoding="utf-8")
    prompts = Prompts(tmp_path)
    prompts.check()
    assert prompts("start") == "Los geht's."
    assert "JSON" in prompts("system", persona="")


def test_a_file_that_replaces_nothing_is_an_error_that_lists_what_there_is(tmp_path):
    (tmp_path / "pages.txt").write_text("x")
    with pytest.raises(ModelError) as raised:
        Prompts(tmp_path).check()
    assert str(raised.value) == (
        f"There is no prompt called 'pages.txt' that {tmp_path} could replace.\n"
        "Cause: Did you mean 'page.txt'? All are: act.txt, end.txt, invalid.txt, memory.txt, page.txt, read.txt, rejected.txt, "
        "start.txt, summary.txt, system.txt, too-long.txt, unchanged.txt.\n"
        "To fix this:\n"
        f"  - give the file the name of the prompt it is to replace: {tmp_path}/page.txt"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [("{{ tetx }}", "UndefinedError: 'tetx' is undefined"), ("{% if %}", "TemplateSyntaxError: Expected an expression")],
)
def test_a_mistake_in_a_prompt_is_told_before_anything_is_played(tmp_path, text, problem):
    (tmp_path / "read.txt").write_text(text)
    with pytest.raises(ModelError) as raised:
        Prompts(tmp_path).check()
    assert str(raised.value).startswith(f"The prompt read.txt cannot be used.\nCause: {problem}")
    assert str(raised.value).endswith("  - use what it is given: text")


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(ModelError) as raised:
        Prompts(tmp_path / "none").check()
    assert str(raised.value).startswith(f"The prompts of {tmp_path / 'none'} cannot be read.\nCause: ")
