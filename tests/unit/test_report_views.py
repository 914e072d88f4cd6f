"""The session as a grid, who waited for whom, groups, and pages with everybody side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lab_builder import lab_run
from run_builder import faulty_run, healthy_run, killed_run

from botex_pytest.page import Choice, Field
from botex_pytest.report.data import report_data
from botex_pytest.report.distribution import bars, in_words

AGE = Field("age", "integer", "number")
PICK = Field("pick", "choice", "radio", choices=(Choice("a", "Apple"), Choice("b", "Pear")))
MANY = Field("many", "choices", "checkbox", choices=(Choice("a", "Apple"), Choice("b", "Pear")))
TEXT = Field("text", "longtext", "textarea")


@pytest.fixture
def market(tmp_path: Path) -> dict[str, Any]:
    return report_data(lab_run(tmp_path))


def test_the_grid_has_every_page_and_round_once(market: dict[str, Any]) -> None:
    (session,) = market["sessions"]
    assert [(c["where"], c["round"]) for c in session["grid"]["columns"]] == [
        ("intro.Quiz", ""),
        ("market.Offer", "round 1"),
        ("market.Wait", "round 1"),
        ("market.Results", "round 1"),
        ("market.Offer", "round 2"),
        ("market.Wait", "round 2"),
        ("market.Results", "round 2"),
        ("the end", ""),
    ]


def test_a_cell_says_what_befell_whom_when_and_for_how_long(market: dict[str, Any]) -> None:
    first, second, *_ = market["sessions"][0]["grid"]["rows"]
    assert [cell["kind"] for cell in first] == ["page", "page", "wait", "page", "page", "wait", "advanced", "page"]
    assert first[2] == {"step": 3, "column": 2, "kind": "wait", "from": 2.1, "for": 2.0, "waited": "2.0 s for P2"}
    assert first[-1]["for"] is None
    assert (second[0]["kind"], second[0]["refused"]) == ("refused", 1)


def test_who_waited_for_whom_is_told_in_all(market: dict[str, Any]) -> None:
    waits = market["sessions"][0]["grid"]["waits"]
    assert {(w["who"], w["whom"], w["took"]) for w in waits} == {
        ("P1", "P2", "2.0 s"),
        ("P1", "P3", "4.0 s"),
        ("P2", "P4", "4.0 s"),
        ("P3", "P4", "2.0 s"),
    }
    steps = market["sessions"][0]["participants"][0]["steps"]
    assert steps[2]["waited"] == "waited 2.0 s for P2"


def test_who_never_came_is_waited_for_in_vain(tmp_path: Path) -> None:
    high = report_data(faulty_run(tmp_path))["sessions"][0]
    assert [cell["kind"] for cell in high["grid"]["rows"][1]][-1] == "broken"


def test_groups_have_roles_and_payoffs_of_their_round(market: dict[str, Any]) -> None:
    groups = market["sessions"][0]["groups"]
    assert groups["columns"] == ["market, round 1", "market, round 2"]
    assert groups["rows"][2] == {
        "id": "P3",
        "cells": [{"group": "2", "role": "Seller", "payoff": "3"}, {"group": "1", "role": "Buyer", "payoff": "6"}],
        "paid": ["60", "3.00", "4.00", "7.00"],
    }


def test_a_session_without_groups_or_payments_tells_none(tmp_path: Path) -> None:
    assert [s["groups"] for s in report_data(healthy_run(tmp_path))["sessions"]] == [None, None]


def test_a_page_has_everybody_side_by_side(market: dict[str, Any]) -> None:
    (config,) = market["pages"]
    quiz, offer = (page for page in config["pages"] if page["where"] in ("intro.Quiz", "market.Offer"))
    assert quiz["facts"] == ["4 participants", "1.0 s on it (median)", "1 answer refused"]
    assert [(r["who"], r["answers"], r["refused"], r["link"]) for r in quiz["rows"]] == [
        ("P1", ["10"], 0, "s1/P1/1"),
        ("P2", ["10"], 1, "s1/P2/1"),
        ("P3", ["10"], 0, "s1/P3/1"),
        ("P4", ["10"], 0, "s1/P4/1"),
    ]
    assert offer["facts"][:2] == ["4 participants", "seen 8 times"]
    assert [(r["who"], r["round"], r["answers"]) for r in offer["rows"]][4] == ("P1", "2", ["3", "Good", "because 1"])
    assert [q["told"] for q in offer["questions"]] == ["mean 4 (2 to 6, 8 answers)", "8 Good", "8 answers"]


def test_a_killed_run_has_its_pages(tmp_path: Path) -> None:
    (config,) = report_data(killed_run(tmp_path))["pages"]
    send = next(page for page in config["pages"] if page["where"] == "trust.Send")
    assert (send["refused"], send["rows"][0]["took"], send["rows"][0]["answers"]) == (1, "", [""])


def counted(field: Field | None, *values: Any) -> list[tuple[str, int]]:
    return [(bar["label"], bar["count"]) for bar in bars(field, values)]


def test_choices_that_nobody_chose_have_a_bar(tmp_path: Path) -> None:
    assert counted(PICK, "b", "b") == [("Apple", 0), ("Pear", 2)]
    assert counted(MANY, ("a", "b"), ("a",)) == [("Apple", 2), ("Pear", 1)]
    assert in_words(PICK, ["b", "b", "a"]) == "1 Apple, 2 Pear"


def test_few_numbers_have_a_bar_each_and_many_a_range() -> None:
    assert counted(AGE, "9", "10", "9") == [("9", 2), ("10", 1)]
    many = counted(AGE, *map(str, range(81)))
    assert [label for label, _ in many][:2] == ["0 to 10", "10 to 20"]
    assert sum(count for _, count in many) == 81


def test_what_is_no_number_is_counted_as_text() -> None:
    assert counted(AGE, "[removed]", "[removed]") == [("[removed]", 2)]
    assert counted(AGE, "1e999", "nan") == [("1e999", 1), ("nan", 1)]
    assert in_words(AGE, ["40", "40"]) == "40 (2 answers)"


def test_texts_that_all_differ_are_only_counted() -> None:
    assert counted(TEXT, "a", "b") == []
    assert counted(TEXT, "a", "a") == [("a", 2)]
    assert in_words(TEXT, ["a", "b"]) == "2 answers"
    assert (counted(None), in_words(None, [])) == ([], "0 answers")
