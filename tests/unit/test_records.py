from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from run_builder import faulty_run, form_run, healthy_run, killed_run

from botex_pytest.records import read_results, read_sessions
from botex_pytest.run_folder import read_json, write_json


@pytest.mark.parametrize("build", [healthy_run, faulty_run, form_run, killed_run])
def test_results_alone_are_those_of_the_sessions(tmp_path: Path, build: Any) -> None:
    run = build(tmp_path)
    assert read_results(run) == [played.result for played in read_sessions(run)] != []


def test_no_transcript_is_read_for_a_result_that_was_written(tmp_path: Path) -> None:
    run = healthy_run(tmp_path)
    for transcript in run.path.glob("sessions/*/*.jsonl"):
        transcript.unlink()
        transcript.mkdir()  # reading it would be an error
    assert [len(result.participants) for result in read_results(run)] == [2, 2]


def test_a_killed_play_is_one_of_its_time(tmp_path: Path) -> None:
    run = killed_run(tmp_path)
    (begun,) = run.path.glob("sessions/*/session.json")
    write_json(begun, {**read_json(begun), "repeat": 3})
    assert [result.repeat for result in read_results(run)] == [3]
