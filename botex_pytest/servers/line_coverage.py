"""Which lines of a project's own Python run in our oTree servers: measured there by coverage.py, put together here.

Nothing of the project is edited: our command line starts the measurement before oTree. The data are those of coverage.py, so that
`coverage html` and every other tool for them works.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from botex_pytest.run_folder import write_whole

SAVE_SECONDS = 30.0
"""For a server that is asked to end: writing the data takes a moment on a busy machine, and is lost with a kill."""

_OMIT = ("settings.py", "conftest.py", "*/conftest.py", "tests.py", "*/tests.py", "*/tests/*", "test_*.py", "*/test_*.py")


@dataclass(frozen=True)
class LineCoverage:
    """`folder`: where the servers of a run leave their data, one file for each."""

    folder: Path

    @staticmethod
    def available() -> bool:
        return importlib.util.find_spec("coverage") is not None

    @property
    def startup(self) -> str:
        """Python that a server runs before oTree. It takes its own coverage.py, else ours; no other library of ours may be in its
        reach, which would hide that the project lacks one."""
        spec = importlib.util.find_spec("coverage")
        library = str(Path(spec.origin).parent.parent) if spec and spec.origin else ""
        return f"import sys; sys.path.append({library!r}); import coverage; sys.path.pop(); coverage.process_startup(); "

    def environment(self) -> dict[str, str]:
        """What tells coverage.py in a server what to measure: all Python below its working folder, the copy of the project."""
        self.folder.mkdir(exist_ok=True)
        settings = self.folder / "coveragerc"
        lines = ["[run]", "source = .", f"data_file = {self.folder / '.coverage'}", "parallel = true", "sigterm = true"]
        omit = ["omit =", *(f"    {pattern}" for pattern in _OMIT)]
        write_whole(settings, "\n".join([*lines, *omit, ""]))  # another worker's server may be reading it
        return {"COVERAGE_PROCESS_START": str(settings)}

    def combine(self, project: Path, copies: Collection[Path], data: Path) -> bool:
        """All servers' data as one file `data`, with the lines of `copies` as those of the user's own files in `project`.

        False where no server left any: it was killed, or none was started.
        """
        import coverage

        found = sorted(map(str, self.folder.glob(".coverage.*")))
        if not found:
            return False
        lines = coverage.Coverage(data_file=str(data), config_file=False)
        same = dict.fromkeys([str(project), *(str(path) for copy in copies for path in (copy, copy.resolve()))])
        lines.set_option("paths", {"project": list(same)})
        lines.combine(found)
        lines.save()
        return True


def lines_table(data: Path, project: Path, left_out: Sequence[str]) -> list[str]:
    """A line for each file of `project`: how many lines it has, how many never ran, the share that did, and which did not.

    `left_out`: folders of apps, relative to `project`, that nobody played.
    """
    import coverage

    lines = coverage.Coverage(data_file=str(data), config_file=False)
    lines.load()
    table = io.StringIO()
    omit = [str(project / folder / "*") for folder in left_out]
    try:
        lines.report(file=table, show_missing=True, skip_empty=True, include=[f"{project}/*"], omit=omit, ignore_errors=True)
    except coverage.CoverageException as error:  # nothing to report
        return [str(error)]
    return table.getvalue().splitlines()
