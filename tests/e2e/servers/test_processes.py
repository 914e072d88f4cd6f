"""Processes end with all they started, whoever is killed."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from botex_pytest.servers import supervisor
from botex_pytest.servers.process import Process, ProcessDied, free_port
from botex_pytest.waiting import WaitTimeout, wait_until

PARENT_OF_A_STRAY = """
    import subprocess, sys, time
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    print("stray", child.pid, flush=True)
"""


def python(code: str, tmp_path: Path, **arguments: object) -> Process:
    return Process([sys.executable, "-c", textwrap.dedent(code)], log=tmp_path / "log", name="it", **arguments)  # type: ignore[arg-type]


def stray_of(process: Process) -> psutil.Process:
    words = process.wait_ready(lambda: process.read_log().split() if "stray" in process.read_log() else None, 20)
    return psutil.Process(int(words[1]))


def gone(process: psutil.Process) -> bool:
    return not supervisor.is_alive(process)


def test_exit_code_output_and_environment(tmp_path: Path) -> None:
    code = "import os, sys; print(os.environ['WORD'], os.getcwd()); print('err', file=sys.stderr); sys.exit(7)"
    with python(code, tmp_path, env={"WORD": "grüezi", "PYTHONIOENCODING": "utf-8"}, cwd=tmp_path) as process:
        assert process.wait(20) == 7
        assert not process.alive
    assert sorted(process.log_tail()) == sorted([f"grüezi {tmp_path}", "err"])


def test_a_process_that_dies_ends_the_wait_for_it(tmp_path: Path) -> None:
    with python("raise SystemExit(3)", tmp_path) as process, pytest.raises(ProcessDied, match="exit code 3"):
        process.wait_ready(lambda: None, 600)


def test_a_wait_has_a_deadline(tmp_path: Path) -> None:
    with python("import time; time.sleep(600)", tmp_path) as process:
        with pytest.raises(WaitTimeout, match="it is ready"):
            process.wait_ready(lambda: None, 0.1)
        with pytest.raises(WaitTimeout, match="it ends"):
            process.wait(0.1)


def test_a_command_that_does_not_exist(tmp_path: Path) -> None:
    process = Process([str(tmp_path / "nothing")], log=tmp_path / "log", name="it")
    with pytest.raises(FileNotFoundError):
        process.start()
    assert not process.alive


def test_the_log_from_a_position_on(tmp_path: Path) -> None:
    with python("print('before'); input()", tmp_path) as process:
        process.wait(20)  # stdin is closed: input() fails
        position = process.log_position()
        with process.log.open("a") as log:
            log.write("after\n")
        assert process.read_log(position) == "after\n"
        assert process.log_tail(1) == ("after",)


def test_stop_is_polite_first(tmp_path: Path) -> None:
    code = """
        import signal, sys, time
        signal.signal(signal.SIGTERM, lambda *_: (print("saved", flush=True), sys.exit(0)))
        print("ready", flush=True)
        time.sleep(600)
    """
    with python(code, tmp_path) as process:
        process.wait_ready(lambda: "ready" in process.read_log(), 20)
        process.stop()
    assert (process.exit_code, process.log_tail(1)) == (0, ("saved",))


def test_stop_is_firm_in_the_end(tmp_path: Path) -> None:
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"
    with python(code, tmp_path) as process:
        process.wait_ready(lambda: "ready" in process.read_log(), 20)
        process.stop(grace=0.2)
    assert process.exit_code == -signal.SIGKILL


def test_what_it_left_behind_ends_when_it_dies(tmp_path: Path) -> None:
    with python(PARENT_OF_A_STRAY, tmp_path) as process:
        assert process.wait(20) == 0
        stray = int(process.read_log().split()[1])
        wait_until(lambda: all(gone(p) for p in psutil.process_iter() if p.pid == stray), 20, "the stray process ends")


def test_a_tree_ends_with_its_root_killed(tmp_path: Path) -> None:
    with python(PARENT_OF_A_STRAY + "    time.sleep(600)", tmp_path) as process:
        stray = stray_of(process)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(20) == -signal.SIGKILL
        wait_until(lambda: gone(stray), 20, "the stray process ends")


def test_a_tree_ends_with_its_supervisor_killed(tmp_path: Path) -> None:
    with python(PARENT_OF_A_STRAY + "    time.sleep(600)", tmp_path) as process:
        stray = stray_of(process)
        assert process.pid is not None
        child = psutil.Process(process.pid)
        watcher = child.parent()
        assert watcher is not None
        watcher.kill()
        wait_until(lambda: gone(child) and gone(stray) and not process.alive, 20, "the tree ends")
        assert process.exit_code is None


OWNER = """
    import sys, time
    from pathlib import Path
    from botex_pytest.servers.process import Process
    log = Path(sys.argv[2])
    leavings = [str(log.with_name("leavings"))]
    process = Process([sys.executable, "-c", sys.argv[1]], log=log, name="it", leavings=leavings)
    process.start()
    print(process.mark, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_tree_ends_with_us(tmp_path: Path, death: signal.Signals) -> None:
    leavings = tmp_path / "leavings" / "more"
    leavings.mkdir(parents=True)
    tree = textwrap.dedent(PARENT_OF_A_STRAY) + "time.sleep(600)"
    command = [sys.executable, "-c", textwrap.dedent(OWNER), tree, str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as owner:
        assert owner.stdout is not None
        mark = owner.stdout.readline().strip()
        wait_until(lambda: len(supervisor.marked(mark)) == 2, 20, "both processes run")
        owner.send_signal(death)
    wait_until(lambda: not supervisor.marked(mark), 20, "the tree ends")
    wait_until(lambda: not leavings.parent.exists(), 20, "what it left is deleted")


def test_ctrl_c_in_the_terminal_leaves_the_end_to_us(tmp_path: Path) -> None:
    """A terminal sends SIGINT to the whole foreground group: the owner gets it, the process must not."""
    waits = "    try:\n        print(process.mark, flush=True)\n        time.sleep(600)\n    except KeyboardInterrupt:\n"
    tells = "        print('alive' if process.alive else 'dead', flush=True)\n        process.stop()\n"
    code = OWNER.replace("    print(process.mark, flush=True)\n    time.sleep(600)\n", waits + tells)
    command = [sys.executable, "-c", textwrap.dedent(code), "import time; time.sleep(600)", str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as owner:
        assert owner.stdout is not None
        mark = owner.stdout.readline().strip()
        os.killpg(owner.pid, signal.SIGINT)
        assert owner.stdout.readline().strip() == "alive"
    assert owner.returncode == 0
    assert not supervisor.marked(mark)


def test_two_free_ports_can_both_be_used() -> None:
    assert free_port() != free_port()
