"""`botex report`: the report of a run, written again; two runs, compared."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest.cli.settings import named_or_newest, open_report, settings
from botex_pytest.config import DEFAULT
from botex_pytest.run_folder import RunFolder

if TYPE_CHECKING:
    from botex_pytest.cli.settings import Commands


def add(commands: Commands, name: str) -> None:
    parser = commands.add_parser(
        name,
        help="write the report of a run again, also of one that was killed, and open it",
        usage="botex report [RUN] [--no-open] [--redact FIELD,...] [--botex-runs-dir DIR]\n"
        "       botex report --compare RUN1 RUN2",
        description="RUN is a run folder (default: the newest in .botex__temp). Needs neither oTree nor Chrome.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--redact",
        action="append",
        default=[],
        metavar="FIELD,...",
        help="short for --botex-redact: a report that may be shown to others, without labels, codes and these fields",
    )
    parser.add_argument(
        "--compare",
        nargs=2,
        metavar=("RUN1", "RUN2"),
        type=Path,
        help="say what differs between two runs: findings gone and new, pages, answers, payoffs",
    )
    parser.add_argument("--no-open", dest="open", action="store_false", help="do not open the report in the browser")


def main(arguments: argparse.Namespace, rest: list[str], parser: argparse.ArgumentParser) -> int:
    if arguments.compare:
        first, second = arguments.compare
        return _compare(first, second, rest, parser)
    from botex_pytest.report.html import write_report

    for fields in arguments.redact:
        rest += ["--botex-redact", fields]
    run = named_or_newest(rest, parser)
    config = settings(rest, parser)
    report = write_report(run, hidden=config.redact if config.sources["redact"] != DEFAULT else None)
    sys.stdout.write(f"{report}\n")
    if arguments.open:
        open_report(report)
    return 0


def _compare(first: Path, second: Path, rest: list[str], parser: argparse.ArgumentParser) -> int:
    from botex_pytest.report.compare import compare

    settings(rest, parser)
    sys.stdout.writelines(f"{line}\n" for line in compare(RunFolder.open(first), RunFolder.open(second)))
    return 0
