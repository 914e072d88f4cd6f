"""`botex doctor`: whether everything is here that a run needs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest.cli.settings import settings

if TYPE_CHECKING:
    from botex_pytest.cli.settings import Commands


def add(commands: Commands, name: str) -> None:
    commands.add_parser(
        name,
        help="check that everything is here that a run needs",
        usage="botex doctor [--botex-project DIR] [--botex-model NAME] [--botex-driver chrome|http|auto] [--botex-... VALUE]",
        description="Checks what a run with these settings would need, without playing. Ends with 1 when something is missing.",
        allow_abbrev=False,
    )


def main(_arguments: argparse.Namespace, rest: list[str], parser: argparse.ArgumentParser) -> int:
    from botex_pytest import doctor
    from botex_pytest.drivers.find_chrome import find_chrome
    from botex_pytest.equipment import make_remote
    from botex_pytest.local_model import describe_llamacpp
    from botex_pytest.servers.project import Project

    config = settings(rest, parser)
    project = config.project or Path.cwd()
    checks = doctor.check(
        config,
        project,
        find_browser=lambda: find_chrome(_text(config.chrome), _text(config.chromedriver)),
        find_otree=lambda: Project.at(project).interpreter(config.otree_python),
        find_llamacpp=lambda: describe_llamacpp(config),
        ask_model=lambda name: make_remote(config, name).prepare(),
    )
    return doctor.show(checks, sys.stdout.write)


def _text(path: Path | None) -> str | None:
    return str(path) if path else None
