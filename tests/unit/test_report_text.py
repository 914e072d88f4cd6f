from __future__ import annotations

from pathlib import Path

from run_builder import HOSTILE, faulty_run, healthy_run, hostile_run, killed_run

from botex_pytest.records import read_sessions
from botex_pytest.report.causes import group_findings
from botex_pytest.report.text import cause_lines, summary
from botex_pytest.results import SessionResult
from botex_pytest.run_folder import RunFolder


def results(run: RunFolder) -> list[SessionResult]:
    return [p.result for p in read_sessions(run)]


def test_a_healthy_run_is_told_in_a_few_lines(tmp_path: Path) -> None:
    lines = summary(results(healthy_run(tmp_path)), {"not_checked": ["Forms were not tried."]}, report="report.html")
    assert lines == [
        "trust: 2 of 2 finished, 14 pages, 0 errors",
        "trust_framed: 2 of 2 finished, 14 pages, 0 errors",
        "",
        "Not checked:",
        "  Forms were not tried.",
        "",
        "Report: report.html",
    ]


def test_what_is_broken_is_one_line_per_cause(tmp_path: Path) -> None:
    lines = summary(results(faulty_run(tmp_path)), {})
    start = lines.index("Broken:") + 1
    assert lines[start : start + 2] == [
        "  public_goods.Results: oTree answered with an error: ZeroDivisionError: division by zero, in round 2"
        " (public_goods/__init__.py:41) [public_goods[high] P2; public_goods[low] P2]",
        "      could not go on because of it: public_goods[high] P1, P3; public_goods[low] P1, P3",
    ]
    assert sum("ZeroDivisionError" in line for line in lines) == 1


def test_a_failure_has_the_evidence_and_the_way_back(tmp_path: Path) -> None:
    run = faulty_run(tmp_path)
    broken = group_findings(results(run))[0]
    assert list(cause_lines(broken, {"settings_file": "lab/settings.py", "options": ["--botex-model", "min"]}))[1:] == [
        "    could not go on because of it: public_goods[high] P1, P3; public_goods[low] P1, P3",
        "    in public_goods/__init__.py:41",
        "    answered before: contribution = 0",
        "    to fix: Decide what happens when nobody contributes: the divisor is 0 then.",
        "    see it again: pytest --botex 'lab/settings.py::public_goods[high]::P2' --botex-seed 1 --botex-model min",
    ]


def test_what_could_not_be_played_comes_with_lines_to_paste(tmp_path: Path) -> None:
    lines = summary(results(faulty_run(tmp_path)), {})
    start = lines.index("Could not be played:") + 1
    assert lines[start : start + 8] == [
        "  survey.Quiz refuses every answer bots gave to q1 [survey P1]",
        "      last tried: q1 = 7",
        "      message: That is not right. Please read the instructions again.",
        "      to fix: Tell the bots the answer your error_message wants.",
        "      paste into botex.toml:",
        "          [survey.answers]",
        '          "Quiz.q1" = 3',
        "      see it again: pytest --botex settings.py::survey::P1 --botex-seed 1",
    ]


def test_endings_unseen_pages_and_what_was_left_out_are_told(tmp_path: Path) -> None:
    left_out = [
        {"config": "market", "participants": 16, "command": "pytest --botex --botex-config market", "estimate": "about 4 min"}
    ]
    text = "\n".join(summary(results(faulty_run(tmp_path)), {"deselected": left_out}))
    assert 'ends = ["survey.ScreenOut"]' in text
    assert "would go to https://app.prolific.com/x?cc=1" in text
    assert "Nobody saw" not in text  # what stopped these configs stands above; that nobody got further says nothing new
    assert "  market (16 participants, about 4 min)\n      to play it: pytest --botex --botex-config market" in text
    assert "  survey: The experimenter's page survey.Start was advanced." in text


def test_a_killed_run_is_infrastructure_and_nothing_else(tmp_path: Path) -> None:
    lines = summary(results(killed_run(tmp_path)), {})
    assert lines[0] == "trust: 1 of 3 finished, 2 not judged, 2 pages, 0 errors"
    assert lines[2:] == ["Infrastructure:", "  This session was interrupted before it had ended. [trust P2, P3]"]


def test_text_from_pages_cannot_steer_the_terminal(tmp_path: Path) -> None:
    lines = summary(results(hostile_run(tmp_path)), {"not_checked": [HOSTILE]})
    assert all(line.isprintable() for line in lines)
    "\n".join(lines).encode("utf-8")


def test_who_failed_without_a_finding_is_told_all_the_same(tmp_path: Path) -> None:
    [session] = results(killed_run(tmp_path))
    bare = SessionResult(**{**vars(session), "findings": ()})
    [cause] = group_findings([bare])
    assert (cause.group, cause.finding.title, cause.who) == ("infrastructure", "interrupted", "trust P2, P3")
