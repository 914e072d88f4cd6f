"""The questions of a study, as they were shown and as they were declared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from run_builder import SessionBuilder, new_run, page

from botex_pytest import read_run
from botex_pytest.page import Choice, Field
from botex_pytest.plain import to_plain
from botex_pytest.project_info import AppInfo, FieldInfo, PageInfo

YES_NO = (Choice("1", "Yes"), Choice("0", "No"))
SEND = PageInfo("Send", form_model="group", fields=(FieldInfo("sent", "group", "currency", "Declared", min=0, max=10),))
NEVER = PageInfo("Never", form_model="player", fields=(FieldInfo("agree", "player", "boolean", "Agree?", choices=YES_NO),))
INFO = {
    "configs": [{"name": "trust", "apps": ["trust"]}],
    "apps": [to_plain(AppInfo("trust", "trust", 2, 1, "trust", (SEND, NEVER)))],
}


def questions(tmp_path: Path, *asked: tuple[Field, ...]) -> list[dict[str, Any]]:
    """Of a study where participant n was asked `asked[n - 1]` on its first page."""
    run = new_run(tmp_path, info=INFO)
    session = SessionBuilder(run, "trust", len(asked))
    for number, fields in enumerate(asked, start=1):
        session.visit(number, page("trust", "Send", 1, fields=fields), {})
    return read_run(run.path).codebook


def test_a_question_as_people_saw_it(tmp_path: Path) -> None:
    sent = Field("sent", "integer", "number", "How much?", required=True, min=0, max=100, unit="points")
    first, _ = questions(tmp_path, (sent,), (sent,))
    assert (first["app"], first["page"], first["field"], first["variable"]) == ("trust", "Send", "sent", "group.sent")
    assert (first["label"], first["kind"], first["type"], first["unit"]) == ("How much?", "integer", "currency", "points")
    assert (first["min"], first["max"], first["required"], first["times_asked"]) == (0, 100, True, 2)
    assert (first["choices"], first["varies"]) == (None, [])


def test_what_differs_between_people_is_named(tmp_path: Path) -> None:
    low, high = (Field("sent", "integer", "number", label, max=most) for label, most in (("Give", 10), ("Take", 30)))
    first, _ = questions(tmp_path, (low,), (high,), (low,))
    assert (first["label"], first["max"], first["varies"]) == ("Give", 10, ["label", "max"])


def test_what_nobody_was_asked_is_there_as_declared(tmp_path: Path) -> None:
    sent, agree = questions(tmp_path)
    assert (sent["label"], sent["max"], sent["times_asked"]) == ("Declared", 10, 0)
    assert (agree["variable"], agree["choices"], agree["times_asked"]) == ("player.agree", {"1": "Yes", "0": "No"}, 0)


def test_a_question_that_nobody_declared_stands_on_its_page(tmp_path: Path) -> None:
    rows = questions(tmp_path, (Field("sent", "integer", "number"), Field("raw", "text", "text", "Typed by hand")))
    assert [(row["page"], row["field"], row["variable"]) for row in rows] == [
        ("Send", "sent", "group.sent"),
        ("Send", "raw", ""),
        ("Never", "agree", "player.agree"),
    ]
