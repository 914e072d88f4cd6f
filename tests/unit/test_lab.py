"""Which traceback of the log belongs to an error page."""

from __future__ import annotations

from pathlib import Path

import pytest

from botex_pytest import lab
from botex_pytest.lab import find_fault
from botex_pytest.servers.tracebacks import Frame, Traceback

PROJECT = Path("/home/me/study")


class Log:
    """A server whose log shows each of `looks` in turn."""

    def __init__(self, *looks):
        self.looks = list(looks)

    def tracebacks(self, since):
        assert since == 7
        return self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]


def traceback(error, file=None, text="", line=3):
    frame = Frame(str(PROJECT / file), line) if file else None
    return Traceback(text or f"Traceback of {error}", error, "why", author_frame=frame, short=f"short {error}")


def fault(*looks, app="game", page="Work"):
    return find_fault(Log(*looks), PROJECT, 7, app, page)


def test_the_author_s_line():
    found = fault((traceback("KeyError", "game/__init__.py", line=12),))
    assert (found.error, found.file, found.line, found.text) == ("KeyError: why", "game/__init__.py", 12, "short KeyError")


def test_the_log_may_come_later_than_the_page():
    assert fault((), (), (traceback("KeyError"),)).error == "KeyError: why"


def test_no_traceback_at_all(monkeypatch):
    monkeypatch.setattr(lab, "_LOG_SECONDS", 0.01)
    assert fault(()) is None


@pytest.mark.parametrize("others", [
    [traceback("Other", "survey/__init__.py")],
    [traceback("Noise")],
    [traceback("Other", "games/__init__.py")],
    [traceback("Other", "game/__init__.py")],
])  # fmt: skip
def test_the_one_that_names_the_page_and_its_app_is_ours(others):
    ours = traceback("Ours", "game/__init__.py", "in before_next_page of Work")
    for order in ([ours, *others], [*others, ours]):
        assert fault(tuple(order)).error == "Ours: why"


def test_the_app_counts_more_than_a_name_that_may_be_anybody_s():
    by_name = traceback("Other", "survey/__init__.py", "Work")
    assert fault((by_name, traceback("Ours", "game/__init__.py"))).error == "Ours: why"


def test_a_missing_template_has_no_line_of_the_author_s_but_names_the_page():
    ours = traceback("Ours", text="Work.html: no such template")
    assert fault((traceback("Other", "survey/__init__.py"), ours)).error == "Ours: why"


def test_a_name_within_a_name_is_not_meant():
    assert fault((traceback("Other", "game/a.py", "WorkTogether"), traceback("Ours", "game/a.py", "Work"))).error == "Ours: why"


def test_of_equals_the_first_is_ours_because_the_search_begins_at_our_step():
    assert fault((traceback("Ours", "game/__init__.py"), traceback("Later", "game/__init__.py"))).error == "Ours: why"


def test_a_file_outside_the_project_is_named_in_full():
    frame = Frame("/elsewhere/tools.py", 1)
    assert fault((Traceback("t", "KeyError", "why", author_frame=frame),)).file == "/elsewhere/tools.py"
