from __future__ import annotations

import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from botex_pytest import run_folder
from botex_pytest.errors import RunFolderError
from botex_pytest.records import read_results, read_sessions
from botex_pytest.redact import MARK, Redactor
from botex_pytest.run_folder import RunFolder, play_number, read_json, slug

LONG_AGO = time.time() - 86_400


def ended_run(base: Path, keep: int = 100) -> RunFolder:
    run = RunFolder.new(base, keep)
    run.write_info({"ended": 1.0})
    return run


def test_runs_are_numbered_and_ignore_themselves(tmp_path: Path) -> None:
    base = tmp_path / "with ü" / ".botex__temp"
    assert [RunFolder.new(base).name for _ in range(3)] == ["run-0001", "run-0002", "run-0003"]
    assert (base / ".gitignore").read_text() == "*\n"
    assert (base / "run-0003" / ".gitignore").read_text() == "*\n"


def test_a_shared_run_is_made_once(tmp_path: Path) -> None:
    made: list[int] = []

    def start() -> dict[str, object]:
        made.append(1)
        return {"seed": 1}

    assert not RunFolder.is_shared(tmp_path, "abc")
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: RunFolder.shared(tmp_path, "abc", start), range(4)))
    assert {run.name for run in runs} == {"run-0001"}
    assert made == [1]
    assert RunFolder.is_shared(tmp_path, "abc")
    assert RunFolder.shared(tmp_path, "other", start).name == "run-0002"
    for name in ("abc", "other", "never"):
        RunFolder.unshare(tmp_path, name)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", "run-0001", "run-0002"]


def test_a_gitignore_of_the_user_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    RunFolder.new(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_runs_started_together_get_different_folders(tmp_path: Path) -> None:
    names: list[str] = []
    together = threading.Barrier(8)

    def start() -> None:
        together.wait(10)
        names.append(RunFolder.new(tmp_path).name)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(names) == [f"run-{n:04}" for n in range(1, 9)]


def test_old_runs_are_pruned_and_numbers_go_on(tmp_path: Path) -> None:
    for _ in range(5):
        ended_run(tmp_path)
    assert RunFolder.new(tmp_path, keep=2).name == "run-0006"
    assert sorted(p.name for p in tmp_path.glob("run-*")) == ["run-0005", "run-0006"]


def test_only_our_own_folders_are_pruned(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "run.json").write_text("{}")
    base = tmp_path / ".botex__temp"
    (base / "run-0001").mkdir(parents=True)
    (base / "run-0001" / "thesis.docx").write_text("not ours")
    (base / "run-0002").symlink_to(elsewhere, target_is_directory=True)
    (base / "run-0003").write_text("a file")
    (base / "runs").mkdir()
    for _ in range(3):
        ended_run(base, keep=1)
    assert sorted(p.name for p in base.iterdir()) == [".gitignore", "run-0001", "run-0002", "run-0003", "run-0006", "runs"]
    assert (elsewhere / "run.json").exists()


def test_a_run_under_way_is_not_pruned_and_a_killed_one_is(tmp_path: Path) -> None:
    under_way, killed = RunFolder.new(tmp_path), RunFolder.new(tmp_path)
    for path in (*killed.path.rglob("*"), killed.path):
        os.utime(path, (LONG_AGO, LONG_AGO))
    RunFolder.new(tmp_path, keep=1)
    assert under_way.path.exists()
    assert not killed.path.exists()


def test_info_is_replaced_as_a_whole_and_without_secrets(tmp_path: Path) -> None:
    run = RunFolder.new(tmp_path, redact=Redactor(["sesame"], environ={}))
    run.write_info({"started": 1, "argv": ["--key", "sesame"]})
    run.update_info(ended=2)
    assert run.info() == {"started": 1, "argv": ["--key", MARK], "ended": 2}
    assert [p.name for p in run.path.glob("*.tmp")] == []


def test_a_run_can_be_opened_again(tmp_path: Path) -> None:
    run = ended_run(tmp_path)
    assert RunFolder.open(run.path).info() == {"ended": 1.0}


def test_opening_what_is_no_run_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError) as error:
        RunFolder.open(tmp_path)
    assert f"{tmp_path} is not the folder of a run." in str(error.value)
    assert ".botex__temp/run-0001" in str(error.value)


