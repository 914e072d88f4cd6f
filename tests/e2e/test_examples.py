"""The examples, as their readers run them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from harness import EXAMPLES, Done, copy_of, run

from botex_pytest import read_run
from botex_pytest.report.compare import compare
from botex_pytest.report.data import report_data

NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/settings.py"))
QUIZ = {"quiz_group_size": "3", "quiz_keep_all": "100", "quiz_all_contribute": "180"}

Play = Callable[..., Done]


@pytest.mark.parametrize("name", NAMES)
def test_everybody_plays_to_an_end(example: Play, name: str) -> None:
    done = example(name)
    assert done.exit_code == pytest.ExitCode.OK, done.output
    statuses = {status for items in done.verdicts.values() for status in items.values()}
    assert "finished" in statuses
    assert statuses <= {"finished", "early-end"}  # a declared end


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_to_review(example: Play, name: str) -> None:
    assert [f.title for play in example(name).sessions for f in play.result.findings if f.group != "note"] == []


def test_what_was_reached_is_told(example: Play) -> None:
    told = example("trust").section("Coverage")
    assert told[0].startswith("trust: 100% (pages 6 of 6, branches 4 of 4, roles 2 of 2, fields 2 of 2)")
    (group,) = example("trust").plays("trust")[0].result.flow.groups
    assert sorted(group.members.values()) == ["Trustee", "Trustor"]


@pytest.mark.parametrize("model", ["min", "max"])
def test_extreme_answers_lead_to_the_end_too(example: Play, model: str) -> None:
    done = example("public_goods", "--botex-model", model)
    assert done.exit_code == pytest.ExitCode.OK, done.output
    contributed = {row["contribution"] for row in done.stored("public_goods")}
    assert contributed == {"0" if model == "min" else "100"}


def test_the_quiz_is_answered_as_declared(example: Play) -> None:
    done = example("public_goods")
    (play,) = done.plays("public_goods")
    assert len(play.transcripts) == 3
    for steps in play.transcripts.values():
        (answered,) = [t.answered for s in steps for t in s.tries if s.seen and s.seen.page.name == "Quiz"]
        assert answered.values == QUIZ
        assert set(answered.sources.values()) == {"declared"}


def test_the_data_of_a_run_are_those_of_otree(example: Play) -> None:
    """Two apps, three rounds: oTree's database, which the run leaves when its server is stopped, beside what is exported."""
    done = example("public_goods")
    data = read_run(done.folder.path)
    codes = {row["id"]: row["code"] for row in done.rows("otree_participant")}
    players, stored = data.otree["public_goods_player"], done.stored("public_goods")
    assert len(players) == 9
    assert {(p["participant"], p["round"], p["contribution"], p["payoff"]) for p in players} == {
        (codes[row["participant_id"]], row["round_number"], float(row["contribution"]), float(row["_payoff"])) for row in stored
    }
    totals = {(g["round"], g["total_contribution"]) for g in data.otree["public_goods_group"]}
    assert totals == {(r, sum(p["contribution"] for p in players if p["round"] == r)) for r in (1, 2, 3)}
    given = {(a["participant"], a["round"], float(a["value"])) for a in data.responses if a["field"] == "contribution"}
    assert given == {(p["participant"], p["round"], p["contribution"]) for p in players}
    (session,) = data.otree["session"]
    assert (session["session"], session["config.name"]) == (done.plays("public_goods")[0].result.code, "public_goods")
    left = {(row["participant_code"], row["page_name"], row["round_number"]) for row in data.otree["page_times"]}
    assert left >= {(p["participant"], "Contribute", str(p["round"])) for p in players}
    assert {row["field"]: row["times_asked"] for row in data.codebook} == {**dict.fromkeys(QUIZ, 3), "contribution": 9}


def test_the_report_shows_groups_waits_and_payoffs_as_otree_has_them(example: Play) -> None:
    done = example("public_goods")
    data = report_data(done.folder)
    (session,) = data["sessions"]
    assert session["groups"]["columns"] == [f"public_goods, round {number}" for number in (1, 2, 3)]
    told = {(row["id"], cell["group"], cell["payoff"]) for row in session["groups"]["rows"] for cell in row["cells"]}
    players = read_run(done.folder.path).otree["public_goods_player"]
    numbers = {row["participant"]: row["number"] for row in read_run(done.folder.path).participants}
    assert told == {(f"P{numbers[p['participant']]}", str(p["group"]), f"{p['payoff']:g}") for p in players}
    waits = [cell for row in session["grid"]["rows"] for cell in row if cell["kind"] == "wait"]
    assert waits
    assert all(re.search(r"s for P\d( and P\d)?$", cell["waited"]) for cell in waits)


