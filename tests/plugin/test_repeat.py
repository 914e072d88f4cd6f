"""--botex-repeat: each session several times over, judged together."""

from __future__ import annotations

import json

import pytest
from pytest_runs import build, run_pytest

CRASH = "crash_on_submit"
ONCE = "--no-botex-confirm"  # what breaks is not played again at human pace
EVERY_SECOND = """

def creating_session(subsession):
    # The second session of a server, the fourth, ...
    for player in subsession.get_players():
        player.others = subsession.session.id % 2
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    study = build(tmp_path_factory.mktemp("repeat") / "study", {"pair": ("pair", 2), CRASH: (CRASH, 1)})
    app = study / CRASH / "__init__.py"
    app.write_text(app.read_text() + EVERY_SECOND)
    return run_pytest(study, "--botex", "--botex-driver", "http", "--botex-repeat", "3", ONCE, "-v", "-n", "2")


def test_some_passed_and_some_did_not(ran):
    assert ran.words()[f"{CRASH}::P1"] == "FLAKY"
    assert ran.verdicts()[f"{CRASH}::P1"] == "failure"
    assert {key: ran.properties(f"{CRASH}::P1")[f"botex_{key}"] for key in ("status", "passed")} == {
        "status": "flaky",
        "passed": "2 of 3",
    }
    text = ran.text(f"{CRASH}::P1")
    assert text.startswith("2 of 3 plays passed, 1 failed.\n")
    assert "ZeroDivisionError" in text
    assert "--botex-seed 2" in text
    assert "--botex-repeat" not in text


def test_what_always_passes_says_so(ran):
    assert ran.verdicts()["pair::P1"] == ran.verdicts()["pair::session"] == "passed"
    assert ran.properties("pair::P1")["botex_passed"] == "3 of 3"


def test_a_flaky_session_is_not_green(ran):
    assert ran.code == pytest.ExitCode.TESTS_FAILED
    assert "4 passed, 1 flaky in" in ran.output


def test_the_summary_counts_plays(ran):
    assert "pair: 3 of 3 plays passed; play 3: 2 of 2 finished" in ran.output
    assert f"{CRASH}: 2 of 3 plays passed; play 2: 0 of 1 finished, 1 broken" in ran.output
    assert f"  {CRASH}: 2 of 3 plays passed\n      play 2, seed 2: broken: People get an error page" in ran.output


def test_every_play_has_a_seed_of_its_own(ran):
    seeds = {name: (result["repeat"], result["seed"]) for name, result in ran.results().items() if name.startswith("pair")}
    assert seeds == {"pair-1": (1, 1), "pair-2": (2, 2), "pair-3": (3, 3)}


def test_files_of_the_run_know_it(ran):
    assert "flaky" in (ran.runs[-1] / "report.html").read_text("utf-8")
    stored = json.loads((ran.runs[-1] / "botex.json").read_text("utf-8"))
    assert {row["repeat"] for row in stored["sessions"].values() if row["config"] == "pair"} == {1, 2, 3}
