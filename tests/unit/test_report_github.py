"""What GitHub shows of a run."""

from __future__ import annotations

from pathlib import Path

from run_builder import faulty_run, form_run, healthy_run, hostile_run

from botex_pytest.records import read_sessions
from botex_pytest.report import github
from botex_pytest.report.github import annotation_lines, job_summary

WORKSPACE = Path("/home/runner/work/study/study")


def results(run):
    return [p.result for p in read_sessions(run)]


def test_annotations_stand_at_the_authors_lines(tmp_path):
    lines = annotation_lines(results(faulty_run(tmp_path)), WORKSPACE / "lab", WORKSPACE)
    assert lines[0] == (
        "::error file=lab/public_goods/__init__.py,line=41,title=broken%3A public_goods.Results::oTree answered with an error: "
        "ZeroDivisionError: division by zero [public_goods[high] P2; public_goods[low] P2]"
    )
    levels = [line.partition(" ")[0] for line in lines]
    assert levels == sorted(levels)  # errors before warnings
    assert any(line.startswith("::warning title=could not be played%3A survey.Quiz::") for line in lines)


def test_a_healthy_run_has_none(tmp_path):
    assert annotation_lines(results(healthy_run(tmp_path)), WORKSPACE, WORKSPACE) == []


def test_there_are_no_more_than_github_shows(tmp_path, monkeypatch):
    monkeypatch.setattr(github, "MOST_ANNOTATIONS", 1)
    assert len(annotation_lines(results(faulty_run(tmp_path)), WORKSPACE, WORKSPACE)) == 1


def test_the_table_tells_every_config(tmp_path):
    text = job_summary(results(healthy_run(tmp_path)))
    assert text.splitlines() == [
        "### trust and trust\\_framed were played to the end.",
        "",
        "| Session config | Finished | Pages | Verdict |",
        "|---|---|---|---|",
        "| trust | 2 of 2 | 14 | played |",
        "| trust\\_framed | 2 of 2 | 14 | played |",
    ]


def test_causes_follow_the_table(tmp_path, monkeypatch):
    told = results(faulty_run(tmp_path))
    lines = [line for line in job_summary(told).splitlines() if line.startswith("- ")]
    assert lines[0].startswith("- **broken**: ")
    assert "public\\_goods/\\_\\_init\\_\\_.py\\:41" in lines[0]
    monkeypatch.setattr(github, "MOST_CAUSES", 1)
    assert job_summary(told).splitlines()[-1] == f"- and {len(lines) - 1} more: see the report"


def test_nothing_that_was_said_is_a_command_a_tag_or_a_link(tmp_path):
    told = results(hostile_run(tmp_path))
    text = job_summary(told)
    assert "<" not in text
    assert "](" not in text
    assert github._text("see WWW.evil.example") == "see WWW\\.evil.example"  # GitHub makes links of such words
    for line in annotation_lines(told, WORKSPACE, WORKSPACE):
        assert "\n" not in line
        assert line.startswith("::")


def test_forms_have_no_participants_in_the_table(tmp_path: Path) -> None:
    run = form_run(tmp_path)
    table = job_summary([played.result for played in read_sessions(run)])
    assert "| forms\\:\\:trust.Send | | | broken |" in table
    assert "0 of 0" not in table
