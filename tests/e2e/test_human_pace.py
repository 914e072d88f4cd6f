"""What hangs on who comes when, on how fast bots are, and on what is known: a study is played again to tell these apart."""

from __future__ import annotations

import pytest
from harness import PROJECTS, Done, copy_of, expectations, run

PACE = PROJECTS / "pace"
EXPECTED = expectations(PACE)


@pytest.fixture(scope="module")
def pace(tmp_path_factory: pytest.TempPathFactory) -> Done:
    return run(copy_of(PACE, tmp_path_factory.mktemp("pace") / "pace"))


@pytest.fixture(scope="module")
def one_by_one(tmp_path_factory: pytest.TempPathFactory) -> Done:
    project = copy_of(PACE, tmp_path_factory.mktemp("one_by_one") / "pace")
    return run(project, "--botex-config", "late_comer", "--botex-arrivals", "one-by-one")


@pytest.fixture(scope="module")
def explored(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """Without a browser, which these pages do not need."""
    project = copy_of(PACE, tmp_path_factory.mktemp("explored") / "pace")
    return run(project, "--botex-config", "late_comer", "--botex-driver", "http", "--botex-explore")


@pytest.mark.parametrize("config", EXPECTED)
def test_everybody_finishes(pace: Done, config: str) -> None:
    people = {f"P{n}": "finished" for n in range(1, EXPECTED[config]["participants"] + 1)}
    assert pace.verdicts[config] == {**people, "session": "finished"}


def test_the_run_is_green(pace: Done) -> None:
    assert pace.exit_code == pytest.ExitCode.OK
    assert pace.section("Broken") == pace.section("Could not be played") == []


# --- arrivals ---


def test_a_page_for_late_comers_is_seen_by_nobody_who_comes_together(pace: Done) -> None:
    assert pace.section("Nobody saw") == ["late_comer: late_comer.Late"]
    assert "arrivals staggered or one-by-one may lead there: " in pace.output
    assert "--botex-config late_comer --botex-arrivals one-by-one" in pace.output


def test_one_by_one_the_second_sees_it(one_by_one: Done) -> None:
    (play,) = one_by_one.plays("late_comer")
    seen = {n: [s.seen.page.name for s in steps if s.seen] for n, steps in play.transcripts.items()}
    assert "Late" in seen[2]
    assert "Late" not in seen[1]
    assert one_by_one.section("Nobody saw") == []
    assert one_by_one.exit_code == pytest.ExitCode.OK


def test_exploring_finds_it_and_stops_when_nothing_is_new(explored: Done) -> None:
    plays = [p.result for p in explored.plays("late_comer")]
    assert any("late_comer.Late" in p.reached.pages for p in plays)
    assert len({p.arrivals for p in plays}) > 1
    assert 3 <= len(plays) < 12
    (line,) = explored.section("Explored")
    assert line.startswith(f"late_comer: {len(plays)} sessions; the last ")
    assert explored.output.count("    play ") == len(plays)
    assert explored.exit_code == pytest.ExitCode.OK


# --- pace ---


def test_what_breaks_only_at_machine_speed_is_to_review(pace: Done) -> None:
    fast, slow, again = (p.result for p in pace.plays("too_fast"))
    assert [p.purpose for p in (fast, slow, again)] == ["", "human-pace", "machine-speed"]
    assert [p.replayed for p in (fast, slow, again)] == [True, False, True]
    assert (len(fast.findings), len(slow.findings), len(again.findings)) == (1, 0, 1)
    (line,) = pace.section("To review")
    assert line.startswith("Only at machine speed: People get an error page when they leave too_fast.Answer: ZeroDivisionError")


# --- what is known ---


def test_the_answers_of_the_authors_own_bots_are_used_and_told(pace: Done) -> None:
    (row,) = pace.stored("quiz_in_tests")
    assert (row["password"], row["agreed"]) == ("sesame", 1)
    (play,) = pace.plays("quiz_in_tests")
    first, second = play.transcripts[1][0].tries
    assert "tests.py" not in first.answered.sources.values()
    assert second.answered.sources == dict.fromkeys(("password", "price", "agreed"), "tests.py")


def test_a_quiz_is_passed_by_what_its_message_counts(pace: Done) -> None:
    (row,) = pace.stored("quiz_that_counts")
    assert (row["decides"], row["pays"], row["earns"]) == ("both", "nobody", "the receiver")
