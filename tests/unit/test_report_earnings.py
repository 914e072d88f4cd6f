"""What the report says of money."""

from __future__ import annotations

from pathlib import Path

from run_builder import SessionBuilder, new_run, person

from botex_pytest.report.data import report_data
from botex_pytest.results import Payment


def test_payments_are_told_as_otree_tells_them(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "trust", 1)
    paid = (Payment(1, 120, 12.0, 4.0, 16.0), Payment(2, 0, 0.0, 4.0, 4.0))
    people = [person(1, payoff="12.00 EUR"), person(2, "early-end", payoff="0.00 EUR")]
    session.result(people, payments=paid)
    (table,) = report_data(run)["payments"]
    assert (table["name"], table["unit"]) == ("trust", "EUR")
    assert [tuple(row.values()) for row in table["rows"]] == [
        ("P1", "finished", "120", "12.00", "4.00", "16.00"),
        ("P2", "ended early", "0", "0.00", "4.00", "4.00"),
    ]


def test_where_nothing_is_known_of_payments_there_is_no_table(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    SessionBuilder(run, "trust", 1).result([person(1)])
    assert report_data(run)["payments"] == []
