"""`botex tiny-model`: a language model to try llama.cpp with."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest.cli.settings import UNUSABLE

if TYPE_CHECKING:
    from botex_pytest.cli.settings import Commands


def add(commands: Commands, name: str) -> None:
    parser = commands.add_parser(
        name,
        help="write a language model with random weights, to try llama.cpp without a download",
        description="Writes a GGUF file of half a megabyte. What it answers means nothing, but it fits the questions.",
        allow_abbrev=False,
    )
    parser.add_argument("path", metavar="PATH", type=Path, help="the file to write, for instance tiny.gguf")


def main(arguments: argparse.Namespace, _rest: list[str], _parser: argparse.ArgumentParser) -> int:
    from botex_pytest.tiny_model import write_tiny_model

    path = arguments.path
    if path.exists():  # it may be a real model, of many gigabytes
        sys.stderr.write(f"{path} is there already, and is left as it is.\n")
        return UNUSABLE
    try:
        write_tiny_model(path)
    except OSError as error:
        sys.stderr.write(f"{path} cannot be written: {error.strerror}\n")
        return UNUSABLE
    sys.stdout.write(f"{path}\nPlay with it: botex run --botex-model llamacpp {shlex.quote(f'--botex-llamacpp-model={path}')}\n")
    return 0
