"""`botex run`: pytest with --botex, and what its exit code means in words."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest import option_parsers
from botex_pytest.cli.settings import UNUSABLE, leading, open_report

if TYPE_CHECKING:
    import pytest

    from botex_pytest.cli.settings import Commands

_EXIT = {
    0: "Everything was played to the end, and nothing broke.",
    1: "Something is broken or could not be played; the lines above say what, and what to do.",
    2: "The run was interrupted. What was played until then is in the report.",
    3: "botex itself failed. Please report it with the lines above.",
    4: "The run could not start: see above.",
    5: "Nothing was played.",
}
_ALREADY_IMPORTED = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"  # as we are, by this very command


def add(commands: Commands, name: str) -> None:
    parser = commands.add_parser(
        name,
        help="play every session config of the project in this folder, and open the report",
        usage="botex run [FOLDER] [--no-open] [OPTION ...]",
        description="FOLDER is the oTree project (default: this folder). All options of pytest and all --botex-... settings "
        "are understood; `pytest --help` lists them.",
        allow_abbrev=False,
    )
    parser.add_argument("--no-open", dest="open", action="store_false", help="do not open the report in the browser")


def main(arguments: argparse.Namespace, rest: list[str], _parser: argparse.ArgumentParser) -> int:
    """`rest`: the folder, if it comes first, and whatever else pytest is to be told."""
    import pytest

    folder = leading(rest)
    if folder and not folder.is_dir():
        sys.stderr.write(f"There is no folder {folder}.\n")
        return UNUSABLE
    os.chdir(folder or ".")
    finished = Finished()
    code = int(
        pytest.main(["--botex", "--no-header", "-rN", "-W", _ALREADY_IMPORTED, *option_parsers.joined(rest)], plugins=[finished])
    )
    sys.stdout.write(f"\n{_EXIT.get(code, '')}\n")
    if finished.report and arguments.open:
        open_report(finished.report)
    return code


class Finished:
    """A pytest plugin that remembers which report this run has written: there may be older ones."""

    report: Path | None = None

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        from botex_pytest.stash import RUN

        run = config.stash.get(RUN, None)
        if run and run.started and run.folder.report.is_file():
            self.report = run.folder.report
