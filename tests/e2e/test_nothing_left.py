"""Whatever happens, nothing of ours is left: no process, no open port, no changed file. What a run had written stays."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from harness import PROJECTS, RUNS, Done, Underway, copy_of, words_of

from botex_pytest.report.html import write_report
from botex_pytest.waiting import wait_until

GOODBYE = 20.0  # seconds for everything to be gone, on a busy machine; it takes two to four

Begin = Callable[..., Underway]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Three configs, under version control: one that holds a bot for long, one that fails, one that works for two people."""
    folder = copy_of(PROJECTS / "tiny", tmp_path / "study")
    for part in ("enforced_reading", "crash_on_submit", "_templates"):
        shutil.copytree(PROJECTS / "faults" / part, folder / part)
    with (folder / "settings.py").open("a", encoding="utf-8") as settings:
        for name in ("enforced_reading", "crash_on_submit"):
            settings.write(f"\nSESSION_CONFIGS.append(dict(name='{name}', app_sequence=['{name}'], num_demo_participants=1))\n")
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "a"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


@pytest.fixture
def temporary() -> Iterator[Path]:
    """Where a run puts its temporary files. Not below `tmp_path`: Chrome makes a socket there, whose path has to be short."""
    with tempfile.TemporaryDirectory(prefix="b", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def begin(study: Path, temporary: Path) -> Iterator[Begin]:
    """`begin(*options)`: a run of the study."""
    runs: list[Underway] = []

    def start(*options: str) -> Underway:
        runs.append(Underway(study, *options, temporary=temporary))
        return runs[-1]

    yield start
    for run in runs:
        run.end()


def held(begin: Begin, *options: str) -> Underway:
    """A run in the middle of a page, with everything up."""
    run = begin("--botex-config", "enforced_reading,pair", *options)
    run.until_page("Text", "enforced_reading")
    return run


def files(folder: Path) -> dict[str, bytes]:
    """Everything that is not a run folder or pytest's own cache, with its content."""
    kept = (p for p in folder.rglob("*") if p.is_file() and not {RUNS, ".pytest_cache", ".git"} & set(p.parts))
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in kept}


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def assert_nothing_runs(run: Underway, ports: set[int]) -> None:
    """Within a deadline, since what ends a tree after our own death needs a moment."""
    wait_until(lambda: not run.processes(), GOODBYE, f"the end of {[words_of(p)[:4] for p in run.processes()]}")
    assert [port for port in ports if answers(port)] == []


def assert_as_it_was(study: Path, before: dict[str, bytes]) -> None:
    assert files(study) == before
    status = subprocess.run(["git", "status", "--porcelain"], cwd=study, capture_output=True, text=True, check=True)
    assert status.stdout == ""


def profiles(temporary: Path) -> list[str]:
    """The browser's folders that are still there."""
    return [path.name for path in temporary.iterdir() if path.name.startswith("botex")]


def read(run: Underway) -> Done:
    """What a run left behind that did not end by itself."""
    return Done(run.project, -1, run.output)


@pytest.mark.parametrize(("config", "code"), [("pair", pytest.ExitCode.OK), ("crash_on_submit", pytest.ExitCode.TESTS_FAILED)])
def test_after_a_run(study: Path, begin: Begin, temporary: Path, config: str, code: int) -> None:
    before = files(study)
    run = begin("--botex-config", config)
    run.until_page("Intro" if config == "pair" else "Answer", config)
    ports = run.ports()
    done = run.wait()
    assert done.exit_code == code, done.output
    assert not run.processes()
    assert_nothing_runs(run, ports)
    assert_as_it_was(study, before)
    assert profiles(temporary) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for others")
def test_after_ctrl_c(study: Path, begin: Begin, temporary: Path) -> None:
    before = files(study)
    run = held(begin)
    ports = run.ports()
    assert ports
    run.process.send_signal(signal.SIGINT)
    done = run.wait()
    assert done.exit_code == pytest.ExitCode.INTERRUPTED
    assert_nothing_runs(run, ports)
    assert_as_it_was(study, before)
    assert profiles(temporary) == []
    assert [p.status for p in done.plays("enforced_reading")[0].result.participants] == ["infrastructure"]
    assert done.folder.report.is_file()


def test_after_kill_9(study: Path, begin: Begin, temporary: Path, local_model: tuple[str, ...]) -> None:
    before = files(study)
    run = held(begin, *local_model)
    assert run.one("llamacpp_child.py")
    ports = run.ports()
    assert ports
    run.process.kill()
    assert_nothing_runs(run, ports)
    assert_as_it_was(study, before)
    wait_until(lambda: not profiles(temporary), GOODBYE, "the browser's profile is gone")


