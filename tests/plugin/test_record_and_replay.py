"""Answers recorded in one run and given again in the next: plain, with workers, without xdist; without a browser, to be quick."""

from __future__ import annotations

import json
import signal
from collections import Counter
from pathlib import Path

import pytest
from pytest_runs import PROJECTS, Ran, build, in_the_middle, run_pytest

from botex_pytest.waiting import wait_until

HTTP = ("--botex", "--botex-driver", "http")
MODEL = "python:counting_bots.play"
BOTS = '''
"""Counts how often it is asked, in a file; a replay needs neither the count nor this module."""

def play(ask):
    with open("asked.txt", "a") as log:
        log.write(f"{ask.config} P{ask.participant} {ask.page.name}\\n")
    return {"number": 3 + ask.participant} if ask.page.field("number") else None
'''


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, plugin_args: tuple[str, ...]) -> Ran:
    """Two configs, recorded from a function that is gone afterwards."""
    project = build(tmp_path_factory.mktemp("recorded") / "study", {"one": ("pair", 2), "two": ("pair", 2)})
    (project / "counting_bots.py").write_text(BOTS)
    ran = run_pytest(project, *HTTP, *plugin_args, "--botex-model", MODEL, "--botex-record", "once")
    (project / "counting_bots.py").unlink()
    return ran


def given(ran: Ran, session: str) -> list[list[dict[str, str]]]:
    return [[e["values"] for e in ran.events(session, n) if e["type"] == "Answered"] for n in (1, 2)]


def sources(ran: Ran, session: str) -> set[str]:
    return {s for e in ran.events(session, 1) if e["type"] == "Answered" for s in e["sources"].values()}


def recordings(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "botex_recordings").iterdir()}


def test_every_config_has_a_file_of_its_own(recorded):
    assert recorded.code == pytest.ExitCode.OK, recorded.output
    files = recordings(recorded.project)
    assert set(files) == {"one.toml", "two.toml"}
    assert all(b"complete = true" in text and MODEL.encode() in text for text in files.values())
    asked = Counter(line.rpartition(" ")[0] for line in (recorded.project / "asked.txt").read_text().splitlines())
    assert asked == {"one P1": 3, "one P2": 3, "two P1": 3, "two P2": 3}


def test_a_replay_gives_the_same_answers_without_the_model(recorded, plugin_args):
    before = recordings(recorded.project)
    again = run_pytest(recorded.project, *HTTP, *plugin_args)
    assert again.code == pytest.ExitCode.OK, again.output
    for session in ("one-1", "two-1"):
        assert given(again, session) == given(recorded, session)
        assert sources(again, session) == {f"recorded from {MODEL}"}
        assert {p["model"] for p in again.results()[session]["participants"]} == {f"{MODEL} (recorded)"}
    assert recordings(recorded.project) == before
    assert again.properties("one::P1")["botex_model"] == f"{MODEL} (recorded)"


def test_a_page_that_has_changed_could_not_be_played_and_the_command_mends_it(project, run):
    bots, page = project / "counting_bots.py", project / "pair" / "__init__.py"
    bots.write_text(BOTS)
    assert run(*HTTP, "--botex-model", MODEL, "--botex-record", "once").code == pytest.ExitCode.OK
    page.write_text(page.read_text().replace("Name a number", "Choose a number"))
    bots.unlink()
    changed = run(*HTTP)
    assert changed.verdicts() == {"pair::P1": "failure", "pair::P2": "failure", "pair::session": "passed"}
    assert changed.properties("pair::P1")["botex_status"] == "unplayed"
    for text in (changed.text("pair::P1"), changed.output.partition("Could not be played:")[2]):
        assert "- Name a number from 1 to 10" in text
        assert "+ Choose a number from 1 to 10" in text
        assert "pytest --botex --botex-config pair --botex-record new" in text
    bots.write_text(BOTS)
    (project / "asked.txt").unlink()
    assert run(*HTTP, "--botex-record", "new").code == pytest.ExitCode.OK
    asked = sorted((project / "asked.txt").read_text().splitlines())
    assert asked == ["pair P1 Intro"] * 2 + ["pair P2 Intro"] * 2  # in two rounds; the page that is as it was is replayed
    assert run(*HTTP, "--botex-record", "none").code == pytest.ExitCode.OK


