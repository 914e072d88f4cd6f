"""Sessions that a real llama.cpp plays. Its weights are random, so its answers mean nothing; but each fits its question."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import EXAMPLES, Done, copy_of, run

from botex_pytest.transcript import Answered

NO_LLAMA = ("--botex-llamacpp-server", "/nowhere/llama-server")  # a run that would start one fails

OWN_TESTS = """
def test_an_own_question(llamacpp_server, record_property):
    assert llamacpp_server.alive
    record_property("botex_status", llamacpp_server.url)
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, local_model: tuple[str, ...]) -> Done:
    """An example in Chrome; one whose answers lead nobody to an early end."""
    return run(copy_of(EXAMPLES / "public_goods", tmp_path_factory.mktemp("local") / "public_goods"), *local_model)


def answers(done: Done, config: str) -> list[Answered]:
    """What the model was asked for."""
    steps = [step for play in done.plays(config) for steps in play.transcripts.values() for step in steps]
    return [tried.answered for step in steps for tried in step.tries if tried.answered.meta.get("calls")]


def test_an_example_is_played_to_its_end(played: Done) -> None:
    assert played.exit_code == pytest.ExitCode.OK, played.output
    assert set(played.verdicts["public_goods"].values()) == {"finished"}


def test_every_question_was_answered_by_it(played: Done) -> None:
    asked = answers(played, "public_goods")
    assert len(asked) == 3 * 3  # participants and rounds
    for answered in asked:
        assert answered.model == "llamacpp"
        assert answered.sources == {"contribution": "model"}
        assert 0 <= int(answered.values["contribution"]) <= 100
        assert all(call["tokens_in"] > 100 and call["tokens_out"] > 0 and call["cost"] == 0 for call in answered.meta["calls"])


def test_its_first_reply_can_be_read(played: Done) -> None:
    """The grammar holds: what it says is the JSON that was asked for, and no choice is made up."""
    replies = [answered.meta["calls"][0] for answered in answers(played, "public_goods")]
    assert {call["finish"] for call in replies} == {"stop"}
    assert [call for call in replies if not call["reply"].lstrip().startswith("{")] == []


def test_the_head_says_what_plays(played: Done, gguf: Path) -> None:
    assert f"botex_llamacpp_model: {gguf} (command line)" in played.output


def test_the_terminal_tells_what_it_came_to_as_a_pretest(played: Done) -> None:
    (line, *_) = played.section("As a pre-test, to review")
    assert line.startswith("public_goods: people would take about ")
    assert "; who finishes earns " in line


@pytest.fixture
def two(tiny: Path) -> Path:
    """Two sessions, so that two workers play."""
    with (tiny / "settings.py").open("a", encoding="utf-8") as settings:
        settings.write("\nSESSION_CONFIGS.append(dict(name='again', app_sequence=['pair'], num_demo_participants=2))\n")
    return tiny


def test_workers_share_one(two: Path, local_model: tuple[str, ...]) -> None:
    (two / "test_own.py").write_text(OWN_TESTS)
    (two / "test_more.py").write_text(OWN_TESTS)
    files = ("settings.py", "test_own.py", "test_more.py")
    done = run(two, *files, "-n", "2", "--botex-driver", "http", *local_model)
    assert done.exit_code == pytest.ExitCode.OK, done.output
    assert answers(done, "pair")
    assert answers(done, "again")
    assert [log.parent.name for log in done.folder.path.rglob("llamacpp.log")] == ["main"]
    log = (done.folder.path / "main" / "llamacpp.log").read_text("utf-8")
    assert log.count("serving at") == 1
    urls = {status for items in done.verdicts.values() for status in items.values() if status.startswith("http://")}
    assert len(urls) == 1
    assert urls.pop() in log


@pytest.mark.parametrize("idle", [("--co",), ("--botex-model", "random", "--botex-driver", "http", "-n", "2")])
def test_it_is_not_started_unless_it_plays(two: Path, local_model: tuple[str, ...], idle: tuple[str, ...]) -> None:
    done = run(two, *local_model, *NO_LLAMA, *idle)
    assert done.exit_code == pytest.ExitCode.OK, done.output
    assert list(two.rglob("llamacpp.log")) == []