def test_a_killed_run_keeps_every_finished_step_and_can_be_reported(begin: Begin) -> None:
    run = held(begin)
    run.process.kill()
    run.process.wait(timeout=30)
    done = read(run)
    (play,) = done.sessions
    assert play.interrupted
    assert [s.seen.page.name for s in play.transcripts[1] if s.seen] == ["Text"]
    assert [(p.status, p.where) for p in play.result.participants] == [("infrastructure", "enforced_reading.Text")]
    write_report(done.folder.path)
    html = done.folder.report.read_text(encoding="utf-8")
    assert "You can go on in ten minutes." in html
    assert "interrupted" in html


def test_a_server_that_is_killed_takes_one_session_with_it(begin: Begin) -> None:
    run = held(begin)
    run.one("devserver_inner").kill()
    done = run.wait()
    assert done.exit_code == pytest.ExitCode.TESTS_FAILED
    assert set(done.verdicts["enforced_reading"].values()) == {"infrastructure"}
    assert set(done.verdicts["pair"].values()) == {"finished"}
    (finding,) = done.findings("enforced_reading")
    assert (finding.group, finding.title) == ("infrastructure", done.section("Infrastructure")[0].partition(" [")[0])
    assert "oTree was ended by SIGKILL" in finding.detail
    assert "Last lines of its log" in finding.detail
    assert done.section("Broken") == done.section("Could not be played") == []
    assert_nothing_runs(run, set())


def test_a_worker_that_is_killed_takes_one_item_with_it(begin: Begin) -> None:
    """Its browser and its server end with it. The rest of its session is judged from a new play; later ones notice nothing."""
    run = held(begin, "-n", "1", "--botex-page-timeout", "15")
    of_the_dead = [run.one("exec(eval("), run.one("devserver_inner"), run.one("--user-data-dir=", "--remote-debugging-port")]
    of_the_dead[0].kill()
    done = run.wait()
    assert done.exit_code == pytest.ExitCode.TESTS_FAILED
    assert done.output.splitlines().count("worker 'gw0' crashed while running 'settings.py::enforced_reading::P1'") == 1
    assert "Worker gw0 has ended in the middle of settings.py::enforced_reading." in done.output
    assert done.verdicts["enforced_reading"] == {"P1": "crashed", "session": "finished"}
    assert set(done.verdicts["pair"].values()) == {"finished"}
    first, second = done.plays("enforced_reading")
    assert first.interrupted
    assert [s.seen.page.name for s in first.transcripts[1] if s.seen] == ["Text"]
    assert [p.status for p in second.result.participants] == ["unplayed"]
    html = done.folder.report.read_text(encoding="utf-8")
    assert first.result.code in html
    assert second.result.code in html
    assert not any(process.is_running() for process in of_the_dead)
    assert_nothing_runs(run, set())


def test_participants_of_a_browser_that_is_killed_go_on_in_another_one(begin: Begin) -> None:
    run = held(begin, "--botex-page-timeout", "15")
    run.one("--user-data-dir=", "--remote-debugging-port").kill()
    done = run.wait()
    assert done.exit_code == pytest.ExitCode.TESTS_FAILED
    assert done.verdicts["enforced_reading"] == {"P1": "unplayed", "session": "finished"}, "as without it"
    assert set(done.verdicts["pair"].values()) == {"finished"}
    (play,) = done.plays("enforced_reading")
    first, second, *_ = (step for step in play.transcripts[1] if step.seen)
    assert first.seen.page.where == second.seen.page.where == "enforced_reading.Text"
    (told,) = (event for event in first.noticed if event.kind == "browser-lost")
    assert told.text.startswith("Chrome is gone")
    assert told.text.endswith("This participant goes on in another browser.")
    assert done.section("Infrastructure") == []
    assert_nothing_runs(run, set())


def test_otree_zip_packs_what_it_packed_before(study: Path, begin: Begin) -> None:
    def packed() -> list[str]:
        subprocess.run([Path(sys.executable).with_name("otree"), "zip"], cwd=study, capture_output=True, check=True)
        (made,) = study.glob("*.otreezip")
        with tarfile.open(made) as archive:
            names = archive.getnames()
        made.unlink()
        return sorted(names)

    before = packed()
    done = begin("--botex-config", "pair", "-p", "no:cacheprovider").wait()  # the cache is pytest's own
    assert done.exit_code == pytest.ExitCode.OK, done.output
    assert packed() == before