def test_in_ci_no_paid_model_is_asked_without_a_recording(run):
    ran = run(*HTTP, "--botex-model", "gpt-4o", CI="true")
    assert set(ran.verdicts().values()) == {"error"}
    assert "No recorded answers of P1 in pair, and gpt-4o may not be asked." in ran.text("pair::P1")
    assert "--botex-record new" in ran.text("pair::P1")


def test_a_run_that_is_interrupted_keeps_what_was_recorded(project):
    (project / "counting_bots.py").write_text(BOTS.replace("    return", "    import time; time.sleep(1)\n    return"))
    ran = run_pytest(
        project,
        *HTTP,
        "--botex-model",
        MODEL,
        "--botex-record",
        "once",
        while_running=in_the_middle(project, lambda child: _after_an_answer(project, child)),
    )
    assert ran.code == pytest.ExitCode.INTERRUPTED, ran.output
    text = (project / "botex_recordings" / "pair.toml").read_text()
    assert "complete = false" in text
    assert 'number = "' in text
    again = run_pytest(project, *HTTP)
    assert "because the recording was interrupted" in again.output
    assert run_pytest(project, *HTTP, "--botex-record", "once").code == pytest.ExitCode.OK
    assert "complete = true" in (project / "botex_recordings" / "pair.toml").read_text()


def _after_an_answer(project, child):
    wait_until((project / "botex_recordings" / "pair.toml").exists, 60, "an answer is recorded")
    child.send_signal(signal.SIGINT)


def test_a_participant_in_another_treatment_is_told_so(tmp_path):
    project = build(tmp_path / "study")
    app = project / "pair" / "__init__.py"
    source = app.read_text().replace(
        "class Intro(Page):",
        "class Intro(Page):\n    @staticmethod\n    def vars_for_template(player):\n        return dict(word=player.treatment)\n",
        1,
    )
    source = source.replace("    number = models", "    treatment = models.StringField()\n    number = models", 1)
    (project / "pair" / "Intro.html").write_text(
        (project / "pair" / "Intro.html")
        .read_text()
        .replace("{{ formfields }}", "<p>You are in the {{ word }} group.</p>{{ formfields }}")
    )
    draws = (
        "\n\ndef creating_session(subsession):\n    for player in subsession.get_players():\n        player.treatment = {!r}\n"
    )
    app.write_text(source + draws.format("loud"))
    assert run_pytest(project, *HTTP, "--botex-record", "once").code == pytest.ExitCode.OK
    app.write_text(source + draws.format("quiet"))
    ran = run_pytest(project, *HTTP)
    assert "pair.Intro was recorded in another treatment or role" in ran.output
    assert "pair.treatment was loud, and is quiet" in ran.output
    assert "+ You are in the" not in ran.output


def test_secrets_are_not_recorded(project):
    (project / "counting_bots.py").write_text(BOTS.replace("return {", "return None or {"))
    template = project / "pair" / "Intro.html"
    template.write_text(template.read_text().replace("{{ formfields }}", "<p>Call hunter2-is-secret.</p>{{ formfields }}"))
    secret = {"LAB_API_KEY": "hunter2-is-secret"}
    assert run_pytest(project, *HTTP, "--botex-record", "once", **secret).code == pytest.ExitCode.OK
    assert b"hunter2" not in recordings(project)["pair.toml"]
    assert run_pytest(project, *HTTP, **secret).code == pytest.ExitCode.OK


def test_the_recording_can_be_read_by_a_person(recorded):
    lines = recordings(recorded.project)["two.toml"].decode().splitlines()
    assert lines[:2] == [
        "# Answers of two, recorded by botex_pytest; replayed without asking a model.",
        f"# To record what has changed: pytest --botex --botex-config two --botex-model {MODEL} --botex-record new",
    ]
    assert "Name a number from 1 to 10" in lines
    assert json.dumps(str(PROJECTS)) not in lines