def test_a_base_that_cannot_be_written_is_named_with_remedies(tmp_path: Path) -> None:
    base = tmp_path / "file"
    base.write_text("in the way")
    with pytest.raises(RunFolderError) as error:
        RunFolder.new(base)
    assert f"A run folder could not be made in {base}." in str(error.value)
    assert "--botex-runs-dir=/path/to/folder" in str(error.value)


def test_plays_are_numbered_per_config_and_variant(tmp_path: Path) -> None:
    run = RunFolder.new(tmp_path)
    folders = [run.session_folder(*args) for args in (("trust",), ("trust",), ("trust", "high"), ("trust", "high"))]
    assert [f.name for f in folders] == ["trust-1", "trust-2", "trust-high-1", "trust-high-2"]
    assert [play_number(f) for f in folders] == [1, 2, 1, 2]


def test_planned_sessions_are_read_in_the_order_of_the_plan(tmp_path: Path) -> None:
    """Which of them begins first hangs on the workers."""
    run = RunFolder.new(tmp_path)
    run.write_info({"order": ["trust[high]", "survey"]})
    begun = (("survey", "", ""), ("survey", "", "test_lab.py::test"), ("trust", "high", ""), ("survey", "", ""))
    for started, (config, variant, test) in enumerate(begun):
        told = {"config": config, "variant": variant, "test": test, "started": float(started)}
        (run.session_folder(config, variant) / "session.json").write_text(json.dumps(told))
    expected = ["trust-high-1", "survey-1", "survey-3", "survey-2"]
    assert [p.folder.name for p in read_sessions(run)] == expected
    assert [r.folder for r in read_results(run)] == [f"sessions/{name}" for name in expected]


def test_sessions_come_in_the_order_in_which_they_began(tmp_path: Path) -> None:
    run = RunFolder.new(tmp_path)
    for config, started in (("a", 3.0), ("b", 1.0), ("c", 2.0)):
        (run.session_folder(config) / "session.json").write_text(json.dumps({"started": started}))
    assert [f.name for f in run.sessions()] == ["b-1", "c-1", "a-1"]


NAMES = ["trust", "Trust", "TRUST", "trust-1", "trust 1", "trust_1", "trust/1", "trüst", "tru\u0308st", "con", "CON", "..", ""]
NAMES += ["x" * 300, "x" * 299 + "y", "信任", "信赖", "a\nb", "trust+0a1b2c3d4e", "\ud800"]


def test_slugs_are_safe_on_every_system_and_differ_from_each_other() -> None:
    slugs = [slug(name) for name in NAMES]
    assert len({s.casefold() for s in slugs}) == len(NAMES)
    for s in slugs:
        assert s.isascii()
        assert len(s) <= 60
        assert set(s) <= set("abcdefghijklmnopqrstuvwxyz0123456789_+")
    assert slug("public_goods") == "public_goods"


def test_a_variant_is_not_taken_for_a_play_or_a_part_of_the_config(tmp_path: Path) -> None:
    run = RunFolder.new(tmp_path)
    folders = {
        run.session_folder(*args).name for args in (("trust", "1"), ("trust-1",), ("trust",), ("trust_1",), ("a", "b"), ("a-b",))
    }
    assert len(folders) == 6


@pytest.mark.parametrize("content", ["", '{"a": ', "[1]", "null"])
def test_a_torn_json_file_reads_as_empty(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content)
    assert read_json(tmp_path / "x.json") == {}
    assert read_json(tmp_path / "missing.json") == {}


def test_a_shared_run_that_could_not_be_made_is_none(tmp_path: Path) -> None:
    def fails() -> dict[str, object]:
        raise KeyError("no info")

    with pytest.raises(KeyError):
        RunFolder.shared(tmp_path, "abc", fails)
    assert not RunFolder.is_shared(tmp_path, "abc")


def test_who_waits_in_vain_for_a_shared_run_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_folder, "_CLAIM_SECONDS", 0.05)
    run_folder._claim(tmp_path, "abc").touch()
    with pytest.raises(RunFolderError, match="another worker makes the run folder"):
        RunFolder.shared(tmp_path, "abc", dict)
