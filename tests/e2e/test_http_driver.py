"""Whole runs without a browser, and with one for the pages that need it: the verdicts of Chrome, or a plain word why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from harness import PROJECTS, Done, copy_of, expectations, run

FAULTS = ("crash_on_submit", "template_missing", "no_next_button", "hidden_rule", "odd_one_out", "partner_screened_out")
"""Faults that show without a browser."""
SCRIPTED = ("script_error_at_load", "script_error_dead_button", "script_changes_value", "canvas_task")
"""Faults of scripts and canvases."""
HEALTHY_SCRIPTS = ("timer_wins", "outgoing_button")
"""The healthy configs with a script that has something to do: before their end, or at the button that leads away."""
END_WITH_SCRIPT = "free_text_unescaped"
EXPECTED = expectations(PROJECTS / "faults")


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Done]:
    """`faults(driver)`: some of the faults, played with that driver once."""
    done: dict[str, Done] = {}

    def play(driver: str) -> Done:
        if driver not in done:
            project = copy_of(PROJECTS / "faults", tmp_path_factory.mktemp(driver) / "faults")
            configs = ",".join((*FAULTS, *SCRIPTED, END_WITH_SCRIPT))
            options = ("--botex-driver", driver, "--botex-config", configs, "--botex-wait-timeout", "5")
            done[driver] = run(project, *options, "--botex-page-timeout", "12")
        return done[driver]

    return play


def people(done: Done, config: str) -> list[str]:
    """The verdicts on participants, in any order: who comes first is the study's luck."""
    return sorted(status for item, status in done.verdicts[config].items() if item != "session")


def expected(config: str) -> list[str]:
    entry = EXPECTED[config]
    status = entry["status"]
    if isinstance(status, str):
        return [status] * entry["participants"]
    return sorted(status.values() if isinstance(status, dict) else status)


@pytest.mark.parametrize("name", ["public_goods", "trust", "survey"])
def test_examples_are_played_to_the_end(example: Callable[..., Done], name: str) -> None:
    done = example(name, "--botex-driver", "http", "--botex-chrome=nowhere")  # that Chrome would be missed if it were wanted
    assert done.exit_code == 0, done.output
    assert {status for items in done.verdicts.values() for status in items.values()} <= {"finished", "early-end"}
    assert "chrome" not in "".join(path.name for path in done.folder.path.rglob("*"))


def test_what_is_healthy_ends_well_without_a_browser(tmp_path: Path) -> None:
    done = run(copy_of(PROJECTS / "healthy", tmp_path / "healthy"), "--botex-driver", "http")
    healthy = expectations(PROJECTS / "healthy")
    assert {config: set(people(done, config)) for config in healthy} == {
        config: {"unplayed"} if config in HEALTHY_SCRIPTS else _statuses(entry) for config, entry in healthy.items()
    }
    assert {f.check for config in HEALTHY_SCRIPTS for f in done.findings(config, "unplayed")} == {"needs-skill"}
    assert [row["number"] for row in done.stored("prefilled_number")] != [None]


def _statuses(entry: dict[str, Any]) -> set[str]:
    status = entry["status"]
    return set(status.values()) if isinstance(status, dict) else {status}


@pytest.mark.parametrize("driver", ["http", "auto"])
@pytest.mark.parametrize("config", FAULTS)
def test_faults_of_the_server_get_the_same_verdicts(faults: Callable[[str], Done], config: str, driver: str) -> None:
    assert people(faults(driver), config) == expected(config)
    checks = {f.check for f in faults(driver).findings(config, "broken", "unplayed")}
    assert checks <= {EXPECTED[config]["check"]}


@pytest.mark.parametrize("config", SCRIPTED)
def test_scripts_are_left_to_a_browser(faults: Callable[[str], Done], config: str) -> None:
    done = faults("http")
    assert set(people(done, config)) == {"unplayed"}
    (finding,) = done.findings(config, "unplayed")
    assert (finding.check, finding.where) == ("needs-skill", EXPECTED[config]["where"])
    assert f"{finding.where} is to be played in a browser: a script of its own" in done.output
    assert "--botex-driver auto" in finding.advice


@pytest.mark.parametrize("config", [*SCRIPTED, END_WITH_SCRIPT])
def test_auto_opens_chrome_for_scripts(faults: Callable[[str], Done], config: str) -> None:
    done = faults("auto")
    assert people(done, config) == expected(config)
    assert EXPECTED[config]["check"] in {f.check for f in done.findings(config)}


def test_an_end_whose_scripts_were_not_run_is_told(faults: Callable[[str], Done]) -> None:
    assert set(people(faults("http"), END_WITH_SCRIPT)) == {"finished"}
    (played,) = faults("http").plays(END_WITH_SCRIPT)
    assert played.result.skipped == (
        "free_text_unescaped.Read was an end whose scripts were not run, because no browser was used",
    )
