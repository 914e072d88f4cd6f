"""A constant, a function, a person at the terminal, and several of them in one session."""

from __future__ import annotations

import pytest

HTTP = ("--botex", "--botex-driver", "http")
BOTS = """
def play(ask):
    return {"number": 2 * ask.round} if ask.page.field("number") else None

def fails(ask):
    return {"number": [][0]}
"""


def numbers(ran, participant):
    answered = [e for e in ran.events("pair-1", participant) if e["type"] == "Answered"]
    return [(e["values"]["number"], e["sources"]["number"], e["model"]) for e in answered if "number" in e["values"]]


def test_each_participant_has_a_model_of_its_own(project, run, plugin_args):
    (project / "bots.py").write_text(BOTS)
    ran = run(*HTTP, *plugin_args, "--botex-model", "constant:7,python:bots.play")
    assert ran.code == pytest.ExitCode.OK, ran.output
    assert numbers(ran, 1) == [("7", "constant", "constant:7")] * 2
    assert numbers(ran, 2) == [(n, "python:bots.play", "python:bots.play") for n in ("2", "4")]
    result = ran.results()["pair-1"]
    assert [p["model"] for p in result["participants"]] == ["constant:7", "python:bots.play"]
    assert result["model"] == "constant:7, python:bots.play"


def test_a_function_that_fails_is_no_fault_of_the_study(project, run):
    (project / "bots.py").write_text(BOTS)
    ran = run(*HTTP, "--botex-model", "python:bots.fails")
    assert set(ran.verdicts().values()) == {"error"}
    assert ran.properties("pair::P1")["botex_status"] == "infrastructure"
    assert f"raised IndexError at {project / 'bots.py'}:6" in ran.text("pair::P1")


def test_a_function_that_is_not_there_is_told_before_the_session(run):
    ran = run(*HTTP, "--botex-model", "python:no_such_bots.play")
    assert "No module named 'no_such_bots'" in ran.text("pair::P1")
    assert ran.sessions() == []


@pytest.mark.parametrize("capture", ["fd", "sys", "no"])
def test_a_person_plays_at_the_terminal(run, capture):
    """P1 types a word, a number that is too large and one that fits; who comes next is drawn, so both type the same."""
    ran = run(*HTTP, "-p", "no:xdist", f"--capture={capture}", "--botex-model", "human", stdin="x\n99\n4\n" + "4\n4\n4\n\n\n")
    assert ran.code == pytest.ExitCode.OK, ran.output
    assert numbers(ran, 1) == numbers(ran, 2) == [("4", "human", "human")] * 2
    for text in ("you are P1, on pair.Intro", "you are P2, on pair.Intro, round 2", "! 99 is out of range", "[Next]"):
        assert text in ran.output


def test_a_person_and_a_bot_play_together(run):
    ran = run(*HTTP, "--botex-model", "min,human", stdin="9\n8\n\n")
    assert ran.code == pytest.ExitCode.OK, ran.output
    assert [n for n, _, _ in numbers(ran, 2)] == ["9", "8"]
    assert {model for _, _, model in numbers(ran, 1)} == {"min"}


@pytest.mark.parametrize(
    ("stdin", "said"), [("4\nq\n", "The person at the terminal left"), ("4\n", "Nobody answers at the terminal")]
)
def test_a_person_may_leave(run, stdin, said):
    ran = run(*HTTP, "--botex-model", "human", stdin=stdin)
    assert ran.code == pytest.ExitCode.TESTS_FAILED
    assert set(ran.verdicts().values()) == {"error"}
    assert said in ran.text("pair::P1") + ran.text("pair::P2")


def test_workers_have_no_terminal(run):
    ran = run(*HTTP, "-n", "2", "--botex-model", "human", stdin="4\n")
    assert "A person can answer only in a run without workers." in ran.text("pair::P1")
