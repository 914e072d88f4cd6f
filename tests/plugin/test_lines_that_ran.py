"""--botex-cov: the study's own lines, measured in oTree's servers."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest
from pytest_runs import build, run_pytest

HTTP = ("--botex", "--botex-driver", "http")
NEVER = """

def nobody_calls_this():
    return 1
"""


def test_lines_of_the_study_with_those_that_never_ran(tmp_path, plugin_args):
    project = build(tmp_path / "my stüdy", {"pair": ("pair", 2), "again": ("pair", 2)})
    source = project / "pair" / "__init__.py"
    lines = (source.read_text() + NEVER).splitlines()
    source.write_text("\n".join(lines) + "\n")
    (project / "helper.py").write_text("VALUE = 1\n")
    before = sorted(p.name for p in project.iterdir())

    ran = run_pytest(project, *HTTP, "--botex-cov", *plugin_args)
    assert ran.code == pytest.ExitCode.OK, ran.output
    total, missed, share, which = re.search(r"^pair/__init__\.py +(\d+) +(\d+) +(\d+%) +(\S+)$", ran.output, re.M).groups()
    assert (missed, which) == ("1", str(len(lines)))  # of both configs, whichever worker played them
    assert int(total) > 20
    assert share == f"{(int(total) - 1) * 100 // int(total)}%"
    assert "helper.py" in ran.output  # never imported: all of it is missing
    assert not re.search(r"^settings\.py +\d", ran.output, re.M)

    html = shlex.split(re.search(r"^As pages: coverage (.+)$", ran.output, re.M)[1])
    subprocess.run([sys.executable, "-m", "coverage", *html], cwd=project, check=True, capture_output=True)
    assert (ran.runs[-1] / "lines_html" / "index.html").is_file()
    left = sorted(p.name for p in project.iterdir() if p.name not in (".botex__temp", "junit.xml", ".pytest_cache"))
    assert left == before


def test_a_server_that_runs_already_cannot_be_measured(project):
    ran = run_pytest(project, *HTTP, "--botex-cov", "--botex-otree-url", "http://127.0.0.1:1")
    assert ran.code == pytest.ExitCode.USAGE_ERROR
    assert "--botex-cov cannot measure the server at http://127.0.0.1:1." in ran.output
