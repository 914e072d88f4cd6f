"""The `botex` command, for people who never typed pytest: `botex run`, `check`, `report`, `export`, `doctor`,
`tiny-model`."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest import __version__, option_parsers, options
from botex_pytest.config import DEFAULT, Config
from botex_pytest.errors import BotexError, RunFolderError
from botex_pytest.run_folder import RunFolder

if TYPE_CHECKING:
    import pytest

_EXIT = {
    0: "Everything was played to the end, and nothing broke.",
    1: "Something is broken or could not be played; the lines above say what, and what to do.",
    2: "The run was interrupted. What was played until then is in the report.",
    3: "botex itself failed. Please report it with the lines above.",
    4: "The run could not start: see above.",
    5: "Nothing was played.",
}
NO_OTREE_DATA = (
    "oTree's own data are not in this run: it needs oTree 6 and a session that was played to its end, with the experimenter's "
    "exports (--botex-admin-pages)."
)
_ALREADY_IMPORTED = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"  # as we are, by this very command
_UNUSABLE = 4  # pytest's own code for what it was told and cannot use


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code: pytest's own for `run`; 1 from `doctor` when something is missing and from
    `check` when something is broken; 4 for what cannot be used."""
    parser = _parser()
    arguments, rest = parser.parse_known_args(argv)
    try:
        if arguments.command == "doctor":
            return _doctor(parser, rest)
        if arguments.command == "check":
            return _check(parser, rest)
        if arguments.command == "report":
            return _compare(parser, rest, *arguments.compare) if arguments.compare else _report(parser, rest, arguments)
        if arguments.command == "export":
            return _export(parser, rest, arguments)
        if arguments.command == "run":
            return _run(rest, opened=arguments.open)
        if arguments.command == "tiny-model":
            return _tiny_model(arguments.path)
    except BotexError as error:
        sys.stderr.write(f"{error}\n")
        return _UNUSABLE
    parser.print_help()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "botex",
        description="Plays an oTree experiment with bots, in a real browser, and finds what would break in the lab.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"botex {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    run = commands.add_parser(
        "run",
        help="play every session config of the project in this folder, and open the report",
        usage="botex run [FOLDER] [--no-open] [OPTION ...]",
        description="FOLDER is the oTree project (default: this folder). All options of pytest and all --botex-... settings "
        "are understood; `pytest --help` lists them.",
        allow_abbrev=False,
    )
    commands.add_parser(
        "check",
        help="look for faults that need no playing: in a second, without a server",
        usage="botex check [FOLDER] [--botex-config NAME] [--botex-skip-checks CHECK] [--botex-otree-python PATH]",
        description="FOLDER is the oTree project (default: this folder). Ends with 1 when something is broken.",
        allow_abbrev=False,
    )
    report = commands.add_parser(
        "report",
        help="write the report of a run again, also of one that was killed, and open it",
        usage="botex report [RUN] [--no-open] [--redact FIELD,...] [--botex-runs-dir DIR]\n"
        "       botex report --compare RUN1 RUN2",
        description="RUN is a run folder (default: the newest in .botex__temp). Needs neither oTree nor Chrome.",
        allow_abbrev=False,
    )
    report.add_argument(
        "--redact",
        action="append",
        default=[],
        metavar="FIELD,...",
        help="short for --botex-redact: a report that may be shown to others, without labels, codes and these fields",
    )
    report.add_argument(
        "--compare",
        nargs=2,
        metavar=("RUN1", "RUN2"),
        type=Path,
        help="say what differs between two runs: findings gone and new, pages, answers, payoffs",
    )
    for command in (run, report):
        command.add_argument("--no-open", dest="open", action="store_false", help="do not open the report in the browser")
    export = commands.add_parser(
        "export",
        help="write the data of a run as CSV and JSON Lines",
        usage="botex export [RUN] [--to FOLDER] [--excel] [--raw] [--botex-runs-dir DIR]",
        description="RUN is a run folder (default: the newest in .botex__temp), also of a run that was killed.",
        allow_abbrev=False,
    )
    export.add_argument("--to", metavar="FOLDER", type=Path, help="where to write (default: data in the run folder)")
    export.add_argument("--excel", action="store_true", help="CSV files that Excel opens with a double click, umlauts included")
    export.add_argument("--raw", action="store_true", help="no apostrophe before texts that a spreadsheet would compute")
    commands.add_parser(
        "doctor",
        help="check that everything is here that a run needs",
        usage="botex doctor [--botex-project DIR] [--botex-model NAME] [--botex-driver chrome|http|auto] [--botex-... VALUE]",
        description="Checks what a run with these settings would need, without playing. Ends with 1 when something is missing.",
        allow_abbrev=False,
    )
    tiny = commands.add_parser(
        "tiny-model",
        help="write a language model with random weights, to try llama.cpp without a download",
        description="Writes a GGUF file of half a megabyte. What it answers means nothing, but it fits the questions.",
        allow_abbrev=False,
    )
    tiny.add_argument("path", metavar="PATH", type=Path, help="the file to write, for instance tiny.gguf")
    return parser


class _Finished:
    """A pytest plugin that remembers which report this run has written: there may be older ones."""

    report: Path | None = None

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        from botex_pytest.stash import RUN

        run = config.stash.get(RUN, None)
        if run and run.started and run.folder.report.is_file():
            self.report = run.folder.report


def _run(rest: list[str], *, opened: bool) -> int:
    """`rest`: the folder, if it comes first, and whatever else pytest is to be told."""
    import pytest

    folder = _leading(rest)
    if folder and not folder.is_dir():
        sys.stderr.write(f"There is no folder {folder}.\n")
        return _UNUSABLE
    os.chdir(folder or ".")
    finished = _Finished()
    code = int(
        pytest.main(["--botex", "--no-header", "-rN", "-W", _ALREADY_IMPORTED, *option_parsers.joined(rest)], plugins=[finished])
    )
    sys.stdout.write(f"\n{_EXIT.get(code, '')}\n")
    if finished.report and opened:
        _open(finished.report)
    return code


def _leading(rest: list[str]) -> Path | None:
    """The path before all options, taken out of `rest`. Left to argparse, an unknown option's value would pass for it."""
    return Path(rest.pop(0)) if rest and not rest[0].startswith("-") and "::" not in rest[0] else None


def _check(parser: argparse.ArgumentParser, rest: list[str]) -> int:
    from botex_pytest import checking

    folder = _leading(rest)
    config = _settings(rest, strict=parser)
    found = checking.check(folder or config.project or Path.cwd(), config)
    sys.stdout.writelines(f"{line}\n" for line in checking.told(found))
    return 1 if found.broken else 0


def _report(parser: argparse.ArgumentParser, rest: list[str], arguments: argparse.Namespace) -> int:
    from botex_pytest.report.html import write_report

    for fields in arguments.redact:
        rest += ["--botex-redact", fields]
    run = _named_or_newest(parser, rest)
    config = _settings(rest, strict=parser)
    report = write_report(run, hidden=config.redact if config.sources["redact"] != DEFAULT else None)
    sys.stdout.write(f"{report}\n")
    if arguments.open:
        _open(report)
    return 0


def _compare(parser: argparse.ArgumentParser, rest: list[str], first: Path, second: Path) -> int:
    from botex_pytest.report.compare import compare

    _settings(rest, strict=parser)
    sys.stdout.writelines(f"{line}\n" for line in compare(RunFolder.open(first), RunFolder.open(second)))
    return 0


def _named_or_newest(parser: argparse.ArgumentParser, rest: list[str]) -> Path:
    run = _leading(rest)
    runs = _settings(rest, strict=parser).runs_dir
    newest = max((p.parent for p in runs.glob("run-*/run.json")), default=None)
    if run is None and newest is None:
        raise RunFolderError.no_run(runs)
    return run or newest or runs


def _export(parser: argparse.ArgumentParser, rest: list[str], arguments: argparse.Namespace) -> int:
    from botex_pytest.export.files import CsvStyle, write_files
    from botex_pytest.export.run_data import read_run

    run = _named_or_newest(parser, rest)
    data, folder = read_run(run), arguments.to or run / "data"
    counts = write_files(data, folder, CsvStyle(raw=arguments.raw, excel=arguments.excel))
    sys.stdout.writelines(f"{count:>8,} {'row ' if count == 1 else 'rows'}  {name}\n" for name, count in counts.items())
    if not data.otree:
        sys.stdout.write(f"{NO_OTREE_DATA}\n")
    sys.stdout.write(f"{folder}\n")
    return 0


def _open(report: Path) -> None:
    """In the user's own browser; not when nobody sits at a terminal."""
    if sys.stdout.isatty():
        webbrowser.open(report.absolute().as_uri())


def _doctor(parser: argparse.ArgumentParser, rest: list[str]) -> int:
    from botex_pytest import doctor
    from botex_pytest.drivers.find_chrome import find_chrome
    from botex_pytest.local_model import describe_llamacpp
    from botex_pytest.servers.project import Project

    config = _settings(rest, strict=parser)
    project = config.project or Path.cwd()
    checks = doctor.check(
        config,
        project,
        find_browser=lambda: find_chrome(_text(config.chrome), _text(config.chromedriver)),
        find_otree=lambda: Project.at(project).interpreter(config.otree_python),
        find_llamacpp=lambda: describe_llamacpp(config),
    )
    return doctor.show(checks, sys.stdout.write)


def _tiny_model(path: Path) -> int:
    from botex_pytest.tiny_model import write_tiny_model

    if path.exists():  # it may be a real model, of many gigabytes
        sys.stderr.write(f"{path} is there already, and is left as it is.\n")
        return _UNUSABLE
    try:
        write_tiny_model(path)
    except OSError as error:
        sys.stderr.write(f"{path} cannot be written: {error.strerror}\n")
        return _UNUSABLE
    sys.stdout.write(f"{path}\nPlay with it: botex run --botex-model llamacpp {shlex.quote(f'--botex-llamacpp-model={path}')}\n")
    return 0


def _settings(rest: list[str], strict: argparse.ArgumentParser) -> Config:
    """The settings that the command line and the environment give; pytest's ini file is pytest's to read."""
    parser = argparse.ArgumentParser("botex", add_help=False, allow_abbrev=False)
    for setting in options.SETTINGS:
        flag, keywords = option_parsers.arguments(setting)
        parser.add_argument(flag, **keywords)
    known, unknown = parser.parse_known_args(rest)
    if unknown:
        strict.error(f"unrecognized arguments: {' '.join(unknown)}")
    return Config.load(vars(known), {}, os.environ)


def _text(path: Path | None) -> str | None:
    return str(path) if path else None
