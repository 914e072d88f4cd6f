"""Coverage as the terminal, the report and --botex-fail-under tell it."""

from __future__ import annotations

from pathlib import Path

import pytest
from run_builder import SessionBuilder, new_run, person, play_trust

from botex_pytest.flow import Condition, Coverage, Flow, Grouping, Point
from botex_pytest.report.coverage import below, coverage_lines, percentage
from botex_pytest.report.covered import coverage_data
from botex_pytest.report.data import report_data
from botex_pytest.results import SessionResult
from botex_pytest.run_folder import RunFolder
from botex_pytest.store import merge

PAGES = tuple(Point("page", f"trust.{name}") for name in ("Send", "Chat", "End"))
SHOWN = Point("branch", "trust.Chat", "shown")
CHOICES = tuple(Point("choice", "trust.Send", f"kind = {n}") for n in range(4))
THERE = (*PAGES, SHOWN, *CHOICES)


def run(base: Path, *flows: Flow, config: str = "trust") -> tuple[RunFolder, list[SessionResult]]:
    folder = new_run(base)
    sessions = [SessionBuilder(folder, config, 2) for _ in flows]
    for session in sessions:
        play_trust(session)
    return folder, [s.result([person(1), person(2)], flow=f) for s, f in zip(sessions, flows, strict=True)]


def test_every_kind_counts_for_the_same():
    found = Coverage.of([Flow(THERE, PAGES[:1]), Flow(THERE, (PAGES[2], *CHOICES[:2]))])
    assert found.counts() == [("pages", 2, 3), ("branches", 0, 1), ("choices", 2, 4)]
    assert found.percent == pytest.approx(100 * (2 / 3 + 0 + 2 / 4) / 3)
    assert Coverage.of([Flow()]).percent == 100


def test_two_lines_for_each_config(tmp_path):
    _, results = run(tmp_path, Flow(THERE, (*PAGES[:1], *CHOICES[:2])))
    assert list(coverage_lines(results)) == [
        "trust: 27.7% (pages 1 of 3, branches 0 of 1, choices 2 of 4)",
        "    nobody reached page trust.Chat, page trust.End and 2 choices",  # that Chat was not shown says nothing new
    ]


def test_of_a_page_that_nobody_saw_nothing_else_is_told(tmp_path):
    question = Point("field", "trust.Chat", "words")
    _, results = run(tmp_path, Flow((*THERE, question, Point("choice", "trust.Chat", "kind = 1")), CHOICES))
    (told,) = coverage_data(results)
    assert told["missed"] == ["page trust.Send", "page trust.Chat", "page trust.End"]


def test_all_of_several_configs_together(tmp_path):
    _, first = run(tmp_path / "a", Flow(PAGES, PAGES))
    _, second = run(tmp_path / "b", Flow((SHOWN,), ()), config="other")
    assert list(coverage_lines([*first, *second])) == [
        "trust: 100% (pages 3 of 3)",
        "other: 0% (branches 0 of 1)",
        "    nobody reached trust.Chat shown",
        "together: 50%",
    ]


@pytest.mark.parametrize(("least", "fails"), [(None, False), (66.6, False), (66.7, True), (100, True), (0, False)])
def test_too_little(tmp_path, least, fails):
    _, results = run(tmp_path, Flow(PAGES, PAGES[:2]))
    assert bool(below(results, least)) == fails
    assert not below([], least)


def test_why_it_is_too_little(tmp_path):
    _, results = run(tmp_path, Flow(PAGES, PAGES[:2]))
    assert below(results, 90) == "Coverage of 66.6% is less than the 90% of --botex-fail-under"
    assert percentage(99.99) == "99.9%"


def test_the_report_tells_what_set_people_apart_and_who_met_whom(tmp_path):
    met = (
        Condition("trust.treatment", "high", (1,)),
        Condition("trust.treatment", "low", (2,)),
        Condition("trust.same", "x", (1, 2)),
    )
    pair = {"1": "Trustor", "2": "Trustee"}
    groups = (Grouping("trust", 1, 1, pair), Grouping("trust", 2, 1, pair), Grouping("trust", 3, 1, {"2": "Trustor", "1": ""}))
    folder, results = run(tmp_path, Flow(THERE, PAGES, met, groups))
    (told,) = coverage_data(results)
    assert told["missed"] == ["trust.Chat shown", "trust.Send kind: 0, 1, 2, 3"]
    assert told["conditions"] == ["trust.treatment: high (1 participant), low (1 participant)"]
    assert told["groups"] == [
        "trust, from round 1: group 1 is P1 (Trustor), P2 (Trustee)",
        "trust, round 3: group 1 is P1, P2 (Trustor)",
    ]
    assert report_data(folder)["coverage"] == [told]


def test_variants_are_conditions(tmp_path):
    folder = new_run(tmp_path)
    results = []
    for variant in ("high", "low"):
        session = SessionBuilder(folder, "trust", 2, variant)
        results.append(session.result([person(1), person(2)], flow=Flow(PAGES, PAGES), settings={"multiplier": variant}))
    (told,) = coverage_data(results)
    assert told["conditions"] == ["session.config.multiplier: high (2 participants), low (2 participants)"]


def test_the_database_has_a_row_for_everything_there_is_to_reach(tmp_path):
    from tinydb import TinyDB

    folder, _ = run(tmp_path, Flow(THERE, PAGES[:2]))
    with TinyDB(merge(folder)) as db:
        rows = db.table("coverage").all()
    assert [row["where"] for row in rows if row["reached"]] == ["trust.Send", "trust.Chat"]
    assert len(rows) == len(THERE)
    assert rows[3] == {"config": "trust", "kind": "branch", "where": "trust.Chat", "what": "shown", "reached": False}
