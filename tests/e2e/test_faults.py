"""Faults as people make them: each is found, named rightly, laid at the right door, and told once."""

from __future__ import annotations

import re
from itertools import permutations
from typing import Any

import pytest
from harness import PROJECTS, RUNS, Done, expectations

EXPECTED = expectations(PROJECTS / "faults")
CAUSED = [name for name, entry in EXPECTED.items() if "check" in entry]
BEHIND = {name: entry["behind"] for name, entry in EXPECTED.items() if "behind" in entry}
NOT_CREATED = [name for name in EXPECTED if name.startswith("session_creation")]
FAILING = ("broken", "unplayed")
IN_THE_DATA = "lost-answer"
"""Of failures at a page the one that is noticed when the page is gone."""

each_config = pytest.mark.parametrize("config", EXPECTED)
each_cause = pytest.mark.parametrize("config", CAUSED)


def expected_verdicts(entry: dict[str, Any]) -> dict[str, str]:
    """By item; a list, whose order is open, becomes P1, P2, ..."""
    status = entry["status"]
    if isinstance(status, str):
        status = [status] * entry["participants"]
    people = status if isinstance(status, dict) else {f"P{n}": s for n, s in enumerate(status, 1)}
    return {"session": "finished", **people}


def shown(run: Done, config: str) -> str:
    """What the findings of a config say, and the text of every page that its participants saw."""
    said = [text for f in run.findings(config) for text in (f.title, f.detail, f.advice, *f.messages, *map(str, f.answer))]
    seen = [s.seen.page.text for p in run.plays(config) for steps in p.transcripts.values() for s in steps if s.seen]
    return "\n".join([*said, *seen])


@each_config
def test_everybody_gets_the_right_verdict(faults: Done, config: str) -> None:
    expected, found = expected_verdicts(EXPECTED[config]), faults.verdicts[config]
    assert set(found) == set(expected)
    if isinstance(EXPECTED[config]["status"], list):
        assert any(all(map(fits, order, expected.values())) for order in permutations(found.values()))
    else:
        assert found == expected


def fits(found: str, expected: str) -> bool:
    return found in expected.split("|")


@each_cause
def test_the_cause_is_found_at_its_page(faults: Done, config: str) -> None:
    entry = EXPECTED[config]
    found = [f for f in faults.findings(config) if f.check == entry["check"]]
    if entry.get("may"):
        assert bool(found) == (len(faults.plays(config)) > 1)
        return
    assert {f.where for f in found} == {entry["where"]}
    assert {f.round for f in found} == {entry.get("round", found[0].round)}
    assert entry.get("contains", "") in shown(faults, config)


@each_cause
def test_a_failure_is_pictured_and_nothing_else(faults: Done, config: str) -> None:
    """The run was told to picture failures alone."""
    for played in faults.plays(config):
        found = [f for f in played.result.findings if f.group in FAILING and f.participants and f.check != IN_THE_DATA]
        assert all((played.folder / f.shot).read_bytes().startswith(b"\xff\xd8\xff") for f in found)
        told = {step.shot for steps in played.transcripts.values() for step in steps} | {f.shot for f in played.result.findings}
        assert {f"shots/{file.name}" for file in played.folder.glob("shots/*")} <= told
        assert found or not any(told) or any(f.group == "review" for f in played.result.findings)


@each_config
def test_nothing_else_is_called_a_fault(faults: Done, config: str) -> None:
    entry, behind = EXPECTED[config], BEHIND.get(config, {})
    failing = {(f.check, f.where) for f in faults.findings(config) if f.group not in ("note", "review")}
    review = {(f.check, f.where) for f in faults.findings(config, "review")}
    second = {(behind.get("check"), behind.get("where"))}
    assert failing <= {(entry.get("check"), entry.get("where"))} | (second if behind.get("group") == "broken" else set())
    reviews = {check for check, _ in review - second} - ({entry.get("check")} & {"early-end"})
    assert reviews == set(entry.get("reviews", ()))


@pytest.mark.parametrize("config", BEHIND)
def test_what_lies_behind_is_found_too(faults: Done, config: str) -> None:
    expected = BEHIND[config]
    found, *again = [f for f in faults.findings(config) if (f.check, f.where) == (expected["check"], expected["where"])]
    assert {f.key for f in again} <= {found.key}
    assert found.group == expected["group"]
    assert expected["contains"] in found.title
    play = faults.plays(config)[0]  # what breaks is played again at human pace
    assert found.participants == tuple(p.number for p in play.result.participants)


@pytest.mark.parametrize("config", [name for name, entry in EXPECTED.items() if "unseen" in entry])
def test_a_page_that_nobody_saw_is_listed(faults: Done, config: str) -> None:
    assert {page for play in faults.plays(config) for page in play.result.unseen} == {EXPECTED[config]["unseen"]}
    assert f"{config}: {EXPECTED[config]['unseen']}" in faults.section("Nobody saw")


