"""The pages of docs/reference say what the code does."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from study_builder import integer
from study_builder import page as a_page

from botex_pytest.checks.base import CHECKS
from botex_pytest.errors import StudyError
from botex_pytest.markers import read_mark
from botex_pytest.models.base import Ask
from botex_pytest.models.function import Function
from botex_pytest.models.recording import Key, Recording
from botex_pytest.options import SETTINGS
from botex_pytest.study import Study
from botex_pytest.study_config import StudyConfig

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "botex-toml.md"
TEXT = PAGE.read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("example", blocks("toml"))
def test_every_example_can_be_read(example):
    assert Study.parse(example).configs


@pytest.mark.parametrize("example", blocks("python"))
def test_every_marker_can_be_read(example):
    call = ast.parse(example.strip().removeprefix("@"), mode="eval").body
    assert isinstance(call, ast.Call)
    kwargs = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
    mark = read_mark([ast.literal_eval(arg) for arg in call.args], kwargs, "docs")
    assert mark.configs == ("trust",)


def test_the_page_has_a_row_for_every_key_and_no_other():
    with pytest.raises(StudyError) as caught:
        StudyConfig.from_dict({"zzz": 1})
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) == set(caught.value.remedies[0][1].split(", "))


def test_every_check_is_told():
    text = (PAGE.parent / "checks.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `([\w-]+)` \| (.+) \|$", text, re.MULTILINE)) == CHECKS


def test_what_the_page_says_about_answers():
    answers = {}
    for example in blocks("toml"):
        for config, declared in Study.parse(example).configs.items():
            for layer in declared.answers:
                answers.update({(config, r.page, r.field, r.who, r.app): r for r in layer})
    assert answers["survey", "Quiz", "price", "", ""].value(1) == "1.50"
    assert answers["survey", "Consent", "agree", "", ""].value(1) == "True"
    assert answers["public_goods", "Contribute", "contribution", "", ""].value(4) is None
    assert answers["trust", "Send", "sent_amount", "P3", ""].value(2) == "20"
    assert answers["survey", "Hobbies", "hobbies", "", ""].value(1) == ("chess", "tennis")


REPOSITORY = PAGE.parents[2]
PAGES = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_settings_that_are_named_exist():
    flags = {setting.flag for setting in SETTINGS}
    for page in PAGES:
        named = set(re.findall(r"--botex[\w-]*", page.read_text(encoding="utf-8")))
        assert {flag for flag in named if not flag.endswith("-")} <= flags, page.name


def test_toml_in_the_quick_start_can_be_read():
    quick_start = (REPOSITORY / "docs" / "quick-start.md").read_text(encoding="utf-8")
    found = re.findall(r"```toml\n(.*?)```", quick_start, re.DOTALL)
    assert found
    for example in found:
        assert Study.parse(example).configs


@pytest.mark.parametrize("page", ["how-to/quiz-and-screen-outs.md"])
def test_toml_elsewhere_can_be_read(page):
    for example in re.findall(r"```toml\n(.*?)```", (REPOSITORY / "docs" / page).read_text(encoding="utf-8"), re.DOTALL):
        assert Study.parse(example).configs


def test_architecture_names_every_module_and_no_other():
    package = REPOSITORY / "botex_pytest"
    there = {path.relative_to(package).as_posix() for path in package.rglob("*.py")} - {"__init__.py"}
    text = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
    tables = "\n".join(line for line in text.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`([\w/]+\.py)`", tables)) == {path for path in there if not path.endswith("/__init__.py")}


def test_the_function_of_the_how_to_plays(tmp_path, monkeypatch):
    text = (REPOSITORY / "docs" / "how-to" / "your-own-bot.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "documented_bots.py").write_text(example)
    model = Function("documented_bots.play", (tmp_path,))
    model.prepare()
    monkeypatch.delitem(sys.modules, "documented_bots")
    pages = (a_page("Send", 1, fields=(integer("sent_amount"),)), a_page("SendBack", 2, fields=(integer("sent_back_amount"),)))
    answers = [model.answer(Ask(there, "trust", 1, 1, round=2)).values for there in pages]
    assert answers == [{"sent_amount": "25"}, {"sent_back_amount": "33"}]
    for name in re.findall(r"`ask\.(\w+)", text):
        assert name in {f.name for f in fields(Ask)} | {"where"}


def test_the_answer_of_the_how_to_is_a_recorded_one(tmp_path):
    text = (REPOSITORY / "docs" / "how-to" / "record-answers.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "trust.toml").write_text(f"format = 1\ncomplete = true\n{example}")
    kept = Recording.load(tmp_path / "trust.toml", "trust").find(Key(1, "trust.Send", 1))
    assert kept is not None
    assert (kept.values, kept.reasons) == ({"sent_amount": "40"}, {"sent_amount": "Half of it would feel fair."})