def test_the_report_is_a_pretest(example: Play) -> None:
    (told,) = report_data(example("public_goods").folder)["pretest"]
    asked = [(q["field"], q["asked"], q["declared"]) for q in told["questions"]]
    assert asked == [
        *((name, 0, 3) for name in ("quiz_group_size", "quiz_keep_all", "quiz_all_contribute")),
        ("contribution", 9, 0),
    ]
    assert [(row["who"], row["count"]) for row in told["earned"]] == [("everybody", 3)]
    assert re.fullmatch(r"about \d( to \d)? min", told["minutes"])
    roles = [row["who"] for row in report_data(example("trust").folder)["pretest"][0]["earned"]]
    assert roles == ["everybody", "Trustee", "Trustor"]


def test_two_runs_are_compared(example: Play) -> None:
    """The same study with other bots: they answer otherwise and earn otherwise, and no page has changed."""
    random, least = example("public_goods"), example("public_goods", "--botex-model", "min")
    lines = compare(random.folder, least.folder).lines()
    assert [line for line in lines if line.endswith(":")][1:] == ["Played otherwise:", "Answers:", "Payoffs:"]
    assert "  model: random, then min" in lines
    (answers,) = (line for line in lines if line.startswith("  public_goods.Contribute contribution"))
    assert answers.endswith("; then 0 (9 answers)")


@pytest.fixture(scope="module")
def undeclared(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The survey without its declared ends, played by bots who at first are too young for it."""
    project = copy_of(EXAMPLES / "survey", tmp_path_factory.mktemp("undeclared") / "survey")
    (project / "botex.toml").unlink()
    return run(project, "--botex-model", "min")


def test_an_early_end_that_nobody_declared_is_told(undeclared: Done) -> None:
    (ending,) = undeclared.plays("survey")[0].result.endings
    assert (ending.where, ending.kind, ending.answer) == ("survey.ScreenOut", "early-end", {"age": "10"})
    (told,) = undeclared.section("Endings")
    assert told.startswith("survey.ScreenOut: undeclared early end, after survey.Age with age = 10")
    assert "survey P1, P2" in told


def test_bots_learn_the_way_past_an_early_end(undeclared: Done) -> None:
    first, second = undeclared.plays("survey")
    assert {p.status for p in first.result.participants} == {"early-end"}
    assert {p.status for p in second.result.participants} == {"finished"}
    assert {e.where for e in second.result.endings} == {"survey.Thanks"}
    assert undeclared.exit_code == pytest.ExitCode.OK


def test_the_lines_that_the_run_prints_declare_the_end(undeclared: Done, tmp_path: Path) -> None:
    found = re.search(r"\[survey\]\s+ends = \[.*\]", undeclared.output)
    assert found
    project = copy_of(undeclared.project, tmp_path / "survey")
    (project / "botex.toml").write_text("\n".join(line.strip() for line in found[0].splitlines()), encoding="utf-8")
    again = run(project, "--botex-model", "min")
    kinds = {(e.where, e.kind) for play in again.plays("survey") for e in play.result.endings}
    assert kinds == {("survey.ScreenOut", "declared-end"), ("survey.Thanks", "finished")}
    assert again.exit_code == pytest.ExitCode.OK


def test_the_tests_of_the_trust_game_are_those_of_the_documentation(tmp_path: Path) -> None:
    page = (EXAMPLES.parent / "docs" / "how-to" / "write-tests.md").read_text(encoding="utf-8")
    shown = page.split("```python\n# test_trust.py\n")[1].split("```")[0]
    assert shown in (EXAMPLES / "trust" / "test_trust.py").read_text(encoding="utf-8")
    project = copy_of(EXAMPLES / "trust", tmp_path / "trust")
    with (project / "test_trust.py").open("a", encoding="utf-8") as file:
        file.write(f"\n\n{page.split('```python')[2].split('```')[0]}")
    done = run(project, "test_trust.py")
    assert done.exit_code == pytest.ExitCode.OK, done.output
    assert {play.result.test for play in done.sessions} == {
        "test_trust.py::test_what_is_sent_is_tripled",
        "test_trust.py::test_everybody_gets_to_the_end",
        "test_trust.py::test_nothing_but_whole_points",
    }
