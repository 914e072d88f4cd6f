"""When a session is played."""

from __future__ import annotations

from types import SimpleNamespace

from fake_otree import FakeOtree
from study_builder import app, form, project

from botex_pytest import sessions
from botex_pytest.errors import BotexError


def test_the_browser_knows_who_is_coming_before_the_server_starts():
    otree, expected = FakeOtree(project(app(form("Ask", "n")))), []
    run = SimpleNamespace(unfinished={}, played={}, meets_at="", alone=set())
    item = SimpleNamespace(planned=SimpleNamespace(name="config", participants=4), nodeid="settings.py::config::P1")

    def lab():
        expected.extend(otree.expected)
        raise BotexError("no server")

    sessions._play(item, run, lab, lambda: otree)
    assert expected == [4]
    assert otree.expected == [4, 0]
    assert run.unfinished == {"config": "no server"}
