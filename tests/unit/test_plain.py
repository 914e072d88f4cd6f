"""Dataclasses to JSON and back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from botex_pytest.page import Answer, Button, Choice, Field, Outcome, Page, Value
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.results import Finding, SessionResult


@dataclass(frozen=True)
class Inner:
    name: str
    size: float | None = None


@dataclass(frozen=True)
class Outer:
    inner: Inner
    several: tuple[Inner, ...] = ()
    nested: tuple[tuple[str, ...], ...] = ()
    by_name: dict[str, Inner] = field(default_factory=dict)
    maybe: Inner | None = None
    value: Value = ""
    values: dict[str, Value] = field(default_factory=dict)
    kind: Literal["a", "b"] = "a"
    anything: Any = None


def there_and_back(made):
    return from_plain(type(made), json.loads(json.dumps(to_plain(made))))


def test_everything_comes_back_as_it_was():
    made = Outer(
        Inner("a", 1.5),
        (Inner("b"), Inner("c", 2.0)),
        (("x", "y"), ()),
        {"d": Inner("d")},
        Inner("e"),
        ("p", "q"),
        {"one": "1", "two": ("2", "3")},
        "b",
        {"list": [1, None]},
    )
    assert there_and_back(made) == made
    assert there_and_back(Outer(Inner("a"))) == Outer(Inner("a"))


def test_what_crosses_files_and_workers_comes_back():
    seen = Page(
        "form",
        "http://x",
        fields=(Field("a", "choices", "checkbox", min=0.5, choices=(Choice("1", "One"),), value=("1",)),),
        buttons=(Button("Next", "next", "b1"),),
        seconds_left=2.5,
    )
    assert there_and_back(Outcome("moved", seen)) == Outcome("moved", seen)
    assert there_and_back(Answer({"a": ("1",), "b": "x"})) == Answer({"a": ("1",), "b": "x"})
    finding = Finding("c", "broken", "t", "config", "k", (1, 2), answer={"a": ("1",)})
    result = SessionResult("config", "", 1, "s", 1, "m", "d", "f", (), (finding,))
    assert there_and_back(result) == result


def test_a_newer_file_can_be_read():
    assert from_plain(Inner, {"name": "a", "added_later": 1}) == Inner("a")


def test_sets_become_lists_and_keys_become_text():
    assert to_plain({1: {"x"}}) == {"1": ["x"]}
