"""The rows that benchmarks print."""

from __future__ import annotations

import runpy
from pathlib import Path

row = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "rows.py"))["row"]


def test_value_is_the_median_so_one_slow_run_does_not_count() -> None:
    assert row("start", [1.0, 2.0, 30.0], "s", target=2) == "start | 2.00 s | 2 s | ok"


def test_a_missed_target_is_short() -> None:
    assert row("start", [2.5], "s", target=2) == "start | 2.50 s | 2 s | short"


def test_of_a_speed_the_target_is_the_least() -> None:
    assert row("speed", [12.5], "pages/s", 12, more_is_better=True) == "speed | 12.50 pages/s | 12 pages/s | ok"
    assert row("speed", [11.0], "pages/s", 12, more_is_better=True).endswith("| short")


def test_without_a_target_there_is_no_verdict() -> None:
    assert row("floor", [0.5], "s") == "floor | 0.50 s | - | -"


def test_the_spread_is_told_where_it_is_asked_for() -> None:
    assert row("ratio", [5.0, 7.0, 6.0], "x", 5, more_is_better=True, spread=True) == "ratio | 6.00 x (5.00 to 7.00) | 5 x | ok"
