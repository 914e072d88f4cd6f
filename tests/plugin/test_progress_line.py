"""Who is where while a session is played, in a terminal that is one."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from pytest_runs import RUN_SECONDS, build


def in_a_terminal(folder: Path, *args: str) -> str:
    """What a run writes to the terminal it runs in."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen([sys.executable, "-m", "pytest", *args], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    written = b""
    try:
        while part := os.read(ours, 4096):
            written += part
    except OSError:  # how the end of a terminal reads
        pass
    finally:
        os.close(ours)
    assert child.wait(RUN_SECONDS) == 0, written.decode()
    return written.decode()


def test_a_line_moves_and_leaves_pytests_own_lines_whole(tmp_path):
    shown = in_a_terminal(build(tmp_path / "study"), "-p", "no:randomly", "--botex", "-v", "--color=no")
    before, line, after = shown.partition("\rpair: P1")
    assert line, shown
    assert "settings.py::pair::P1 PASSED" in after.replace("\r\n", "\n")
    assert "PASSED" not in before
