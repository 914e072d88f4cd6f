"""Flow snapshots come from sessions that were played, and from nothing else of a run."""

from __future__ import annotations

from pathlib import Path

from run_builder import form_run
from study_builder import project

from botex_pytest.flow_update import write_flows
from botex_pytest.records import read_sessions


def test_checked_forms_are_no_sessions(tmp_path: Path) -> None:
    results = [played.result for played in read_sessions(form_run(tmp_path))]
    lines = write_flows([r for r in results if r.form], project(), tmp_path)
    assert lines == ()
