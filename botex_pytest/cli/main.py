"""Which command was named, and what becomes of errors."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from botex_pytest import __version__
from botex_pytest.cli import check, doctor, export, report, run, tiny_model
from botex_pytest.cli.settings import UNUSABLE
from botex_pytest.errors import BotexError

COMMANDS = {
    "run": run,
    "check": check,
    "report": report,
    "export": export,
    "doctor": doctor,
    "tiny-model": tiny_model,
}
"""In the order of `botex --help`. Each module has `add(commands, name)` and `main(arguments, rest, parser)`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code: pytest's own for `run`; 1 from `doctor` when something is missing and from
    `check` when something is broken; 4 for what cannot be used."""
    parser = argparse.ArgumentParser(
        "botex",
        description="Plays an oTree experiment with bots, in a real browser, and finds what would break in the lab.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"botex {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        command.add(commands, name)
    arguments, rest = parser.parse_known_args(argv)
    if arguments.command is None:
        parser.print_help()
        return 0
    try:
        code: int = COMMANDS[arguments.command].main(arguments, rest, parser)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads it, such as `head`, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except BotexError as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    return code
