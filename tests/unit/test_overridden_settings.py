"""Settings that fixtures give: their names, what is read of them, and what is said about slips."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from botex_pytest.config import Config
from botex_pytest.errors import SettingError
from botex_pytest.option_fixtures import GROUPS
from botex_pytest.options import SETTINGS

NAMES = [name for group in GROUPS.values() for name in group]
BROWSER = GROUPS["botex_browser_options"]


def config(**env: str) -> Config:
    return Config.load(env=env, cwd=Path("/here"), root=Path("/here"))


def overridden(given: object, known: tuple[str, ...] = BROWSER, source: str = "botex_browser_options") -> Config:
    return config().overridden(given, known, source, Path("/root"))


def test_each_setting_is_in_one_fixture_at_most() -> None:
    assert len(NAMES) == len(set(NAMES))
    assert set(NAMES) <= {s.attribute for s in SETTINGS}
    assert {n for n in NAMES if n.startswith("llamacpp")} == {s.attribute for s in SETTINGS if s.attribute.startswith("llamacpp")}


def test_the_page_lists_them() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reference" / "fixtures.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+_options)` \| (.+) \|$", text, re.MULTILINE)
    assert {name: tuple(re.findall(r"`(\w+)`", row)) for name, row in rows} == GROUPS


def test_what_is_as_it_was_keeps_its_source() -> None:
    before = config(BOTEX_HEADED="yes")
    after = before.overridden({"headed": True, "window": "390x844"}, BROWSER, "mine", Path("/root"))
    assert (after.headed, after.sources["headed"]) == (True, "BOTEX_HEADED")
    assert (after.window, after.sources["window"]) == ("390x844", "mine")
    assert Config.from_plain(after.to_plain()) == after


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("headed", True, True),
        ("page_timeout", 5, 5.0),
        ("chrome", Path("/x/chrome"), Path("/x/chrome")),
        ("chrome", "bin/chrome", Path("/root/bin/chrome")),
        ("chrome", None, None),
        ("driver", "auto", "auto"),
    ],
)
def test_python_values_are_read(name: str, value: object, read: object) -> None:
    assert getattr(overridden({name: value}), name) == read


def test_lists_and_arguments_are_read() -> None:
    bots, models = GROUPS["botex_bot_options"], GROUPS["botex_model_options"]
    assert overridden({"skip_checks": ["a", "b"]}, bots).skip_checks == ("a", "b")
    assert overridden({"llm_args": {"top_p": 0.9}}, models).llm_args == '{"top_p": 0.9}'


MESSAGES = [
    (
        [],
        "The fixture botex_browser_options returned list, not a dict.\n"
        "To fix this:\n"
        "  - change what it was given, and return that: return {**botex_browser_options, ...}",
    ),
    (
        {"windw": "1x1"},
        "The fixture botex_browser_options knows no 'windw'. Did you mean 'window'?\n"
        "To fix this:\n"
        "  - see which fixture has it: docs/reference/fixtures.md",
    ),
    (
        {"window": "big"},
        "The fixture botex_browser_options gives window as 'big'.\n"
        "Cause: it must be width and height in pixels, like 1280x900 or 390x844.\n"
        "To fix this:\n"
        "  - give a value of that form: return {**botex_browser_options, 'window': ...}",
    ),
    (
        {"driver": None},
        "The fixture botex_browser_options gives driver as None.\n"
        "Cause: it must be a value.\n"
        "To fix this:\n"
        "  - give a value of that form: return {**botex_browser_options, 'driver': ...}",
    ),
]


@pytest.mark.parametrize(("given", "said"), MESSAGES)
def test_messages(given: object, said: str) -> None:
    with pytest.raises(SettingError) as caught:
        overridden(given)
    assert str(caught.value) == said


def test_message_about_what_workers_share() -> None:
    assert str(SettingError.of_the_controller("llamacpp_options", ["llamacpp_slots"])) == (
        "The fixture llamacpp_options cannot change llamacpp_slots in a worker of xdist.\n"
        "Cause: one llama.cpp serves all workers, and the first process starts it, which has no fixtures.\n"
        "To fix this, either:\n"
        "  - put it into pytest's ini file: botex_llamacpp_slots = ...\n"
        "  - run without workers:           -n 0"
    )
