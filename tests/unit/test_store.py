from __future__ import annotations

from pathlib import Path
from typing import Any

from run_builder import HOSTILE, SessionBuilder, faulty_run, healthy_run, hostile_run, killed_run, new_run, page
from tinydb import TinyDB, where

from botex_pytest.records import read_sessions
from botex_pytest.redact import Redactor
from botex_pytest.run_folder import RunFolder
from botex_pytest.store import merge
from botex_pytest.transcript import Advanced, PageSeen


def table(run: RunFolder, name: str) -> list[dict[str, Any]]:
    with TinyDB(merge(run)) as db:
        return [dict(document) for document in db.table(name)]


def test_every_table_of_a_healthy_run_reads_back_with_plain_tinydb(tmp_path: Path) -> None:
    run = healthy_run(tmp_path)
    with TinyDB(merge(run)) as db:
        assert {name: len(db.table(name)) for name in sorted(db.tables())} == {
            "coverage": 0,
            "endings": 2,
            "findings": 0,
            "participants": 4,
            "run": 1,
            "sessions": 2,
            "steps": 16,
        }
        [first] = db.table("steps").search((where("config") == "trust") & (where("participant") == 2) & (where("step") == 1))
        assert first["page"]["name"] == "Send"
        assert first["answers"][0]["values"] == {"sent": "40"}
        assert first["outcomes"][0]["outcome"] == "moved"
        assert db.table("run").all()[0]["otree_version"] == "6.0.15"


def test_findings_and_endings_name_their_session(tmp_path: Path) -> None:
    run = faulty_run(tmp_path)
    findings = table(run, "findings")
    assert [(f["config"], f["variant"], f["check"]) for f in findings[:3]] == [
        ("public_goods", "high", "server-error"),
        ("public_goods", "high", "script-error"),
        ("public_goods", "low", "server-error"),
    ]
    assert {e["session"] for e in table(run, "endings")} == {"sessions/survey-1", "sessions/trust-1"}
    assert [s["status"] for s in table(run, "sessions")] == ["judged", "judged", "replayed", "judged", "judged"]


def test_a_killed_run_keeps_what_was_written_and_calls_itself_interrupted(tmp_path: Path) -> None:
    run = killed_run(tmp_path)
    [session] = table(run, "sessions")
    assert (session["status"], session["reason"]) == ("infrastructure", "interrupted")
    people = table(run, "participants")
    assert [(p["number"], p["status"], p["reason"]) for p in people] == [
        (1, "finished", ""),
        (2, "infrastructure", "interrupted"),
        (3, "infrastructure", "interrupted"),
    ]
    assert [p["rejected"] for p in people] == [0, 1, 0]
    # The torn line is left out, the whole ones before it are there.
    assert [(s["participant"], s["step"]) for s in table(run, "steps")] == [(1, 1), (2, 1)]


def test_a_session_folder_without_any_file_is_still_a_session(tmp_path: Path) -> None:
    run = RunFolder.new(tmp_path)
    run.write_info({})
    run.session_folder("trust")
    [session] = table(run, "sessions")
    assert (session["config"], session["status"]) == ("trust", "infrastructure")


def test_a_torn_result_counts_as_interrupted(tmp_path: Path) -> None:
    run = healthy_run(tmp_path)
    (run.sessions()[0] / "result.json").write_text('{"config": "tr')
    assert [p.interrupted for p in read_sessions(run)] == [True, False]


def test_hostile_text_survives_unchanged(tmp_path: Path) -> None:
    [step] = table(hostile_run(tmp_path), "steps")
    assert step["page"]["title"] == HOSTILE


def test_secrets_do_not_reach_the_database(tmp_path: Path) -> None:
    run = healthy_run(tmp_path)
    path = merge(RunFolder.open(run.path, Redactor(["tripled"], environ={})))
    assert "tripled" not in path.read_text()


def test_merging_again_replaces_the_file(tmp_path: Path) -> None:
    run = healthy_run(tmp_path)
    assert merge(run).read_text() == merge(run).read_text()
    assert list(run.path.glob("*.tmp")) == []


def test_what_follows_an_advance_is_marked(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "survey", 1)
    quiz = page("survey", "Quiz", 1)
    after = "P1 was moved past survey.Quiz without an answer"
    session.add(1, PageSeen(1, quiz), Advanced(1, "survey.Quiz", "unplayed", "every answer was refused"))
    session.add(1, PageSeen(2, quiz, after=after))
    first, second = table(run, "steps")
    assert (first["advanced"]["why"], first["after"]) == ("unplayed", "")
    assert (second["advanced"], second["after"]) == (None, after)
