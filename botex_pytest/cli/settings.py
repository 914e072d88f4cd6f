"""What the commands read alike: a folder that comes first, and the settings of a run."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest import option_parsers, options
from botex_pytest.config import Config
from botex_pytest.errors import RunFolderError

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

UNUSABLE = 4
"""pytest's own exit code for what it was told and cannot use."""


def leading(rest: list[str]) -> Path | None:
    """The path before all options, taken out of `rest`. Left to argparse, an unknown option's value would pass for it."""
    return Path(rest.pop(0)) if rest and not rest[0].startswith("-") and "::" not in rest[0] else None


def settings(rest: list[str], strict: argparse.ArgumentParser) -> Config:
    """The settings that the command line and the environment give; pytest's ini file is pytest's to read."""
    parser = argparse.ArgumentParser("botex", add_help=False, allow_abbrev=False)
    for setting in options.SETTINGS:
        flag, keywords = option_parsers.arguments(setting)
        parser.add_argument(flag, **keywords)
    known, unknown = parser.parse_known_args(rest)
    if unknown:
        strict.error(f"unrecognized arguments: {' '.join(unknown)}")
    return Config.load(vars(known), {}, os.environ)


def named_or_newest(rest: list[str], strict: argparse.ArgumentParser) -> Path:
    """The run folder that comes first in `rest`, else the newest one."""
    run = leading(rest)
    runs = settings(rest, strict).runs_dir
    newest = max((p.parent for p in runs.glob("run-*/run.json")), default=None)
    if run is None and newest is None:
        raise RunFolderError.no_run(runs)
    return run or newest or runs


def open_report(report: Path) -> None:
    """In the user's own browser; not when nobody sits at a terminal."""
    if sys.stdout.isatty():
        webbrowser.open(report.absolute().as_uri())
