"""What --botex-update-flow writes, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from run_builder import SessionBuilder, form_run, new_run, person
from study_builder import app, form, project, shown_if

from botex_pytest.flow import Flow, Point, Way
from botex_pytest.flow_file import Snapshot, flow_file
from botex_pytest.flow_update import write_flows
from botex_pytest.form_results import FormResult
from botex_pytest.records import read_sessions
from botex_pytest.report.coverage import below
from botex_pytest.results import SessionResult

INFO = project(app(form("Ask"), shown_if("Chat", "treatment"), form("End")))
HIGH, LOW = ("app.Ask 1", "app.Chat 1", "app.End 1"), ("app.Ask 1", "app.End 1")


def played(base: Path, *ways: Way, variant: str = "") -> SessionResult:
    return SessionBuilder(new_run(base), "config", 2, variant).result([person(1), person(2)], flow=Flow(ways=ways))


def recorded(study: Path, variant: str = "") -> Snapshot:
    snapshot = Snapshot.load(flow_file(study, "config", variant))
    assert snapshot is not None
    return snapshot


def test_all_plays_of_a_config_make_one_file(tmp_path: Path) -> None:
    plays = [played(tmp_path / "a", Way(1, HIGH, {"t": "h"})), played(tmp_path / "b", Way(1, LOW, {"t": "l"}))]
    assert write_flows(plays, INFO, tmp_path) == ("botex_flow/config.toml was written",)
    assert {way.pages for way in recorded(tmp_path).ways} == {HIGH, LOW}
    assert recorded(tmp_path).varies == ()
    assert write_flows(plays, INFO, tmp_path) == ("botex_flow/config.toml was right already",)


def test_what_varies_is_found_and_what_the_author_named_is_kept(tmp_path: Path) -> None:
    Snapshot("config", (), ("app.Named",)).write(flow_file(tmp_path, "config", ""))
    write_flows([played(tmp_path / "a", Way(1, HIGH), Way(2, LOW))], INFO, tmp_path)
    assert recorded(tmp_path).varies == ("app.Chat", "app.Named")


def test_a_file_that_cannot_be_read_is_written_anew(tmp_path: Path) -> None:
    path = flow_file(tmp_path, "config", "")
    path.parent.mkdir()
    path.write_text("config =")
    write_flows([played(tmp_path / "a", Way(1, LOW))], INFO, tmp_path)
    assert [way.pages for way in recorded(tmp_path).ways] == [LOW]


def test_where_nobody_finished_the_file_is_left(tmp_path: Path) -> None:
    lines = write_flows([played(tmp_path / "a")], INFO, tmp_path)
    assert lines == ("botex_flow/config.toml was left as it was: nobody of config finished without help",)
    assert not (tmp_path / "botex_flow").exists()


def test_variants_have_files_of_their_own(tmp_path: Path) -> None:
    write_flows([played(tmp_path / "a", Way(1, LOW), variant="high")], INFO, tmp_path)
    assert recorded(tmp_path, "high").config == "config[high]"


def test_sessions_of_tests_and_of_form_checks_count_for_neither(tmp_path: Path) -> None:
    play = played(tmp_path / "a", Way(1, LOW))
    play = replace(play, flow=replace(play.flow, there=(Point("page", "app.Ask"),)))
    of_forms = replace(play, form=FormResult("app.Ask"))
    assert write_flows([of_forms, replace(play, test="test_it.py::test")], INFO, tmp_path) == ()
    assert below([play], 50)
    assert not below([of_forms], 50)


def test_checked_forms_are_no_sessions(tmp_path: Path) -> None:
    results = [played.result for played in read_sessions(form_run(tmp_path))]
    assert write_flows([r for r in results if r.form], project(), tmp_path) == ()
