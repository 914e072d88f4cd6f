"""`botex report`: the report of a run, written again; two runs, compared."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest.cli.settings import named_or_newest, open_report, settings
from botex_pytest.config import DEFAULT, Config

if TYPE_CHECKING:
    from botex_pytest.cli.settings import Commands


def add(commands: Commands, name: str) -> None:
    parser = commands.add_parser(
        name,
        help="write the report of a run again, also of one that was killed, and open it",
        usage="botex report [RUN] [--no-open] [--redact FIELD,...] [--botex-runs-dir DIR]\n"
        "       botex report --compare RUN1 RUN2 [--no-open] [--redact FIELD,...]",
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
        help="say what differs between two runs, here and as a page: findings gone and new, pages, answers, payoffs",
    )
    parser.add_argument("--no-open", dest="open", action="store_false", help="do not open the report in the browser")


def main(arguments: argparse.Namespace, rest: list[str], parser: argparse.ArgumentParser) -> int:
    from botex_pytest.report.html import write_comparison, write_report

    for fields in arguments.redact:
        rest += ["--botex-redact", fields]
    if arguments.compare:
        config = settings(rest, parser)
        first, second = arguments.compare
        comparison, report = write_comparison(first, second, _hidden(config))
        sys.stdout.writelines(f"{line}\n" for line in [*comparison.lines(), "", str(report)])
        if arguments.open:
            open_report(report)
        return 0
    run = named_or_newest(rest, parser)
    report = write_report(run, hidden=_hidden(settings(rest, parser)))
    sys.stdout.write(f"{report}\n")
    if arguments.open:
        open_report(report)
    return 0


def _hidden(config: Config) -> Sequence[str] | None:
    """None where nothing is said about it: then what the run itself was told holds."""
    return config.redact if config.sources["redact"] != DEFAULT else None
