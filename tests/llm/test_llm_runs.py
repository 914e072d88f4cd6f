"""`pytest --botex --botex-model NAME` as a user runs it: real oTree, real Chrome, litellm, and an endpoint of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import openai_endpoint as says
import pytest
from harness import EXAMPLES, PROJECTS, ROOT, RUNS, Done, copy_of, environment, run
from openai_endpoint import Endpoint

OTREE = ROOT / ".venv" / "bin" / "python"
KEY = "sk-a-key-that-must-not-be-written"


def go(project: Path, endpoint: Endpoint, *options: str) -> Done:
    """oTree has an environment of its own. Nothing is recorded unasked: in CI no model would be asked otherwise."""
    env = environment(BOTEX_OTREE_PYTHON=str(OTREE), BOTEX_API_KEY=KEY, BOTEX_RECORD="off")
    return run(project, "--botex-model", "some-model", "--botex-api-base", endpoint.url, *options, env=env)


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, Endpoint]:
    """The example `trust` in Chrome, with some replies that have to be asked for again, by workers of xdist."""
    project = copy_of(EXAMPLES / "trust", tmp_path_factory.mktemp("trust") / "trust")
    (project / "botex.toml").write_text('["*".personas]\nP2 = "You trust nobody."\n')
    with Endpoint(says.good, says.good, says.in_prose, says.wrong_choice, says.full(0.5), says.dropped) as endpoint:
        return go(project, endpoint, "--botex-debrief", "-n", "2", "-W", "error"), endpoint


def test_a_session_is_played_to_its_end(trust):
    done, _ = trust
    assert done.exit_code == 0, done.output
    assert {status for items in done.verdicts.values() for status in items.values()} == {"finished"}


def test_pages_without_a_question_cost_no_call(trust):
    done, endpoint = trust
    asked = [step for played in done.sessions for steps in played.transcripts.values() for step in steps if step.usage.calls]
    with_fields = [step for step in asked if step.seen.page.fields or step.remarked]
    assert asked == with_fields
    assert "You are matched with one other person" in endpoint.prompts[2]


def test_what_it_took_is_told_everywhere(trust):
    done, _ = trust
    people = [p for played in done.sessions for p in played.result.participants]
    assert all(p.usage.calls >= 2 and p.usage.tokens_in > 0 for p in people)
    calls = sum(p.usage.calls for p in people)
    assert any(f"{calls} calls" in line for line in done.output.splitlines())
    ledger = [json.loads(line) for line in (done.folder.path / "spending.jsonl").read_text().splitlines()]
    assert sum("call" in line for line in ledger) == calls
    assert sum(line.get("tokens", 0) for line in ledger) == sum(p.usage.tokens for p in people)


def test_prompts_replies_and_reasons_are_in_the_report(trust):
    done, _ = trust
    report = done.folder.report.read_text(encoding="utf-8")
    for text in ("You trust nobody.", "I take the first.", "None of these", "In your own words"):
        assert text in report


def test_what_the_models_said_is_to_review_and_fails_nothing(trust):
    done, _ = trust
    assert {f.check for f in done.findings("trust", "review")} == {"understood"}
    assert any("amber" in f.detail for f in done.findings("trust"))


def test_the_key_is_in_no_file(trust):
    done, endpoint = trust
    assert endpoint.keys[0] == f"Bearer {KEY}"
    files = [p for p in done.folder.path.rglob("*") if p.is_file() and "project" not in p.parts]
    assert not [p for p in files if KEY.encode() in p.read_bytes()]
    assert KEY not in done.output


def test_a_budget_stops_the_run_and_not_the_study(tmp_path):
    project = copy_of(EXAMPLES / "trust", tmp_path / "trust")
    with Endpoint() as endpoint:
        done = go(project, endpoint, "--botex-driver", "http", "--botex-max-calls", "1", "--botex-config", "trust")
    assert len(endpoint.requests) == 2  # the probe is one
    assert done.exit_code == 1
    assert set(done.verdicts["trust"].values()) <= {"finished", "budget"}
    assert done.verdicts["trust"]["P2"] == "budget"
    assert done.findings("trust", "broken", "unplayed", "infrastructure") == []
    assert "stopped by the budget" in done.output
    assert "1 calls of 1 calls" in done.output


def test_what_was_recorded_is_replayed_without_endpoint_key_or_cost(tmp_path):
    project = copy_of(EXAMPLES / "trust", tmp_path / "trust")
    plain = ("--botex-driver", "http", "--botex-config", "trust")
    with Endpoint() as endpoint:
        recorded = go(project, endpoint, *plain, "--botex-record", "new")
    assert recorded.exit_code == 0, recorded.output
    asked = len(endpoint.requests)
    again = run(project, *plain, env=environment(BOTEX_OTREE_PYTHON=str(OTREE), CI="true"))
    assert again.exit_code == 0, again.output
    assert asked == len(endpoint.requests) > 1
    assert [list(answers(done)) for done in (recorded, again)] == [list(answers(recorded))] * 2
    assert {p.model for play in again.sessions for p in play.result.participants} == {"some-model (recorded)"}
    assert KEY not in (project / "botex_recordings" / "trust.toml").read_text()


def answers(done: Done) -> Iterator[tuple[int, int, dict[str, object]]]:
    for play in done.sessions:
        for number, taken in play.transcripts.items():
            yield from ((number, step.number, dict(t.answered.values)) for step in taken for t in step.tries)


def test_a_wrong_key_ends_the_run_before_any_session(tmp_path):
    project = copy_of(PROJECTS / "tiny", tmp_path / "tiny")
    with Endpoint(always=says.unauthorized) as endpoint:
        done = go(project, endpoint)
    assert done.exit_code == 1
    assert "The key for the model 'some-model' was refused" in done.output
    assert len(endpoint.requests) == 1
    assert not list((project / RUNS).glob("run-*/sessions/*"))
