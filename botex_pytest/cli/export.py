"""`botex export`: a run's data as tables."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest.cli.settings import named_or_newest

if TYPE_CHECKING:
    from botex_pytest.cli.settings import Commands

NO_OTREE_DATA = (
    "oTree's own data are not in this run: it needs oTree 6 and a session that was played to its end, with the experimenter's "
    "exports (--botex-admin-pages)."
)


def add(commands: Commands, name: str) -> None:
    parser = commands.add_parser(
        name,
        help="write the data of a run as CSV and JSON Lines",
        usage="botex export [RUN] [--to FOLDER] [--excel] [--raw] [--botex-runs-dir DIR]",
        description="RUN is a run folder (default: the newest in .botex__temp), also of a run that was killed.",
        allow_abbrev=False,
    )
    parser.add_argument("--to", metavar="FOLDER", type=Path, help="where to write (default: data in the run folder)")
    parser.add_argument("--excel", action="store_true", help="CSV files that Excel opens with a double click, umlauts included")
    parser.add_argument("--raw", action="store_true", help="no apostrophe before texts that a spreadsheet would compute")


def main(arguments: argparse.Namespace, rest: list[str], parser: argparse.ArgumentParser) -> int:
    from botex_pytest.export.files import CsvStyle, write_files
    from botex_pytest.export.run_data import read_run

    run = named_or_newest(rest, parser)
    data, folder = read_run(run), arguments.to or run / "data"
    counts = write_files(data, folder, CsvStyle(raw=arguments.raw, excel=arguments.excel))
    sys.stdout.writelines(f"{count:>8,} {'row ' if count == 1 else 'rows'}  {name}\n" for name, count in counts.items())
    if not data.otree:
        sys.stdout.write(f"{NO_OTREE_DATA}\n")
    sys.stdout.write(f"{folder}\n")
    return 0