def test_who_is_moved_past_a_page_is_told(faults: Done) -> None:
    lab, *_ = faults.plays("lab_start_undeclared")
    assert [p.advanced for p in lab.result.participants] == [1, 1]
    assert lab.result.skipped[0].startswith("P1 and P2 were moved past lab_start_undeclared.Start, ")
    (code,) = faults.plays("code_for_one")
    for taken in code.transcripts.values():
        after = [step.seen.after for step in taken if step.seen and step.seen.page.name == "Show"]
        assert after == ["P1 was moved past code_for_one.Card without an answer"]


def test_nobody_is_moved_past_a_rightful_end(faults: Done) -> None:
    ends = ("partner_screened_out", "everybody_screened_out", "consent_refusable")
    assert not any(p.advanced for config in ends for play in faults.plays(config) for p in play.result.participants)


@each_config
def test_each_failing_cause_is_one_line(faults: Done, config: str) -> None:
    lines = [line for title in ("Broken", "Could not be played") for line in faults.section(title) if f"[{config} " in f"{line} "]
    lines += [line for line in faults.section("Broken") if line.endswith(f"[{config}]")]
    causes = {f.key for f in faults.findings(config, *FAILING)}
    assert len(lines) == len(causes), lines


@pytest.mark.parametrize("config", [c for c in CAUSED if c != "session_creation_type_error"])  # oTree tells no place of that one
def test_the_authors_own_line_is_named(faults: Done, config: str) -> None:
    for finding in faults.findings(config, "broken"):
        assert (PROJECTS / "faults" / finding.file).is_file()
        assert finding.file.startswith(config)
        assert finding.line > 0


@pytest.mark.parametrize("config", NOT_CREATED)
def test_a_session_that_cannot_be_created_says_why(faults: Done, config: str) -> None:
    (finding,) = faults.findings(config, "broken")
    assert EXPECTED[config]["contains"] in finding.title
    assert finding.participants == ()


def test_the_log_of_a_session_that_cannot_be_created_is_read(faults: Done) -> None:
    (finding,) = faults.findings("session_creation_error", "broken")
    assert finding.detail.splitlines() == [
        f'File "{faults.project / finding.file}", line {finding.line}, in creating_session',
        "    p.budget = subsession.session.config['budget']",
        "KeyError: 'budget'",
    ]


def test_tracebacks_show_the_authors_own_files(faults: Done) -> None:
    assert RUNS not in "".join(f.detail for c in EXPECTED for f in faults.findings(c))


def test_a_blocked_partner_points_at_the_cause(faults: Done) -> None:
    blocked = [
        p for config in EXPECTED for play in faults.plays(config) for p in play.result.participants if p.status == "blocked"
    ]
    keys = {f.key for config in EXPECTED for f in faults.findings(config)}
    assert blocked
    assert {p.finding for p in blocked} <= keys


def test_what_cannot_be_played_says_what_to_write_down(faults: Done) -> None:
    for config in ("hidden_rule", "secret_word", "quiz_undeclared", "impossible_bounds"):
        (finding,) = faults.findings(config, "unplayed")
        assert finding.lines[0] == f"[{config}.answers]"
    (quiz,) = faults.findings("quiz_undeclared", "unplayed")
    assert [line.partition(" ")[0] for line in quiz.lines[1:]] == [
        f'"quiz_undeclared.Quiz.{f}"' for f in ("total", "share", "word")
    ]


def test_a_refusable_consent_is_played_again_the_other_way(faults: Done) -> None:
    *earlier, last = faults.plays("consent_refusable")
    assert all(p.status == "finished" for p in last.result.participants)
    assert all(play.result.replayed for play in earlier)


def test_when_everybody_is_screened_out_other_answers_were_tried(faults: Done) -> None:
    plays = faults.plays("everybody_screened_out")
    answers = [{e.answer["number"] for e in p.result.endings} for p in plays]
    assert len(plays) > 1
    assert len(set().union(*answers)) >= len(plays)


def test_who_is_broken_fails_the_run(faults: Done) -> None:
    assert faults.exit_code == pytest.ExitCode.TESTS_FAILED
    counted = re.findall(r"(\d+) (failed|could not be played|blocked)", faults.output.splitlines()[-1])
    statuses = [status for items in faults.verdicts.values() for status in items.values()]
    words = {"failed": "broken", "could not be played": "unplayed", "blocked": "blocked"}
    assert {word: int(number) for number, word in counted} == {w: statuses.count(s) for w, s in words.items()}


def test_the_report_shows_each_cause(faults: Done) -> None:
    html = faults.folder.report.read_text(encoding="utf-8")
    assert [c for c in CAUSED if c not in html] == []
