"""Which Python runs the project: the one that has oTree, which need not be ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from botex_pytest.errors import ProjectError

_ASK = (
    "import sys, json\n"
    "try:\n"
    "    from importlib.metadata import version\n"
    "    found = version('otree')\n"
    "except Exception:\n"
    "    found = ''\n"
    "print('botex:' + json.dumps([found, '%d.%d.%d' % sys.version_info[:3]]))\n"
)
# As the `otree` command does, without depending on it: its first line is wrong in an environment that was moved, and it
# is an .exe on Windows. The entry "" is dropped so that a file of the project cannot stand in for a library while oTree loads.
_RUN = (
    "import sys; sys.path[:] = sys.path[sys.path[0] == '':]; sys.argv[0] = 'otree'; "
    "from otree.main import execute_from_command_line as run; sys.exit(run())"
)
ASK_SECONDS = 30.0


@dataclass(frozen=True)
class Interpreter:
    python: Path
    otree_version: str
    python_version: str = ""

    def otree(self, *arguments: str, startup: str = "") -> tuple[str, ...]:
        """The command line that runs `otree ARGUMENTS` with this interpreter, wherever PATH points. `startup`: Python to run
        before, statements that each end with a semicolon."""
        return (str(self.python), "-c", startup + _RUN, *arguments)

    def activate(self, env: dict[str, str]) -> dict[str, str]:
        """`env` with this interpreter's folder first on PATH, so that what an app starts by name is found."""
        folders = [str(self.python.parent), *([env["PATH"]] if env.get("PATH") else [])]
        return {**env, "PATH": os.pathsep.join(folders)}


def find_interpreter(root: Path, option: Path | None) -> Interpreter:
    """`option`, else the project's `.venv` or `venv`, else the Python we run in. Raises `ProjectError`."""
    if option is not None:
        version, problem = _ask(_executable(option))
        if problem:
            raise ProjectError.interpreter_without_otree(option, problem)
        return Interpreter(_executable(option), *version)
    tried = []
    for python in _candidates(root):
        version, problem = _ask(python)
        if not problem:
            return Interpreter(python, *version)
        tried.append(f"{python}: {problem}")
    raise ProjectError.no_interpreter(root, tried)


def _executable(option: Path) -> Path:
    """`option` as a file: a command is looked up on PATH, an environment's folder stands for the Python inside.

    Links are not followed: they are what makes it the environment's.
    """
    if len(option.parts) == 1 and not option.exists():
        option = Path(shutil.which(option) or option)
    option = option.expanduser().absolute()
    return next((p for p in _pythons(option) if p.exists()), option) if option.is_dir() else option


def _pythons(environment: Path) -> tuple[Path, Path]:
    return environment / "bin" / "python", environment / "Scripts" / "python.exe"


def _candidates(root: Path) -> list[Path]:
    own = [python for folder in (".venv", "venv") for python in _pythons(root / folder) if python.exists()]
    return [*own, Path(sys.executable)]


@cache
def _ask(python: Path) -> tuple[tuple[str, str], str]:
    """((oTree's version, Python's version), "") or (..., what is wrong with it)."""
    try:
        done = subprocess.run(
            [str(python), "-c", _ASK],
            cwd=python.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=ASK_SECONDS,
            check=True,
        )
        answer = next(line for line in done.stdout.decode().splitlines() if line.startswith("botex:"))
        otree, own = json.loads(answer[len("botex:") :])
    except FileNotFoundError:
        return ("", ""), "no such file"
    except (OSError, ValueError, StopIteration, subprocess.SubprocessError) as error:
        return ("", ""), f"it does not run as a Python ({error})"
    return (otree, own), "" if otree else f"Python {own} without oTree"
