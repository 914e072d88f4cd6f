"""A mixed cast plays in Chrome, is recorded, and plays again with the models gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import PROJECTS, Done, copy_of, environment, run

BOTS = """
def play(ask):
    return {"number": 4} if ask.page.field("number") else None
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """`tiny`, P1 by a function that is gone afterwards, P2 at random."""
    project = copy_of(PROJECTS / "tiny", tmp_path_factory.mktemp("recorded") / "my stüdy")
    (project / "bots.py").write_text(BOTS)
    done = run(project, "--botex-model", "python:bots.play,random", "--botex-record", "once")
    (project / "bots.py").unlink()
    return done


@pytest.fixture(scope="module")
def replayed(recorded: Done) -> Done:
    return run(recorded.project, env=environment(CI="true"))


def answers(done: Done) -> dict[int, list[dict[str, object]]]:
    """What each participant was seen to answer."""
    (play,) = done.plays("pair")
    return {n: [dict(t.answered.values) for s in steps for t in s.tries] for n, steps in play.transcripts.items()}


def test_results_and_report_name_the_model_of_each_participant(recorded: Done) -> None:
    assert recorded.exit_code == pytest.ExitCode.OK, recorded.output
    (play,) = recorded.plays("pair")
    assert [p.model for p in play.result.participants] == ["python:bots.play", "random"]
    assert [row["number"] for row in recorded.stored("pair")][::2] == [4, 4]
    report = recorded.folder.path.joinpath("report.html").read_text(encoding="utf-8")
    for model in ("python:bots.play", "random"):
        assert f"played by {model}" in report


def test_a_replay_is_the_same_session_without_the_models(recorded: Done, replayed: Done) -> None:
    assert replayed.exit_code == pytest.ExitCode.OK, replayed.output
    assert answers(replayed) == answers(recorded)
    assert [row["number"] for row in replayed.stored("pair")] == [row["number"] for row in recorded.stored("pair")]


def test_a_replay_is_marked_as_one(replayed: Done) -> None:
    (play,) = replayed.plays("pair")
    assert [p.model for p in play.result.participants] == ["python:bots.play (recorded)", "random (recorded)"]
    sources = {
        s for steps in play.transcripts.values() for step in steps for t in step.tries for s in t.answered.sources.values()
    }
    assert sources == {"recorded from python:bots.play", "recorded from random"}
    assert "recorded from python:bots.play" in replayed.folder.path.joinpath("report.html").read_text(encoding="utf-8")


def test_a_page_that_was_changed_is_shown_with_the_difference(recorded: Done, replayed: Done, tmp_path: Path) -> None:
    project = copy_of(recorded.project, tmp_path / "changed")
    page = project / "pair" / "Intro.html"
    page.write_text(page.read_text().replace("A number", "A whole number"))
    changed = run(project)
    assert changed.exit_code == pytest.ExitCode.TESTS_FAILED
    assert changed.verdicts["pair"] == {"P1": "unplayed", "P2": "unplayed", "session": "finished"}
    (finding,) = {f.title: f for f in changed.findings("pair", "unplayed")}.values()
    assert finding.title == "pair.Intro has changed since its answers were recorded"
    assert "- A number\n    + A whole number" in finding.detail
    assert "--botex-record new" in finding.advice
    report = changed.folder.path.joinpath("report.html").read_text(encoding="utf-8")
    assert "+ A whole number" in report
