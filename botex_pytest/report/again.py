"""A run told again from its folder, also one that was killed: as text, for GitHub, for JUnit, for Allure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from botex_pytest.errors import RunFolderError
from botex_pytest.records import read_sessions
from botex_pytest.report.allure import write_results
from botex_pytest.report.case import Cases
from botex_pytest.report.github import job_summary
from botex_pytest.report.items import Item, items
from botex_pytest.report.junit import write_junit
from botex_pytest.report.redaction import Redaction, own_redaction
from botex_pytest.report.text import summary
from botex_pytest.run_folder import RunFolder


class Again:
    """Costs a read of all transcripts. `hidden`: what is not to be told, as --botex-redact has it; by default what the run itself
    was told to leave out. Raises `RunFolderError` for a field that the run does not know."""

    def __init__(self, run: RunFolder, hidden: Sequence[str] | None = None) -> None:
        self._run, self._info = run, run.info()
        sessions = read_sessions(run)
        hidden = own_redaction(self._info) if hidden is None else hidden
        self._redaction = Redaction(hidden, sessions, self._info) if hidden else None
        results = [played.result for played in sessions]
        self._results = [*map(self._redaction.result, results)] if self._redaction else results

    def text(self) -> list[str]:
        """What the terminal says at the end of a run, in lines."""
        report = str(self._run.report) if self._run.report.is_file() else ""
        return summary(self._results, self._info, report=report)

    def github(self) -> list[str]:
        """The table on the page of a job, in Markdown."""
        return job_summary(self._results).splitlines()

    def junit(self, file: Path) -> Path:
        """Raises `RunFolderError` where it cannot be written."""
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_junit(self._items, file)
        except OSError as error:
            raise RunFolderError.cannot_write(file, error) from error
        return file

    def allure(self, folder: Path) -> Path:
        """Raises `RunFolderError` where it cannot be written, and without Allure."""
        try:
            write_results(self._items, Cases(self._run.path, self._info, self._redaction), self._info, folder)
        except OSError as error:
            raise RunFolderError.cannot_write(folder, error) from error
        return folder

    @cached_property
    def _items(self) -> list[Item]:
        return list(items(self._results, self._info))
