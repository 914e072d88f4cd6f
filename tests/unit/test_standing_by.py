"""Marked tests without --botex: in which process of xdist sessions are dealt, and whom an item answers for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from botex_pytest.marked import _judged_by
from botex_pytest.plugin import _may_have_sessions


def config(folder, *, tx=("popen",), project=None, ini=None, **more):
    options = {"tx": list(tx), "botex_project": project}
    return SimpleNamespace(
        getoption=lambda name, default=None: options.get(name, default),
        getini=lambda _name: ini,
        invocation_params=SimpleNamespace(dir=folder),
        rootpath=folder,
        **more,
    )


@pytest.mark.parametrize(("given", "expected"), [
    ({}, False),
    ({"project": "lab"}, True),
    ({"ini": "lab"}, True),
    ({"ini": "lab", "tx": ()}, False),
    ({"ini": "lab", "workerinput": {}}, False),
])  # fmt: skip
def test_a_controller_stands_by_where_a_project_is_named(tmp_path, monkeypatch, given, expected):
    monkeypatch.delenv("BOTEX_PROJECT", raising=False)
    assert _may_have_sessions(config(tmp_path, **given)) == expected


def test_or_where_the_project_is(tmp_path, monkeypatch):
    monkeypatch.delenv("BOTEX_PROJECT", raising=False)
    (tmp_path / "settings.py").write_text("SESSION_CONFIGS = []")
    assert _may_have_sessions(config(tmp_path))


def test_what_befell_the_session_is_told_by_one_of_its_items():
    assert _judged_by(0, 2) == (0, 1, 2)
    assert [_judged_by(n, 2) for n in (1, 2)] == [(0, 1), (2,)]
