"""Commands whose output somebody stops to read, as `botex report --text | head` does."""

from __future__ import annotations

import subprocess
import sys

from run_builder import healthy_run


def test_who_has_read_enough_is_not_told_of_a_broken_pipe(tmp_path):
    run = healthy_run(tmp_path)
    command = [sys.executable, "-m", "botex_pytest", "report", str(run.path), "--text"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:
        assert reading.stdout
        assert reading.stderr
        reading.stdout.close()
        assert reading.stderr.read() == b""
    assert reading.returncode == 0
