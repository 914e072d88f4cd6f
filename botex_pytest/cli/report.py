"""`botex report`: the report of a run, written again; two runs, compared."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest.cli.settings import named_or_newest, open_report, settings
from botex_pytest.config import DEFAULT, Config
from botex_pytest.run_folder import RunFolder

if TYPE_CHECKING:
    from botex_pytest.cli.settings import Commands


def add(commands: Commands, name: str) -> None:
    parser = commands.add_parser(
        name,
        help="write the report of a run again, also of one that was killed, and open it",
        usage="botex report [RUN] [--no-open] [--redact FIELD,...] [--botex-runs-dir DIR]\n"
        "       botex report [RUN] [--text] [--github] [--junit FILE] [--allure FOLDER] [--redact FIELD,...]\n"
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
    parser.add_argument("--text", action="store_true", help="print what the terminal said at the end, instead of the report")
    parser.add_argument("--github", action="store_true", help="print the table of GitHub's job page, in Markdown, instead")
    parser.add_argument("--junit", metavar="FILE", type=Path, help="write the verdicts in the format of JUnit instead")
    parser.add_argument("--allure", metavar="FOLDER", type=Path, help="write results for Allure instead")
    parser.add_argument("--no-open", dest="open", action="store_false", help="do not open the report in the browser")


def main(arguments: argparse.Namespace, rest: list[str], parser: argparse.ArgumentParser) -> int:
    for fields in arguments.redact:
        rest += ["--botex-redact", fields]
    if arguments.compare:
        return _compare(arguments, rest, parser)
    run = RunFolder.open(named_or_newest(rest, parser))
    hidden = _hidden(settings(rest, parser))
    if not run.database.is_file():  # the run was killed
        from botex_pytest.store import merge

        merge(run)
    if arguments.text or arguments.github or arguments.junit or arguments.allure:
        return _otherwise(run, hidden, arguments)
    from botex_pytest.report.html import write_report

    return _written(write_report(run.path, hidden=hidden), arguments)


def _compare(arguments: argparse.Namespace, rest: list[str], parser: argparse.ArgumentParser) -> int:
    from botex_pytest.report.html import write_comparison

    config = settings(rest, parser)
    first, second = arguments.compare
    comparison, page = write_comparison(first, second, _hidden(config))
    sys.stdout.writelines(f"{line}\n" for line in [*comparison.lines(), ""])
    return _written(page, arguments)


def _written(report: Path, arguments: argparse.Namespace) -> int:
    sys.stdout.write(f"{report}\n")
    if arguments.open:
        open_report(report)
    return 0


def _otherwise(run: RunFolder, hidden: Sequence[str] | None, arguments: argparse.Namespace) -> int:
    """As something else than the report that people open."""
    from botex_pytest.report.again import Again

    again, lines = Again(run, hidden), list[str]()
    lines += again.text() if arguments.text else ()
    lines += again.github() if arguments.github else ()
    lines += [str(again.junit(arguments.junit))] if arguments.junit else ()
    lines += [str(again.allure(arguments.allure))] if arguments.allure else ()
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _hidden(config: Config) -> Sequence[str] | None:
    """None where nothing is said about it: then what the run itself was told holds."""
    return config.redact if config.sources["redact"] != DEFAULT else None
