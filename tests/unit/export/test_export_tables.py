"""The data of a run as lists of dicts, from run folders as runs leave them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from run_builder import SEND_TEXT, SessionBuilder, faulty_run, healthy_run, hostile_run, killed_run, new_run, page, person

import botex_pytest
from botex_pytest.errors import RunFolderError
from botex_pytest.export.rows import Row
from botex_pytest.form_results import FormResult, Probe, Tried
from botex_pytest.page import Choice, Field, Message
from botex_pytest.results import Payment
from botex_pytest.transcript import Acted, Answered, PageSeen, Remarked, Submitted, Unanswered

LONG = 'I said "no, never",\nand left;\r\nthen = came back.'


def read(path: Path) -> Any:
    return botex_pytest.read_run(path)


def picked(rows: list[Row], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_everybody_is_a_row(tmp_path: Path) -> None:
    rows = read(healthy_run(tmp_path).path).participants
    assert picked(rows, "session", "config", "participant", "number", "status") == [
        ("k3x9p2aq", config, f"code{number}", number, "finished") for config in ("trust", "trust_framed") for number in (1, 2)
    ]
    assert rows[0]["started"].endswith("+00:00")


def test_what_people_would_be_paid_is_a_number(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "trust", 2)
    session.result([person(1), person(2)], payments=(Payment(1, 85.0, 4.25, 3.0, 7.25),))
    rows = read(run.path).participants
    assert picked(rows, "payoff", "money", "fee", "total") == [(85.0, 4.25, 3.0, 7.25), (None, None, None, None)]


def test_pages_say_where_and_in_which_round(tmp_path: Path) -> None:
    rows = read(faulty_run(tmp_path).path).pages
    first = [row for row in rows if row["config"] == "public_goods" and row["variant"] == "high" and row["number"] == 2]
    assert picked(first, "step", "app", "page", "round", "index", "kind", "tries", "rejected") == [
        (1, "public_goods", "Contribute", 1, 2, "form", 2, 1),
        (2, "public_goods", "WaitForAll", 1, 3, "wait", 0, 0),
        (3, "public_goods", "Contribute", 2, 5, "form", 1, 0),
        (4, "public_goods", "Results", 2, 7, "error", 0, 0),
    ]
    assert first[0]["text"] == SEND_TEXT


def test_a_page_that_the_project_does_not_have_is_in_no_round(tmp_path: Path) -> None:
    rows = [row for row in read(healthy_run(tmp_path).path).pages if row["page"] == "End"]
    assert picked(rows[:1], "app", "round", "index", "kind") == [("trust", None, 5, "finished")]


def test_an_app_is_called_as_in_settings_py(tmp_path: Path) -> None:
    app = {"name": "my_trust", "url_name": "game", "rounds": 1, "pages": [{"name": "Send"}]}
    run = new_run(tmp_path, info={"configs": [{"name": "trust", "apps": ["my_trust"]}], "apps": [app]})
    SessionBuilder(run, "trust", 1).visit(1, page("game", "Send", 1), {})
    assert picked(read(run.path).pages, "app", "page", "round") == [("my_trust", "Send", 1)]


def test_answers_that_came_back_are_told_apart(tmp_path: Path) -> None:
    data = read(faulty_run(tmp_path).path)
    rows = [row for row in data.responses if row["variant"] == "high" and row["number"] == 1]
    assert picked(rows, "round", "attempt", "field", "value", "outcome", "accepted", "message") == [
        (1, 1, "contribution", "25", "rejected", False, "Please give at most 20."),
        (1, 2, "contribution", "0", "moved", True, ""),
        (2, 1, "contribution", "0", "moved", True, ""),
    ]
    assert rows[0]["label"] == "How much do you contribute to the project?"
    submits = [row for row in data.submits if row["variant"] == "high" and row["number"] == 1]
    assert picked(submits, "attempt", "answers", "messages") == [
        (1, {"contribution": "25"}, ["contribution: Please give at most 20."]),
        (2, {"contribution": "0"}, []),
        (1, {"contribution": "0"}, []),
    ]


def test_texts_and_several_values_stay_as_they_were(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    media = Field("media", "choices", "checkbox", "Which?", choices=(Choice("1", "Radio"), Choice("2", "Paper")))
    asked = page("trust", "Send", 1, fields=(media, Field("why", "longtext", "textarea", "Why?")))
    SessionBuilder(run, "trust", 1).visit(1, asked, {"media": ("1", "2"), "why": LONG})
    rows = read(run.path).responses
    assert picked(rows, "field", "value", "meaning") == [("media", ["1", "2"], "Radio; Paper"), ("why", LONG, "")]


def call(prompt: str, **more: Any) -> dict[str, Any]:
    return {"prompt": prompt, "reply": "{}", "tokens_in": 10, "tokens_out": 2, "cost": 0.5, "seconds": 1.0, "retries": 0, **more}


def test_every_call_to_a_model_is_a_row(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "trust", 1)
    send = page("trust", "Send", 1)
    silent = {"calls": [{"prompt": "3"}]}  # no reply came
    session.add(1, PageSeen(1, send), Acted(1, "pressed Play", meta={"calls": [call("0")]}))
    session.add(1, Answered(1, 1, {}, model="m", meta={"calls": [call("1", system="You", problem="cut off"), call("2")]}))
    session.add(1, Submitted(1, 1, "rejected", (Message("No."),)), Unanswered(1, 2, "m", "no answer came", meta=silent))
    session.add(1, Remarked(1, "m", {"clear": "yes"}, meta={"calls": [call("4")]}))
    data = read(run.path)
    assert picked(data.conversations, "about", "attempt", "call", "model", "system", "prompt", "problem") == [
        ("action", None, 1, "m", "", "0", ""),
        ("answer", 1, 1, "m", "You", "1", "cut off"),
        ("answer", 1, 2, "m", "", "2", ""),
        ("no answer", 2, 1, "m", "", "3", ""),
        ("remarks", None, 1, "m", "", "4", ""),
    ]
    assert picked(data.conversations[2:4], "reply", "tokens_in", "cost", "seconds") == [
        ("{}", 10, 0.5, 1.0),
        (None, 0, 0.0, None),
    ]
    assert data.participants[0]["remarks"] == {"clear": "yes"}


def test_a_killed_run_has_data_as_far_as_it_got(tmp_path: Path) -> None:
    data = read(killed_run(tmp_path).path)
    assert picked(data.participants, "participant", "number", "status") == [
        ("x", 1, "finished"),
        ("x", 2, "infrastructure"),
        ("", 3, "infrastructure"),
    ]
    assert picked(data.responses, "participant", "field", "value", "outcome") == [("x", "sent", "101", "rejected")]
    assert data.otree == {}


def test_an_answer_of_which_nobody_knows_what_came_is_not_accepted(tmp_path: Path) -> None:
    run = new_run(tmp_path, ended=None)
    SessionBuilder(run, "trust", 1).add(1, PageSeen(1, page("trust", "Send", 1)), Answered(1, 1, {"sent": "4"}))
    assert picked(read(run.path).responses, "value", "outcome", "accepted") == [("4", None, False)]


@pytest.mark.parametrize("build", [healthy_run, faulty_run, killed_run, hostile_run])
def test_rows_of_a_table_have_the_same_columns(tmp_path: Path, build: Any) -> None:
    for name, rows in read(build(tmp_path).path).tables.items():
        assert len({tuple(row) for row in rows}) <= 1, name


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="is not the folder of a run"):
        read(tmp_path)


DOCUMENTED = (Path(__file__).parents[3] / "docs" / "how-to" / "data.md").read_text(encoding="utf-8")
OF_EVERY_ROW = ["session", "config", "variant", "play", "participant", "number"]


def test_the_columns_are_those_of_the_documentation(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "trust", 1)
    session.visit(1, page("trust", "Send", 1, fields=(Field("sent", "integer", "number"),)), {"sent": "4"})
    session.add(1, Remarked(1, "m", {}, meta={"calls": [call("1")]}))
    session.result([person(1)])
    tried = Tried(
        Probe("above", {"sent": "101"}, "refused", "at most 100"), "stopped", "refused", (Message("Too much.", "sent"),)
    )
    SessionBuilder(run, "forms", 0).result([], form=FormResult("trust.Send", 1, 1, (tried,)))
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (`.+) \|$", DOCUMENTED, re.MULTILINE)
    documented = {name: re.findall(r"`(\w+)`", columns) for name, columns in rows}
    tables = read(run.path).tables
    assert set(documented) == set(tables)
    for name, columns in documented.items():
        assert list(tables[name][0]) == (columns if name in ("codebook", "forms", "pretest") else OF_EVERY_ROW + columns)
    (form,) = tables["forms"]
    assert (form["page"], form["values"], form["wanted"], form["messages"]) == (
        "Send",
        {"sent": "101"},
        "refused",
        ["sent: Too much."],
    )
