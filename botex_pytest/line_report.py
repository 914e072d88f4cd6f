"""`--botex-cov`: what servers measured, put together at the end of a run and told as a table."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from botex_pytest.results import SessionResult
from botex_pytest.servers.line_coverage import LineCoverage, lines_table

if TYPE_CHECKING:
    from botex_pytest.run import Run


def measured_lines(run: Run) -> LineCoverage | None:
    """Where the servers of `run` leave their data; None when nothing is measured."""
    return LineCoverage(run.folder.path / "lines") if run.config.cov else None


def line_report(run: Run, results: Sequence[SessionResult]) -> list[str]:
    """The table, and the command that makes pages of it. Apps that no played config has are left out."""
    lines = measured_lines(run)
    if lines is None:
        return []
    root, data = run.project.root, run.folder.path / ".coverage"
    if not lines.combine(root, list(run.folder.path.glob("*/project")), data):
        return ["", "Lines that ran: no server left any data (--botex-cov)"]
    played = {app for config in {result.config for result in results} for app in run.info.config(config).apps}
    left_out = [app.folder for app in run.info.apps if app.name not in played]
    shown = os.path.relpath(data)
    command = shlex.join(["coverage", "html", f"--data-file={shown}", f"--directory={os.path.dirname(shown)}/lines_html"])
    return ["", "Lines of Python that ran while bots played:", *lines_table(data, root, left_out), f"As pages: {command}"]
