"""`botex check`: the faults that need no playing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest.cli.settings import leading, settings

if TYPE_CHECKING:
    from botex_pytest.cli.settings import Commands


def add(commands: Commands, name: str) -> None:
    commands.add_parser(
        name,
        help="look for faults that need no playing: in a second, without a server",
        usage="botex check [FOLDER] [--botex-config NAME] [--botex-skip-checks CHECK] [--botex-otree-python PATH]",
        description="FOLDER is the oTree project (default: this folder). Ends with 1 when something is broken.",
        allow_abbrev=False,
    )


def main(_arguments: argparse.Namespace, rest: list[str], parser: argparse.ArgumentParser) -> int:
    from botex_pytest import checking

    folder = leading(rest)
    config = settings(rest, parser)
    found = checking.check(folder or config.project or Path.cwd(), config)
    sys.stdout.writelines(f"{line}\n" for line in checking.told(found))
    return 1 if found.broken else 0
